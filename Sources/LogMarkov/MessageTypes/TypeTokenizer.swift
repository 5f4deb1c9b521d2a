/// Turns a record's tag and message into its message type: cleaned text, and the keyed hash of that text.
///
/// A message comes in one part or in many, cut anywhere: `begin`, any number of `feed`, `finish`. No byte is
/// asked for twice. The tokenizer owns the scratch in which the text is made, and once that has grown to the
/// longest record seen, a record allocates nothing.
///
/// This is the plain version, and the definition: whatever is put in front of it must give the same hashes.
struct TypeTokenizer: Sendable {
  /// The mask that cleans the messages.
  let mask: Mask
  /// The key of the hashes.
  let key: TypeKey
  /// The key of the hashes of tags, by which chains and processes are found: a stream keeps it when its model is
  /// replaced by one of another key.
  let tagKey: TypeKey

  private var canonical = CanonicalText()
  private var digitsMask = DigitsMask()
  private var valuesMask = ValuesMask()

  /// A tokenizer for one model; tags have a key of their own if `tagKey` is given.
  init(mask: Mask, key: TypeKey, tagKey: TypeKey? = nil) {
    self.mask = mask
    self.key = key
    self.tagKey = tagKey ?? key
  }

  /// Starts a record.
  ///
  /// The tag is cleaned by deleting its ASCII digits, under every mask.
  mutating func begin(tag: Region, of bytes: Span<UInt8>) {
    canonical.begin(tag: bytes.extracting(tag.range))
    switch mask {
    case .digits: digitsMask.begin()
    case .values: valuesMask.begin()
    }
  }

  /// Goes on with the next bytes of the message of the record begun; they hold no LF.
  ///
  /// - Complexity: O(length).
  mutating func feed(_ piece: Region, of bytes: Span<UInt8>) {
    switch mask {
    case .digits: digitsMask.feed(bytes.extracting(piece.range), into: &canonical)
    case .values: valuesMask.feed(piece.range, of: bytes, into: &canonical)
    }
  }

  /// Ends the record and names its type. Afterwards, until the next `begin`, `text` is its canonical text.
  mutating func finish() -> TypeHash {
    endText()
    return TypeHash(rawValue: hash(of: 0..<canonical.count, key))
  }

  private mutating func endText() {
    if mask == .values { valuesMask.finish(into: &canonical) }
  }

  /// The type of a record whose message is all there: `begin`, `feed` and `finish` in one.
  mutating func type(of record: LogRecord, in bytes: Span<UInt8>) -> TypeHash {
    begin(tag: record.tag, of: bytes)
    feed(record.message, of: bytes)
    return finish()
  }

  /// Makes `text` that of a record whose message is all there, and does not ask for its type.
  mutating func spell(_ record: LogRecord, in bytes: Span<UInt8>) {
    begin(tag: record.tag, of: bytes)
    feed(record.message, of: bytes)
    endText()
  }

  /// The canonical text of the finished record: cleaned tag, LF, cleaned message. No other LF is in it.
  var text: Span<UInt8> {
    @_lifetime(borrow self)
    get { canonical.storage.span.extracting(0..<canonical.count) }
  }

  /// The keyed hash of the cleaned tag alone; known from `begin` on, made anew at each call.
  var tagHash: TagHash { TagHash(rawValue: hash(of: 0..<canonical.tagCount, tagKey)) }

  private func hash(of range: Range<Int>, _ key: TypeKey) -> UInt64 {
    KeyedHash.hash(Region(range), of: canonical.storage.span, key: key)
  }
}
