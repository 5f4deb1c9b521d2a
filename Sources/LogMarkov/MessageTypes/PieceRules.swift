/// What makes a value of a piece: rules 2 to 7 of `ValuesMask`, as questions about finished pieces of the text.
///
/// The tables stand here, apart from the state of the mask, because a method that only reads them must not be
/// handed a copy of a state that was written a moment ago: that stalled for a fifth of the mask's time.
struct PieceRules: Sendable {
  /// What each byte is.
  let classes = ByteClasses()
  private let words = KnownWords()

  /// Rule 2: where the core of a piece ends.
  func endOfCore(of piece: Range<Int>, in text: borrowing MutableSpan<UInt8>) -> Int {
    var end = piece.upperBound
    while end > piece.lowerBound && classes[text[end - 1]].contains(.punctuation) { end -= 1 }
    return end
  }

  /// Rules 3 and 4, asked only where a byte of the core gives cause: where what becomes `*` starts, which is
  /// behind the key if there is one; `nil` if the core does not look like a value.
  /// `traits` are the classes of all its bytes.
  func startOfValue(
    in core: Range<Int>, of text: borrowing MutableSpan<UInt8>, traits: ByteClass
  ) -> Int? {
    // No key holds a digit, and no punctuation that was cut off: it stands in the value.
    if traits.contains(.digit) { return endOfKey(of: core, in: text) ?? core.lowerBound }
    if let value = endOfKey(of: core, in: text), looksLikeValue(value..<core.upperBound, of: text) {
      return value
    }
    return looksLikeValue(core, of: text) ? core.lowerBound : nil
  }

  /// Rule 3.
  private func looksLikeValue(_ core: Range<Int>, of text: borrowing MutableSpan<UInt8>) -> Bool {
    var traits: ByteClass = []
    var dotCount = 0
    var hasBegun = false
    for index in core {
      let byteTraits = classes[text[index]]
      traits.formUnion(byteTraits)
      if !byteTraits.contains(.dot) {
        hasBegun = true
      } else if hasBegun {
        dotCount += 1
      }
    }
    return traits.contains(.digit) || traits.contains(.path) && core.count > 1 || dotCount >= 2
  }

  /// Rule 4: where the value of `key:value` starts.
  private func endOfKey(of core: Range<Int>, in text: borrowing MutableSpan<UInt8>) -> Int? {
    let colon = UInt8(ascii: ":")
    var index = core.lowerBound
    while index < core.upperBound && classes[text[index]].contains(.key) { index += 1 }
    // A core does not end in a colon, so something stands behind this one.
    guard index > core.lowerBound, index < core.upperBound, text[index] == colon, text[index + 1] != colon
    else { return nil }
    return index + 1
  }

  /// Rule 5.
  func isCalendarName(_ core: Range<Int>, of text: borrowing MutableSpan<UInt8>) -> Bool {
    // Most words of three letters have no capital, and need not be compared with nineteen names.
    core.count == KnownWords.calendarNameCount && text[core.lowerBound] < UInt8(ascii: "a")
      && words.isCalendarName(packed(core, of: text))
  }

  /// The units of rule 6.
  func isUnit(_ core: Range<Int>, of text: borrowing MutableSpan<UInt8>) -> Bool {
    words.isUnit(packed(core, of: text))
  }

  /// The word of rule 7.
  func isUser(_ core: Range<Int>, of text: borrowing MutableSpan<UInt8>) -> Bool {
    core.count == KnownWords.userCount && words.isUser(packed(core, of: text))
  }

  /// Rule 10: true if a byte is there that keeps two `*` apart.
  func keepsApart(_ range: Range<Int>, of text: borrowing MutableSpan<UInt8>) -> Bool {
    for index in range where classes[text[index]].contains(.solid) { return true }
    return false
  }

  /// A core as one number; what no word has if it is longer than all words known.
  private func packed(_ core: Range<Int>, of text: borrowing MutableSpan<UInt8>) -> UInt64 {
    guard core.count <= KnownWords.longestCount else { return KnownWords.emptyWord }
    var packed = KnownWords.emptyWord
    for index in core { packed = packed << 8 | UInt64(text[index]) }
    return packed
  }
}
