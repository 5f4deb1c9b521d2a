internal import Unix

/// The numbers of transitions of processes, so that those that come again need not be looked up again.
///
/// Only what has a number is kept: what has none may get one with the next record.
struct ProcessNumbers: ~Copyable {
  struct Entry {
    /// What it comes after, and the type; no type has this number.
    var key = UInt64.max
    var number: UInt32 = 0
  }

  /// 32 KiB.
  private static let size = 1 << 11

  private var entries = OwnedArray(repeating: Entry(), count: size)
  private var revision: UInt64 = 0

  /// Nothing looked up yet.
  init() {}

  /// Forgets everything, as when numbers get another meaning.
  mutating func removeAll() { self = ProcessNumbers() }

  /// The number of the transition into the next record of a process, if it is known.
  @inline(__always)
  mutating func number(
    from predecessor: ProcessPredecessor, to type: MessageTypeID,
    in counts: borrowing some TransitionCounts & ~Copyable
  ) -> TransitionNumber? {
    let key = UInt64(predecessor.rawValue) &<< 32 | UInt64(type.rawValue)
    let place = Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) &>> 53)
    if entries[place].key == key, revision == counts.revisionOfNumbers, type != .unknown {
      return TransitionNumber(rawValue: entries[place].number)
    }
    return lookUp(place, key, from: predecessor, to: type, in: counts)
  }

  /// Out of the way of the inlined search above.
  @inline(never)
  private mutating func lookUp(
    _ place: Int, _ key: UInt64, from predecessor: ProcessPredecessor, to type: MessageTypeID,
    in counts: borrowing some TransitionCounts & ~Copyable
  ) -> TransitionNumber? {
    if revision != counts.revisionOfNumbers {
      removeAll()
      revision = counts.revisionOfNumbers
    }
    let number = counts.transition(from: predecessor, to: type).number
    if let number { entries[place] = Entry(key: key, number: number.rawValue) }
    return number
  }
}
