/// What the scores are made from: counts that can be looked up, wherever they lie.
///
/// `Model` answers from a mapped file, `Counts` from memory. Scoring is generic over this protocol, so that a
/// look-up is a direct call.
protocol TransitionCounts: ~Copyable {
  /// N: how many records were counted.
  var recordCount: UInt64 { get }
  /// T: how many tags were counted.
  var tagCount: Int { get }

  /// How often a type occurred; 0 for an unknown one.
  func occurrences(of type: MessageTypeID) -> UInt64
  /// How often a tag occurred; 0 for an unknown one.
  func occurrences(of tag: TagID) -> UInt64
  /// How many types a tag has; 0 for an unknown one.
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
  /// How often `next` followed a transition.
  func count(of next: MessageTypeID, after transition: TransitionNumber) -> UInt32
}

/// The sum and the number of the entries of one context.
public struct Row: Equatable, Sendable {
  /// How often the context had a successor.
  public var sum: UInt64 = 0
  /// How many distinct successors it had.
  var distinct: UInt32 = 0
}
