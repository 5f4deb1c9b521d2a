/// Records in, scores out: what each record's look-ups come to, chain by chain.
///
/// Source: Haque, DeLucia, Baseman, HUST'17, section 5, ranks lines by P(message) + P(tag); by evidence: mcfilter(1).
struct StreamScorer<Known: Knowledge & ~Copyable>: ~Copyable {
  private var chains: Chains
  private let hashKey: TypeKey
  private var visitor: ScoringVisitor<Known>

  /// A scorer at the start of a stream.
  ///
  /// At most `chainLimit` chains and `processLimit` processes are remembered at once, at least 1; a limit of nil lets
  /// processes go, where neither evidence nor what is learned nor a next run asks for them. Chains, processes and tags are
  /// hashed with `hashKey`, or with the knowledge's.
  init(
    _ knowledge: consuming Known, estimator: EstimatorName, combination: Combination = .sum,
    evidence: EvidenceSettings = EvidenceSettings(), chainLimit: Int,
    processLimit: Int? = Chains.usualProcessLimit, hashKey: TypeKey? = nil
  ) {
    self.hashKey = hashKey ?? knowledge.settings.key
    chains = Chains(
      by: knowledge.settings.chainKey, hashKey: self.hashKey, limit: chainLimit,
      processLimit: processLimit)
    visitor = ScoringVisitor(
      knowledge, estimator: estimator, combination: combination, keepsProcesses: processLimit != nil, evidence
    )
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
    visitor.begin(rows: records.count)
    chains.walk(records, types, of: bytes, &visitor)
    visitor.end(scores: &scores, chainSlots: &chainSlots, rows: records.count)
  }

  /// Goes on by other knowledge, which has the same mask and chain key, but other numbers for the same types and tags.
  ///
  /// - Complexity: O(chains + processes + 1,000 records for each host window).
  mutating func renew(with successor: consuming Known) where Known: RenewableKnowledge {
    var renumbering = Renumbering(of: visitor.knowledge)
    renumbering.renumber(&chains, from: visitor.knowledge, to: successor)
    visitor.renew(with: successor, &renumbering)
  }

  /// Goes on over a copy of the model that it went by.
  mutating func move(over copy: consuming Model) where Known: RenewableKnowledge {
    visitor.knowledge.move(over: copy)
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
