/// A character of more than one byte, byte by byte: what was read of it may stand in another piece of the line.
///
/// Bytes that are no whole character are an ill-formed part, as long as a character could begin so: a "maximal subpart"
/// of the Unicode Standard, section 3.9. Bounds of the second byte: its table 3-7.
///
///     first     more  second
///     C2...DF   1     80...BF
///     E0        2     A0...BF     (else overlong)
///     E1...EF   2     80...BF     (ED: 80...9F, else surrogates)
///     F0        3     90...BF     (else overlong)
///     F1...F3   3     80...BF
///     F4        3     80...8F     (else above U+10FFFF)
struct UTF8Sequence {
  /// The bytes read, the last one lowest.
  private var bytes: UInt32 = 0
  /// How many those are.
  private(set) var count = 0
  /// How many are still to come.
  private var missing = 0
  private var low: UInt8 = 0x80
  private var high: UInt8 = 0xBF

  /// True while bytes are still to come.
  var isOpen: Bool { missing > 0 }

  /// The byte at a place from the first on.
  subscript(place: Int) -> UInt8 { UInt8(truncatingIfNeeded: bytes >> UInt32(8 * (count - 1 - place))) }

  /// Begins with a first byte, of which more must follow; false if none may begin so.
  mutating func begin(_ first: UInt8) -> Bool {
    (low, high) = (0x80, 0xBF)
    switch first {
    case 0xC2...0xDF: missing = 1
    case 0xE0...0xEF:
      missing = 2
      if first == 0xE0 { low = 0xA0 }
      if first == 0xED { high = 0x9F }
    case 0xF0...0xF4:
      missing = 3
      if first == 0xF0 { low = 0x90 }
      if first == 0xF4 { high = 0x8F }
    default: return false
    }
    bytes = UInt32(first)
    count = 1
    return true
  }

  /// Goes on with the next byte; false if it does not belong here, and what was read is an ill-formed part.
  mutating func take(_ byte: UInt8) -> Bool {
    guard byte >= low, byte <= high else {
      missing = 0
      return false
    }
    bytes = bytes << 8 | UInt32(byte)
    count += 1
    missing -= 1
    (low, high) = (0x80, 0xBF)
    return true
  }

  /// Ends the text: true if something was still to come, so that what was read is an ill-formed part.
  mutating func close() -> Bool {
    defer { missing = 0 }
    return isOpen
  }
}
