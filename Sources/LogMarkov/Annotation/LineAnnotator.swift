/// The bare line, and where it comes from if that is asked: what `grep` would print.
struct LineAnnotator: Annotator {
  private var text: LineText

  /// An annotator for `style.display`.
  init(_ style: AnnotationStyle) { text = LineText(style.display) }

  mutating func annotate(_ scored: ScoredLines, of bytes: Span<UInt8>, into output: inout OutputBuffer) {
    for row in scored.lines.indices where scored.roles[row].contains(.printed) {
      if scored.lines[row].startsLine {
        if scored.roles[row].contains(.startsGroup) { output.append(contentsOf: LineOrigins.separator) }
        scored.origins.append(scored.lines[row], scored.roles[row], to: &output)
      }
      text.append(scored.lines[row], of: bytes, to: &output)
    }
  }
}
