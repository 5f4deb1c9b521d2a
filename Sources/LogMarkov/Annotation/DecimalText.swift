internal import Unix

/// Numbers as text. Bits are written without allocation; probabilities are left to the C library, which knows how to
/// round to six significant digits.

/// A number of bits right-aligned in six bytes: `%6.2f`.
struct BitsText {
  /// The six bytes.
  let bytes: [6 of UInt8]

  init(_ bits: Centibits) {
    var text = [6 of UInt8](repeating: UInt8(ascii: " "))
    var rest = bits.rawValue.magnitude
    func nextDigit() -> UInt8 {
      let digit = UInt8(truncatingIfNeeded: rest % 10)
      rest /= 10
      return UInt8(ascii: "0") + digit
    }
    text[5] = nextDigit()
    text[4] = nextDigit()
    text[3] = UInt8(ascii: ".")
    text[2] = nextDigit()
    var first = 2
    while rest > 0 {
      first -= 1
      text[first] = nextDigit()
    }
    if bits.rawValue < 0 { text[first - 1] = UInt8(ascii: "-") }
    bytes = text
  }
}

extension OutputBuffer {
  /// Appends a probability with six significant digits, right-aligned in at least `width` bytes (`%11.6g`).
  mutating func append(probability: Double, width: Int) {
    append(contentsOf: formatGeneral(probability, width: width))
  }
}
