/// The default output: `%6.2f %6.2f %6.2f %c ` (message, tag, combined, flag), then the line's own bytes.
///
/// The prefix is 23 bytes wide, 38 with probabilities, so that `cut -c24-` gives the input back, byte for byte.
struct TextAnnotator: Annotator {
  let scale: ScoreScale

  mutating func annotate(_ scored: ScoredLines, of text: Span<UInt8>, into output: inout OutputBuffer) {
    for row in scored.lines.indices where scored.roles[row].contains(.printed) {
      append(scored.lines[row], scored.scores[row], of: text, to: &output)
    }
  }

  /// Appends a line, or a piece of one, and its scores.
  func append(_ line: Line, _ score: Score, of bytes: Span<UInt8>, to output: inout OutputBuffer) {
    if line.startsLine {
      switch scale {
      case .bits: appendBits(score, to: &output)
      case .probability: appendProbabilities(score, to: &output)
      }
    }
    output.append(line.text, of: bytes)
    if line.endsLine { output.append(0x0A) }
  }

  private func appendBits(_ score: Score, to output: inout OutputBuffer) {
    var prefix = [23 of UInt8](repeating: UInt8(ascii: " "))
    if score.flag == .skip {
      for column in 0..<3 { prefix[7 * column + 5] = UInt8(ascii: "-") }
    } else {
      let texts: [3 of BitsText] = [BitsText(score.message), BitsText(score.tag), BitsText(score.combined)]
      for column in 0..<3 {
        for index in 0..<6 { prefix[7 * column + index] = texts[column].bytes[index] }
      }
    }
    prefix[21] = score.flag.symbol
    output.append(Region(0..<23), of: prefix.span)
  }

  private func appendProbabilities(_ score: Score, to output: inout OutputBuffer) {
    let (message, tag) = (score.messageProbability, score.tagProbability)
    for probability in [message, tag, message + tag] {
      if score.flag == .skip {
        for _ in 1..<11 { output.append(0x20) }
        output.append(UInt8(ascii: "-"))
      } else {
        output.append(probability: probability, width: 11)
      }
      output.append(0x20)
    }
    output.append(score.flag.symbol)
    output.append(0x20)
  }
}
