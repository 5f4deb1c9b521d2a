extension Completions {
  /// The script for bash 4 and later. It needs nothing of the bash-completion package.
  static func bash(_ table: OptionTable) -> String {
    let verbs = verbWords.joined(separator: " | ")
    let models = Verb.allCases.filter(\.operandsAreModels).map(\.rawValue).joined(separator: " | ")
    return #"""
      # bash completion for mcfilter, made by: mcfilter --completions=bash

      # Completes file names: all of them, or those that match a pattern, and directories.
      _mcfilter_files() {
        if [[ $1 ]]; then
          mapfile -t COMPREPLY < <(compgen -P "$2" -f -X "!$1" -- "$3"; compgen -P "$2" -d -- "$3")
        else
          mapfile -t COMPREPLY < <(compgen -P "$2" -f -- "$3")
        fi
        compopt -o filenames 2>/dev/null
      }

      _mcfilter() {
        local cur=${COMP_WORDS[COMP_CWORD]} option='' prefix='' options='' verb=filter operands_only='' i
        COMPREPLY=()
        if ((COMP_CWORD > 1)); then
          case ${COMP_WORDS[1]} in
            \#(verbs)) verb=${COMP_WORDS[1]} ;;
          esac
        fi
        for ((i = 1; i < COMP_CWORD; i++)); do
          [[ ${COMP_WORDS[i]} == -- ]] && operands_only=yes
        done

        # Whose value is it? With `=` in COMP_WORDBREAKS, `--name=value` comes as three words.
        if [[ ! $operands_only ]]; then
          if [[ $cur == = ]]; then
            option=${COMP_WORDS[COMP_CWORD - 1]}= cur=''
          elif ((COMP_CWORD > 2)) && [[ ${COMP_WORDS[COMP_CWORD - 1]} == = ]]; then
            option=${COMP_WORDS[COMP_CWORD - 2]}=
          elif [[ $cur == --*=* ]]; then
            option=${cur%%=*}= prefix=${cur%%=*}= cur=${cur#*=}
          elif ((COMP_CWORD > 1)); then
            option=${COMP_WORDS[COMP_CWORD - 1]}
          fi
        fi
        case $verb:$option in
      \#(bashValues(table))
        esac

        if [[ $cur == -* && ! $operands_only ]]; then
          case $verb in
      \#(bashOptions(table))
          esac
          mapfile -t COMPREPLY < <(compgen -W "$options" -- "$cur")
          [[ ${COMPREPLY[0]-} == *= ]] && compopt -o nospace 2>/dev/null
          return
        fi
        case $verb in
          \#(models)) _mcfilter_files '*.mcm' '' "$cur" ;;
          *) _mcfilter_files '' '' "$cur" ;;
        esac
        if ((COMP_CWORD == 1)); then
          mapfile -t -O "${#COMPREPLY[@]}" COMPREPLY < <(compgen -W '\#(verbWords.joined(separator: " "))' -- "$cur")
        fi
      }

      complete -F _mcfilter mcfilter

      """#
  }

  /// The branches of a `case` over verb and option that complete the option's value.
  private static func bashValues(_ table: OptionTable) -> String {
    table.rows.compactMap { row -> String? in
      guard let kind = row.valueKind else { return nil }
      // A value behind a blank is one only if it must be there.
      var spellings = [row.name.long + "="]
      if case .required = row.argument {
        spellings.append(row.name.long)
        if let letter = row.letter { spellings.append("-\(letter)") }
      }
      let patterns = row.verbs.flatMap { verb in spellings.map { "\(verb.rawValue):\($0)" } }
      let reply: String? =
        switch kind {
        case .words(let words), .wordList(let words):
          #"mapfile -t COMPREPLY < <(compgen -P "$prefix" -W \#(quoted(words.joined(separator: " "))) -- "$cur")"#
        case .model: #"_mcfilter_files '*.mcm' "$prefix" "$cur""#
        case .wholeNumber, .decimal, .share, .seconds, .byteSize, .weights, .alertLimit, .jsonKeys, .time,
          .text:
          nil
        case .file: #"_mcfilter_files '' "$prefix" "$cur""#
        }
      let lines =
        ["    \(patterns.joined(separator: " | ")))"]
        + [reply, "return", ";;"].compactMap { $0.map { "      " + $0 } }
      return lines.joined(separator: "\n")
    }.joined(separator: "\n")
  }

  /// The branches of a `case` over the verb that set `options` to what the verb takes.
  private static func bashOptions(_ table: OptionTable) -> String {
    Verb.allCases.map { verb in
      let spellings = table.options(of: verb).flatMap { option -> [String] in
        let long = if case .required = option.argument { option.name.long + "=" } else { option.name.long }
        return (option.letter.map { ["-\($0)"] } ?? []) + [long]
      }
      return "      \(verb.rawValue)) options=\(quoted(spellings.joined(separator: " "))) ;;"
    }.joined(separator: "\n")
  }
}
