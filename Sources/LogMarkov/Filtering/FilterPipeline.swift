/// Bytes in, annotated bytes out: the whole flow on one page.
///
///     source → LineBlock → [Line] → ParsedLines → [RecordType] → [Score] → [LineRole] → OutputBuffer → sink
///                                                                    └ LookAhead ┘
///
/// Each arrow is one loop over a batch of up to 128 lines; each stage is chosen once and called once a batch. With
/// look-ahead, lines stay behind until their scores are final.
struct FilterPipeline<Known: Knowledge & ~Copyable>: ~Copyable {
  private let settings: FilterSettings
  /// What was read and not handed on, while the pipeline pauses.
  private var heldBlock: LineBlock?
  private var format: any LogFormat
  private var typing: TypeIdentification
  private var scorer: StreamScorer<Known>
  private var lookAhead = LookAhead()
  private var selection: Selection
  private var annotator: any Annotator
  private var batch = Batch()
  private var final = Batch()
  private var output = OutputBuffer()
  private var traffic = Traffic()

  /// A pipeline at the start of a stream.
  init(_ knowledge: consuming Known, _ settings: FilterSettings) {
    heldBlock = LineBlock(maximumLine: settings.maximumLine, readSize: settings.readSize)
    typing = TypeIdentification(mask: knowledge.settings.mask, key: knowledge.settings.key)
    var settings = settings
    // The paper's sum is final at once.
    if settings.combination == .sum { settings.lookAhead = nil }
    var evidence = EvidenceSettings()
    evidence.learns = !settings.isFrozen
    evidence.habitsLimit = settings.windowLimit
    evidence.looksAhead = settings.lookAhead != nil
    // Whatever may be selected is weighed; a higher floor must not make the scores that are printed coarser.
    switch settings.threshold {
    case .bits(let least): evidence.gate = evidence.gate.map { min($0, least) }
    case .budget(var budget):
      evidence.gate = evidence.gate.map { min($0, budget.floor) }
      budget.start(by: knowledge.calibration, looksAhead: evidence.looksAhead)
      settings.threshold = .budget(budget)
    case .none, .probability: break
    }
    if settings.explains { evidence.explainsFrom = settings.leastExplained }
    evidence.namesTypes = settings.annotation.namesTypes
    var style = AnnotationStyle(
      scale: settings.scale, explains: settings.explains, display: settings.display,
      chainKey: knowledge.settings.chainKey)
    if settings.display.isColored, settings.combination == .evidence {
      style.rarity = RarityScale(knowledge.calibration, looksAhead: evidence.looksAhead)
    }
    scorer = StreamScorer(
      knowledge, estimator: settings.estimator, combination: settings.combination, evidence: evidence,
      chainLimit: settings.chainLimit, processLimit: settings.processLimit)
    format = settings.format.makeFormat(
      FormatSettings(
        skippedFields: settings.skippedFields, jsonKeys: settings.jsonKeys, maximumLine: settings.maximumLine)
    )
    selection = Selection(settings.threshold)
    annotator = settings.annotation.makeAnnotator(style)
    self.settings = settings
  }

  /// What went through so far.
  var tally: FilterTally {
    FilterTally(
      traffic: traffic, scoring: scorer.tally, selected: selection.selected, alerts: selection.alerts)
  }

  /// What it scores by.
  var knowledge: Known { _read { yield scorer.knowledge } }

  /// Runs until the source ends, or is interrupted: then everything that was read is out, and `run` goes on.
  ///
  /// Everything that is ready is out before a read that would have to wait; while input is plentiful, output leaves in
  /// large pieces.
  /// - Throws: what source and sink throw.
  mutating func run(from source: any ByteSource, to sink: any ByteSink) throws -> FilterPause {
    guard var block = heldBlock.take() else { preconditionFailure("a pipeline that failed goes on") }
    while true {
      try flushBeforeWaiting(for: source, to: sink)
      switch try block.refill(from: source) {
      case .bytes(let count):
        traffic.bytes += UInt64(count)
        var isMore = true
        while isMore {
          isMore = block.nextLines(limit: LineBlock.linesPerBatch, into: &batch.input)
          format.parse(batch.input, of: &block.storage, into: &batch.parsed)
          processBatch(of: &block)
          if output.isFull { try output.drain(into: sink) }
        }
      case .endOfInput:
        block.finishLine(into: &batch.input)
        format.parse(batch.input, of: &block.storage, into: &batch.parsed)
        format.finishInput(of: &block.storage, into: &batch.parsed)
        processBatch(of: &block)
        // Opening the next input may have to wait (a named pipe without a writer).
        try output.drain(into: sink)
      case .interrupted:
        try output.drain(into: sink)
        heldBlock = consume block
        return .interrupted
      case .end:
        lookAhead.releaseAll()
        writeFinal()
        try output.drain(into: sink)
        heldBlock = consume block
        return .end
      }
    }
  }

  /// Writes everything that is ready if the next read would have to wait; lines that look ahead become ready when their
  /// time is over.
  private mutating func flushBeforeWaiting(for source: any ByteSource, to sink: any ByteSink) throws {
    guard !output.isEmpty || !lookAhead.isEmpty, source.wouldBlock() else { return }
    try output.drain(into: sink)
    guard let longest = settings.lookAhead, !lookAhead.isEmpty else { return }
    lookAhead.limitWait(until: .now + longest)
    while let deadline = lookAhead.deadline, !source.waitForInput(until: deadline) {
      lookAhead.releaseOverdue()
      writeFinal()
      try output.drain(into: sink)
    }
  }

  /// Leads the batch's records through all stages behind Formats.
  private mutating func processBatch(of block: inout LineBlock) {
    scoreBatch(of: block.storage.span)
    traffic.lines = block.lineCount
    block.forgetDecoded()
    batch.removeAll()
  }

  private mutating func scoreBatch(of text: Span<UInt8>) {
    typing.identify(batch.parsed.records, of: text, with: &scorer, into: &batch.types)
    scorer.score(
      batch.parsed.records, batch.types, of: text, into: &batch.scores, chainSlots: &batch.chainSlots)
    if settings.explains { scorer.takeExplanations(into: &batch.explanations) }
    if settings.annotation.namesTypes { scorer.takeNames(into: &batch.names) }
    if settings.lookAhead == nil {
      selection.select(in: &batch)
      annotator.annotate(batch.scored, of: text, into: &output)
    } else {
      scorer.takeRevisions(into: &batch.revisions)
      lookAhead.hold(batch, of: text)
      writeFinal()
    }
  }

  /// Writes the lines whose scores are final now.
  private mutating func writeFinal() {
    let text = lookAhead.text.storage
    while lookAhead.handOn(into: &final) {
      selection.select(in: &final)
      annotator.annotate(final.scored, of: text.span, into: &output)
      final.removeAll()
    }
  }
}

extension Selection {
  /// Decides what becomes of the batch's lines.
  fileprivate mutating func select(in batch: inout Batch) {
    select(batch.parsed.records, &batch.scores, chainSlots: batch.chainSlots, into: &batch.passes)
    for passes in batch.passes { batch.roles.append(passes ? .printed : []) }
  }
}

extension FilterSettings {
  /// Records of fewer bits cannot be selected, and need no explanation; what may be revised, or is told by another
  /// number, always does.
  fileprivate var leastExplained: Double {
    if lookAhead != nil { return -.infinity }
    return switch threshold {
    case .bits(let least): least
    case .budget(let budget): budget.floor
    case .none, .probability: -.infinity
    }
  }
}
