/// Answers to rsyslog's mmexternal: for each line that was read, selected or not, one object that adds what is known of it
/// to the message's properties under `$!mcfilter`.
///
/// rsyslog waits for an answer to every message, and takes no other word. What has no value is left out: in its scripts
/// an empty property compares as less than any number. Source: rsyslog, plugins/external/INTERFACE.md.
struct ReplyAnnotator: Annotator {
  private var values: FieldValues

  /// An annotator for `style.scale`.
  init(_ style: AnnotationStyle) { values = FieldValues(.reply, style.scale) }

  mutating func annotate(_ scored: ScoredLines, of bytes: Span<UInt8>, into output: inout OutputBuffer) {
    values.prepare(for: scored.lines.count)
    for row in scored.lines.indices where scored.lines[row].startsLine {
      values.append(scored.scores[row].flag, to: &output)
      values.appendTypes(row, scored, to: &output)
      values.appendScores(row, scored, to: &output)
      output.append(values.syntax.end)
    }
  }
}
