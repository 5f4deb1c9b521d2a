/// The scratch in which a mask writes: cleaned tag, LF, cleaned message.
///
/// It keeps what it once grew to (twice the longest message), so a warm one never allocates.
///
///     | cleaned tag | LF | cleaned message … | room for what is to come |
///     0             tagCount                 count                       storage.count
struct CanonicalText: Sendable {
  /// The bytes; only the first `count` mean something.
  var storage: [UInt8] = []
  /// Bytes written.
  var count = 0
  /// Bytes of the cleaned tag.
  private(set) var tagCount = 0

  /// Where the cleaned message starts.
  var messageStart: Int { tagCount + 1 }

  /// Starts a new text with a tag, less its ASCII digits, and the LF that ends it.
  ///
  /// An LF inside a tag goes as well: whatever is fed, the first LF ends the tag, so no tag can be written
  /// that makes a message out of its own end.
  mutating func begin(tag: Span<UInt8>) {
    count = 0
    reserve(tag.count + 1)
    var out = storage.mutableSpan
    var end = 0
    for index in tag.indices {
      let byte = tag[index]
      if byte.isDigit || byte == UInt8(ascii: "\n") { continue }
      out[end] = byte
      end += 1
    }
    out[end] = UInt8(ascii: "\n")
    tagCount = end
    count = end + 1
  }

  /// Makes room for `additional` more bytes.
  mutating func reserve(_ additional: Int) {
    let missing = count + additional - storage.count
    if missing > 0 {
      storage.append(contentsOf: repeatElement(0, count: max(missing, storage.count)))
    }
  }
}
