internal import Unix

/// How text is written where its bytes cannot stand as they are.
protocol TextRules {
  /// ASCII that does not stand as it is, besides control characters.
  var special: (UInt8, UInt8) { get }
  /// Whether a carriage return at the end of the text stands as it is.
  var keepsLastCarriageReturn: Bool { get }

  /// Writes an ASCII character that is special or a control character.
  func append(special byte: UInt8, to output: inout OutputBuffer)
  /// Writes a whole character of several bytes.
  func append(character: UTF8Sequence, to output: inout OutputBuffer)
  /// Writes an ill-formed part, of one to three bytes.
  func append(illFormed part: UTF8Sequence, to output: inout OutputBuffer)
  /// Writes a byte that no character begins with.
  func append(stray byte: UInt8, to output: inout OutputBuffer)
}

/// Text written by rules, in pieces that may be cut anywhere, within a character too.
struct RewrittenText<Rules: TextRules> {
  private let rules: Rules
  private var sequence = UTF8Sequence()
  private var endsInCarriageReturn = false

  /// Nothing written yet.
  init(_ rules: Rules) { self.rules = rules }

  /// Writes the next piece.
  ///
  /// - Complexity: O(length); sixteen bytes at a time where they stand as they are.
  mutating func append(_ region: Region, of bytes: Span<UInt8>, to output: inout OutputBuffer) {
    var index = region.range.lowerBound
    let end = region.range.upperBound
    while index < end {
      if endsInCarriageReturn {
        endsInCarriageReturn = false
        rules.append(special: .carriageReturn, to: &output)
      }
      if sequence.isOpen {
        if sequence.take(bytes[index]) {
          index += 1
          if !sequence.isOpen { rules.append(character: sequence, to: &output) }
        } else {
          rules.append(illFormed: sequence, to: &output)
        }
        continue
      }
      // ASCII stands as it is, without control characters and what is special.
      let (first, second) = rules.special
      let plain = output.append(index..<end, of: bytes) {
        ~$0.marks(0x20...0x7E) | $0.marks(first) | $0.marks(second)
      }
      guard plain < end else { return }
      let byte = bytes[plain]
      index = plain + 1
      if byte == .carriageReturn, rules.keepsLastCarriageReturn {
        endsInCarriageReturn = true
      } else if byte < 0x80 {
        rules.append(special: byte, to: &output)
      } else if !sequence.begin(byte) {
        rules.append(stray: byte, to: &output)
      }
    }
  }

  /// Ends the text; the next piece begins another.
  mutating func finish(to output: inout OutputBuffer) {
    if sequence.close() { rules.append(illFormed: sequence, to: &output) }
    if endsInCarriageReturn { output.append(.carriageReturn) }
    endsInCarriageReturn = false
  }
}

extension OutputBuffer {
  /// Appends two hexadecimal digits.
  mutating func append(hexadecimal byte: UInt8) {
    for half in [byte >> 4, byte & 0xF] {
      append(half < 10 ? UInt8(ascii: "0") + half : UInt8(ascii: "a") + half - 10)
    }
  }

  /// Appends a number.
  mutating func append(decimal number: UInt64) {
    var digits: [20 of UInt8] = .init(repeating: 0)
    var (rest, first) = (number, 20)
    repeat {
      let (tens, digit) = rest.quotientAndRemainder(dividingBy: 10)
      first -= 1
      digits[first] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: digit)
      rest = tens
    } while rest > 0
    append(Region(first..<20), of: digits.span)
  }
}
