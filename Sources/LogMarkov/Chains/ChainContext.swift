/// The last records of a chain: all that the next one's transition depends on.
///
/// In the formulas of mcfilter(1) the next record is x (or c), and the ones before it, newest first, a, z, y and w.
struct ChainContext: Equatable, Sendable {
  /// How far back it remembers.
  static let reach: UInt8 = 4

  /// a: the type of the last record; `.unknown` if that type is not known.
  var last: MessageTypeID = .unknown
  /// z: the type of the record before it; `.unknown` if there is none or its type is not known.
  var beforeLast: MessageTypeID = .unknown
  /// y: the type of the record before that.
  var third: MessageTypeID = .unknown
  /// w: the type of the record before that.
  var fourth: MessageTypeID = .unknown
  /// The tag of the last record.
  var lastTag: TagID = .unknown
  /// How many records the chain has had since it began, counted up to `reach`.
  var records: UInt8 = 0
  private(set) var storedTransition = OptionalNumber()
  private var storedEarlierTransition = OptionalNumber()
  private(set) var storedTime = OptionalTime()
  private var storedEarlierTime = OptionalTime()

  /// The number of the transition from z to a, if it is known: the context of second order.
  var transition: TransitionNumber? {
    get { storedTransition.value }
    set { storedTransition = OptionalNumber(newValue) }
  }
  /// The number of the transition from y to z: the context that x would have if the last record were not there.
  var earlierTransition: TransitionNumber? { storedEarlierTransition.value }
  /// The time of the last record; nil if it had none: a gap is never measured from an earlier one.
  var time: Int64? {
    get { storedTime.value }
    set { storedTime = OptionalTime(newValue) }
  }
  /// The time of the record before it.
  var earlierTime: Int64? { storedEarlierTime.value }

  /// True if the chain has had no record yet, or none since it was ended.
  var isEmpty: Bool { records == 0 }

  /// No record yet.
  init() {}

  /// The last records of a chain as they were remembered elsewhere; transitions that are known have numbers.
  init(
    records: UInt8,
    types: (last: MessageTypeID, beforeLast: MessageTypeID, third: MessageTypeID, fourth: MessageTypeID),
    lastTag: TagID, transition: TransitionNumber?, earlierTransition: TransitionNumber?, time: Int64?,
    earlierTime: Int64?
  ) {
    self.records = records
    storedTime = OptionalTime(time)
    storedEarlierTime = OptionalTime(earlierTime)
    renumber(
      types: types, lastTag: lastTag, transition: transition, earlierTransition: earlierTransition)
  }

  /// Moves on by a record; `transition` is that from the last record to this one.
  mutating func advance(
    to type: MessageTypeID, tag: TagID, transition: TransitionNumber?, time: Int64?
  ) { advance(to: type, tag: tag, transition: OptionalNumber(transition), time: OptionalTime(time)) }

  /// The same, of what is kept.
  @inline(__always)  // Once for each record.
  mutating func advance(
    to type: MessageTypeID, tag: TagID, transition: OptionalNumber, time: OptionalTime
  ) {
    (fourth, third, beforeLast, last) = (third, beforeLast, last, type)
    lastTag = tag
    storedEarlierTransition = storedTransition
    storedTransition = transition
    storedEarlierTime = storedTime
    storedTime = time
    if records < ChainContext.reach { records &+= 1 }
  }

  /// Puts other numbers in place of those that stand here: the same types, tag and transitions have them elsewhere.
  mutating func renumber(
    types: (last: MessageTypeID, beforeLast: MessageTypeID, third: MessageTypeID, fourth: MessageTypeID),
    lastTag tag: TagID, transition: TransitionNumber?, earlierTransition: TransitionNumber?
  ) {
    (last, beforeLast, third, fourth) = types
    lastTag = tag
    storedTransition = OptionalNumber(transition)
    storedEarlierTransition = OptionalNumber(earlierTransition)
  }
}
