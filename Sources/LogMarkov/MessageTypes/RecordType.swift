/// What a record says, as numbers: its type and its tag.
struct RecordType: Equatable, Sendable {
  /// The hash of the type's text, under the model's key.
  var hash: TypeHash
  /// The hash of the cleaned tag, under the key of the stream: that of its first model.
  var tagHash: TagHash
  /// The message type; `.unknown` if the model does not know it, and for what is no record.
  var type: MessageTypeID
  /// The tag; `.unknown` if the model does not know it, and for what is no record.
  var tag: TagID

  /// What a line that is no record says.
  static let none = RecordType(
    hash: TypeHash(rawValue: 0), tagHash: TagHash(rawValue: 0), type: .unknown, tag: .unknown)
}

/// Who knows the numbers of types by their hashes.
protocol TypeResolver: ~Copyable {
  /// The numbers of a type and its tag, entered first if this resolver learns, `.unknown` where it does not know them.
  /// `text` is what `hash` is the hash of: cleaned tag, LF, cleaned message.
  mutating func resolve(_ hash: TypeHash, tagHash: TagHash, text: Span<UInt8>) -> (MessageTypeID, TagID)
}
