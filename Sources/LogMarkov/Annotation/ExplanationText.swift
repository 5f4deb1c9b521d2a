/// Explanations below their lines: blank-indented, behind a `|`, so that no line of a log is taken for one.
enum ExplanationText {
  private static let indent = Array("    | ".utf8)

  /// Writes an explanation; `isMissing` says that a record seems to be missing before this one.
  static func append(_ explanation: Explanation, isMissing: Bool, to output: inout OutputBuffer) {
    row("type      ", explanation.type, to: &output)
    row("after     ", explanation.previous, to: &output)
    for (place, expectation) in explanation.expected.enumerated() {
      let share = Int((expectation.probability * 1000).rounded())
      let digits = String(share % 1000)
      let number = "\(share / 1000).\(String(repeating: "0", count: 3 - digits.count))\(digits) "
      row(
        place == 0 ? "expected  " : "          ", Array(number.utf8) + expectation.text, to: &output)
    }
    if isMissing, let candidate = explanation.candidate { row("missing   ", candidate, to: &output) }
  }

  private static func row(_ name: String, _ text: [UInt8], to output: inout OutputBuffer) {
    output.append(contentsOf: indent)
    output.append(contentsOf: Array(name.utf8))
    // What an enemy wrote must not reach a terminal as an escape sequence.
    for byte in text { output.append(byte < 0x20 || byte == 0x7F ? UInt8(ascii: "?") : byte) }
    if text.isEmpty { output.append(UInt8(ascii: "-")) }
    output.append(0x0A)
  }
}
