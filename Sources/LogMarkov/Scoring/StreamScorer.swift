/// Records in, scores out: what each record's look-ups come to, chain by chain.
///
/// Source: Haque, DeLucia, Baseman, HUST'17, section 5, ranks lines by P(message) + P(tag); by evidence: mcfilter(1).
struct StreamScorer<Known: Knowledge & ~Copyable>: ~Copyable {
  private var chains: Chains
  private let hashKey: TypeKey
  private var visitor: ScoringVisitor<Known>

  /// A scorer at the start of a stream.
  ///
  /// At most `chainLimit` chains and `processLimit` processes are remembered at once, at least 1. Chains, processes and
  /// tags are hashed with `hashKey`, or with the knowledge's.
  init(
    _ knowledge: consuming Known, estimator: EstimatorName, combination: Combination = .sum,
    evidence: EvidenceSettings = EvidenceSettings(), chainLimit: Int,
    processLimit: Int = Chains.usualProcessLimit, hashKey: TypeKey? = nil
  ) {
    self.hashKey = hashKey ?? knowledge.settings.key
    chains = Chains(
      by: knowledge.settings.chainKey, hashKey: self.hashKey, limit: chainLimit,
      processLimit: processLimit)
    visitor = ScoringVisitor(knowledge, estimator: estimator, combination: combination, evidence)
  }

  /// What message types and chains are made with.
  var settings: ModelSettings { visitor.knowledge.settings }
  /// What it scores by.
  var knowledge: Known { _read { yield visitor.knowledge } }
  /// What was seen so far.
  var tally: ScoringTally { visitor.tally }

  /// The numbers of a type and its tag, as the knowledge has them.
  mutating func resolve(
    _ hash: TypeHash, tagHash: TagHash, text: Span<UInt8>
  ) -> (MessageTypeID, TagID) { visitor.knowledge.resolve(hash, tagHash: tagHash, text: text) }

  /// Scores a batch; `scores` and `chainSlots`, empty before, get one element for each record.
  ///
  /// What is no record gets `Score.skipped`. The slot tells which chain a record belongs to, for as long as the chain is
  /// remembered; `.max` stands for none.
  /// - Complexity: O(records) on average.
  mutating func score(
    _ records: [LogRecord], _ types: [RecordType], of bytes: Span<UInt8>, into scores: inout [Score],
    chainSlots: inout [UInt32]
  ) {
    precondition(scores.isEmpty && chainSlots.isEmpty, "columns of another batch")
    visitor.begin(scores: &scores, chainSlots: &chainSlots, rows: records.count)
    chains.walk(records, types, of: bytes, &visitor)
    visitor.end(scores: &scores, chainSlots: &chainSlots)
  }

  /// Goes on by other knowledge, which has the same mask and chain key, but other numbers for the same types and tags.
  ///
  /// - Complexity: O(chains + processes + 1,000 records for each host window).
  mutating func renew(with successor: consuming Known) where Known: RenewableKnowledge {
    var renumbering = Renumbering(of: visitor.knowledge)
    renumbering.renumber(&chains, from: visitor.knowledge, to: successor)
    visitor.renew(with: successor, &renumbering)
  }

  /// What is to be remembered for a next run, and the slots of its chains.
  ///
  /// - Complexity: O(chains + processes + bytes of texts).
  func remembered() -> (StreamMemory, chainSlots: [UInt32]) where Known: RenewableKnowledge {
    var settings = visitor.knowledge.settings
    settings.key = hashKey
    var texts = RememberedTexts(of: visitor.knowledge, settings: settings)
    let slots = texts.take(chains, visitor.evidence, of: visitor.knowledge)
    return (texts.memory, slots)
  }

  /// Goes on from what was remembered; returns the slots of its chains. The key of hashes is that of the memory.
  ///
  /// - Complexity: O(chains + processes + bytes of texts).
  mutating func recall(_ memory: StreamMemory) -> [UInt32] where Known: RenewableKnowledge {
    precondition(memory.key == hashKey, "chains of another key")
    let numbers = RecalledNumbers(of: memory, in: visitor.knowledge)
    var processSlots: [UInt32] = []
    for process in memory.processes {
      let context = numbers.context(of: process, in: visitor.knowledge)
      processSlots.append(chains.recall(process: process.hash, context))
    }
    var chainSlots: [UInt32] = []
    for chain in memory.chains {
      let context = numbers.context(of: chain, in: visitor.knowledge)
      let slot = chains.recall(
        chain: chain.hash, context, lastProcess: chain.process.map { processSlots[$0] })
      visitor.evidence.recall(chain.evidence, chain: slot)
      chainSlots.append(slot)
    }
    chains.latest = memory.latest.map { chainSlots[$0] }
    if let weights = memory.weights { visitor.evidence.recall(MixtureWeights(weights)) }
    for habit in memory.habits {
      // A chain that there was no room for has given its slot to another.
      let slot = chainSlots[habit.chain]
      guard chains.hash(ofChain: slot) == memory.chains[habit.chain].hash else { continue }
      visitor.evidence.recall(MixtureWeights(habit.weights), numbers.window(of: habit), chain: slot)
    }
    return chainSlots
  }

  /// Takes the explanations of the last batch, by row; there are none unless asked for.
  mutating func takeExplanations(into explanations: inout [Int: Explanation]) {
    swap(&explanations, &visitor.explanations)
    visitor.explanations.removeAll(keepingCapacity: true)
  }

  /// Takes the names of the last batch, a row for each record; there are none unless asked for.
  mutating func takeNames(into names: inout TypeNames) {
    swap(&names, &visitor.names)
    visitor.names.removeAll()
  }

  /// Takes the scores that became final since the last call, in the order in which they did; there are none unless the
  /// scorer looks ahead.
  mutating func takeRevisions(into revisions: inout [ScoreRevision]) {
    swap(&revisions, &visitor.revisions)
    visitor.revisions.removeAll(keepingCapacity: true)
  }
}

extension StreamScorer: TypeResolver where Known: ~Copyable {}

/// How many records came about how.
public struct ScoringTally: Equatable, Sendable {
  /// Records scored.
  public var records: UInt64 = 0
  /// Records of unknown type.
  public var unknownTypes: UInt64 = 0
  /// Records of a known type after an unseen transition.
  public var newTransitions: UInt64 = 0
  /// Records at which the self-test was made.
  public var selfTests: UInt64 = 0
  /// Those at which a missing record would have shown.
  public var selfTestsPassed: UInt64 = 0

  /// y: the share of lost records that would show on this log; nil if nothing was tested.
  public var selfTestShare: Double? {
    selfTests > 0 ? Double(selfTestsPassed) / Double(selfTests) : nil
  }
}

/// Scores each record it is led to.
private struct ScoringVisitor<Known: Knowledge & ~Copyable>: ~Copyable, RecordVisitor {
  var knowledge: Known
  var tally = ScoringTally()
  var revisions: [ScoreRevision] = []
  /// By row of the batch.
  var explanations: [Int: Explanation] = [:]
  /// A row for each of the batch, if they are asked for.
  var names = TypeNames()
  private let estimator: EstimatorName
  private let combination: Combination
  private var settings: EvidenceSettings
  var evidence: EvidenceScorer
  /// What missing evidence exceeds once in a thousand records on the log of the model; nil without calibration.
  private var unusualMissing: Double?
  /// Says how a type is spelled that the knowledge must enter, or that is explained.
  private var tokenizer: TypeTokenizer
  private var processNumbers = ProcessNumbers()
  private var scores: [Score] = []
  private var chainSlots: [UInt32] = []
  /// Rows of the batches before this one.
  private var rowsBefore: UInt64 = 0
  /// The last record of each chain, by slot, if the scorer looks ahead.
  private var last: [ScoreRevision] = []

  init(
    _ knowledge: consuming Known, estimator: EstimatorName, combination: Combination,
    _ settings: EvidenceSettings
  ) {
    tokenizer = TypeTokenizer(mask: knowledge.settings.mask, key: knowledge.settings.key)
    self.knowledge = knowledge
    self.estimator = estimator
    self.combination = combination
    var settings = settings
    if combination == .sum {
      // Nobody asks for evidence.
      settings.gate = .infinity
      settings.selfTestInterval = 0
      settings.looksAhead = false
      if settings.explainsFrom != nil { settings.explainsFrom = -.infinity }
    }
    let calibration = self.knowledge.calibration
    settings.shift = Ranking.shift(by: calibration)
    unusualMissing = calibration.isEmpty ? nil : calibration.unusualMissing
    self.settings = settings
    evidence = EvidenceScorer(settings, weights: MixtureWeights(calibration.mixture))
  }

  /// Goes on by other knowledge.
  mutating func renew(
    with successor: consuming Known, _ renumbering: inout Renumbering
  ) where Known: RenewableKnowledge {
    let calibration = successor.calibration
    settings.shift = Ranking.shift(by: calibration)
    unusualMissing = calibration.isEmpty ? nil : calibration.unusualMissing
    let weights = MixtureWeights(calibration.mixture)
    renumbering.renew(&evidence, shift: settings.shift, weights: weights, from: knowledge, to: successor)
    tokenizer = TypeTokenizer(mask: successor.settings.mask, key: successor.settings.key)
    processNumbers.removeAll()
    knowledge = successor
  }

  /// Takes the batch's columns over, so that they are filled in place.
  mutating func begin(scores: inout [Score], chainSlots: inout [UInt32], rows: Int) {
    swap(&self.scores, &scores)
    swap(&self.chainSlots, &chainSlots)
    self.scores.append(contentsOf: repeatElement(.skipped, count: rows))
    self.chainSlots.append(contentsOf: repeatElement(.max, count: rows))
    if settings.namesTypes { names.rows.append(contentsOf: repeatElement(TypeNames.Row(), count: rows)) }
  }

  /// Gives them back.
  mutating func end(scores: inout [Score], chainSlots: inout [UInt32]) {
    rowsBefore += UInt64(self.scores.count)
    swap(&self.scores, &scores)
    swap(&self.chainSlots, &chainSlots)
  }

  // Inlined into the walk, with the parts of it: calls that hand a record on took 190 instructions of it.
  @inline(__always)
  mutating func visit(
    _ visit: Visit, _ record: LogRecord, _ type: RecordType, of bytes: Span<UInt8>,
    chain: inout ChainContext, process: inout ProcessContext
  ) {
    var type = type
    if !knowledge.number(&type) {
      _ = tokenizer.type(of: record, in: bytes)
      knowledge.enter(&type, spelledBy: tokenizer)
    }
    let outcome: Outcome
    switch estimator {
    case .mle: outcome = scoreByMaximumLikelihood(visit, record, type, of: bytes, chain)
    case .backoff: outcome = scoreByBackOff(visit, record, type, of: bytes, chain, process)
    }
    if settings.namesTypes { name(visit, record, type, of: bytes, after: chain, missing: outcome.missing) }
    chainSlots[visit.row] = visit.chain
    tally.records += 1
    if outcome.isUnseen { tally.unknownTypes += 1 }
    if scores[visit.row].flag == .new { tally.newTransitions += 1 }
    let isLearned = knowledge.learn(
      type, time: record.time, isCommon: outcome.isCommon, chain: &chain, process: &process)
    if isLearned { return }
    let inProcess = processNumbers.number(
      from: process.predecessor(tag: type.tag), to: type.type, in: knowledge)
    process.advance(to: type.type, transition: inProcess)
    chain.advance(to: type.type, tag: type.tag, transition: outcome.transition, time: record.time)
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
    scores[visit.row] = Score(
      message: estimate.message, tag: estimate.tag,
      flag: flag(chain, isUnseen: isUnseen, transitions: known.count))
    if settings.explainsFrom != nil {
      let expected = MaximumLikelihood.expectedTypes(after: chain.last, in: knowledge)
      explain(visit, record, of: bytes, after: chain, expected, missing: .unknown)
    }
    return Outcome(transition: known.number, isCommon: false, isUnseen: isUnseen)
  }

  /// Inlined as `visit` is.
  @inline(__always)
  private mutating func scoreByBackOff(
    _ visit: Visit, _ record: LogRecord, _ type: RecordType, of bytes: Span<UInt8>, _ chain: ChainContext,
    _ process: ProcessContext
  ) -> Outcome {
    let typeAndTag = TypeAndTag(type: type.type, tag: type.tag)
    let glance = evidence.glance(typeAndTag, visit, chain, record.time, in: knowledge)
    if evidence.isOrdinary(glance, visit, chain) {
      let direct = evidence.predictions[glance.entry]
      let flag = flag(chain, isUnseen: glance.isUnseen, transitions: direct.transitions)
      switch combination {
      case .evidence:
        scores[visit.row] = Score(glance, direct, evidence.predictions.bits(glance.entry), flag: flag)
        if settings.looksAhead { revise(visit, evidence.resolveLast(glance, visit)) }
      case .sum: scores[visit.row] = Score(direct, flag: flag)
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
      scores[visit.row] = Score(prediction, flag: flag)
    case .evidence:
      scores[visit.row] = Score(weighed, shift: settings.shift, flag: flag)
      if settings.looksAhead { revise(visit, weighed.resolved) }
      if let bits = weighed.selfTest, let unusualMissing {
        tally.selfTests += 1
        if bits > unusualMissing { tally.selfTestsPassed += 1 }
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
    row.type = names.append(type.type, in: knowledge)
    if row.type.isEmpty {
      // Nobody knows it (`--freeze`), or it is too long to be learned.
      _ = tokenizer.type(of: record, in: bytes)
      row.type = names.append(finishedBy: tokenizer)
    }
    if !chain.isEmpty { row.previous = names.append(chain.last, in: knowledge) }
    row.missing = names.append(missing, in: knowledge)
    names.rows[visit.row] = row
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
    chainSlots[visit.row] = visit.chain
    evidence.noteRepeats(times, chain: visit.chain)
    knowledge.noteRepeats(times, chain: &chain, process: &process)
  }
}
