/// The bare line: what `grep` would print.
struct LineAnnotator: Annotator {
  private var text: LineText

  /// An annotator for `style.display`.
  init(_ style: AnnotationStyle) { text = LineText(style.display) }

  mutating func annotate(_ scored: ScoredLines, of bytes: Span<UInt8>, into output: inout OutputBuffer) {
    for row in scored.lines.indices where scored.roles[row].contains(.printed) {
      text.append(scored.lines[row], of: bytes, to: &output)
    }
  }
}
