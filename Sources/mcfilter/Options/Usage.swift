/// The text of `--help`.
enum Usage {
  /// Columns that help fills at most: those of the narrowest terminal in use.
  private static let width = 80
  /// Columns of an option and the blanks behind it; the sentence begins behind them.
  private static let indent = 32

  /// Help on a verb: usage lines, what the verb does, its options, and where to read more.
  static func help(on verb: Verb, table: OptionTable = .standard) -> String {
    var lines = ["Usage: \(verb.command) [OPTION]... \(verb.operands)"]
    if verb == .filter {
      lines += Verb.allCases.filter { $0.word != nil }.map {
        "       \($0.command) [OPTION]... \($0.operands)"
      }
    }
    lines += [verb.sentence] + wrapped(verb.standardInputSentence, to: width)
    if verb == .filter {
      lines += ["", "Verbs (see 'mcfilter VERB --help'):"]
      for verb in Verb.allCases {
        if let word = verb.word { lines += entry("  \(word)", verb.sentence, indent: 12) }
      }
    }
    for section in OptionDefinition.Section.allCases {
      let options = table.options(of: verb).filter { $0.section == section }
      if !options.isEmpty { lines += ["", "\(section.rawValue):"] }
      for option in options { lines += entry(heading(of: option), sentence(on: option), indent: indent) }
    }
    lines += ["", "The manual says more: man mcfilter"]
    return lines.map { $0 + "\n" }.joined()
  }

  private static func heading(of option: OptionDefinition) -> String {
    let letter = option.letter.map { "-\($0), " } ?? "    "
    return "  \(letter)\(option.shown)"
  }

  /// What an option does, with its standard value before the full stop.
  private static func sentence(on option: OptionDefinition) -> String {
    guard let standard = option.standard else { return option.sentence }
    return "\(option.sentence.dropLast()) (default: \(standard))."
  }

  /// A heading and, beside it or below a long one, what it means.
  private static func entry(_ heading: String, _ sentence: String, indent: Int) -> [String] {
    func padded(_ text: String) -> String { text + String(repeating: " ", count: indent - text.count) }
    let lines = wrapped(sentence, to: width - indent)
    // Two blanks at least between the columns.
    guard heading.count + 2 <= indent else { return [heading] + lines.map { padded("") + $0 } }
    return zip([heading] + Array(repeating: "", count: lines.count - 1), lines).map { padded($0) + $1 }
  }

  /// The words of a text on lines of at most `width` columns.
  private static func wrapped(_ text: String, to width: Int) -> [String] {
    var lines = [""]
    for word in text.split(separator: " ") {
      let last = lines[lines.count - 1]
      if last.isEmpty {
        lines[lines.count - 1] = String(word)
      } else if last.count + 1 + word.count <= width {
        lines[lines.count - 1] += " " + word
      } else {
        lines.append(String(word))
      }
    }
    return lines
  }
}
