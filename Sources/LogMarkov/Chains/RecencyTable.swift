internal import Unix

/// States by 64-bit key, the least recently used first out.
///
/// Keys are keyed hashes of names that come from outside (hosts, processes), so that nobody can choose names that
/// collide; the bound keeps forged names from eating memory.
struct RecencyTable<State: BitwiseCopyable>: ~Copyable {
  private var index = SlotIndex()
  /// What is kept, by slot: together, since whoever asks for one part of it soon asks for the others.
  var entries = OwnedArray<Entry>()
  private var newest = UInt32.max
  private var oldest = UInt32.max
  private let limit: Int
  private let fresh: State

  /// What is kept of a key.
  struct Entry {
    fileprivate(set) var key: UInt64
    /// The slots that were used next after this one, and next before it.
    fileprivate var newer = UInt32.max
    fileprivate var older = UInt32.max
    var state: State
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
    if newest != .max, entries[Int(newest)].key == key { return newest }
    return olderSlot(for: key)
  }

  /// The slot of a key's state, which is now the most recently used, if it is held.
  @inline(__always)
  mutating func touchedSlot(for key: UInt64) -> UInt32? {
    if newest != .max, entries[Int(newest)].key == key { return newest }
    return olderTouchedSlot(for: key)
  }

  /// Out of the way of the inlined question above.
  @inline(never)
  private mutating func olderTouchedSlot(for key: UInt64) -> UInt32? {
    guard let slot = heldSlot(for: key) else { return nil }
    unlink(slot)
    linkAsNewest(slot)
    return slot
  }

  /// Out of the way of the inlined question above.
  @inline(never)
  private mutating func olderSlot(for key: UInt64) -> UInt32 {
    if let slot = olderTouchedSlot(for: key) { return slot }
    let slot: UInt32
    if entries.count < limit {
      slot = UInt32(entries.count)
      entries.append(Entry(key: key, state: fresh))
    } else {
      slot = oldest
      unlink(slot)
      index.remove(slot, of: entries[Int(slot)].key)
      entries[Int(slot)] = Entry(key: key, state: fresh)
    }
    index.insert(slot, for: key)
    linkAsNewest(slot)
    return slot
  }

  /// The slot of a key's state, if it is held; its recency does not change.
  func heldSlot(for key: UInt64) -> UInt32? { index.slot(of: key) { entries[Int($0)].key == key } }

  /// The slots that are held, from the least recently used on.
  ///
  /// - Complexity: O(slots).
  var slotsFromOldest: [UInt32] {
    var slots: [UInt32] = []
    var slot = oldest
    while slot != .max {
      slots.append(slot)
      slot = entries[Int(slot)].newer
    }
    return slots
  }

  /// The key of a slot's state.
  func key(ofSlot slot: UInt32) -> UInt64 { entries[Int(slot)].key }

  private mutating func unlink(_ slot: UInt32) {
    let (up, down) = (entries[Int(slot)].newer, entries[Int(slot)].older)
    if up == .max { newest = down } else { entries[Int(up)].older = down }
    if down == .max { oldest = up } else { entries[Int(down)].newer = up }
  }

  private mutating func linkAsNewest(_ slot: UInt32) {
    let before = newest
    (entries[Int(slot)].newer, entries[Int(slot)].older) = (.max, before)
    if before != .max { entries[Int(before)].newer = slot }
    newest = slot
    if before == .max { oldest = slot }
  }
}
