/// States by 64-bit key, the least recently used first out.
///
/// Keys are keyed hashes of names that come from outside (hosts, processes), so that nobody can choose names that
/// collide; the bound keeps forged names from eating memory.
struct RecencyTable<State> {
  private var index = SlotIndex()
  private var keys: [UInt64] = []
  /// The states, by slot.
  var states: [State] = []
  private var links: [Link] = []
  private var newest = UInt32.max
  private var oldest = UInt32.max
  private let limit: Int
  private let fresh: State

  /// The slots that were used next after one, and next before it.
  private struct Link {
    var newer = UInt32.max
    var older = UInt32.max
  }

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
  @inline(__always)
  mutating func slot(for key: UInt64) -> UInt32 {
    // Whoever spoke last often goes on; the rest is a call.
    if newest != .max, keys[Int(newest)] == key { return newest }
    return olderSlot(for: key)
  }

  /// The slot of a key's state, which is now the most recently used, if it is held.
  @inline(__always)
  mutating func touchedSlot(for key: UInt64) -> UInt32? {
    if newest != .max, keys[Int(newest)] == key { return newest }
    return olderTouchedSlot(for: key)
  }

  /// Out of the way of the inlined question above.
  @inline(never)
  private mutating func olderTouchedSlot(for key: UInt64) -> UInt32? {
    guard let slot = index.slot(of: key, in: keys) else { return nil }
    unlink(slot)
    linkAsNewest(slot)
    return slot
  }

  /// Out of the way of the inlined question above.
  @inline(never)
  private mutating func olderSlot(for key: UInt64) -> UInt32 {
    if let slot = olderTouchedSlot(for: key) { return slot }
    let slot: UInt32
    if keys.count < limit {
      slot = UInt32(keys.count)
      keys.append(key)
      states.append(fresh)
      links.append(Link())
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
      slot = links[Int(slot)].newer
    }
    return slots
  }

  /// The key of a slot's state.
  func key(ofSlot slot: UInt32) -> UInt64 { keys[Int(slot)] }

  private mutating func unlink(_ slot: UInt32) {
    var (newest, oldest) = (newest, oldest)
    // A span, since each access to the array would ask whether it is shared.
    var links = links.mutableSpan
    let (up, down) = (links[Int(slot)].newer, links[Int(slot)].older)
    if up == .max { newest = down } else { links[Int(up)].older = down }
    if down == .max { oldest = up } else { links[Int(down)].newer = up }
    (self.newest, self.oldest) = (newest, oldest)
  }

  private mutating func linkAsNewest(_ slot: UInt32) {
    let before = newest
    var links = links.mutableSpan
    links[Int(slot)] = Link(older: before)
    if before != .max { links[Int(before)].newer = slot }
    newest = slot
    if before == .max { oldest = slot }
  }
}
