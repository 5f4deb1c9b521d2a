internal import Unix

/// Formats: eight bytes of a header at a time, in one machine word.
///
/// All bit tricks here are exact: no sum carries from one byte into the next. With byte loops in their place a header
/// took 5 to 20 % longer. Where a word ends is found sixteen bytes at a time (`SixteenBytes`).
struct EightBytes: Equatable {
  /// Byte n in bits 8n to 8n + 7.
  private let word: UInt64

  /// The eight bytes from `start` on; behind the end of the buffer there are zeros.
  ///
  /// Always inlined: it is called for every word of a header, and the calls were a tenth of its instructions.
  @inline(__always)
  init(_ bytes: Span<UInt8>, at start: Int) {
    if bytes.count - start >= 8 {
      word = bytes.littleEndianWord(at: start)
    } else {
      word = Self.lastBytes(bytes, from: start)
    }
  }

  /// Out of the way, because it happens at most a few times in a buffer.
  @inline(never)
  private static func lastBytes(_ bytes: Span<UInt8>, from start: Int) -> UInt64 {
    bytes.littleEndian(start, bytes: bytes.count - start)
  }

  private init(word: UInt64) { self.word = word }

  /// Eight zeros, which no header has.
  static var none: EightBytes { EightBytes(word: 0) }

  /// The first `count` bytes, at most seven, and zeros.
  @inline(__always)
  func first(_ count: Int) -> EightBytes { EightBytes(word: word & (1 &<< UInt64(8 &* count) &- 1)) }

  /// The bytes themselves, the first one lowest.
  subscript(index: Int) -> UInt8 { UInt8(truncatingIfNeeded: word &>> UInt64(8 &* index)) }

  /// The first three bytes as small letters if they are letters, the first one lowest.
  ///
  /// Setting bit 5 makes a letter small and makes no letter of another byte.
  var threeSmallLetters: UInt64 { word & 0xff_ffff | 0x20_2020 }
}

/// Words of a header.
extension SixteenBytes {
  /// Marks the bytes that may not be part of a host: all but ASCII letters, digits and `. _ - : % / @`.
  @inline(__always)
  var nonHostMarks: ByteMarks {
    let hosts =
      letterMarks | marks(UInt8(ascii: "-")...UInt8(ascii: ":"))  // - . / 0…9 :
      | marks(UInt8(ascii: "@")) | marks(UInt8(ascii: "_")) | marks(UInt8(ascii: "%"))
    return ~hosts
  }

  /// Marks the bytes that end a tag: blank, TAB, `:` and `[`.
  @inline(__always)
  var tagEndMarks: ByteMarks {
    marks(UInt8(ascii: ":")) | marks(UInt8(ascii: "[")) | blankMarks
  }

  /// Marks blanks and TABs.
  @inline(__always)
  var blankMarks: ByteMarks { marks(UInt8(ascii: " ")) | marks(UInt8(ascii: "\t")) }
}

/// Digits of a stamp.
extension EightBytes {
  /// What eight bytes of a stamp are to look like.
  struct Pattern {
    /// The bytes, the first one lowest, with `0` for any digit.
    let text: UInt64
    /// What may be added to a byte's value before it is out of range: 6 to a digit, 15 to punctuation.
    let headroom: UInt64

    /// `hh:mm:ss`
    static let timeOfDay = Pattern(text: 0x3030_3a30_303a_3030, headroom: 0x0606_0f06_060f_0606)
    /// `yyyy-mm-`
    static let yearAndMonth = Pattern(text: 0x2d30_302d_3030_3030, headroom: 0x0f06_060f_0606_0606)
  }

  /// True if every digit and every other byte of `pattern` stands where it should.
  func fits(_ pattern: Pattern) -> Bool {
    let values = word ^ pattern.text
    // The high half of a byte in range stays empty: what is added carries into it otherwise.
    return (values | (values &+ pattern.headroom)) & 0xf0f0_f0f0_f0f0_f0f0 == 0
  }

  /// Byte n is the number made of the digits at n and n + 1, if both are digits.
  var twoDigits: EightBytes {
    let values = word & 0x0f0f_0f0f_0f0f_0f0f
    return EightBytes(word: values &* 10 &+ values &>> 8)
  }
}
