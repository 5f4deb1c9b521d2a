/// A line's own bytes in the output: as they are, or shown on a terminal.
struct LineText {
  /// Nil if bytes stand as they are.
  private var visible: RewrittenText<VisibleText>?

  /// Lines as `display` wants them.
  init(_ display: Display) {
    if display.showsControls { visible = RewrittenText(VisibleText(isField: false)) }
  }

  /// True if bytes stand as they are.
  var isPlain: Bool { visible == nil }

  /// Appends a line, or a piece of one.
  mutating func append(_ line: Line, of bytes: Span<UInt8>, to output: inout OutputBuffer) {
    if visible == nil {
      output.append(line.text, of: bytes)
    } else {
      visible?.append(line.text, of: bytes, to: &output)
      if line.endsLine { visible?.finish(to: &output) }
    }
    if line.endsLine { output.append(0x0A) }
  }
}
