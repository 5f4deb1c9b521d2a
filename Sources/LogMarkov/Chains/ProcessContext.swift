/// The last records of a process (host, tag, process number).
struct ProcessContext: Equatable, Sendable {
  /// The type of the process's last record; `.unknown` before the first, and if that type is not known.
  var last: MessageTypeID = .unknown
  /// The type of the record before it.
  var beforeLast: MessageTypeID = .unknown
  /// How many records the process has had, counted up to 2.
  var records: UInt8 = 0
  private var storedTransition = OptionalNumber()
  private var storedEarlierTransition = OptionalNumber()

  /// The number of the transition into the last record among the transitions of processes, if it is known.
  var transition: TransitionNumber? {
    get { storedTransition.value }
    set { storedTransition = OptionalNumber(newValue) }
  }
  /// The number of the transition into the record before it.
  var earlierTransition: TransitionNumber? { storedEarlierTransition.value }

  /// No record yet.
  init() {}

  /// The last records of a process as they were remembered elsewhere; transitions that are known have numbers.
  init(
    records: UInt8, last: MessageTypeID, beforeLast: MessageTypeID, transition: TransitionNumber?,
    earlierTransition: TransitionNumber?
  ) {
    self.records = records
    renumber(
      last: last, beforeLast: beforeLast, transition: transition, earlierTransition: earlierTransition)
  }

  /// Moves on by a record; `transition` is that from the last record, or from the start, to this one.
  mutating func advance(to type: MessageTypeID, transition: TransitionNumber?) {
    (beforeLast, last) = (last, type)
    (storedEarlierTransition, storedTransition) = (storedTransition, OptionalNumber(transition))
    if records < 2 { records &+= 1 }
  }

  /// Puts other numbers in place of those that stand here: the same types and transitions have them elsewhere.
  mutating func renumber(
    last type: MessageTypeID, beforeLast earlierType: MessageTypeID, transition: TransitionNumber?,
    earlierTransition: TransitionNumber?
  ) {
    (last, beforeLast) = (type, earlierType)
    storedTransition = OptionalNumber(transition)
    storedEarlierTransition = OptionalNumber(earlierTransition)
  }

  /// What the process's next record comes after; `tag` is the process's tag.
  func predecessor(tag: TagID) -> ProcessPredecessor {
    records == 0 ? .start(of: tag) : .record(last)
  }

  /// The context of second order of the process's next record; nil if it is not known.
  func pair(tag: TagID) -> ProcessPair? {
    records == 0 ? .start(of: tag) : transition.map { .transition($0) }
  }

  /// What the next record would come after if the process's last record were not there.
  func predecessorWithoutLast(tag: TagID) -> ProcessPredecessor {
    records < 2 ? .start(of: tag) : .record(beforeLast)
  }

  /// The context of second order of the next record if the process's last record were not there.
  func pairWithoutLast(tag: TagID) -> ProcessPair? {
    records < 2 ? .start(of: tag) : earlierTransition.map { .transition($0) }
  }
}

/// What a record of a process comes after: a type, or the start symbol of its tag.
///
/// The raw value is the number that the tables know it by: a type's number, or the highest bit and a tag's number.
struct ProcessPredecessor: Equatable, Sendable {
  /// Marks a start symbol; types, tags and transitions stay below it.
  static let startBit: UInt32 = 1 << 31

  let rawValue: UInt32

  /// The start of a process of this tag.
  static func start(of tag: TagID) -> ProcessPredecessor { .init(rawValue: startBit | tag.rawValue) }
  /// A record of this type.
  static func record(_ type: MessageTypeID) -> ProcessPredecessor { .init(rawValue: type.rawValue) }

  /// True if the type, or the tag, is not known.
  var isUnknown: Bool { rawValue == .max }

  /// The tag whose start symbol this is, if it is one.
  var startTag: TagID? {
    rawValue >= Self.startBit ? TagID(rawValue: rawValue ^ Self.startBit) : nil
  }
}

/// The context of second order of a record of a process: the transition into the record before it, or the start symbol
/// of its tag before the process has had a record.
struct ProcessPair: Equatable, Sendable {
  let rawValue: UInt32

  /// The start of a process of this tag.
  static func start(of tag: TagID) -> ProcessPair {
    .init(rawValue: ProcessPredecessor.startBit | tag.rawValue)
  }
  /// After this transition of processes.
  static func transition(_ number: TransitionNumber) -> ProcessPair { .init(rawValue: number.rawValue) }

  /// The tag whose start symbol this is, if it is one.
  var startTag: TagID? {
    rawValue >= ProcessPredecessor.startBit
      ? TagID(rawValue: rawValue ^ ProcessPredecessor.startBit) : nil
  }
}
