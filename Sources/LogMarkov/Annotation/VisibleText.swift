/// Text for a terminal: what a terminal would obey is shown as people know it from `cat -v`, and everything else stands
/// as it is.
///
///     ESC, CR, NUL    ^[ ^M ^@        DEL    ^?
///     U+009B          \u009b          a byte 9B that belongs to no character    \x9b
///
/// TAB stays, and so does a CR that ends the line. Where TAB and backslash are escaped anyway (tsv), control characters
/// have hexadecimal digits, which cannot be taken for anything else.
struct VisibleText: TextRules {
  /// Whether the text is a field between tabs.
  let isField: Bool
  let special: (UInt8, UInt8)
  let keepsLastCarriageReturn: Bool

  /// A line, or a field between tabs.
  init(isField: Bool) {
    self.isField = isField
    // DEL is special anyway.
    special = (isField ? UInt8(ascii: "\\") : 0x7F, 0x7F)
    keepsLastCarriageReturn = !isField
  }

  func append(special byte: UInt8, to output: inout OutputBuffer) {
    switch byte {
    case 0x09 where !isField: output.append(byte)
    case 0x09: append(escape: UInt8(ascii: "t"), to: &output)
    case 0x0A where isField: append(escape: UInt8(ascii: "n"), to: &output)
    case 0x0D where isField: append(escape: UInt8(ascii: "r"), to: &output)
    case UInt8(ascii: "\\"): append(escape: byte, to: &output)
    case let byte where isField: append(stray: byte, to: &output)
    default:
      output.append(UInt8(ascii: "^"))
      output.append(byte ^ 0x40)
    }
  }

  func append(character: UTF8Sequence, to output: inout OutputBuffer) {
    if character.isControl {
      append(escape: UInt8(ascii: "u"), to: &output)
      output.append(0x30)
      output.append(0x30)
      output.append(hexadecimal: character[1])
    } else {
      for place in 0..<character.count { output.append(character[place]) }
    }
  }

  func append(illFormed part: UTF8Sequence, to output: inout OutputBuffer) {
    for place in 0..<part.count { append(stray: part[place], to: &output) }
  }

  func append(stray byte: UInt8, to output: inout OutputBuffer) {
    guard byte < 0xA0 else { return output.append(byte) }
    append(escape: UInt8(ascii: "x"), to: &output)
    output.append(hexadecimal: byte)
  }

  private func append(escape letter: UInt8, to output: inout OutputBuffer) {
    output.append(UInt8(ascii: "\\"))
    output.append(letter)
  }
}
