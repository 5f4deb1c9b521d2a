/// Which slot belongs to a key: open addressing with keys that are hashes already.
///
/// Swift's own dictionary would hash the keys again, 25 ns for each of a line's two look-ups; this takes 3.
struct SlotIndex {
  private var keys: [UInt64]
  /// Slot + 1; 0 where there is no key.
  private var slots: [UInt32]
  private var count = 0

  /// An index of no keys.
  init() {
    keys = [UInt64](repeating: 0, count: 16)
    slots = [UInt32](repeating: 0, count: 16)
  }

  private func home(of key: UInt64) -> Int { Int(truncatingIfNeeded: key) & (keys.count - 1) }

  /// Where a key stands, or the empty place where it would.
  private func place(of key: UInt64) -> Int {
    var place = home(of: key)
    // At most half of the places are taken, so an empty one is met soon.
    while slots[place] != 0, keys[place] != key { place = (place + 1) & (keys.count - 1) }
    return place
  }

  /// The slot of a key, if it has one.
  func slot(of key: UInt64) -> UInt32? {
    let slot = slots[place(of: key)]
    return slot == 0 ? nil : slot - 1
  }

  /// Gives a key that has no slot one.
  mutating func insert(_ key: UInt64, slot: UInt32) {
    if 2 * (count + 1) > keys.count { grow() }
    let place = place(of: key)
    keys[place] = key
    slots[place] = slot + 1
    count += 1
  }

  /// Takes a key's slot away, and moves those behind it up so that searches still find them.
  mutating func remove(_ key: UInt64) {
    var hole = place(of: key)
    guard slots[hole] != 0 else { return }
    count -= 1
    slots[hole] = 0
    var next = (hole + 1) & (keys.count - 1)
    while slots[next] != 0 {
      let home = home(of: keys[next])
      // The key at `next` may fill the hole unless its home lies cyclically behind the hole.
      if (next - home) & (keys.count - 1) >= (next - hole) & (keys.count - 1) {
        (keys[hole], slots[hole]) = (keys[next], slots[next])
        slots[next] = 0
        hole = next
      }
      next = (next + 1) & (keys.count - 1)
    }
  }

  private mutating func grow() {
    var larger = SlotIndex()
    larger.keys = [UInt64](repeating: 0, count: 2 * keys.count)
    larger.slots = [UInt32](repeating: 0, count: 2 * keys.count)
    for place in keys.indices where slots[place] != 0 { larger.insert(keys[place], slot: slots[place] - 1) }
    self = larger
  }
}
