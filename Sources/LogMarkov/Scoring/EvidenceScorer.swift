internal import Unix

/// Weighs the evidence at each record of a stream, chain by chain: asks the experts, puts both kinds together, and keeps
/// what a chain must remember for it.
///
/// The formulas stand under their names in `BackOff`, `ProcessExpert`, `Mixture`, `HostWindow`, `Burst`,
/// `StrayEvidence`, `MissingEvidence`, `SelfTest` and `Ranking`.
struct EvidenceScorer: ~Copyable {
  private var settings: EvidenceSettings
  /// The weights of all hosts together: those of a chain that has no habits.
  private(set) var weights: MixtureWeights
  /// The weights that there were at the start.
  private var modelWeights: MixtureWeights
  private var habits: HostHabits
  /// By slot of the chain.
  private var chains: [ChainEvidence] = []
  /// By slot, if the scorer looks ahead: the last record, which the next one will say more of.
  private var unresolved = UnresolvedRecords()
  private var sharedBurst = Burst()
  /// Records weighed.
  private(set) var records: UInt64 = 0
  private var candidates = MissingEvidence.Candidates()
  /// What could have come in place of the last record weighed; nil if that is not to be explained.
  private(set) var outlook: [ExpectedType]?
  /// K, when the next three were made.
  private var knownTypes = -1
  /// log2 Q of a known type.
  private var strangenessOfKnown = 0.0
  /// A record at least this probable has no evidence of its own that reaches the gate.
  private var quietAlone = 0.0
  /// Two records whose probabilities make at least this have none together.
  private var quietOfTwo = 0.0

  /// A scorer at the start of a stream, with the weights that a model has.
  init(_ settings: EvidenceSettings, weights: MixtureWeights) {
    self.settings = settings
    self.weights = weights
    modelWeights = weights
    habits = HostHabits(limit: settings.habitsLimit)
  }

  /// Weighs a record, and takes it into account for the next; nothing is counted.
  ///
  /// - Parameters:
  ///   - record: its type and tag.
  ///   - visit: where in the stream it is.
  ///   - chain: what came before in its chain.
  ///   - process: what came before from its process.
  ///   - time: its time.
  ///   - counts: what was counted before it.
  /// - Returns: the evidence, and what this record says of the one before it.
  /// - Complexity: O(1): about 5 look-ups for what is ordinary, 70 for what is not.
  mutating func weigh(
    _ record: TypeAndTag, _ visit: Visit, chain: ChainContext, process: ProcessContext, time: Int64?,
    in counts: borrowing some TransitionCounts & ~Copyable
  ) -> WeighedRecord {
    let slot = Int(visit.chain)
    begin(slot, isNew: chain.isEmpty)
    let place = habitPlace(slot)
    let scene = scene(record, visit, chain, process, time, habits: place, in: counts)
    var weighed = WeighedRecord(scene)
    var memory = chains[slot]
    let isEighth = (settings.countsStream ? records : UInt64(memory.records)) & 7 == 0
    let isTested =
      settings.selfTestInterval > 0 && records % settings.selfTestInterval == 0 && chain.records >= 2
    let isWeighed = isWorthWeighing(scene, memory)
    let isLearned =
      settings.learns && settings.gate != .infinity
      && (isEighth || scene.direct.probability < Self.surprising)
    let probability = Float(scene.direct.probability)
    var suspect = StrayEvidence.Suspect(
      expected: .init(chain: probability, mixture: probability), strangeness: Float(scene.strangeness))
    candidates.removeAll()
    if isWeighed || isTested || isLearned {
      let opinions = scene.opinions(in: counts)
      if isWeighed {
        if memory.last.swapped < 0, chain.records >= 2 {
          let last = TypeAndTag(type: chain.last, tag: chain.lastTag)
          memory.last.swapped = Float(
            scene.swapOfLast(share(of: last, habits: place, in: counts), in: counts))
        }
        weighStray(scene, opinions, memory, &suspect, &weighed, in: counts)
        weighMissing(scene, opinions, memory, &weighed, habits: place, in: counts)
      }
      if isTested { weighed.selfTest = SelfTest.bits(scene, opinions, in: counts) }
      if isLearned { learnWeights(opinions, scene, habits: place) }
    }
    weighed.strayLight = weighed.messageBits + scene.strangeness - scene.burst
    if !isWeighed { weighed.strayAlone = weighed.strayLight + StrayEvidence.aloneBonus }
    if settings.looksAhead { lookAhead(slot, scene, memory, &weighed, in: counts) }
    if let least = settings.explainsFrom {
      outlook =
        weighed.mostBits(shift: settings.shift).bits >= least
        ? scene.expectedTypes(shareOf: { share(of: $0, habits: place, in: counts) }, in: counts) : nil
    }
    weighed.isCommon = memory.note(scene, suspect)
    chains[slot] = memory
    noteHabits(scene, place)
    records += 1
    return weighed
  }

  /// Notes that the last record of a chain came again, so many times: all that follows is certain.
  mutating func noteRepeats(_ times: UInt32, chain slot: UInt32) {
    guard Int(slot) < chains.count else { return }
    for _ in 0..<min(times, 2) { chains[Int(slot)].noteRepeat() }
  }

  /// Goes on by another model: with its shift, with its weights where none are learned, and with its numbers for what
  /// is remembered.
  mutating func renew(
    shift: Double, weights model: MixtureWeights, _ number: (TypeAndTag) -> TypeAndTag
  ) {
    settings.shift = shift
    modelWeights = model
    if !settings.learns { weights = model }
    // The number of types may be the same where they are others.
    knownTypes = -1
    habits.renumber(number)
    unresolved.renumber { number(TypeAndTag(type: $0, tag: .unknown)).type }
  }

  /// What is remembered of a chain.
  func memory(ofChain slot: UInt32) -> EvidenceMemory {
    Int(slot) < chains.count ? chains[Int(slot)].memory : EvidenceMemory()
  }

  /// What it has learned itself; nil if it learns nothing.
  var learnedWeights: MixtureWeights? { settings.learns ? weights : nil }

  /// The habits of chains, from the chain that spoke least recently on; none if nothing is learned.
  func forEachHabit(_ body: (_ slot: UInt32, MixtureWeights, HostWindow) -> Void) {
    var slots: [Int: UInt32] = [:]
    for slot in chains.indices where chains[slot].hasHabits {
      if let place = habits.heldPlace(ofChain: UInt32(slot)) { slots[place] = UInt32(slot) }
    }
    for place in habits.placesFromOldest {
      if let slot = slots[place] { body(slot, habits[weights: place], habits[window: place]) }
    }
  }

  /// Goes on with weights of all hosts together.
  mutating func recall(_ weights: MixtureWeights) {
    if settings.learns { self.weights = weights }
  }

  /// Goes on with a chain's habits, if it learns; the chain was recalled before.
  mutating func recall(_ weights: MixtureWeights, _ window: HostWindow, chain slot: UInt32) {
    guard settings.learns else { return }
    chains[Int(slot)].hasHabits = true
    let place = habits.newPlace(forChain: slot, weights: weights)
    habits[window: place] = window
  }

  /// Goes on with a chain.
  mutating func recall(_ memory: EvidenceMemory, chain slot: UInt32) {
    begin(Int(slot), isNew: true)
    chains[Int(slot)] = ChainEvidence(memory)
  }

  /// The weights of a chain, if it has its own.
  func weights(ofChain slot: UInt32) -> MixtureWeights? {
    guard Int(slot) < chains.count, chains[Int(slot)].hasHabits else { return nil }
    return habits.heldPlace(ofChain: slot).map { habits[weights: $0] }
  }
}

extension EvidenceScorer {
  /// What is less probable than this is surprising: 5 bits.
  static var surprising: Double { 0.03125 }
  /// log2 Q of an unseen type.
  private static var strangenessOfUnseen: Double { -3.321_928_094_887_362 }

  private mutating func begin(_ slot: Int, isNew: Bool) {
    if slot >= chains.count {
      chains.append(contentsOf: repeatElement(ChainEvidence(), count: slot + 1 - chains.count))
    }
    guard isNew else { return }
    chains[slot] = ChainEvidence()
    if settings.looksAhead { unresolved.forget(slot) }
  }

  /// The place of a chain's habits; nil as long as it has none.
  private mutating func habitPlace(_ slot: Int) -> Int? {
    guard settings.learns, chains[slot].records >= settings.habitsFrom else { return nil }
    if chains[slot].hasHabits, let place = habits.place(ofChain: UInt32(slot)) { return place }
    chains[slot].hasHabits = true
    // Habits that begin with the chain know nothing of the others.
    let start = settings.habitsFrom == 0 ? modelWeights : weights
    return habits.newPlace(forChain: UInt32(slot), weights: start)
  }

  private func share(
    of record: TypeAndTag, habits place: Int?, in counts: borrowing some TransitionCounts & ~Copyable
  ) -> ShareInHost { share(of: record, Occurrences(of: record, in: counts), habits: place) }

  private func share(of record: TypeAndTag, _ occurrences: Occurrences, habits place: Int?) -> ShareInHost {
    place.map { habits[window: $0].share(of: record, occurrences) } ?? occurrences.share
  }

  private mutating func scene(
    _ record: TypeAndTag, _ visit: Visit, _ chain: ChainContext, _ process: ProcessContext, _ time: Int64?,
    habits place: Int?, in counts: borrowing some TransitionCounts & ~Copyable
  ) -> Scene {
    let occurrences = Occurrences(of: record, in: counts)
    let isUnseen = occurrences.isUnseen
    let share = share(of: record, occurrences, habits: place)
    let direct = BackOff.predict(record, share, after: Predecessors(last: chain), in: counts)
    let burst = settings.countsStream ? sharedBurst.next() : chains[Int(visit.chain)].burst.next()
    if settings.countsStream { sharedBurst.note(unseen: direct.transitions == 0 && !chain.isEmpty) }
    let gapShare = MissingEvidence.gapShare(
      Gap.bucket(from: chain.time, to: time), transitions: direct.transitions, direct.transition, in: counts)
    return Scene(
      record: record, isUnseen: isUnseen, time: time, chain: chain, process: process,
      continuesProcess: visit.continuesProcess, share: share, direct: direct, burst: burst,
      gapShare: gapShare,
      strangeness: strangeness(isUnseen: isUnseen, types: counts.countedTypes),
      weights: place.map { habits[weights: $0] } ?? weights)
  }

  /// log2 Q of a record.
  private mutating func strangeness(isUnseen: Bool, types: Int) -> Double {
    if isUnseen { return Self.strangenessOfUnseen }
    if types != knownTypes {
      knownTypes = types
      strangenessOfKnown = logarithm(StrayEvidence.strangeness(isUnseen: false, types: types))
      let gate = settings.gate ?? 0
      quietAlone = binaryPower(
        max(strangenessOfKnown + StrayEvidence.aloneBonus, max(settings.shift, 0)) - gate)
      quietOfTwo = binaryPower(strangenessOfKnown - gate)
    }
    return strangenessOfKnown
  }

  /// False if neither kind of evidence can reach the gate: both are bounded by p2 ≤ 1, h ≤ 1, p3skip ≤ 1, ps ≤ 1,
  /// H ≥ log2 p(m)·p(c) and pm ≥ w0·p3. Nothing is lost by it: on the trials no mean moved by more than .003.
  private func isWorthWeighing(_ scene: Scene, _ memory: ChainEvidence) -> Bool {
    guard let gate = settings.gate else { return true }
    guard gate < .infinity else { return false }
    let least = scene.direct.probability * scene.weights[ContextClass(seen: scene.direct.pairs)].chain
    let last = memory.last.expected
    let leastOfLast = Double(min(last.chain, last.mixture))
    // What is far from the gate, as nearly all records are, needs no logarithm. The burst allowance only takes away.
    if least > quietAlone, least * leastOfLast > quietOfTwo, scene.gapShare > 0.03125, !scene.isUnseen,
      memory.last.strangeness <= Float(strangenessOfKnown)
    {
      return false
    }
    let bits = -logarithm(least)
    let ofStray = bits + scene.strangeness - scene.burst + StrayEvidence.aloneBonus
    guard ofStray < gate else { return true }
    guard !scene.chain.isEmpty else { return false }
    let ofPair = bits - logarithm(leastOfLast) + Double(memory.last.strangeness)
    guard scene.chain.records < 2 || ofPair - scene.burst < gate else { return true }
    let ofMissing = MissingEvidence.most(
      mixtureBits: bits, isSeen: scene.direct.transitions > 0, gapShare: scene.gapShare)
    return ofMissing - scene.burst + max(settings.shift, 0) >= gate
  }

  private func weighStray(
    _ scene: Scene, _ opinions: Scene.Opinions, _ memory: ChainEvidence,
    _ suspect: inout StrayEvidence.Suspect, _ weighed: inout WeighedRecord,
    in counts: borrowing some TransitionCounts & ~Copyable
  ) {
    func mixed(_ weights: ExpertWeights, _ opinions: ExpertOpinions) -> Double {
      settings.asksProcessOfStrays ? weights.mix(opinions) : weights.mixWithoutProcess(opinions)
    }
    let reverse = StrayEvidence.reverse(
      of: scene.chain.last, after: scene.record.type, twoBack: scene.chain.beforeLast, in: counts)
    let witness = StrayEvidence.Witness(
      chain: scene.direct.probability, mixture: mixed(opinions.weightsHere, opinions.here),
      chainWithout: opinions.skipping.probability,
      mixtureWithout: mixed(opinions.weightsWithoutLast, opinions.withoutLast), reverse: reverse)
    suspect.expected.mixture = Float(witness.mixture)
    suspect.swapped = Float(StrayEvidence.swap * reverse * witness.chainWithout)
    let mixture = opinions.weightsHere.mix(opinions.here)
    let own = scene.chain.isEmpty ? scene.direct.probability : mixture
    let alone = -logarithm(own) + scene.strangeness - scene.burst + StrayEvidence.aloneBonus
    weighed.strayAlone = alone
    weighed.mixture = mixture
    guard scene.chain.records >= 2 else { return }
    let stray = StrayEvidence.bits(memory.last, after: memory.beforeLast, before: witness)
    weighed.strayOfPair = stray
    weighed.strayAlone = max(stray - scene.burst, alone)
  }

  private mutating func weighMissing(
    _ scene: Scene, _ opinions: Scene.Opinions, _ memory: ChainEvidence, _ weighed: inout WeighedRecord,
    habits place: Int?, in counts: borrowing some TransitionCounts & ~Copyable
  ) {
    guard !scene.chain.isEmpty else { return }
    var found = candidates
    scene.weighCandidates(&found, shareOf: { share(of: $0, habits: place, in: counts) }, in: counts)
    candidates = found
    let swapped = settings.swapsByFrequency ? scene.mostFrequentCandidate(in: counts) : found.likeliest
    let changedPlaces =
      swapped != .unknown && scene.chain.beforeLast == swapped && memory.wasSurprisingLately
    let skip = MissingEvidence.skip(
      from: scene.chain.last, to: scene.record.type, low: scene.direct.low, in: counts)
    weighed.missing =
      MissingEvidence.bits(
        skip: skip, successors: found.sum, mixture: opinions.weightsHere.mix(opinions.here),
        isSeen: scene.direct.transitions > 0, changedPlaces: changedPlaces, gapShare: scene.gapShare)
      - scene.burst
    weighed.expected = found.likeliest
    weighed.swapped = swapped
  }

  /// Resolves the chain's last record by this one, and holds this one until the next.
  private mutating func lookAhead(
    _ slot: Int, _ scene: Scene, _ memory: ChainEvidence, _ weighed: inout WeighedRecord,
    in counts: borrowing some TransitionCounts & ~Copyable
  ) {
    weighed.resolved = unresolved.resolve(slot, by: scene, strayOfPair: weighed.strayOfPair, in: counts)
    unresolved.hold(slot, weighed, scene, candidates)
  }

  private mutating func learnWeights(_ opinions: Scene.Opinions, _ scene: Scene, habits place: Int?) {
    // At surprising records, and at every eighth of the others with eight times the step: the same as at all.
    let step = scene.direct.probability < Self.surprising ? ExpertWeights.step : 8 * ExpertWeights.step
    let context = ContextClass(seen: scene.direct.pairs)
    weights[context].learn(opinions.here, step: step)
    if let place { habits[weights: place][context].learn(opinions.here, step: step) }
  }

  private mutating func noteHabits(_ scene: Scene, _ place: Int?) {
    if let place { habits[window: place].note(scene.record, isUnseen: scene.isUnseen) }
  }
}
