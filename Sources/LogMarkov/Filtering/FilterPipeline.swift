/// Bytes in, annotated bytes out: the whole flow on one page.
///
///     source → LineBlock → [Line] → [LogRecord] → [RecordType] → [Score] → [Bool] → OutputBuffer → sink
///
/// Each arrow is one loop over a batch of up to 128 lines; each stage is chosen once and called once a batch.
struct FilterPipeline<Known: Knowledge & ~Copyable>: ~Copyable {
  private let settings: FilterSettings
  private var format: any LogFormat
  private var typing: TypeIdentification
  private var scorer: StreamScorer<Known>
  private var selection: Selection
  private var annotator: any Annotator
  private var batch = Batch()
  private var output = OutputBuffer()
  private var traffic = Traffic()

  /// A pipeline at the start of a stream.
  init(_ knowledge: consuming Known, _ settings: FilterSettings) {
    typing = TypeIdentification(mask: knowledge.settings.mask, key: knowledge.settings.key)
    scorer = StreamScorer(knowledge, estimator: settings.estimator, chainLimit: settings.chainLimit)
    format = settings.format.makeFormat()
    selection = Selection(settings.threshold)
    annotator = settings.annotation.makeAnnotator(scale: settings.scale)
    self.settings = settings
  }

  /// What went through so far.
  var tally: FilterTally {
    FilterTally(traffic: traffic, scoring: scorer.tally, selected: selection.selected)
  }

  /// Runs until the source ends.
  ///
  /// Everything that is ready is out before a read that would have to wait; while input is plentiful, output leaves in
  /// large pieces.
  /// - Throws: what source and sink throw.
  mutating func run(from source: any ByteSource, to sink: any ByteSink) throws {
    var block = LineBlock(maximumLine: settings.maximumLine, readSize: settings.readSize)
    while true {
      if !output.isEmpty, source.wouldBlock() { try output.drain(into: sink) }
      switch try block.refill(from: source) {
      case .bytes(let count):
        traffic.bytes += UInt64(count)
        var isMore = true
        while isMore {
          isMore = block.nextLines(limit: LineBlock.linesPerBatch, into: &batch.lines)
          processBatch(of: block.storage.span)
          if output.isFull { try output.drain(into: sink) }
        }
      case .endOfInput:
        block.finishLine(into: &batch.lines)
        processBatch(of: block.storage.span)
        // Opening the next input may have to wait (a named pipe without a writer).
        try output.drain(into: sink)
      case .end:
        try output.drain(into: sink)
        return
      }
    }
  }

  /// Leads the batch's lines through all stages.
  private mutating func processBatch(of bytes: Span<UInt8>) {
    format.parse(batch.lines, of: bytes, into: &batch.records)
    typing.identify(batch.records, of: bytes, with: &scorer, into: &batch.types)
    scorer.score(batch.records, batch.types, of: bytes, into: &batch.scores, chainSlots: &batch.chainSlots)
    selection.select(batch.records, batch.scores, chainSlots: batch.chainSlots, into: &batch.passes)
    annotator.annotate(batch.lines, batch.scores, passes: batch.passes, of: bytes, into: &output)
    for line in batch.lines where line.startsLine { traffic.lines += 1 }
    batch.removeAll()
  }
}
