/// Formats: the table of all input formats, by the names that `--input-format` takes.
public enum FormatName: String, CaseIterable, Sendable {
  /// Every line is read by whatever fits it.
  case auto
  /// Lines with a header; one that no header fits is all message.
  case syslog
  /// A JSON object a line.
  case json
  /// Entries of several lines, as `journalctl -o export` writes them.
  case export
  /// Entries of several lines, as `journalctl -o verbose` prints them.
  case verbose
  /// No headers: the whole line is the message.
  case plain

  /// A reader of this format, with nothing read yet.
  func makeFormat(_ settings: FormatSettings = FormatSettings()) -> any LogFormat {
    switch self {
    case .auto: AutoFormat(settings)
    case .syslog: SyslogFormat(skippedFields: SkippedFields(count: settings.skippedFields))
    case .json: JSONFormat(settings)
    case .export: ExportFormat(settings)
    case .verbose: VerboseFormat(settings)
    case .plain: PlainFormat(skippedFields: SkippedFields(count: settings.skippedFields))
    }
  }
}
