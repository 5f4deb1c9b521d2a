/// Counting where counts lay before is counting.

import Support
import Testing

@testable import LogMarkov

/// Room Model: what one search finds is what a search of each table finds.
@Suite("Places of successors")
struct SuccessorPlacesTests {
  /// Counts of so many types, of a tenth as many tags, before any record.
  private func entered(_ types: Int) throws -> Counts {
    var counts = Counts(settings: testSettings)
    for type in 0..<types { _ = try counts.intern(text: Array("tag\(type / 10)\ntype \(type)".utf8)) }
    return counts
  }

  /// 4 types repeat themselves, 60 make the tables grow, 700 have more pairs than are remembered.
  @Test("counts are those of the plain form, and so is what is remembered of them", arguments: [4, 60, 700])
  func countsArePlain(types: Int) throws {
    var random = SplitMix64(seed: UInt64(types))
    var counts = try entered(types)
    var plain = try entered(types)
    var chains = [ChainContext](repeating: ChainContext(), count: 3)
    var processes = [ProcessContext](repeating: ProcessContext(), count: 7)
    var (plainChains, plainProcesses) = (chains, processes)
    var (remembered, differences) = (0, 0)
    for step in 0..<12_000 {
      let slot = Int.random(in: chains.indices, using: &random)
      let process = Int.random(in: processes.indices, using: &random)
      // Half of the records have a usual successor, and some chains and processes begin anew.
      let usual = chains[slot].isEmpty ? 0 : (Int(chains[slot].last.rawValue) + 1) % types
      let isUsual = Bool.random(using: &random)
      let type = MessageTypeID(
        rawValue: UInt32(isUsual ? usual : Int.random(in: 0..<types, using: &random)))
      if Int.random(in: 0..<50, using: &random) == 0 {
        (chains[slot], plainChains[slot]) = (ChainContext(), ChainContext())
        (processes[process], plainProcesses[process]) = (ProcessContext(), ProcessContext())
      }
      let chain = chains[slot]
      if let pair = chain.transition, let known = counts.remembered(type, after: pair) {
        remembered += 1
        let (count, number) = counts.transition(from: chain.last, to: type)
        if known.transitions != count || known.transition != number { differences += 1 }
        if known.secondOrder != counts.count(of: type, after: pair) { differences += 1 }
        if known.tags != counts.transition(from: chain.lastTag, to: counts.tag(of: type)) { differences += 1 }
      }
      let gap = UInt32.random(in: 0..<UInt32(Gap.buckets), using: &random)
      // Tables grow behind the back of what is remembered where repeats are counted: by the plain form.
      if Int.random(in: 0..<4, using: &random) == 0 {
        counts.count(
          type, chain: &chains[slot], process: &processes[process], time: Int64(step), gap: gap)
      } else {
        counts.countNext(
          type, chain: &chains[slot], process: &processes[process], time: Int64(step), gap: gap)
      }
      plain.count(
        type, chain: &plainChains[slot], process: &plainProcesses[process], time: Int64(step), gap: gap)
    }
    #expect(differences == 0)
    #expect(remembered > 100)
    // Compared before they are expected: to print how they differ takes minutes.
    let isSame = try (
      chains == plainChains, processes == plainProcesses, modelBytes(counts) == modelBytes(plain)
    )
    #expect(isSame == (true, true, true))
  }
}
