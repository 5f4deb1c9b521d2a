/// What a chain, and a process, remember: all that the next record's transition depends on.

/// The last records of a chain.
struct ChainContext: Equatable, Sendable {
  /// The type of the last record; `.unknown` if that type is not known.
  var last: MessageTypeID = .unknown
  /// The type of the record before it; `.unknown` if there is none or its type is not known.
  var beforeLast: MessageTypeID = .unknown
  /// The tag of the last record.
  var lastTag: TagID = .unknown
  /// The number of the transition from `beforeLast` to `last`, if it is known: the context of second order.
  var transition: TransitionNumber?
  /// The time of the last record; nil if it had none: a gap is never measured from an earlier one.
  var time: Int64?
  /// True if the chain has had no record yet, or none since it was ended.
  var isEmpty = true

  /// Moves on by a record; `transition` is that from the last record to this one.
  mutating func advance(
    to type: MessageTypeID, tag: TagID, transition: TransitionNumber?, time: Int64?
  ) {
    beforeLast = last
    last = type
    lastTag = tag
    self.transition = transition
    self.time = time
    isEmpty = false
  }
}

/// The last records of a process (host, tag, process number).
struct ProcessContext: Equatable, Sendable {
  /// The type of the process's last record; `nil` before the first.
  var last: MessageTypeID?
  /// The number of its last transition among the transitions of processes, if it is known.
  var transition: TransitionNumber?
}

/// The time between two neighbours of a chain, as the model counts it.
enum Gap {
  /// How many buckets there are.
  static let buckets = 41

  /// The bucket of a gap: 0 if it is zero, negative or unknown, else min(40, 1 + ⌊2·log2 seconds⌋).
  ///
  /// ⌊2·log2 s⌋ = ⌊log2 s²⌋ is the number of the highest bit of s².
  static func bucket(from earlier: Int64?, to later: Int64?) -> UInt32 {
    guard let earlier, let later, later > earlier else { return 0 }
    let (seconds, overflow) = later.subtractingReportingOverflow(earlier)
    if overflow || seconds >= 1 << 20 { return 40 }
    return UInt32(min(40, 64 - (seconds * seconds).leadingZeroBitCount))
  }
}
