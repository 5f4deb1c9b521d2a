internal import Unix

/// Columns with tabs between them: message, tag, combined, flag word, stray, missing, line.
///
/// `-` stands where there is no number; TAB, CR, LF and backslash are escaped in the line, so that every row has seven
/// columns. Names of inputs and numbers of lines, if they are asked for, are columns before the line.
struct TSVAnnotator: Annotator {
  private let scale: ScoreScale
  private var columns = BitsColumns()
  /// Nil if only what parts fields and rows is escaped.
  private var visible: RewrittenText<VisibleText>?

  /// An annotator of this style.
  init(_ style: AnnotationStyle) {
    scale = style.scale
    if style.display.showsControls { visible = RewrittenText(VisibleText(isField: true)) }
  }

  mutating func annotate(_ scored: ScoredLines, of text: Span<UInt8>, into output: inout OutputBuffer) {
    columns.prepare(for: scored.lines.count)
    for row in scored.lines.indices where scored.roles[row].contains(.printed) {
      let line = scored.lines[row]
      if line.startsLine {
        appendScores(scored.scores[row], to: &output)
        append(scored.origins.shown(line), to: &output)
      }
      if visible == nil {
        appendEscaped(line.text, of: text, to: &output)
      } else {
        visible?.append(line.text, of: text, to: &output)
        if line.endsLine { visible?.finish(to: &output) }
      }
      if line.endsLine { output.append(0x0A) }
    }
  }

  private func appendScores(_ score: Score, to output: inout OutputBuffer) {
    switch (score.flag, scale) {
    case (.skip, _):
      for _ in 0..<3 { appendNoNumber(to: &output) }
    case (_, .bits):
      append(score.message, to: &output)
      append(score.tag, to: &output)
      append(score.combined, to: &output)
    case (_, .probability):
      let (message, tag) = (score.messageProbability, score.tagProbability)
      for probability in [message, tag, message + tag] {
        output.append(probability: probability, width: 0)
        output.append(0x09)
      }
    }
    output.append(contentsOf: score.flag.word)
    output.append(0x09)
    appendEvidence(score.stray, to: &output)
    appendEvidence(score.missing, to: &output)
  }

  private func append(_ origin: (name: [UInt8]?, number: UInt64?), to output: inout OutputBuffer) {
    if let name = origin.name {
      appendEscaped(Region(0..<name.count), of: name.span, to: &output)
      output.append(0x09)
    }
    if let number = origin.number {
      output.append(decimal: number)
      output.append(0x09)
    }
  }

  private func appendEvidence(_ bits: Centibits?, to output: inout OutputBuffer) {
    guard let bits else { return appendNoNumber(to: &output) }
    append(bits, to: &output)
  }

  private func append(_ bits: Centibits, to output: inout OutputBuffer) {
    output.append(column: columns[bits])
    output.append(0x09)
  }

  private func appendNoNumber(to output: inout OutputBuffer) {
    output.append(0x2D)
    output.append(0x09)
  }

  private func appendEscaped(_ text: Region, of bytes: Span<UInt8>, to output: inout OutputBuffer) {
    var plain = text.range.lowerBound
    let end = text.range.upperBound
    while true {
      let found = bytes.firstPlace(in: plain..<end) {
        $0.marks(0x09...0x0A) | $0.marks(0x0D) | $0.marks(0x5C)
      }
      output.append(Region(plain..<found), of: bytes)
      guard found < end else { return }
      output.append(0x5C)
      switch bytes[found] {
      case 0x09: output.append(UInt8(ascii: "t"))
      case 0x0A: output.append(UInt8(ascii: "n"))
      case 0x0D: output.append(UInt8(ascii: "r"))
      default: output.append(0x5C)
      }
      plain = found + 1
    }
  }
}
