internal import Unix

/// Formats: walks over JSON text (RFC 8259) without decoding it and without recursion.
///
/// A position in a line. Whatever is asked for and does not stand there gives `nil` or false; the position is then where
/// the text stopped being what it should be, which is the end of the line if only the rest is missing.
struct JSONScanner {
  /// How deep arrays and objects may lie in one another: a bit for each level in one word. Logs nest a few levels.
  static let depthLimit = 64

  /// Where the scanner is.
  private(set) var at: Int
  /// Where the text ends.
  let end: Int

  /// A scanner at the start of `text`.
  init(_ text: Range<Int>) { (at, end) = (text.lowerBound, text.upperBound) }

  /// True if nothing is left.
  var isAtEnd: Bool { at == end }

  /// Goes over what JSON takes for blank; a line holds no LF, but a value that was decoded may.
  mutating func skipBlanks(_ bytes: Span<UInt8>) {
    while at < end, bytes[at].isBlank || bytes[at] == .carriageReturn || bytes[at] == UInt8(ascii: "\n") {
      at += 1
    }
  }

  /// Goes over `byte` if it is the next one.
  mutating func take(_ byte: UInt8, _ bytes: Span<UInt8>) -> Bool {
    guard at < end, bytes[at] == byte else { return false }
    at += 1
    return true
  }

  /// Goes over a string; what stands between its quotes, and whether any of it is escaped.
  ///
  /// Control bytes and bytes that are no UTF-8 are taken as they are, although no JSON should hold them.
  mutating func string(_ bytes: Span<UInt8>) -> (content: Range<Int>, hasEscapes: Bool)? {
    guard take(UInt8(ascii: "\""), bytes) else { return nil }
    let start = at
    var hasEscapes = false
    while true {
      at = bytes.firstPlace(in: at..<end) { $0.marks(UInt8(ascii: "\"")) | $0.marks(UInt8(ascii: "\\")) }
      guard at < end else { return nil }
      if bytes[at] == UInt8(ascii: "\"") {
        at += 1
        return (start..<at - 1, hasEscapes)
      }
      hasEscapes = true
      guard skipEscape(bytes) else { return nil }
    }
  }

  private mutating func skipEscape(_ bytes: Span<UInt8>) -> Bool {
    at += 1
    guard at < end else { return false }
    switch bytes[at] {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
      UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
      at += 1
      return true
    case UInt8(ascii: "u"):
      at += 1
      for _ in 0..<4 {
        guard at < end, bytes[at].hexValue != nil else { return false }
        at += 1
      }
      return true
    default: return false
    }
  }

  /// Goes over `"key":` and blanks around it.
  mutating func key(_ bytes: Span<UInt8>) -> (content: Range<Int>, hasEscapes: Bool)? {
    skipBlanks(bytes)
    guard let key = string(bytes) else { return nil }
    skipBlanks(bytes)
    guard take(UInt8(ascii: ":"), bytes) else { return nil }
    skipBlanks(bytes)
    return key
  }

  /// Goes over a value of any kind, with all that lies in it.
  mutating func skipValue(_ bytes: Span<UInt8>) -> Bool {
    // The containers that are open: the lowest bit for the innermost one, 1 for an object.
    var (open, depth): (UInt64, Int) = (0, 0)
    values: while true {
      skipBlanks(bytes)
      guard at < end else { return false }
      let byte = bytes[at]
      switch byte {
      case UInt8(ascii: "{"), UInt8(ascii: "["):
        let isObject = byte == UInt8(ascii: "{")
        at += 1
        skipBlanks(bytes)
        if take(isObject ? UInt8(ascii: "}") : UInt8(ascii: "]"), bytes) { break }
        guard depth < Self.depthLimit else { return false }
        (open, depth) = (open << 1 | (isObject ? 1 : 0), depth + 1)
        if isObject, key(bytes) == nil { return false }
        continue values
      case UInt8(ascii: "\""):
        guard string(bytes) != nil else { return false }
      default:
        guard skipScalar(bytes) else { return false }
      }
      // A value has ended, and perhaps what it lies in.
      while depth > 0 {
        let isInObject = open & 1 == 1
        skipBlanks(bytes)
        if take(UInt8(ascii: ","), bytes) {
          if isInObject, key(bytes) == nil { return false }
          continue values
        }
        guard take(isInObject ? UInt8(ascii: "}") : UInt8(ascii: "]"), bytes) else { return false }
        (open, depth) = (open >> 1, depth - 1)
      }
      return true
    }
  }

  private static let words = ["true", "false", "null"].map { Array($0.utf8) }

  /// Goes over a number, `true`, `false` or `null`.
  private mutating func skipScalar(_ bytes: Span<UInt8>) -> Bool {
    for word in Self.words where bytes[at] == word[0] {
      for byte in word { if !take(byte, bytes) { return false } }
      return true
    }
    _ = take(UInt8(ascii: "-"), bytes)
    if !take(UInt8(ascii: "0"), bytes), !skipDigits(bytes) { return false }
    if take(UInt8(ascii: "."), bytes), !skipDigits(bytes) { return false }
    if take(UInt8(ascii: "e"), bytes) || take(UInt8(ascii: "E"), bytes) {
      if !take(UInt8(ascii: "+"), bytes) { _ = take(UInt8(ascii: "-"), bytes) }
      return skipDigits(bytes)
    }
    return true
  }

  private mutating func skipDigits(_ bytes: Span<UInt8>) -> Bool {
    let start = at
    at = bytes.endOfDigits(in: at..<end)
    return at > start
  }
}
