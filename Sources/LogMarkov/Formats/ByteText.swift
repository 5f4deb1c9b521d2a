/// Formats: the few questions that headers ask about bytes.
///
/// All of ASCII and none of Unicode: a header's words are ASCII by their RFCs, and a line need not be UTF-8.

extension Span<UInt8> {
  /// Where the blanks and TABs at the start of `range` end.
  func endOfBlanks(in range: Range<Int>) -> Int {
    var at = range.lowerBound
    while at < range.upperBound, self[at].isBlank { at += 1 }
    return at
  }

  /// Where the digits at the start of `range` end.
  func endOfDigits(in range: Range<Int>) -> Int {
    var at = range.lowerBound
    while at < range.upperBound, self[at].isDigit { at += 1 }
    return at
  }

  /// Where the digits to base 16 at the start of `range` end.
  func endOfHexDigits(in range: Range<Int>) -> Int {
    var at = range.lowerBound
    while at < range.upperBound, self[at].hexValue != nil { at += 1 }
    return at
  }

  /// `range` without the blanks and TABs at both ends.
  func trimmingBlanks(_ range: Range<Int>) -> Range<Int> {
    let start = endOfBlanks(in: range)
    var end = range.upperBound
    while end > start, self[end - 1].isBlank { end -= 1 }
    return start..<end
  }

  /// True if the bytes of `range` begin with `words`.
  func starts(_ range: Range<Int>, with words: [UInt8]) -> Bool {
    guard range.count >= words.count else { return false }
    for (index, byte) in words.enumerated() where self[range.lowerBound + index] != byte { return false }
    return true
  }

  /// True if the bytes of `range` end in `words`.
  func ends(_ range: Range<Int>, with words: [UInt8]) -> Bool {
    range.count >= words.count && starts(range.suffix(words.count), with: words)
  }

  /// True if the bytes of `range` are `words`.
  func equals(_ range: Range<Int>, _ words: [UInt8]) -> Bool {
    range.count == words.count && starts(range, with: words)
  }

  /// The number that the two bytes at `start` make, or `nil` if they are not digits or reach over `end`.
  func twoDigits(at start: Int, before end: Int) -> Int? {
    guard end - start >= 2, self[start].isDigit, self[start + 1].isDigit else { return nil }
    return Int(self[start] - UInt8(ascii: "0")) * 10 + Int(self[start + 1] - UInt8(ascii: "0"))
  }

  /// The number that the digits of `range` make; `nil` if there are none, or it does not fit.
  func number(_ range: Range<Int>) -> Int64? {
    // Of 19 digits, as many as nanoseconds since 1970 have, all numbers fit 64 bits without a sign.
    guard 1...19 ~= range.count else { return nil }
    var number: UInt64 = 0
    for index in range { number = number * 10 + UInt64(self[index] & 0xf) }
    return Int64(exactly: number)
  }
}

extension UInt8 {
  /// What the byte means as a digit to base 16.
  var hexValue: UInt8? {
    switch self {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): self - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): self - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): self - UInt8(ascii: "A") + 10
    default: nil
    }
  }
}

extension Region {
  /// The region without the CR that may be its last byte.
  func withoutCarriageReturn(_ bytes: Span<UInt8>) -> Region {
    guard let last = range.last, bytes[last] == .carriageReturn else { return self }
    return Region(offset: offset, count: count - 1)
  }
}

extension Line {
  /// The line's bytes without the CR that may stand before LF; a head goes on, so its last byte is never that.
  func readable(in bytes: Span<UInt8>) -> Range<Int> {
    let range = text.range
    guard endsLine, let last = range.last, bytes[last] == .carriageReturn else { return range }
    return range.lowerBound..<last
  }
}
