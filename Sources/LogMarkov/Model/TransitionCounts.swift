/// What the scores are made from: counts that can be looked up, wherever they lie.
///
/// `Model` answers from a mapped file, `Counts` from memory. Scoring is generic over this protocol, so that a
/// look-up is a direct call. Numbers that are not known, `.unknown` among them, have counts of 0 everywhere.
protocol TransitionCounts: ~Copyable {
  /// Whether counts stand still, or say by their revisions what has changed, so that answers are worth remembering;
  /// where each record is counted they are not.
  static var areWorthRemembering: Bool { get }
  /// Whether no count ever changes, so that there are no revisions to ask for.
  static var neverChange: Bool { get }
  /// Another number whenever a count after this type, or after a transition into it, has changed.
  func revision(after type: MessageTypeID) -> UInt64
  /// Another number whenever the count of a transition, or its number, has changed.
  func revision(from type: MessageTypeID, to next: MessageTypeID) -> UInt64
  /// Another number whenever a count after this transition has changed.
  func revision(after transition: TransitionNumber) -> UInt64
  /// Another number whenever it has changed how often this type occurred.
  func revision(of type: MessageTypeID) -> UInt64
  /// Another number whenever a count after this tag has changed.
  func revision(after tag: TagID) -> UInt64
  /// Another number whenever the count of a transition of tags has changed.
  func revision(from tag: TagID, to next: TagID) -> UInt64
  /// Another number whenever it has changed how often this tag, or one of its types, occurred.
  func revision(of tag: TagID) -> UInt64
  /// Another number whenever numbers may have been forgotten.
  var revisionOfNumbers: UInt64 { get }

  /// N: how many records were counted.
  var recordCount: UInt64 { get }
  /// K: how many types were counted.
  var countedTypes: Int { get }
  /// T: how many tags were counted.
  var tagCount: Int { get }

  /// The tag of a type.
  func tag(of type: MessageTypeID) -> TagID
  /// How often a type occurred.
  func occurrences(of type: MessageTypeID) -> UInt64
  /// How often a tag occurred.
  func occurrences(of tag: TagID) -> UInt64
  /// How many types a tag has.
  func typeCount(of tag: TagID) -> UInt32
  /// The successors of a type.
  func row(of type: MessageTypeID) -> Row
  /// The successors of a tag.
  func row(of tag: TagID) -> Row
  /// How often `next` followed `type`, and that transition's number.
  func transition(from type: MessageTypeID, to next: MessageTypeID) -> (
    count: UInt32, number: TransitionNumber?
  )
  /// How often the tag `next` followed `tag`.
  func transition(from tag: TagID, to next: TagID) -> UInt32
  /// What followed a transition.
  func row(of transition: TransitionNumber) -> Row
  /// What the three tables say of a type after a transition, if one search can tell; nil says nothing.
  func remembered(_ next: MessageTypeID, after transition: TransitionNumber) -> SuccessorCounts?
  /// How often `next` followed a transition.
  func count(of next: MessageTypeID, after transition: TransitionNumber) -> UInt32
  /// How often exactly one record stood between `type` and `next`.
  func skips(from type: MessageTypeID, to next: MessageTypeID) -> UInt32
  /// How often a transition took a time of this bucket (`Gap.bucket`).
  func count(ofGap bucket: UInt32, in transition: TransitionNumber) -> UInt32
  /// One of the (at most) `ModelLayout.successors` commonest successors of a type, by rank from 0; `.unknown` where
  /// there is none.
  func successor(_ rank: Int, of type: MessageTypeID) -> MessageTypeID

  /// Reads a word of each place where it stands how often `next` followed `last`, alone and as second order after `pair`, and
  /// how often `item` followed `next`; what the words are is no matter. Asked of several types at once it lets the
  /// processor wait for all of them together.
  func touch(
    _ next: MessageTypeID, after last: MessageTypeID, _ pair: TransitionNumber?, before item: MessageTypeID
  ) -> UInt32

  /// How often `next` followed in a process, and the number of that transition of processes.
  func transition(from predecessor: ProcessPredecessor, to next: MessageTypeID) -> (
    count: UInt32, number: TransitionNumber?
  )
  /// What followed in processes.
  func row(of predecessor: ProcessPredecessor) -> Row
  /// How often `next` followed a pair in a process.
  func count(of next: MessageTypeID, after pair: ProcessPair) -> UInt32
  /// What followed a pair in processes.
  func row(of pair: ProcessPair) -> Row
}

extension TransitionCounts where Self: ~Copyable {
  static var areWorthRemembering: Bool { false }
  static var neverChange: Bool { false }
  func revision(after type: MessageTypeID) -> UInt64 { 0 }
  func revision(from type: MessageTypeID, to next: MessageTypeID) -> UInt64 { 0 }
  func revision(after transition: TransitionNumber) -> UInt64 { 0 }
  func revision(of type: MessageTypeID) -> UInt64 { 0 }
  func revision(after tag: TagID) -> UInt64 { 0 }
  func revision(from tag: TagID, to next: TagID) -> UInt64 { 0 }
  func revision(of tag: TagID) -> UInt64 { 0 }
  func touch(
    _ next: MessageTypeID, after last: MessageTypeID, _ pair: TransitionNumber?, before item: MessageTypeID
  ) -> UInt32 { 0 }
  var revisionOfNumbers: UInt64 { 0 }
  func remembered(_ next: MessageTypeID, after transition: TransitionNumber) -> SuccessorCounts? { nil }
}

/// The sum and the number of the entries of one context.
public struct Row: Equatable, BitwiseCopyable, Sendable {
  /// How often the context had a successor.
  public var sum: UInt64 = 0
  /// How many distinct successors it had.
  var distinct: UInt32 = 0
}
