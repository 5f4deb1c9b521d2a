// How reports write figures and names.

extension Double {
  /// A number from 0 up with so many decimals.
  func fixed(decimals: Int) -> String {
    var scale = 1
    for _ in 0..<decimals { scale *= 10 }
    let (whole, rest) = Int((self * Double(scale)).rounded()).quotientAndRemainder(dividingBy: scale)
    let digits = String(rest)
    return "\(whole).\(String(repeating: "0", count: decimals - digits.count))\(digits)"
  }
}

extension String {
  /// With blanks behind it, at least one.
  func padded(to width: Int) -> String {
    self + String(repeating: " ", count: max(1, width - count))
  }

  /// With blanks before it.
  func aligned(in width: Int) -> String { String(repeating: " ", count: max(0, width - count)) + self }

  /// Without what would end a field or a row.
  var escapedForTSV: String {
    var text = ""
    for scalar in unicodeScalars {
      switch scalar {
      case "\t": text += #"\t"#
      case "\n": text += #"\n"#
      case "\r": text += #"\r"#
      case "\\": text += #"\\"#
      default: text.unicodeScalars.append(scalar)
      }
    }
    return text
  }

  /// As a string of JSON.
  var quotedForJSON: String {
    var text = "\""
    for scalar in unicodeScalars {
      switch scalar {
      case "\"": text += #"\""#
      case "\\": text += #"\\"#
      case "\u{0}"..<" ", "\u{7F}":
        let digits = String(scalar.value, radix: 16)
        text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: text.unicodeScalars.append(scalar)
      }
    }
    return text + "\""
  }
}
