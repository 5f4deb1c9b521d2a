/// What a stream remembers, from numbers to texts at the end of a run and back at the start of the next.

/// Numbers of one knowledge as places of texts in a memory that is being made.
struct RememberedTexts {
  var memory: StreamMemory
  private var types: [MessageTypeID: Int?] = [.unknown: nil]
  private var tags: [TagID: Int?] = [.unknown: nil]
  private let newProcessTransitions: [UInt32: UInt64]

  /// Of this knowledge; hashes have the key of `settings`.
  init(of known: borrowing some RenewableKnowledge & ~Copyable, settings: ModelSettings) {
    memory = StreamMemory(settings: settings)
    newProcessTransitions = known.newProcessTransitions()
  }

  /// Takes all chains and processes; returns the chains' slots, in the order of the memory.
  mutating func take(
    _ chains: borrowing Chains, _ evidence: borrowing EvidenceScorer,
    of known: borrowing some RenewableKnowledge & ~Copyable
  ) -> [UInt32] {
    var placeOfProcess: [UInt32: Int] = [:]
    for process in chains.rememberedProcesses {
      placeOfProcess[process.slot] = memory.processes.count
      memory.processes.append(self.process(process, of: known))
    }
    var slots: [UInt32] = []
    for chain in chains.rememberedChains {
      if chain.slot == chains.latest { memory.latest = slots.count }
      slots.append(chain.slot)
      var remembered = self.chain(chain, of: known)
      remembered.process = chains.lastProcess(ofChain: chain.slot).flatMap { placeOfProcess[$0] }
      remembered.evidence = evidence.memory(ofChain: chain.slot)
      memory.chains.append(remembered)
    }
    memory.weights = evidence.learnedWeights?.calibrated
    takeHabits(evidence, slots, of: known)
    return slots
  }

  private mutating func takeHabits(
    _ evidence: borrowing EvidenceScorer, _ slots: [UInt32],
    of known: borrowing some RenewableKnowledge & ~Copyable
  ) {
    let places = Dictionary(uniqueKeysWithValues: zip(slots, slots.indices))
    evidence.forEachHabit { slot, weights, window in
      guard let chain = places[slot] else { return }
      var habit = HabitMemory(chain: chain, weights: weights.calibrated, records: [])
      window.forEachRecord { record, wasUnseen in
        habit.records.append(
          .init(
            type: place(record.type, of: known), tag: place(record.tag, of: known), wasUnseen: wasUnseen))
      }
      memory.habits.append(habit)
    }
  }

  private mutating func chain(
    _ chain: Chains.Remembered<ChainContext>, of known: borrowing some RenewableKnowledge & ~Copyable
  ) -> ChainMemory {
    let context = chain.context
    let types = [context.last, context.beforeLast, context.third, context.fourth].map { place($0, of: known) }
    return ChainMemory(
      hash: chain.hash, records: context.records, types: types, lastTag: place(context.lastTag, of: known),
      time: context.time, earlierTime: context.earlierTime)
  }

  private mutating func process(
    _ process: Chains.Remembered<ProcessContext>, of known: borrowing some RenewableKnowledge & ~Copyable
  ) -> ProcessMemory {
    let context = process.context
    return ProcessMemory(
      hash: process.hash, records: context.records, last: place(context.last, of: known),
      beforeLast: place(context.beforeLast, of: known),
      predecessor: predecessor(in: context.transition, of: known),
      earlierPredecessor: predecessor(in: context.earlierTransition, of: known))
  }

  private mutating func predecessor(
    in transition: TransitionNumber?, of known: borrowing some RenewableKnowledge & ~Copyable
  ) -> ProcessMemory.Predecessor? {
    guard let number = transition?.rawValue,
      let pair = newProcessTransitions[number] ?? known.knownProcessTransition(number)
    else { return nil }
    let before = ProcessPredecessor(rawValue: pair.context)
    if let tag = before.startTag { return place(tag, of: known).map { .start($0) } }
    return place(pair.first, of: known).map { .record($0) }
  }

  private mutating func place(
    _ type: MessageTypeID, of known: borrowing some RenewableKnowledge & ~Copyable
  ) -> Int? {
    if let place = types[type] { return place }
    let place = known.textIfKnown(of: type).map { text in
      memory.types.append(text)
      return memory.types.count - 1
    }
    types[type] = .some(place)
    return place
  }

  private mutating func place(
    _ tag: TagID, of known: borrowing some RenewableKnowledge & ~Copyable
  ) -> Int? {
    if let place = tags[tag] { return place }
    let place = known.textIfKnown(of: tag).map { text in
      memory.tags.append(text)
      return memory.tags.count - 1
    }
    tags[tag] = .some(place)
    return place
  }
}

/// Places of texts in a memory as the numbers that a knowledge has for them.
struct RecalledNumbers {
  private let types: [MessageTypeID]
  private let tags: [TagID]

  /// Numbers of this knowledge; `.unknown` for texts that it does not know.
  init(of memory: StreamMemory, in known: borrowing some RenewableKnowledge & ~Copyable) {
    types = memory.types.map { known.type(spelled: $0) }
    tags = memory.tags.map { known.tag(spelled: $0) }
  }

  private func type(_ place: Int?) -> MessageTypeID { place.map { types[$0] } ?? .unknown }
  private func tag(_ place: Int?) -> TagID { place.map { tags[$0] } ?? .unknown }

  /// A chain's window.
  func window(of habit: HabitMemory) -> HostWindow {
    var window = HostWindow()
    for record in habit.records {
      window.note(
        TypeAndTag(type: type(record.type), tag: tag(record.tag)), isUnseen: record.wasUnseen)
    }
    return window
  }

  /// A chain's last records.
  func context(
    of chain: ChainMemory, in known: borrowing some RenewableKnowledge & ~Copyable
  ) -> ChainContext {
    let (last, beforeLast, third) = (type(chain.types[0]), type(chain.types[1]), type(chain.types[2]))
    return ChainContext(
      records: chain.records, types: (last, beforeLast, third, type(chain.types[3])),
      lastTag: tag(chain.lastTag), transition: known.transition(from: beforeLast, to: last).number,
      earlierTransition: known.transition(from: third, to: beforeLast).number, time: chain.time,
      earlierTime: chain.earlierTime)
  }

  /// A process's last records.
  func context(
    of process: ProcessMemory, in known: borrowing some RenewableKnowledge & ~Copyable
  ) -> ProcessContext {
    let (last, beforeLast) = (type(process.last), type(process.beforeLast))
    return ProcessContext(
      records: process.records, last: last, beforeLast: beforeLast,
      transition: transition(from: process.predecessor, to: last, in: known),
      earlierTransition: transition(from: process.earlierPredecessor, to: beforeLast, in: known))
  }

  private func transition(
    from predecessor: ProcessMemory.Predecessor?, to type: MessageTypeID,
    in known: borrowing some RenewableKnowledge & ~Copyable
  ) -> TransitionNumber? {
    let before: ProcessPredecessor
    switch predecessor {
    case .record(let place): before = .record(self.type(place))
    case .start(let place): before = .start(of: tag(place))
    case nil: return nil
    }
    return before.isUnknown ? nil : known.transition(from: before, to: type).number
  }
}
