internal import Unix

/// Scores each record it is led to.
struct ScoringVisitor<Known: Knowledge & ~Copyable>: ~Copyable, RecordVisitor {
  var knowledge: Known
  var tally = ScoringTally()
  var revisions: [ScoreRevision] = []
  /// By row of the batch.
  var explanations: [Int: Explanation] = [:]
  /// A row for each of the batch, if they are asked for.
  var names = TypeNames()
  private var recentNames = RecentNames()
  private let estimator: EstimatorName
  private let combination: Combination
  private var settings: EvidenceSettings
  var evidence: EvidenceScorer
  /// What missing evidence exceeds once in a thousand records on the log of the model; nil without calibration.
  private var unusualMissing: Double?
  /// Says how a type is spelled that the knowledge must enter, or that is explained.
  private var tokenizer: TypeTokenizer
  private var processNumbers = ProcessNumbers()
  /// The batch's columns while they are filled.
  private var scores = OwnedArray<Score>()
  private var chainSlots = OwnedArray<UInt32>()
  /// Whether records may take the short way.
  private let hasRoutine: Bool
  private let keepsProcesses: Bool
  /// Rows of the batches before this one.
  private var rowsBefore: UInt64 = 0
  /// The last record of each chain, by slot, if the scorer looks ahead.
  private var last: [ScoreRevision] = []

  init(
    _ knowledge: consuming Known, estimator: EstimatorName, combination: Combination,
    keepsProcesses: Bool, _ settings: EvidenceSettings
  ) {
    self.keepsProcesses = keepsProcesses
    tokenizer = TypeTokenizer(mask: knowledge.settings.mask, key: knowledge.settings.key)
    self.knowledge = knowledge
    self.estimator = estimator
    self.combination = combination
    var settings = settings
    settings.thinsSelfTest = true
    if combination == .sum {
      // Nobody asks for evidence.
      settings.gate = .infinity
      settings.selfTestInterval = 0
      settings.looksAhead = false
      if settings.explainsFrom != nil { settings.explainsFrom = -.infinity }
    }
    let calibration = self.knowledge.calibration
    if !calibration.hasScores || settings.looksAhead { settings.givesUpMissing = false }
    settings.shift = Ranking.shift(by: calibration)
    unusualMissing = calibration.unusualMissing
    self.settings = settings
    evidence = EvidenceScorer(settings, weights: MixtureWeights(calibration.mixture))
    hasRoutine =
      switch estimator {
      case .backoff: combination == .evidence && settings.hasRoutine
      case .mle: !settings.namesTypes && settings.explainsFrom == nil
      }
  }

  /// Goes on by other knowledge.
  mutating func renew(
    with successor: consuming Known, _ renumbering: inout Renumbering
  ) where Known: RenewableKnowledge {
    let calibration = successor.calibration
    settings.shift = Ranking.shift(by: calibration)
    unusualMissing = calibration.unusualMissing
    if !calibration.hasScores { evidence.settings.givesUpMissing = false }
    let weights = MixtureWeights(calibration.mixture)
    renumbering.renew(&evidence, shift: settings.shift, weights: weights, from: knowledge, to: successor)
    tokenizer = TypeTokenizer(mask: successor.settings.mask, key: successor.settings.key)
    processNumbers.removeAll()
    knowledge = successor
  }

  /// Empties the columns, to which each record that is visited appends a row.
  mutating func begin(rows: Int) {
    scores.removeAll()
    chainSlots.removeAll()
    if settings.namesTypes { names.rows.append(contentsOf: repeatElement(TypeNames.Row(), count: rows)) }
  }

  /// Gives them out.
  mutating func end(scores: inout [Score], chainSlots: inout [UInt32], rows: Int) {
    fill(to: rows)
    rowsBefore += UInt64(rows)
    self.scores.append(to: &scores)
    self.chainSlots.append(to: &chainSlots)
  }

  /// Appends rows for what is no record up to a row.
  // One comparison for nearly all records.
  @inline(__always)
  private mutating func fill(to row: Int) {
    while scores.count < row {
      scores.append(.skipped)
      chainSlots.append(.max)
    }
  }

  /// Appends a record's row.
  @inline(__always)  // A store where the next row is.
  private mutating func append(_ score: Score, _ visit: Visit) {
    fill(to: visit.row)
    scores.append(score)
    chainSlots.append(visit.chain)
    if score.flag == .new { tally.newTransitions += 1 }
  }

  // Inlined into the walk, with the parts of it: calls that hand a record on took 190 instructions of it.
  @inline(__always)
  mutating func visit(
    _ visit: Visit, _ record: LogRecord, _ type: RecordType, of bytes: Span<UInt8>,
    chain: inout ChainContext, process: inout ProcessContext
  ) {
    // That counts never change is known when this is compiled, and the short way is nowhere else.
    if Known.neverChange, hasRoutine, passRoutine(visit, record, type, chain: &chain, process: &process) {
      return
    }
    var type = type
    if !knowledge.number(&type) {
      tokenizer.spell(record, in: bytes)
      knowledge.enter(&type, spelledBy: tokenizer)
    }
    let outcome: Outcome
    switch estimator {
    case .mle: outcome = scoreByMaximumLikelihood(visit, record, type, of: bytes, chain)
    case .backoff: outcome = scoreByBackOff(visit, record, type, of: bytes, chain, process)
    }
    if settings.namesTypes { name(visit, record, type, of: bytes, after: chain, missing: outcome.missing) }
    tally.records += 1
    if outcome.isUnseen { tally.unknownTypes += 1 }
    let isLearned = knowledge.learn(
      type, time: record.time, isCommon: outcome.isCommon, chain: &chain, process: &process)
    if isLearned { return }
    if keepsProcesses { move(&process, to: type) }
    chain.advance(to: type.type, tag: type.tag, transition: outcome.transition, time: record.time)
  }

  /// The same for a record that takes the short way; false, and all is as it was, if it does not.
  @inline(__always)  // As `visit`.
  private mutating func passRoutine(
    _ visit: Visit, _ record: LogRecord, _ type: RecordType, chain: inout ChainContext,
    process: inout ProcessContext
  ) -> Bool {
    let time = OptionalTime(record.time)
    let place: Int
    switch estimator {
    case .mle:
      guard !chain.isEmpty,
        let known = evidence.routine.place(of: RoutineCache.Key(type.type, after: chain.last))
      else { return false }
      place = known
      append(evidence.routine[place].score, visit)
    case .backoff:
      guard let known = evidence.routinePlace(of: type.type, visit, chain, time, in: knowledge) else {
        return false
      }
      place = known
      append(evidence.passRoutine(place, visit), visit)
    }
    tally.records += 1
    if keepsProcesses { move(&process, to: type) }
    chain.advance(to: type.type, tag: type.tag, transition: evidence.routine[place].transition, time: time)
    return true
  }

  /// Moves a process on by a record. Inlined as `visit`.
  @inline(__always)
  private mutating func move(_ process: inout ProcessContext, to type: RecordType) {
    let transition = processNumbers.number(
      from: process.predecessor(tag: type.tag), to: type.type, in: knowledge)
    process.advance(to: type.type, transition: transition)
  }

  /// What noting a record needs to know of its look-ups.
  private struct Outcome {
    var transition: TransitionNumber?
    var isCommon: Bool
    var isUnseen: Bool
    /// b*.
    var missing = MessageTypeID.unknown
  }

  @inline(__always)
  private func flag(_ chain: ChainContext, isUnseen: Bool, transitions: UInt32) -> Score.Flag {
    chain.isEmpty ? .first : isUnseen ? .unknown : transitions == 0 ? .new : .seen
  }

  private mutating func scoreByMaximumLikelihood(
    _ visit: Visit, _ record: LogRecord, _ type: RecordType, of bytes: Span<UInt8>, _ chain: ChainContext
  ) -> Outcome {
    let isUnseen = knowledge.occurrences(of: type.type) == 0
    var known: (count: UInt32, number: TransitionNumber?) = (0, nil)
    if !chain.isEmpty, type.type != .unknown, chain.last != .unknown {
      known = knowledge.transition(from: chain.last, to: type.type)
    }
    let estimate =
      chain.isEmpty
      ? MaximumLikelihood.estimateFirst(type, in: knowledge)
      : MaximumLikelihood.estimate(type, transition: known.count, after: chain, in: knowledge)
    append(
      Score(
        message: estimate.message, tag: estimate.tag,
        flag: flag(chain, isUnseen: isUnseen, transitions: known.count)), visit)
    if Known.neverChange, hasRoutine { rememberRoutine(type, chain, known.number, isUnseen: isUnseen) }
    if settings.explainsFrom != nil {
      let expected = MaximumLikelihood.expectedTypes(after: chain.last, in: knowledge)
      explain(visit, record, of: bytes, after: chain, expected, missing: .unknown)
    }
    return Outcome(transition: known.number, isCommon: false, isUnseen: isUnseen)
  }

  /// Remembers the last score, which is that of every record of this type after one of that, if both are known.
  private mutating func rememberRoutine(
    _ type: RecordType, _ chain: ChainContext, _ transition: TransitionNumber?, isUnseen: Bool
  ) {
    guard !chain.isEmpty, chain.last != .unknown, type.type != .unknown, !isUnseen else { return }
    var known = RoutineRecord()
    known.score = scores[scores.count - 1]
    known.transition = OptionalNumber(transition)
    evidence.routine.insert(known, for: RoutineCache.Key(type.type, after: chain.last))
  }

  /// Inlined as `visit` is.
  @inline(__always)
  private mutating func scoreByBackOff(
    _ visit: Visit, _ record: LogRecord, _ type: RecordType, of bytes: Span<UInt8>, _ chain: ChainContext,
    _ process: ProcessContext
  ) -> Outcome {
    let typeAndTag = TypeAndTag(type: type.type, tag: type.tag)
    let glance = evidence.glance(typeAndTag, visit, chain, record.time, in: knowledge)
    if glance.isOrdinary {
      let direct = evidence.predictions[glance.entry]
      let flag = flag(chain, isUnseen: glance.isUnseen, transitions: direct.transitions)
      switch combination {
      case .evidence:
        append(Score(glance, direct, evidence.predictions.bits(glance.entry), flag: flag), visit)
        if Known.neverChange, hasRoutine { evidence.rememberRoutine(typeAndTag, glance, chain, flag) }
        if settings.looksAhead { revise(visit, evidence.resolveLast(glance, visit)) }
      case .sum: append(Score(direct, flag: flag), visit)
      }
      return Outcome(
        transition: direct.transition, isCommon: evidence.pass(typeAndTag, glance, visit, chain),
        isUnseen: glance.isUnseen)
    }
    let weighed = evidence.weigh(typeAndTag, glance, visit, chain, process, record.time, in: knowledge)
    let prediction = weighed.prediction
    let flag = flag(chain, isUnseen: weighed.isUnseen, transitions: prediction.transitions)
    switch combination {
    case .sum:
      append(Score(prediction, flag: flag), visit)
    case .evidence:
      append(Score(weighed, shift: settings.shift, flag: flag), visit)
      if settings.looksAhead { revise(visit, weighed.resolved) }
      if let bits = weighed.selfTest, let unusualMissing {
        // Of this record, which is counted by now.
        let weight = SelfTest.weight(at: evidence.records - 1, thins: settings.thinsSelfTest)
        tally.selfTests += weight
        if bits > unusualMissing { tally.selfTestsPassed += weight }
      }
    }
    if settings.explainsFrom != nil, let expected = evidence.outlook {
      explain(visit, record, of: bytes, after: chain, expected, missing: weighed.expected)
    }
    return Outcome(
      transition: prediction.transition, isCommon: weighed.isCommon, isUnseen: weighed.isUnseen,
      missing: weighed.expected)
  }

  /// Says what a record and the one before it are called at this moment.
  private mutating func name(
    _ visit: Visit, _ record: LogRecord, _ type: RecordType, of bytes: Span<UInt8>,
    after chain: ChainContext, missing: MessageTypeID
  ) {
    var row = TypeNames.Row()
    row.type = name(type.type)
    if row.type.isEmpty {
      // Nobody knows it (`--freeze`), or it is too long to be learned.
      _ = tokenizer.type(of: record, in: bytes)
      row.type = names.append(finishedBy: tokenizer)
    }
    if !chain.isEmpty { row.previous = name(chain.last) }
    row.missing = name(missing)
    names.rows[visit.row] = row
  }

  /// The text of a type among the batch's names, where it may stand already.
  private mutating func name(_ type: MessageTypeID) -> Region {
    if let name = recentNames.name(of: type, rowsBefore, knowledge.revisionOfNumbers) { return name }
    let name = names.append(type, in: knowledge)
    recentNames.note(name, of: type, rowsBefore, knowledge.revisionOfNumbers)
    return name
  }

  /// Says why a record has its score, in the words of this moment.
  private mutating func explain(
    _ visit: Visit, _ record: LogRecord, of bytes: Span<UInt8>, after chain: ChainContext,
    _ expected: [ExpectedType], missing: MessageTypeID
  ) {
    // Of what came after nothing there is nothing to say.
    guard !chain.isEmpty else { return }
    _ = tokenizer.type(of: record, in: bytes)
    explanations[visit.row] = Explanation(
      type: tokenizer.text, after: chain, expected, missing: missing, in: knowledge)
  }

  /// Says what became of the chain's last record, and takes this one's place.
  private mutating func revise(_ visit: Visit, _ resolved: ResolvedRecord?) {
    let slot = Int(visit.chain)
    let score = scores[visit.row]
    if slot >= last.count {
      last.append(
        contentsOf: repeatElement(ScoreRevision(row: 0, score: .skipped), count: slot + 1 - last.count))
    }
    if let resolved {
      let revised = last[slot].score.resolved(by: resolved, shift: settings.shift)
      revisions.append(ScoreRevision(row: last[slot].row, score: revised))
    }
    last[slot] = ScoreRevision(row: rowsBefore + UInt64(visit.row), score: score)
  }

  mutating func visitRepeats(
    _ visit: Visit, _ times: UInt32, chain: inout ChainContext, process: inout ProcessContext
  ) {
    fill(to: visit.row)
    // A line that says so has no score; a record that says so of itself has its row.
    if visit.row == scores.count {
      scores.append(.skipped)
      chainSlots.append(visit.chain)
    }
    evidence.noteRepeats(times, chain: visit.chain)
    knowledge.noteRepeats(times, chain: &chain, process: &process)
  }
}
