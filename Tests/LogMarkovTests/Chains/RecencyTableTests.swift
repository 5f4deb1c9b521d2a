/// Recency: what is forgotten first is what was used least recently.

import Support
import Testing
import Unix

@testable import LogMarkov

/// Keys in order of use, the least recently used first.
private struct PlainRecency {
  var order: [UInt64] = []
  let limit: Int

  /// Returns whether the key is fresh.
  mutating func use(_ key: UInt64) -> Bool {
    if let place = order.firstIndex(of: key) {
      order.append(order.remove(at: place))
      return false
    }
    if order.count == limit { order.removeFirst() }
    order.append(key)
    return true
  }
}

struct RecencyTableTests {
  @Test("states are kept and forgotten as in a plain list", arguments: UInt64(1)...6)
  func likeList(seed: UInt64) {
    let limit = 256
    var random = SplitMix64(seed: seed)
    var table = RecencyTable(limit: limit, fresh: UInt64(0))
    var plain = PlainRecency(limit: limit)
    let keys = UInt64([200, 256, 257, 300, 600].randomElement(using: &random) ?? 300)
    for _ in 0..<5000 {
      let key = UInt64.random(in: 0..<keys, using: &random) &* 0x9E37_79B9_7F4A_7C15
      if Int.random(in: 0..<4, using: &random) == 0 {
        #expect((table.heldSlot(for: key) != nil) == plain.order.contains(key))
        continue
      }
      let slot = Int(table.slot(for: key))
      #expect(slot < limit)
      #expect((table.entries[slot].state == 0) == plain.use(key), "a fresh state, or the key's own")
      #expect(table.entries[slot].state == 0 || table.entries[slot].state == key | 1)
      table.entries[slot].state = key | 1
    }
    for key in plain.order {
      #expect(table.heldSlot(for: key).map { table.entries[Int($0)].state } == key | 1)
    }
    #expect(table.entries.count <= limit)
  }

  @Test("asking for a state does not keep it")
  func askingIsNoUse() {
    var table = RecencyTable(limit: 256, fresh: 0)
    for key in UInt64(0)..<256 { _ = table.slot(for: key) }
    for _ in 0..<10 { _ = table.heldSlot(for: 0) }
    _ = table.slot(for: 999)
    #expect(table.heldSlot(for: 0) == nil)
    #expect(table.heldSlot(for: 1) != nil)
  }
}
