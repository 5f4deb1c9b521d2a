/// Why a record has its score, for people: what it is, what it came after, and what was expected in its place.
///
/// It holds texts, since what a number means may be forgotten before a line that looks ahead is written.
struct Explanation: Equatable, Sendable {
  /// A type that was expected, and how probable it was.
  struct Expectation: Equatable, Sendable {
    var text: TypeText
    var probability: Double
  }

  /// How many expected types are named.
  static let expectationLimit = 3

  /// The record's type.
  var type: TypeText
  /// The type of the record before it in its chain; nil if there was none, or if its type is not known.
  var previous: TypeText?
  /// What was likeliest to come then, the likeliest first.
  var expected: [Expectation] = []
  /// b*: what seems to be missing before the record, should a record be missing there.
  var missing: TypeText?
}

extension Explanation {
  /// An explanation in the words of `knowledge`.
  ///
  /// - Parameters:
  ///   - type: the record's own text: cleaned tag, LF, cleaned message.
  ///   - chain: what came before.
  ///   - successors: types that may follow what came before.
  ///   - missing: b*, or `.unknown`.
  ///   - knowledge: knows the texts; what it has forgotten stays unnamed.
  init(
    type: Span<UInt8>, after chain: ChainContext, _ successors: [ExpectedType], missing: MessageTypeID,
    in knowledge: borrowing some Knowledge & ~Copyable
  ) {
    self.type = TypeText(type)
    previous = knowledge.textIfKnown(of: chain.last).map { TypeText($0.span) }
    self.missing = knowledge.textIfKnown(of: missing).map { TypeText($0.span) }
    for successor in successors {
      guard let text = knowledge.textIfKnown(of: successor.type) else { continue }
      // A model whose counts contradict each other makes anything of them, infinity and no number at all included.
      let probability = successor.probability > 0 ? min(successor.probability, 1) : 0
      expected.append(Expectation(text: TypeText(text.span), probability: probability))
    }
    // The order of numbers depends on the model's key, that of texts does not.
    expected.sort {
      $0.probability != $1.probability
        ? $0.probability > $1.probability : $0.text.bytes.lexicographicallyPrecedes($1.text.bytes)
    }
    expected = Array(expected.prefix(Explanation.expectationLimit))
  }
}

/// A type's text as people read it: `tag: message`, or the message if it has no tag.
///
/// Control characters, an escape sequence's among them, have become `?`.
struct TypeText: Equatable, Sendable {
  /// How many bytes of tag and message are shown; `...` stands for the rest. It bounds what lines that look ahead hold:
  /// 4,096 of them with six texts each stay below 7 MiB, however long the messages are that strangers wrote.
  static let limit = 256

  /// The text, at most `limit` bytes and the dots.
  private(set) var bytes: [UInt8] = []

  /// The text of a type: cleaned tag, LF, cleaned message.
  init(_ text: Span<UInt8>) {
    var end = min(text.count, TypeText.limit)
    // Not within a character of UTF-8.
    if end < text.count { while end > 0, text[end] & 0xC0 == 0x80 { end -= 1 } }
    bytes.reserveCapacity(end + 4)
    var isTag = true
    var character = UTF8Sequence()
    for index in 0..<end {
      let byte = text[index]
      if character.isOpen {
        if character.take(byte) {
          if !character.isOpen { append(character) }
          continue
        }
        append(illFormed: character)
      }
      switch byte {
      case 0x0A where isTag:
        isTag = false
        if index > 0 { bytes += [UInt8(ascii: ":"), UInt8(ascii: " ")] }
      case 0..<0x20, 0x7F: bytes.append(UInt8(ascii: "?"))
      case ..<0x80: bytes.append(byte)
      default: if !character.begin(byte) { append(stray: byte) }
      }
    }
    if character.close() { append(illFormed: character) }
    if end < text.count { for _ in 0..<3 { bytes.append(UInt8(ascii: ".")) } }
  }

  private mutating func append(_ character: UTF8Sequence) {
    // U+0080 to U+009F: terminals take them for commands, too.
    if character.isControl { return bytes.append(UInt8(ascii: "?")) }
    for place in 0..<character.count { bytes.append(character[place]) }
  }

  private mutating func append(illFormed part: UTF8Sequence) {
    for place in 0..<part.count { append(stray: part[place]) }
  }

  /// Bytes of other character sets stand as they are, but those that such terminals take for commands.
  private mutating func append(stray byte: UInt8) {
    bytes.append(byte < 0xA0 ? UInt8(ascii: "?") : byte)
  }
}
