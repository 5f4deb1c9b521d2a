/// When the counts after types and tags last changed, so that whoever remembers them knows what to ask for again.
///
/// By the lower bits of their numbers: two that share a place only make each other be asked for more often.
struct Revisions {
  private static let types = 4096
  private static let tags = 256

  /// How many changes there were.
  private var now: UInt64 = 0
  /// How often numbers may have been forgotten.
  private(set) var ofNumbers: UInt64 = 0
  private var afterTypes = [UInt64](repeating: 0, count: types)
  private var afterTags = [UInt64](repeating: 0, count: tags)
  private var ofTags = [UInt64](repeating: 0, count: tags)

  /// Nothing has changed yet.
  init() {}

  /// The last change of a count after a type, or after a transition into it.
  func after(_ type: MessageTypeID) -> UInt64 { afterTypes[Int(type.rawValue) & (Self.types - 1)] }
  /// The last change of a count after a tag.
  func after(_ tag: TagID) -> UInt64 { afterTags[Int(tag.rawValue) & (Self.tags - 1)] }
  /// The last change of how often a tag, or a type of it, occurred.
  func of(_ tag: TagID) -> UInt64 { ofTags[Int(tag.rawValue) & (Self.tags - 1)] }

  /// Notes that a record was counted.
  ///
  /// - Parameters:
  ///   - type: that of the record before it in its chain.
  ///   - before: the tag of that one.
  ///   - tag: its own tag.
  mutating func note(type: MessageTypeID, tag before: TagID, of tag: TagID) {
    now += 1
    afterTypes[Int(type.rawValue) & (Self.types - 1)] = now
    afterTags[Int(before.rawValue) & (Self.tags - 1)] = now
    ofTags[Int(tag.rawValue) & (Self.tags - 1)] = now
  }

  /// Notes that any count may have changed, and numbers may have been forgotten.
  mutating func noteAll() {
    now += 1
    ofNumbers += 1
    for place in afterTypes.indices { afterTypes[place] = now }
    for place in afterTags.indices { (afterTags[place], ofTags[place]) = (now, now) }
  }
}
