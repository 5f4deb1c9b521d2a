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

  /// The number that the digits of `range` make; `nil` for more than eighteen of them, which might not fit, or none.
  func number(_ range: Range<Int>) -> Int64? {
    guard 1...18 ~= range.count else { return nil }
    var number: Int64 = 0
    for index in range { number = number * 10 + Int64(self[index] & 0xf) }
    return number
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
