/// Identifies a message type: the keyed hash of its canonical text.
///
/// With a secret key two given texts share a hash with a probability of about 2⁻⁶⁴, whoever wrote them.
struct TypeHash: Hashable, Sendable {
  /// All 64 bits are equally good.
  let rawValue: UInt64
}

/// Identifies a cleaned tag: its keyed hash. A type of its own because tags and types are counted in tables
/// side by side, where one must never be looked up in the other's.
struct TagHash: Hashable, Sendable {
  /// All 64 bits are equally good.
  let rawValue: UInt64
}

extension TypeHash {
  /// The hash of a type's text: cleaned tag, LF, cleaned message.
  init(of text: Span<UInt8>, _ key: TypeKey) {
    self.init(rawValue: KeyedHash.hash(Region(0..<text.count), of: text, key: key))
  }
}

extension TagHash {
  /// The hash of a cleaned tag.
  init(of tag: Span<UInt8>, _ key: TypeKey) {
    self.init(rawValue: KeyedHash.hash(Region(0..<tag.count), of: tag, key: key))
  }
}
