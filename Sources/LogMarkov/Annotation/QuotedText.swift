/// The inside of a JSON string (RFC 8259), which is UTF-8 whatever the bytes are: one U+FFFD stands for each ill-formed
/// part.
///
/// DEL and U+0080 to U+009F, which JSON lets stand and terminals obey, are escaped too.
struct QuotedText: TextRules {
  let special = (UInt8(ascii: "\""), UInt8(ascii: "\\"))
  let keepsLastCarriageReturn = false

  func append(special byte: UInt8, to output: inout OutputBuffer) {
    output.append(UInt8(ascii: "\\"))
    switch byte {
    case 0x08: output.append(UInt8(ascii: "b"))
    case 0x09: output.append(UInt8(ascii: "t"))
    case 0x0A: output.append(UInt8(ascii: "n"))
    case 0x0C: output.append(UInt8(ascii: "f"))
    case 0x0D: output.append(UInt8(ascii: "r"))
    case 0..<0x20, 0x7F: append(digitsOf: byte, to: &output)
    default: output.append(byte)
    }
  }

  func append(character: UTF8Sequence, to output: inout OutputBuffer) {
    if character.isControl {
      output.append(UInt8(ascii: "\\"))
      append(digitsOf: character[1], to: &output)
    } else {
      for place in 0..<character.count { output.append(character[place]) }
    }
  }

  func append(illFormed part: UTF8Sequence, to output: inout OutputBuffer) { appendReplacement(to: &output) }

  func append(stray byte: UInt8, to output: inout OutputBuffer) { appendReplacement(to: &output) }

  /// U+FFFD.
  private func appendReplacement(to output: inout OutputBuffer) {
    output.append(0xEF)
    output.append(0xBF)
    output.append(0xBD)
  }

  private func append(digitsOf byte: UInt8, to output: inout OutputBuffer) {
    output.append(UInt8(ascii: "u"))
    output.append(0x30)
    output.append(0x30)
    output.append(hexadecimal: byte)
  }
}

extension UTF8Sequence {
  /// Whether it is U+0080 to U+009F, which terminals obey as they do ESC and a letter.
  var isControl: Bool { count == 2 && self[0] == 0xC2 && self[1] < 0xA0 }
}
