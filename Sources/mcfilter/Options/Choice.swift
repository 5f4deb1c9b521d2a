/// The words of those choices that the option table alone knows; the others are enums of LogMarkov (`FormatName`,
/// `Mask` and so on). Parsing, help and completions read the words from the enums.
enum Choice {
  /// Shells that `--completions` knows.
  enum Shell: String, CaseIterable, Sendable {
    case bash, zsh, fish
  }

  /// How figures are written.
  enum ReportFormat: String, CaseIterable, Sendable {
    case text, tsv, json
  }

  /// When output has colours.
  enum Coloring: String, CaseIterable, Sendable {
    case auto, always, never
  }
}
