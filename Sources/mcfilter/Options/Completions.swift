/// The text of `--completions`: a script for a shell, made from the option table.
enum Completions {
  /// The completion script for a shell.
  static func script(for shell: Choice.Shell, table: OptionTable = .standard) -> String {
    switch shell {
    case .bash: bash(table)
    case .zsh: zsh(table)
    case .fish: fish(table)
    }
  }

  /// The words that are verbs.
  static let verbWords = Verb.allCases.compactMap(\.word)

  /// A text in single quotes, as bash and zsh read it.
  static func quoted(_ text: String) -> String {
    var quoted = "'"
    for character in text {
      if character == "'" { quoted += #"'\''"# } else { quoted.append(character) }
    }
    return quoted + "'"
  }
}

extension String {
  /// The text with a backslash before each of these characters.
  func escaping(_ characters: String) -> String {
    var escaped = ""
    for character in self {
      if characters.contains(character) { escaped += "\\" }
      escaped.append(character)
    }
    return escaped
  }
}
