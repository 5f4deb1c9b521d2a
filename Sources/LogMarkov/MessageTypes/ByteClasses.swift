/// What a byte can be to `ValuesMask`; a byte can be several of these.
struct ByteClass: OptionSet, Sendable {
  let rawValue: UInt8

  /// Ends a piece: a blank, or one of `( ) [ ] { } < > " ' = , ; |`.
  static let separator = ByteClass(rawValue: 1)
  /// Space and TAB; also LF, which no message holds, so that canonical text can never hold a second one.
  static let blank = ByteClass(rawValue: 2)
  /// An ASCII digit, or `*`, which counts as one: makes a value of any piece.
  static let digit = ByteClass(rawValue: 4)
  /// `/ @ \`: makes a value of any piece longer than itself.
  static let path = ByteClass(rawValue: 8)
  /// The dot: two of them inside make a value.
  static let dot = ByteClass(rawValue: 16)
  /// `: . ! ?`: stays outside a piece that ends in it.
  static let punctuation = ByteClass(rawValue: 32)
  /// Keeps two `*` apart: all but blanks and `. : , + - #`.
  static let solid = ByteClass(rawValue: 64)
  /// May stand in the key of `key:value`: an ASCII letter or `_ . -`.
  static let key = ByteClass(rawValue: 128)

  /// What a piece must hold one of to look like a value.
  static let remarkable: ByteClass = [.digit, .path, .dot]
  /// What a piece holds none of if nothing is to be asked of it but which word it is.
  static let questionable: ByteClass = [.digit, .path, .dot, .punctuation]
}

/// The classes of all 256 bytes: one load in place of a chain of comparisons.
///
/// An array, not an inline one: Swift 6.3.1 copies all of an `InlineArray` that is a stored property before it
/// reads one element of it, which cost more than all the rest of `ValuesMask`.
struct ByteClasses: Sendable {
  /// 256 of them, as a loop may check once for all bytes.
  private(set) var table = [ByteClass](repeating: .solid, count: 256)

  /// Fills the table, once for each tokenizer.
  init() {
    for byte in UInt8(ascii: "0")...UInt8(ascii: "9") { mark(byte, .digit) }
    for byte in UInt8(ascii: "A")...UInt8(ascii: "Z") { mark(byte, .key) }
    for byte in UInt8(ascii: "a")...UInt8(ascii: "z") { mark(byte, .key) }
    for byte in " \t\n".utf8 { mark(byte, [.separator, .blank]) }
    for byte in "()[]{}<>\"'=,;|".utf8 { mark(byte, .separator) }
    mark(UInt8(ascii: "*"), .digit)
    for byte in "/@\\".utf8 { mark(byte, .path) }
    mark(UInt8(ascii: "."), .dot)
    for byte in ":.!?".utf8 { mark(byte, .punctuation) }
    for byte in "_.-".utf8 { mark(byte, .key) }
    for byte in " .:,+-#".utf8 { table[Int(byte)].remove(.solid) }
  }

  private mutating func mark(_ byte: UInt8, _ traits: ByteClass) { table[Int(byte)].formUnion(traits) }

  /// What `byte` is.
  subscript(_ byte: UInt8) -> ByteClass { table[Int(byte)] }
}
