internal import Unix

/// Bytes in, annotated bytes out: the whole flow on one page.
///
///     source → LineBlock → [Line] → ParsedLines → [RecordType] → [Score] → [LineRole] → OutputBuffer → sink
///                                                                    └ LookAhead ┘  └ printer ┘
///
/// Each arrow is one loop over a batch of up to 128 lines; each stage is chosen once and called once a batch. With
/// look-ahead, lines stay behind until their scores are final; some printers hold lines, too.
struct FilterPipeline<Known: Knowledge & ~Copyable>: ~Copyable {
  private let settings: FilterSettings
  /// The key by which chains, processes and tags are found: that of the stream's first model.
  private let key: TypeKey
  /// What was read and not handed on, while the pipeline pauses.
  private var heldBlock: LineBlock?
  private var format: any LogFormat
  private var typing: TypeIdentification
  private var scorer: StreamScorer<Known>
  private var lookAhead = LookAhead()
  private var selection: Selection
  private var printer: any LinePrinter
  private var annotator: any Annotator
  private var batch = Batch()
  private var final = Batch()
  private var late = Batch()
  private var origins = LineOrigins()
  private var isAtInputStart = true
  private var output = OutputBuffer()
  private var traffic = Traffic()

  /// A pipeline at the start of a stream, or of a run that goes on with a stream whose first model had `streamKey`.
  init(_ knowledge: consuming Known, _ settings: FilterSettings, streamKey: TypeKey? = nil) {
    heldBlock = LineBlock(maximumLine: settings.maximumLine, readSize: settings.readSize)
    key = streamKey ?? knowledge.settings.key
    typing = TypeIdentification(mask: knowledge.settings.mask, key: knowledge.settings.key, tagKey: key)
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
    case .budget(let budget): evidence.gate = evidence.gate.map { min($0, budget.floor) }
    case .none, .probability: break
    }
    evidence.givesUpMissing = !settings.tellsMissing
    if settings.explains { evidence.explainsFrom = settings.leastExplained }
    evidence.namesTypes = settings.namesTypes
    var style = AnnotationStyle(
      scale: settings.scale, explains: settings.explains, display: settings.display,
      chainKey: knowledge.settings.chainKey)
    if settings.colorsRarity {
      style.rarity = RarityScale(knowledge.calibration, looksAhead: evidence.looksAhead)
    }
    scorer = StreamScorer(
      knowledge, estimator: settings.estimator, combination: settings.combination, evidence: evidence,
      chainLimit: settings.chainLimit, processLimit: settings.asksForProcesses ? settings.processLimit : nil,
      hashKey: streamKey)
    format = settings.format.makeFormat(
      FormatSettings(
        skippedFields: settings.skippedFields, jsonKeys: settings.jsonKeys, maximumLine: settings.maximumLine,
        joinsLines: settings.joinsLines)
    )
    selection = Selection(settings.threshold(calibratedBy: scorer.knowledge.calibration))
    printer = settings.printing.makePrinter(selectsAll: settings.threshold == .none, scale: settings.scale)
    origins.showsNames = settings.printing.showsNames
    origins.showsNumbers = settings.printing.showsNumbers
    origins.showsControls = settings.display.showsControls
    annotator = settings.repliesToLines ? ReplyAnnotator(style) : settings.annotation.makeAnnotator(style)
    self.settings = settings
  }

  /// What went through so far.
  var tally: FilterTally {
    FilterTally(
      traffic: traffic, scoring: scorer.tally,
      selected: settings.threshold == .none ? printer.tally.chosen ?? 0 : selection.selected,
      alerts: selection.alerts, thresholds: selection.thresholds, printing: printer.tally)
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
    while !printer.isDone {
      try flushBeforeWaiting(for: source, to: sink)
      switch try block.refill(from: source) {
      case .bytes(let count):
        beginInput(of: source, behind: block)
        traffic.bytes += UInt64(count)
        var isMore = true
        while isMore, !printer.isDone {
          isMore = block.nextLines(limit: batchLimit, into: &batch.input)
          format.parse(batch.input, of: &block.storage, into: &batch.parsed)
          try processBatch(of: &block, to: sink)
          if output.isFull { try output.drain(into: sink) }
        }
      case .endOfInput:
        beginInput(of: source, behind: block)
        isAtInputStart = true
        block.finishLine(into: &batch.input)
        format.parse(batch.input, of: &block.storage, into: &batch.parsed)
        format.finishInput(of: &block.storage, into: &batch.parsed)
        try processBatch(of: &block, to: sink)
        // Opening the next input may have to wait (a named pipe without a writer).
        try output.drain(into: sink)
      case .interrupted:
        try output.drain(into: sink)
        heldBlock = consume block
        return .interrupted
      case .end:
        lookAhead.releaseAll()
        try writeFinal(to: sink)
        try finish(to: sink)
        heldBlock = consume block
        return .end
      }
    }
    try finish(to: sink)
    heldBlock = consume block
    return .end
  }

  /// Notes where an input begins, as soon as its name is known.
  private mutating func beginInput(of source: any ByteSource, behind block: borrowing LineBlock) {
    guard isAtInputStart else { return }
    isAtInputStart = false
    origins.begin(source.inputName, linesBefore: block.lineCount)
  }

  /// How many lines a batch may have; if lines are held that look ahead, one may end a run by letting others go.
  private var batchLimit: Int {
    let limit = printer.batchLimit
    return limit < LineBlock.linesPerBatch && settings.lookAhead != nil ? 1 : limit
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
      try writeFinal(to: sink)
      try output.drain(into: sink)
    }
  }

  /// Leads the batch's records through all stages behind Formats.
  private mutating func processBatch(of block: inout LineBlock, to sink: any ByteSink) throws {
    traffic.lines = block.lineCount
    if batch.parsed.lines.count <= batchLimit {
      try scoreBatch(of: block.storage.span, to: sink)
    } else {
      try scoreSeveralBatches(of: block.storage.span, to: sink)
    }
    block.forgetDecoded()
    batch.removeAll()
  }

  /// The same for more records than lines: the line behind an entry gives two, and one that shows that those before it
  /// were no object gives them all. None is scored behind the one that ends the run.
  private mutating func scoreSeveralBatches(of text: Span<UInt8>, to sink: any ByteSink) throws {
    var rest = ParsedLines()
    swap(&rest, &batch.parsed)
    while !rest.lines.isEmpty, !printer.isDone {
      batch.removeAll()
      batch.parsed = rest.removeFirst(batchLimit)
      try scoreBatch(of: text, to: sink)
    }
  }

  private mutating func scoreBatch(of text: Span<UInt8>, to sink: any ByteSink) throws {
    typing.identify(batch.parsed.records, of: text, with: &scorer, into: &batch.types)
    scorer.score(
      batch.parsed.records, batch.types, of: text, into: &batch.scores, chainSlots: &batch.chainSlots)
    if settings.explains { scorer.takeExplanations(into: &batch.explanations) }
    if settings.namesTypes { scorer.takeNames(into: &batch.names) }
    if settings.lookAhead == nil {
      batch.origins = origins
      selection.select(in: &batch, partsOfAlerts: settings.printing.groupsIncidents)
      printer.place(&batch, of: text)
      try writeLate(to: sink)
      annotator.annotate(batch.scored, of: text, into: &output)
    } else {
      scorer.takeRevisions(into: &batch.revisions)
      lookAhead.hold(batch, of: text)
      try writeFinal(to: sink)
    }
  }

  /// Writes the lines whose scores are final now.
  private mutating func writeFinal(to sink: any ByteSink) throws {
    let text = lookAhead.text.storage
    while lookAhead.handOn(into: &final) {
      final.origins = origins
      selection.select(in: &final, partsOfAlerts: settings.printing.groupsIncidents)
      printer.place(&final, of: text.span)
      try writeLate(to: sink)
      annotator.annotate(final.scored, of: text.span, into: &output)
      final.removeAll()
    }
  }

  /// Writes the lines that were held until it was known whether they are printed.
  private mutating func writeLate(to sink: any ByteSink) throws {
    while printer.handOn(into: &late) {
      let text = printer.text.storage
      late.origins = origins
      annotator.annotate(late.scored, of: text.span, into: &output)
      late.removeAll()
      if output.isFull { try output.drain(into: sink) }
    }
  }

  /// Nothing more will be printed but what was held for this.
  private mutating func finish(to sink: any ByteSink) throws {
    printer.finish()
    try writeLate(to: sink)
    output.append(contentsOf: printer.closingText(for: origins))
    try output.drain(into: sink)
  }
}

extension FilterPipeline where Known: RenewableKnowledge & ~Copyable {
  /// What a next run needs to know to go on from here.
  func remembered() -> StreamMemory {
    var (memory, slots) = scorer.remembered()
    selection.remember(in: &memory, chainSlots: slots)
    memory.format = format.memory
    return memory
  }

  /// Goes on from there, before the first run.
  mutating func recall(_ memory: StreamMemory) {
    let slots = scorer.recall(memory)
    selection.recall(memory, chainSlots: slots)
    format.memory = memory.format
  }

  /// Goes on by another model; what was learned beside the old one, and all else that was remembered, stays. Between two
  /// runs.
  ///
  /// - Throws: `ModelError.differentMask`, `.differentChainKey`; then it goes on by the old one.
  mutating func renew(with model: consuming Model) throws(ModelError) {
    let before = knowledge.settings
    guard model.settings.mask == before.mask else {
      throw .differentMask(before.mask.rawValue, model.settings.mask.rawValue)
    }
    guard model.settings.chainKey == before.chainKey else {
      throw .differentChainKey(before.chainKey.rawValue, model.settings.chainKey.rawValue)
    }
    // The same file changes nothing: what is remembered by a number that was forgotten since must not be looked up anew.
    if knowledge.hasNumbers(of: model) {
      scorer.move(over: model)
      return
    }
    scorer.renew(with: knowledge.renewed(over: model))
    // What was typed is remembered by the old model's numbers.
    typing = TypeIdentification(mask: before.mask, key: knowledge.settings.key, tagKey: key)
    selection.recalibrate(settings.threshold(calibratedBy: knowledge.calibration))
    if settings.colorsRarity {
      annotator.recolor(RarityScale(knowledge.calibration, looksAhead: settings.lookAhead != nil))
    }
  }
}

extension Selection {
  /// Decides about the batch's lines.
  fileprivate mutating func select(in batch: inout Batch, partsOfAlerts: Bool) {
    select(batch.parsed.records, &batch.scores, chainSlots: batch.chainSlots, into: &batch.passes)
    if partsOfAlerts { takeAlertParts(into: &batch.alertParts) }
  }
}

extension FilterSettings {
  /// Whether the output says what records are called.
  fileprivate var namesTypes: Bool { repliesToLines || annotation.namesTypes }

  /// Whether a score has the colour of its rarity, which only evidence has been calibrated for.
  fileprivate var colorsRarity: Bool { display.isColored && combination == .evidence }

  /// Whether processes must be told apart: for evidence, for what is learned, or for a next run. What that takes is a
  /// fifth of the time of the paper's scores.
  fileprivate var asksForProcesses: Bool { combination == .evidence || !isFrozen || isRemembered }

  /// Whether anything but S, and what reaches a threshold, tells of missing evidence.
  fileprivate var tellsMissing: Bool {
    annotation != .text && annotation != .line || explains || repliesToLines || colorsRarity
  }

  /// The threshold, started where a model's calibration says.
  fileprivate func threshold(calibratedBy calibration: Calibration) -> Selection.Threshold {
    guard case .budget(var budget) = threshold else { return threshold }
    budget.start(by: calibration, looksAhead: lookAhead != nil)
    return .budget(budget)
  }

  /// Records of fewer bits cannot be selected, and need no explanation; what may be revised, or is told by another
  /// number, always does.
  fileprivate var leastExplained: Double {
    if lookAhead != nil || printing.isInverted { return -.infinity }
    return switch threshold {
    case .bits(let least): least
    case .budget(let budget): budget.floor
    case .none, .probability: -.infinity
    }
  }
}
