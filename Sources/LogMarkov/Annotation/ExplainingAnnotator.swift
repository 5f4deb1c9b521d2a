/// Text with explanations: what a record is, below its line, each row behind four blanks and a bar.
///
///     | type      snapshot: * finished , * MiB
///     | after     snapshot: * started
///     | expected  0.998 snapverify: * verified , * blocks
///     |           0.001 mountd: mount of * granted to * port *
///     | missing   snapverify: * verified , * blocks
///
/// No scored line has a bar there, so that `grep -v '^    |'` takes explanations out again.
struct ExplainingAnnotator: Annotator {
  private var annotator: TextAnnotator
  private let isColored: Bool
  /// What is to be said below a long line whose end has not come yet.
  private var pending: (explanation: Explanation, score: Score)?

  /// An annotator of this style.
  init(_ style: AnnotationStyle) {
    annotator = TextAnnotator(style)
    isColored = style.display.isColored
  }

  mutating func annotate(_ scored: ScoredLines, of text: Span<UInt8>, into output: inout OutputBuffer) {
    for row in scored.lines.indices where scored.roles[row].contains(.printed) {
      annotator.append(row, of: scored, text, to: &output)
      if let explanation = scored.explanations[row], !scored.roles[row].contains(.context) {
        pending = (explanation, scored.scores[row])
      }
      guard scored.lines[row].endsLine, let (explanation, score) = pending else { continue }
      append(explanation, score, to: &output)
      pending = nil
    }
  }

  mutating func recolor(_ rarity: RarityScale?) { annotator.recolor(rarity) }

  private func append(_ explanation: Explanation, _ score: Score, to output: inout OutputBuffer) {
    append("type", explanation.type, to: &output)
    append("after", explanation.previous, to: &output)
    for (index, expectation) in explanation.expected.enumerated() {
      append(
        index == 0 ? "expected" : "", expectation.text, probability: expectation.probability, to: &output)
    }
    if score.suggestsMissing, let missing = explanation.missing { append("missing", missing, to: &output) }
  }

  private func append(
    _ heading: StaticString, _ text: TypeText?, probability: Double? = nil, to output: inout OutputBuffer
  ) {
    if isColored { output.append(contentsOf: TerminalColor.dim) }
    output.append(contentsOf: Array("    | \(heading)".utf8))
    for _ in heading.utf8CodeUnitCount..<10 { output.append(0x20) }
    if let probability { output.append(contentsOf: Array(probability.inThousandths.utf8)) }
    output.append(contentsOf: text?.bytes ?? [UInt8(ascii: "-")])
    if isColored { output.append(contentsOf: TerminalColor.reset) }
    output.append(0x0A)
  }
}

extension Double {
  /// A share from 0 to 1 with three decimals and a blank.
  fileprivate var inThousandths: String {
    let share = Int((self * 1000).rounded())
    return "\(share / 1000).\(share / 100 % 10)\(share / 10 % 10)\(share % 10) "
  }
}
