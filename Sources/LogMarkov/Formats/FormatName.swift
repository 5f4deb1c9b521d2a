/// Formats: the table of all input formats, by the names that `--input-format` takes.
public enum FormatName: String, CaseIterable, Sendable {
  /// Every line is read by whatever fits it.
  case auto
  /// Lines with a header; one that no header fits is all message.
  case syslog
  /// No headers: the whole line is the message.
  case plain

  /// A reader of this format, with nothing read yet, that leaves out the first `skippedFields` fields of a line.
  func makeFormat(skippedFields: Int = 0) -> any LogFormat {
    let skippedFields = SkippedFields(count: skippedFields)
    return switch self {
    // So far every form that auto knows is a header of syslog.
    case .auto, .syslog: SyslogFormat(skippedFields: skippedFields)
    case .plain: PlainFormat(skippedFields: skippedFields)
    }
  }
}
