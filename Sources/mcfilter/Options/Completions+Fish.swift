extension Completions {
  /// The script for fish 3.
  static func fish(_ table: OptionTable) -> String {
    let verbs = Verb.allCases.compactMap { verb in
      verb.word.map {
        "complete -c mcfilter -n __mcfilter_at_first -a \($0) -d \(fishQuoted(verb.sentence.dropLast().description))"
      }
    }
    let models = Verb.allCases.filter(\.operandsAreModels).map(\.rawValue).joined(separator: " ")
    let lines = verbs + table.rows.map(fishOption)
    return #"""
      # fish completion for mcfilter, made by: mcfilter --completions=fish

      # True if the verb of the command line is among the arguments.
      function __mcfilter_verb_is
          set -l words (commandline -opc)
          if set -q words[2]; and contains -- $words[2] \#(verbWords.joined(separator: " "))
              contains -- $words[2] $argv
          else
              contains -- filter $argv
          end
      end

      # True if the word to complete is the first argument.
      function __mcfilter_at_first
          test (count (commandline -opc)) -eq 1
      end

      \#(lines.joined(separator: "\n"))
      complete -c mcfilter -n '__mcfilter_verb_is \#(models)' -f -k -a '(__fish_complete_suffix .mcm)'

      """#
  }

  private static func fishOption(_ option: OptionDefinition) -> String {
    let condition = "__mcfilter_verb_is " + option.verbs.map(\.rawValue).joined(separator: " ")
    let letter = option.letter.map { " -s \($0)" } ?? ""
    // -r: a value is needed; -x: and it is not just any file.
    let needsValue = if case .required = option.argument { true } else { false }
    let mark = !needsValue ? "" : option.valueKind == .file ? " -r" : " -x"
    let values: String =
      switch option.valueKind {
      case .words(let words)?, .wordList(let words)?: " -a \(fishQuoted(words.joined(separator: " ")))"
      case .file?: " -F"
      case .model?: " -k -a '(__fish_complete_suffix .mcm)'"
      case .wholeNumber?, .decimal?, .share?, .seconds?, .byteSize?, .weights?, .alertLimit?, .jsonKeys?,
        .time?, .text?,
        nil:
        ""
      }
    let sentence = fishQuoted(option.sentence.dropLast().description)
    return
      "complete -c mcfilter -n '\(condition)'\(letter) -l \(option.name.rawValue)\(mark)\(values) -d \(sentence)"
  }

  /// A text in single quotes, as fish reads it.
  private static func fishQuoted(_ text: String) -> String { "'\(text.escaping(#"\'"#))'" }
}
