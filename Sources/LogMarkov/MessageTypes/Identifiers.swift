/// The small numbers by which the tables know types, tags and transitions.
///
/// Each has a type of its own, so that a tag's number is never taken for a type's.

/// The number of a message type in a model or in memory.
public struct MessageTypeID: Hashable, BitwiseCopyable, Sendable {
  /// The number itself.
  public let rawValue: UInt32
  /// The number of no type: the type is not known.
  static let unknown = MessageTypeID(rawValue: .max)

  /// The type of this number.
  public init(rawValue: UInt32) { self.rawValue = rawValue }
}

/// The number of a tag in a model or in memory.
public struct TagID: Hashable, BitwiseCopyable, Sendable {
  /// The number itself.
  public let rawValue: UInt32
  /// The number of no tag: the tag is not known.
  static let unknown = TagID(rawValue: .max)

  /// The tag of this number.
  public init(rawValue: UInt32) { self.rawValue = rawValue }
}

/// The number of a transition: its slot in a model file, its place in order of appearance in memory.
struct TransitionNumber: Hashable, Sendable {
  /// The number itself.
  let rawValue: UInt32
}
