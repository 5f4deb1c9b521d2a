/// States by 64-bit key, the least recently used first out.
///
/// Keys are keyed hashes of names that come from outside (hosts, processes), so that nobody can choose names that
/// collide; the bound keeps forged names from eating memory.
struct RecencyTable<State> {
  private var index = SlotIndex()
  private var keys: [UInt64] = []
  /// The states, by slot.
  var states: [State] = []
  private var newer: [UInt32] = []
  private var older: [UInt32] = []
  private var newest = UInt32.max
  private var oldest = UInt32.max
  private let limit: Int
  private let fresh: State

  /// An empty table of at most `limit` states, at least one, that start as `fresh`.
  ///
  /// A slot may go from one key to another within a batch: whoever keeps slots by row must go through the rows
  /// in order.
  init(limit: Int, fresh: State) {
    precondition(limit >= 1, "a table without room")
    self.limit = limit
    self.fresh = fresh
  }

  /// The slot of a key's state, which is now the most recently used; a key not held gets a fresh state, if need be
  /// in place of the least recently used.
  ///
  /// - Complexity: O(1) on average.
  mutating func slot(for key: UInt64) -> UInt32 {
    if newest != .max, keys[Int(newest)] == key { return newest }
    if let slot = index.slot(of: key, in: keys) {
      unlink(slot)
      linkAsNewest(slot)
      return slot
    }
    let slot: UInt32
    if keys.count < limit {
      slot = UInt32(keys.count)
      keys.append(key)
      states.append(fresh)
      newer.append(.max)
      older.append(.max)
    } else {
      slot = oldest
      unlink(slot)
      index.remove(keys[Int(slot)], in: keys)
      keys[Int(slot)] = key
      states[Int(slot)] = fresh
    }
    index.insert(slot, in: keys)
    linkAsNewest(slot)
    return slot
  }

  /// The slot of a key's state, if it is held; its recency does not change.
  func heldSlot(for key: UInt64) -> UInt32? { index.slot(of: key, in: keys) }

  /// The slots that are held, from the least recently used on.
  ///
  /// - Complexity: O(slots).
  var slotsFromOldest: [UInt32] {
    var slots: [UInt32] = []
    var slot = oldest
    while slot != .max {
      slots.append(slot)
      slot = newer[Int(slot)]
    }
    return slots
  }

  /// The key of a slot's state.
  func key(ofSlot slot: UInt32) -> UInt64 { keys[Int(slot)] }

  private mutating func unlink(_ slot: UInt32) {
    let (up, down) = (newer[Int(slot)], older[Int(slot)])
    if up == .max { newest = down } else { older[Int(up)] = down }
    if down == .max { oldest = up } else { newer[Int(down)] = up }
  }

  private mutating func linkAsNewest(_ slot: UInt32) {
    newer[Int(slot)] = .max
    older[Int(slot)] = newest
    if newest == .max { oldest = slot } else { newer[Int(newest)] = slot }
    newest = slot
  }
}
