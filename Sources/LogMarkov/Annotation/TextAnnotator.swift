/// The default output: `%6.2f %6.2f %6.2f %c ` (message, tag, combined, flag), then the line's own bytes.
///
/// The prefix is 23 bytes wide, 38 with probabilities, so that `cut -c24-` gives the input back, byte for byte.
struct TextAnnotator: Annotator {
  let scale: ScoreScale
  /// What stands below the line at hand, once all its pieces are there.
  private var below: (explanation: Explanation, isMissing: Bool)?

  /// An annotator that writes scores in this unit.
  init(scale: ScoreScale) { self.scale = scale }

  mutating func annotate(
    _ lines: [Line], _ scores: [Score], _ explanations: [Explanation?], passes: [Bool], of bytes: Span<UInt8>,
    into output: inout OutputBuffer
  ) {
    for row in lines.indices where passes[row] {
      if lines[row].startsLine {
        switch scale {
        case .bits: appendBits(scores[row], to: &output)
        case .probability: appendProbabilities(scores[row], to: &output)
        }
      }
      output.append(lines[row].text, of: bytes)
      if row < explanations.count, let explanation = explanations[row] {
        below = (explanation, scores[row].suggestsMissing)
      }
      if lines[row].endsLine {
        output.append(0x0A)
        if let below { ExplanationText.append(below.explanation, isMissing: below.isMissing, to: &output) }
        below = nil
      }
    }
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
