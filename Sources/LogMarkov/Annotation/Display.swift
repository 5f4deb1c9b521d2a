/// Who reads the output: a program, which wants bytes as they are, or a person, whose terminal obeys some of them.
public struct Display: Equatable, Sendable {
  /// Whether prefixes have colours; only text has.
  public var isColored = false
  /// Whether control characters of a line are shown and not sent: what is printed may stand on a terminal.
  public var showsControls = false

  /// A program reads it.
  public init() {}
}

/// How a person tells rare from usual at a glance: terminal sequences, eight bytes at most.
///
/// Of the eight colours that every terminal has, red and magenta alone can be read on black and on white. In xterm's
/// palette their contrast, as WCAG 2.2 reckons it, is 3.6 and 4.5 on black, 5.9 and 4.7 on white; green, yellow and cyan
/// are below 2.2 on white, blue is 2.2 on black. The rarer one is bold too, for those who do not see red. Dim is relative
/// to whatever is usual there.
enum TerminalColor {
  /// Everything about the line that is not the line.
  static let dim = Array("\u{1B}[2m".utf8)
  /// Back to what was before.
  static let reset = Array("\u{1B}[0m".utf8)
  /// One record in a hundred: magenta.
  static let unusual = Array("\u{1B}[0;35m".utf8)
  /// One in a thousand: bold red.
  static let rare = Array("\u{1B}[0;1;31m".utf8)
  /// Dim again.
  static let dimAgain = Array("\u{1B}[0;2m".utf8)
}
