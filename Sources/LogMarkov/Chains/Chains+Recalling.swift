internal import Unix

/// Chains and processes one by one, to be remembered in a file and to go on from there.
extension Chains {
  /// A chain, or a process, as it is now: one that a boot marker has ended has no records.
  struct Remembered<Context> {
    var slot: UInt32
    var hash: UInt64
    var context: Context
  }

  /// All processes, from the one that spoke least recently on; none if they are not told apart.
  var rememberedProcesses: [Remembered<ProcessContext>] {
    guard keepsProcesses else { return [] }
    return processes.slotsFromOldest.map { slot in
      let state = processes.entries[Int(slot)].state
      return Remembered(
        slot: slot, hash: processes.key(ofSlot: slot),
        context: state.bootMarkers == epoch ? state.context : ProcessContext())
    }
  }

  /// All chains, from the one that spoke least recently on.
  var rememberedChains: [Remembered<ChainContext>] {
    chains.slotsFromOldest.map { slot in
      Remembered(
        slot: slot, hash: chains.key(ofSlot: slot),
        context: hasEnded(slot: slot) ? ChainContext() : chains.entries[Int(slot)].state.context)
    }
  }

  /// The slot of the process that spoke last in a chain; nil if none did, or if they are not told apart.
  func lastProcess(ofChain slot: UInt32) -> UInt32? {
    let process = chains.entries[Int(slot)].state.lastProcess
    return process == .max || !keepsProcesses ? nil : process
  }

  /// The hash of the chain that has this slot now.
  func hash(ofChain slot: UInt32) -> UInt64 { chains.key(ofSlot: slot) }

  /// Goes on with a process; returns its slot.
  mutating func recall(process hash: UInt64, _ context: ProcessContext) -> UInt32 {
    let slot = processes.slot(for: hash)
    processes.entries[Int(slot)].state = ProcessState(context: context, bootMarkers: epoch)
    return slot
  }

  /// Goes on with a chain in which the process of this slot spoke last; returns its slot.
  mutating func recall(chain hash: UInt64, _ context: ChainContext, lastProcess: UInt32?) -> UInt32 {
    let slot = chains.slot(for: hash)
    chains.entries[Int(slot)].state = ChainState(
      context: context, bootMarkers: epoch, lastProcess: lastProcess ?? .max)
    return slot
  }
}
