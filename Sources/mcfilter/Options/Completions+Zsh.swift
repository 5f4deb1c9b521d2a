extension Completions {
  /// The script for zsh 5, to be put on `$fpath` as `_mcfilter` or to be sourced.
  static func zsh(_ table: OptionTable) -> String {
    let verbs = Verb.allCases.compactMap { verb in
      verb.word.map { "    " + quoted("\($0):\(verb.sentence.dropLast())") }
    }
    return #"""
      #compdef mcfilter
      # zsh completion for mcfilter, made by: mcfilter --completions=zsh

      _mcfilter_models() {
        _files -g '*.mcm'
      }

      _mcfilter_first() {
        local -a verbs=(
      \#(verbs.joined(separator: "\n"))
        )
        # A verb is a verb only as the first argument.
        ((CURRENT == 2)) && _describe -t verbs verb verbs
        _files
      }

      _mcfilter() {
        local verb=filter
        if ((CURRENT > 2)) && [[ $words[2] == (\#(verbWords.joined(separator: "|"))) ]]; then
          verb=$words[2]
          shift words
          ((CURRENT--))
        fi
        case $verb in
      \#(Verb.allCases.map { zshVerb($0, table) }.joined(separator: "\n"))
        esac
      }

      if [[ $funcstack[1] == _mcfilter ]]; then
        _mcfilter "$@"
      else
        compdef _mcfilter mcfilter
      fi

      """#
  }

  /// The branch of a `case` over the verb.
  private static func zshVerb(_ verb: Verb, _ table: OptionTable) -> String {
    var specifications = table.options(of: verb).map(zshOption)
    let action = verb.operandsAreModels ? "_mcfilter_models" : "_files"
    if verb == .filter { specifications.append("'1: :_mcfilter_first'") }
    specifications.append("'*:\(verb.operandPlaceholder):\(action)'")
    let lines = (["_arguments -s -S"] + specifications).joined(separator: " \\\n        ")
    return """
          \(verb.rawValue))
            \(lines)
            ;;
      """
  }

  /// An option as `_arguments` wants it told.
  private static func zshOption(_ option: OptionDefinition) -> String {
    let long = option.name.long
    let explanation = "[\(option.sentence.dropLast().description.escaping(#"\[]:"#))]"
    // What `_arguments` wants behind the long and the short name, and the value.
    var (longMark, letterMark, value) = ("", "", "")
    switch option.argument {
    case .none: break
    case .required(let kind, let placeholder):
      (longMark, letterMark, value) = ("=", "+", ":" + zshValue(kind, placeholder))
    case .optional(let kind, let placeholder):
      (longMark, letterMark, value) = ("=-", "-", "::" + zshValue(kind, placeholder))
    }
    guard let letter = option.letter else { return quoted("\(long)\(longMark)\(explanation)\(value)") }
    return "'(-\(letter) \(long))'{-\(letter)\(letterMark),\(long)\(longMark)}\(quoted(explanation + value))"
  }

  private static func zshValue(_ kind: ValueKind, _ placeholder: String) -> String {
    switch kind {
    case .words(let words), .wordList(let words):
      "\(placeholder.escaping(#"\:"#)):(\(words.joined(separator: " ")))"
    case .model: "\(placeholder.escaping(#"\:"#)):_mcfilter_models"
    case .file: "\(placeholder.escaping(#"\:"#)):_files"
    // A blank is the action that only says what is expected.
    case .wholeNumber, .decimal, .share, .seconds, .byteSize, .weights, .alertLimit, .jsonKeys, .time, .text:
      "\(placeholder.escaping(#"\:"#)): "
    }
  }
}
