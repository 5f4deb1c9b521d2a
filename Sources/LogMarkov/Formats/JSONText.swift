internal import Unix

/// Formats: what JSON values say, decoded behind the lines of their own buffer.

/// What a JSON string says, byte by byte in UTF-8.
///
/// It ends where the string does, or where an escape is cut off by the end of a long line's head.
struct JSONCharacters {
  private var at: Int
  private let end: Int
  /// Bytes of a character beyond ASCII that are still to come, the next one lowest.
  private var pending: UInt32 = 0

  /// The characters of a string that stands in `content`.
  init(_ content: Range<Int>) { (at, end) = (content.lowerBound, content.upperBound) }

  /// The next byte.
  mutating func next(_ bytes: Span<UInt8>) -> UInt8? {
    if pending != 0 {
      let byte = UInt8(truncatingIfNeeded: pending)
      pending >>= 8
      return byte
    }
    guard at < end else { return nil }
    let byte = bytes[at]
    guard byte == UInt8(ascii: "\\") else {
      at += 1
      return byte
    }
    return escaped(bytes)
  }

  private mutating func escaped(_ bytes: Span<UInt8>) -> UInt8? {
    guard end - at >= 2 else {
      at = end
      return nil
    }
    let letter = bytes[at + 1]
    guard letter == UInt8(ascii: "u") else {
      at += 2
      switch letter {
      case UInt8(ascii: "b"): return 0x08
      case UInt8(ascii: "f"): return 0x0C
      case UInt8(ascii: "n"): return 0x0A
      case UInt8(ascii: "r"): return 0x0D
      case UInt8(ascii: "t"): return 0x09
      default: return letter
      }
    }
    guard let unit = codeUnit(bytes, at: at) else {
      at = end
      return nil
    }
    at += 6
    return first(ofScalar: scalar(unit, bytes))
  }

  /// The scalar that begins with `unit`; half a surrogate pair without its other half is U+FFFD.
  private mutating func scalar(_ unit: UInt32, _ bytes: Span<UInt8>) -> UInt32 {
    guard 0xD800...0xDFFF ~= unit else { return unit }
    guard unit < 0xDC00, let low = codeUnit(bytes, at: at), 0xDC00...0xDFFF ~= low else { return 0xFFFD }
    at += 6
    return 0x1_0000 + (unit - 0xD800) << 10 + (low - 0xDC00)
  }

  /// The number of `\uXXXX` at `start`.
  private func codeUnit(_ bytes: Span<UInt8>, at start: Int) -> UInt32? {
    guard end - start >= 6, bytes[start] == UInt8(ascii: "\\"), bytes[start + 1] == UInt8(ascii: "u") else {
      return nil
    }
    var unit: UInt32 = 0
    for index in start + 2..<start + 6 {
      guard let value = bytes[index].hexValue else { return nil }
      unit = unit << 4 | UInt32(value)
    }
    return unit
  }

  /// The first byte of a scalar in UTF-8; the others come next. None of those is 0.
  private mutating func first(ofScalar scalar: UInt32) -> UInt8 {
    func continuation(_ shift: UInt32) -> UInt32 { 0x80 | scalar >> shift & 0x3F }
    switch scalar {
    case ..<0x80:
      return UInt8(scalar)
    case ..<0x800:
      pending = continuation(0)
      return UInt8(0xC0 | scalar >> 6)
    case ..<0x1_0000:
      pending = continuation(6) | continuation(0) << 8
      return UInt8(0xE0 | scalar >> 12)
    default:
      pending = continuation(12) | continuation(6) << 8 | continuation(0) << 16
      return UInt8(0xF0 | scalar >> 18)
    }
  }
}

/// A value in a line: where it stands, and of what kind it is.
struct JSONValue {
  enum Kind {
    /// A string; the range is what stands between the quotes.
    case string(hasEscapes: Bool)
    /// An array, its brackets included; the closing one may be missing at the end of a long line's head.
    case array
    case number
    case null
    /// An object, `true` or `false`.
    case other
  }

  var range: Range<Int>
  var kind: Kind

  /// The value at `start` that ends before `end`.
  init(_ bytes: Span<UInt8>, _ range: Range<Int>) {
    switch bytes[range.lowerBound] {
    case UInt8(ascii: "\""):
      self.range = range.dropFirst().dropLast()
      let firstEscape = bytes.firstPlace(in: self.range) { $0.marks(UInt8(ascii: "\\")) }
      kind = .string(hasEscapes: firstEscape < self.range.upperBound)
      return
    case UInt8(ascii: "["): kind = .array
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): kind = .number
    case UInt8(ascii: "n"): kind = .null
    default: kind = .other
    }
    self.range = range
  }

  /// A value of which only the start is there; `nil` if that says nothing.
  init?(cut range: Range<Int>, _ bytes: Span<UInt8>) {
    switch bytes[range.lowerBound] {
    case UInt8(ascii: "\""): (self.range, kind) = (range.dropFirst(), .string(hasEscapes: true))
    case UInt8(ascii: "["): (self.range, kind) = (range, .array)
    default: return nil
    }
  }

  /// The first line of what the value says, as a field of a record; `nil` if it says nothing that could be one.
  ///
  /// A string without escapes stands in the line as it is; any other is decoded behind the lines of `text`. A journal
  /// prints bytes as an array of their numbers, and a field that occurs several times as an array of its values:
  /// then the last one counts, as in what `journalctl` prints for people.
  func field(of text: inout [UInt8]) -> Region? {
    switch kind {
    case .string(hasEscapes: false), .number: return Region(range)
    case .string(hasEscapes: true):
      let start = text.count
      var characters = JSONCharacters(range)
      while let byte = characters.next(text.span), byte != 0x0A { text.append(byte) }
      return Region(start..<text.count)
    case .array:
      guard let last = lastOfArray(text.span) else { return bytesOfArray(in: &text) }
      // One level of several values, and no more: a line cannot drive this deeper.
      if case .array = last.kind { return last.bytesOfArray(in: &text) }
      return last.field(of: &text)
    case .null: return Region.none
    case .other: return nil
    }
  }

  /// The last element of an array of texts, or of arrays of bytes; `nil` if this is an array of bytes itself.
  private func lastOfArray(_ bytes: Span<UInt8>) -> JSONValue? {
    var scanner = JSONScanner(range)
    var last: JSONValue?
    guard scanner.take(UInt8(ascii: "["), bytes) else { return nil }
    repeat {
      scanner.skipBlanks(bytes)
      let start = scanner.at
      guard scanner.skipValue(bytes) else { break }
      let value = JSONValue(bytes, start..<scanner.at)
      switch value.kind {
      case .number, .other: return nil
      case .string, .array, .null: last = value
      }
      scanner.skipBlanks(bytes)
    } while scanner.take(UInt8(ascii: ","), bytes)
    return last
  }

  /// The bytes whose numbers the array lists, up to an LF; `nil` if it lists anything else.
  private func bytesOfArray(in text: inout [UInt8]) -> Region? {
    let start = text.count
    var at = range.lowerBound + 1
    while at < range.upperBound {
      let byte = text[at]
      guard byte.isDigit else {
        guard byte.isBlank || byte == UInt8(ascii: ",") || byte == UInt8(ascii: "]") else {
          text.removeLast(text.count - start)
          return nil
        }
        at += 1
        continue
      }
      var number = 0
      while at < range.upperBound, text[at].isDigit {
        number = min(number * 10 + Int(text[at] - UInt8(ascii: "0")), 256)
        at += 1
      }
      // A number that the end of a head may have cut counts for nothing.
      if at == range.upperBound || number == 0x0A { break }
      guard number < 256 else {
        text.removeLast(text.count - start)
        return nil
      }
      text.append(UInt8(number))
    }
    return Region(start..<text.count)
  }
}
