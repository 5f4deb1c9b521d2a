/// Records in, scores out: the estimators' look-ups, chain by chain.
///
/// Source: Haque, DeLucia, Baseman, HUST'17, section 5: rank lines by P(message) + P(tag).
struct StreamScorer<Known: Knowledge & ~Copyable>: ~Copyable {
  private var chains: Chains
  private var visitor: ScoringVisitor<Known>

  /// A scorer at the start of a stream.
  ///
  /// At most `chainLimit` chains are remembered at once, at least 1.
  init(_ knowledge: consuming Known, estimator: EstimatorName, chainLimit: Int) {
    chains = Chains(
      by: knowledge.settings.chainKey, hashKey: knowledge.settings.key, limit: chainLimit)
    visitor = ScoringVisitor(knowledge, estimator: estimator)
  }

  /// What message types and chains are made with.
  var settings: ModelSettings { visitor.knowledge.settings }
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
}

/// Scores each record it is led to.
private struct ScoringVisitor<Known: Knowledge & ~Copyable>: ~Copyable, RecordVisitor {
  var knowledge: Known
  var tally = ScoringTally()
  private let estimator: EstimatorName
  /// Says how a type is spelled that the knowledge must enter.
  private var tokenizer: TypeTokenizer
  private var scores: [Score] = []
  private var chainSlots: [UInt32] = []

  init(_ knowledge: consuming Known, estimator: EstimatorName) {
    tokenizer = TypeTokenizer(mask: knowledge.settings.mask, key: knowledge.settings.key)
    self.knowledge = knowledge
    self.estimator = estimator
  }

  /// Takes the batch's columns over, so that they are filled in place.
  mutating func begin(scores: inout [Score], chainSlots: inout [UInt32], rows: Int) {
    swap(&self.scores, &scores)
    swap(&self.chainSlots, &chainSlots)
    self.scores.append(contentsOf: repeatElement(.skipped, count: rows))
    self.chainSlots.append(contentsOf: repeatElement(.max, count: rows))
  }

  /// Gives them back.
  mutating func end(scores: inout [Score], chainSlots: inout [UInt32]) {
    swap(&self.scores, &scores)
    swap(&self.chainSlots, &chainSlots)
  }

  mutating func visit(
    _ visit: Visit, _ record: LogRecord, _ type: RecordType, of bytes: Span<UInt8>,
    chain: inout ChainContext, process: inout ProcessContext
  ) {
    var type = type
    if !knowledge.number(&type) {
      _ = tokenizer.type(of: record, in: bytes)
      knowledge.enter(&type, spelledBy: tokenizer)
    }
    let isKnown = type.type != .unknown && knowledge.occurrences(of: type.type) > 0
    var transition: (count: UInt32, number: TransitionNumber?) = (0, nil)
    let estimate: Estimate
    if chain.isEmpty {
      estimate =
        switch estimator {
        case .mle: MaximumLikelihood.estimateFirst(type, in: knowledge)
        case .backoff: BackOff.estimateFirst(type, in: knowledge)
        }
    } else {
      if type.type != .unknown, chain.last != .unknown {
        transition = knowledge.transition(from: chain.last, to: type.type)
      }
      estimate =
        switch estimator {
        case .mle: MaximumLikelihood.estimate(type, transition: transition.count, after: chain, in: knowledge)
        case .backoff: BackOff.estimate(type, transition: transition.count, after: chain, in: knowledge)
        }
    }
    let flag: Score.Flag =
      chain.isEmpty ? .first : !isKnown ? .unknown : transition.count == 0 ? .new : .seen
    scores[visit.row] = Score(message: estimate.message, tag: estimate.tag, flag: flag)
    chainSlots[visit.row] = visit.chain
    tally.records += 1
    if !isKnown { tally.unknownTypes += 1 }
    if flag == .new { tally.newTransitions += 1 }
    knowledge.note(
      type, transition: transition.number, time: record.time, isCommon: false, chain: &chain,
      process: &process)
  }

  mutating func visitRepeats(
    _ visit: Visit, _ times: UInt32, chain: inout ChainContext, process: inout ProcessContext
  ) {
    chainSlots[visit.row] = visit.chain
    knowledge.noteRepeats(times, chain: &chain, process: &process)
  }
}
