/// Which slot belongs to a key: open addressing with keys that are hashes already. The keys stand by slot in an array of
/// whoever owns the index, who hands it in.
///
/// Swift's own dictionary would hash the keys again, 25 ns for each of a line's two look-ups; this takes 3.
struct SlotIndex {
  /// Slot + 1; 0 where there is no key.
  private var slots: [UInt32]
  private var count = 0

  /// An index of no keys.
  init() {
    slots = [UInt32](repeating: 0, count: 16)
  }

  private func home(of key: UInt64) -> Int { Int(truncatingIfNeeded: key) & (slots.count - 1) }

  /// Where a key stands, or the empty place where it would.
  private func place(of key: UInt64, in keys: [UInt64]) -> Int {
    var place = home(of: key)
    // At most half of the places are taken, so an empty one is met soon.
    while slots[place] != 0, keys[Int(slots[place]) - 1] != key { place = (place + 1) & (slots.count - 1) }
    return place
  }

  /// The slot of a key, if it has one.
  func slot(of key: UInt64, in keys: [UInt64]) -> UInt32? {
    let slot = slots[place(of: key, in: keys)]
    return slot == 0 ? nil : slot - 1
  }

  /// Enters a slot whose key, in `keys` by now, has none yet.
  mutating func insert(_ slot: UInt32, in keys: [UInt64]) {
    if 2 * (count + 1) > slots.count { grow(keys) }
    let place = place(of: keys[Int(slot)], in: keys)
    slots[place] = slot + 1
    count += 1
  }

  /// Takes a key's slot away, and moves those behind it up so that searches still find them.
  mutating func remove(_ key: UInt64, in keys: [UInt64]) {
    var hole = place(of: key, in: keys)
    guard slots[hole] != 0 else { return }
    count -= 1
    slots[hole] = 0
    let mask = slots.count - 1
    var next = (hole + 1) & mask
    while slots[next] != 0 {
      let home = home(of: keys[Int(slots[next]) - 1])
      // The key at `next` may fill the hole unless its home lies cyclically behind the hole.
      if (next - home) & mask >= (next - hole) & mask {
        slots[hole] = slots[next]
        slots[next] = 0
        hole = next
      }
      next = (next + 1) & mask
    }
  }

  private mutating func grow(_ keys: [UInt64]) {
    var larger = SlotIndex()
    larger.slots = [UInt32](repeating: 0, count: 2 * slots.count)
    for slot in slots where slot != 0 { larger.insert(slot - 1, in: keys) }
    self = larger
  }
}
