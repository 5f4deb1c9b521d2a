/// The few bytes that have a meaning in every room: all of ASCII and none of Unicode, since a line need not be UTF-8.
extension UInt8 {
  /// What may stand before LF.
  static let carriageReturn = UInt8(ascii: "\r")

  /// A blank or a TAB; both part the words of a header and indent a line.
  var isBlank: Bool { self == UInt8(ascii: " ") || self == UInt8(ascii: "\t") }

  /// `0` to `9`.
  var isDigit: Bool { self &- UInt8(ascii: "0") < 10 }

  /// `A` to `Z` and `a` to `z`.
  var isLetter: Bool { (self | 0x20) &- UInt8(ascii: "a") < 26 }
}
