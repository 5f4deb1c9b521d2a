internal import Unix

/// Weighs the evidence at each record of a stream, chain by chain: asks the experts, puts both kinds together, and keeps
/// what a chain must remember for it.
///
/// The formulas stand under their names in `BackOff`, `ProcessExpert`, `Mixture`, `HostWindow`, `Burst`,
/// `StrayEvidence`, `MissingEvidence`, `SelfTest` and `Ranking`.
struct EvidenceScorer: ~Copyable {
  var settings: EvidenceSettings
  /// The weights of all hosts together: those of a chain that has no habits.
  var weights: MixtureWeights
  /// The weights that there were at the start.
  var modelWeights: MixtureWeights
  var habits: HostHabits
  /// By slot of the chain.
  var chains = OwnedArray<ChainEvidence>()
  /// By slot, if the scorer looks ahead: the last record, which the next one will say more of.
  var unresolved = UnresolvedRecords()
  var sharedBurst = Burst()
  /// Records weighed.
  var records: UInt64 = 0
  /// The candidates of the last record whose missing evidence was weighed.
  var candidates = MissingEvidence.Candidates()
  /// What was looked up before.
  var predictions = PredictionCache()
  var gaps = GapCache()
  /// What routine records come to, where no count changes.
  var routine = RoutineCache()
  /// Whether every record is weighed, or none, whatever a glance says.
  private let weighsAll: Bool
  private let weighsNone: Bool
  /// What could have come in place of the last record weighed; nil if that is not to be explained.
  var outlook: [ExpectedType]?
  /// K, when the next three were made.
  var knownTypes = -1
  /// log2 Q of a known type.
  var strangenessOfKnown = 0.0
  /// A record at least this probable has no evidence of its own that reaches the gate.
  var quietAlone = 0.0
  /// Two records whose probabilities make at least this have none together.
  var quietOfTwo = 0.0
  /// A record at least this probable has no evidence of a missing one that does, if its time is usual.
  var quietOfMissing = 0.0

  /// A value whose size the compiler does not know keeps it from passing all this by value: without, it copied the
  /// 500 bytes for each record.
  private let passedByReference: (any Sendable)? = nil

  /// A scorer at the start of a stream, with the weights that a model has.
  init(_ settings: EvidenceSettings, weights: MixtureWeights) {
    self.settings = settings
    self.weights = weights
    modelWeights = weights
    habits = HostHabits(limit: settings.habitsLimit)
    weighsAll = settings.gate == nil || settings.explainsFrom != nil
    weighsNone = settings.gate == .infinity
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
    let glance = glance(record, visit, chain, time, in: counts)
    guard glance.isOrdinary else {
      return weigh(record, glance, visit, chain, process, time, in: counts)
    }
    var weighed = WeighedRecord(glance, predictions[glance.entry], predictions.bits(glance.entry))
    weighed.strayAlone = glance.strayAlone
    weighed.resolved = resolveLast(glance, visit)
    weighed.isCommon = pass(record, glance, visit, chain)
    return weighed
  }

  /// The first half of `weigh`: looks the record up.
  @inline(__always)
  mutating func glance(
    _ record: TypeAndTag, _ visit: Visit, _ chain: ChainContext, _ time: Int64?,
    in counts: borrowing some TransitionCounts & ~Copyable
  ) -> Glance {
    let slot = Int(visit.chain)
    if chain.isEmpty || slot >= chains.count { begin(slot, isNew: chain.isEmpty) }
    let habitPlace = settings.learns ? habitPlace(slot) : nil
    let entry = predictions.place(of: record, after: Predecessors(last: chain), in: counts)
    let share =
      if let habitPlace {
        habits.share(of: record, predictions.occurrences(entry, in: counts), at: habitPlace)
      } else {
        predictions.share(entry, in: counts)
      }
    predictions.predict(entry, share)
    let burst = settings.countsStream ? sharedBurst.next() : chains[slot].burst.next()
    if settings.countsStream {
      sharedBurst.note(unseen: predictions[entry].transitions == 0 && !chain.isEmpty)
    }
    let isUnseen = predictions.isUnseen(entry)
    let gap = Gap.bucket(from: chain.time, to: time)
    var glance = Glance(
      entry: entry, bits: predictions.bits(entry).exact, isUnseen: isUnseen, burst: burst,
      gapShare: gaps.share(gap, from: chain.last, to: record.type, predictions[entry], in: counts),
      strangeness: strangeness(isUnseen: isUnseen, types: counts.countedTypes), habitPlace: habitPlace)
    glance.isQuiet = isQuiet(glance, slot)
    glance.isOrdinary =
      !weighsAll && glance.isQuiet && !isTested(chain) && !isLearned(glance, slot)
      && (!settings.looksAhead || unresolved.isSettled(slot))
    return glance
  }

  /// The second half of `weigh` for an ordinary record; true if it is common, so that to count it would say nothing new.
  @inline(__always)
  mutating func pass(
    _ record: TypeAndTag, _ glance: Glance, _ visit: Visit, _ chain: ChainContext
  ) -> Bool {
    pass(record, glance, visit, chain, predictions[glance.entry], suspect(glance))
  }

  /// What an ordinary record says of the one before it in its chain, if the scorer looks ahead.
  @inline(__always)  // It is one question where the scorer does not.
  mutating func resolveLast(_ glance: Glance, _ visit: Visit) -> ResolvedRecord? {
    settings.looksAhead ? unresolved.replace(Int(visit.chain), by: glance) : nil
  }

  /// The second half of `weigh` for any other.
  @inline(never)
  mutating func weigh(
    _ record: TypeAndTag, _ glance: Glance, _ visit: Visit, _ chain: ChainContext, _ process: ProcessContext,
    _ time: Int64?, in counts: borrowing some TransitionCounts & ~Copyable
  ) -> WeighedRecord {
    let weights = glance.habitPlace.map { habits[weights: $0] } ?? weights
    let direct = predictions[glance.entry]
    let scene = Scene(
      record: record, isUnseen: glance.isUnseen, time: time, chain: chain, process: process,
      continuesProcess: visit.continuesProcess, share: predictions.predictedShare(glance.entry),
      direct: direct, burst: glance.burst, gapShare: glance.gapShare, strangeness: glance.strangeness,
      weights: weights)
    var weighed = WeighedRecord(glance, direct, predictions.bits(glance.entry))
    var suspect = suspect(glance)
    let isLearned = isLearned(glance, Int(visit.chain))
    weigh(scene, glance, Int(visit.chain), isLearned: isLearned, &suspect, &weighed, in: counts)
    weighed.isCommon = pass(record, glance, visit, chain, direct, suspect)
    return weighed
  }

  /// What both have in common; inlined as they are.
  @inline(__always)
  private mutating func pass(
    _ record: TypeAndTag, _ glance: Glance, _ visit: Visit, _ chain: ChainContext, _ direct: Prediction,
    _ suspect: StrayEvidence.Suspect
  ) -> Bool {
    records += 1
    if let place = glance.habitPlace { habits[window: place].note(record, isUnseen: glance.isUnseen) }
    return chains[Int(visit.chain)].note(direct, isFirst: chain.isEmpty, suspect)
  }

  /// A record as the next one will suspect it if nothing more is weighed.
  @inline(__always)
  func suspect(_ glance: Glance) -> StrayEvidence.Suspect {
    let probability = Float(predictions[glance.entry].probability)
    return StrayEvidence.Suspect(
      expected: .init(chain: probability, mixture: probability), strangeness: Float(glance.strangeness))
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
    predictions.removeAll()
    gaps.removeAll()
    routine.removeAll()
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

  /// Out of the way of what follows a record.
  @inline(never)
  private mutating func begin(_ slot: Int, isNew: Bool) {
    if slot >= chains.count {
      chains.append(repeating: ChainEvidence(), times: slot + 1 - chains.count)
    }
    guard isNew else { return }
    chains[slot] = ChainEvidence()
    if settings.looksAhead { unresolved.forget(slot) }
  }

  /// The place of a chain's habits; nil as long as it has none.
  @inline(__always)  // Once for each record of a learner.
  private mutating func habitPlace(_ slot: Int) -> Int? {
    guard settings.learns, chains[slot].records >= settings.habitsFrom else { return nil }
    if chains[slot].hasHabits, let place = habits.place(ofChain: UInt32(slot)) { return place }
    return newHabitPlace(slot)
  }

  /// Out of the way, as a chain has habits for long.
  @inline(never)
  private mutating func newHabitPlace(_ slot: Int) -> Int {
    chains[slot].hasHabits = true
    // Habits that begin with the chain know nothing of the others.
    let start = settings.habitsFrom == 0 ? modelWeights : weights
    return habits.newPlace(forChain: UInt32(slot), weights: start)
  }

  /// log2 Q of a record.
  @inline(__always)
  private mutating func strangeness(isUnseen: Bool, types: Int) -> Double {
    if isUnseen { return Self.strangenessOfUnseen }
    if types != knownTypes { setStrangeness(types: types) }
    return strangenessOfKnown
  }

  /// Out of the way, as types are new seldom.
  @inline(never)
  private mutating func setStrangeness(types: Int) {
    knownTypes = types
    strangenessOfKnown = logarithm(StrayEvidence.strangeness(isUnseen: false, types: types))
    let gate = settings.gate ?? 0
    quietAlone = binaryPower(strangenessOfKnown + StrayEvidence.aloneBonus - gate)
    quietOfTwo = binaryPower(strangenessOfKnown - gate)
    quietOfMissing = binaryPower(max(settings.shift, 0) - gate)
  }

  /// Whether weights are learned at a record: at surprising ones, and at every eighth of the others.
  @inline(__always)
  func isLearned(_ glance: Glance, _ slot: Int) -> Bool {
    guard settings.learns, !weighsNone else { return false }
    if predictions[glance.entry].probability < Self.surprising { return true }
    return (settings.countsStream ? records : UInt64(chains[slot].records)) & 7 == 0
  }

  /// Whether the self-test is made at a record.
  @inline(__always)
  func isTested(_ chain: ChainContext) -> Bool {
    settings.selfTestInterval > 0 && chain.records >= 2
      && SelfTest.isDue(
        at: records, interval: settings.selfTestInterval, thins: settings.thinsSelfTest)
  }

  /// True for what is far from the gate, which needs no logarithm to tell. The burst allowance only takes away.
  @inline(__always)
  private func isQuiet(_ glance: Glance, _ slot: Int) -> Bool {
    if weighsNone { return true }
    let context = ContextClass(seen: predictions[glance.entry].pairs)
    let weight =
      if let place = glance.habitPlace { habits.chainWeight(at: place, context) } else {
        weights[context].chain
      }
    let least = predictions[glance.entry].probability * weight
    let last = chains[slot].last
    let leastOfLast = Double(min(last.expected.chain, last.expected.mixture))
    guard least > quietAlone, least * leastOfLast > quietOfTwo, !glance.isUnseen,
      last.strangeness <= Float(strangenessOfKnown)
    else { return false }
    // Of a transition that was seen the missing evidence loses 2 bits, and .4·G, here bounded by .5·G or by 2, is added.
    let seen = predictions[glance.entry].transitions > 0 ? 4.0 : 1.0
    return least * seen * glance.gapShare.squareRoot() > quietOfMissing
      || least > quietOfMissing && glance.gapShare > 0.03125
  }
}
