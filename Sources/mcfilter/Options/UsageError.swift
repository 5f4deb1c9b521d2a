/// A command line that the program does not understand.
struct UsageError: Error, Equatable {
  /// The verb it was meant for.
  let verb: Verb
  let problem: UsageProblem

  /// What is wrong, on one line whatever the arguments hold, to stand behind `mcfilter: `.
  var sentence: String { problem.sentence(for: verb) }

  /// Where to read more: the second line.
  var pointer: String { "Try '\(verb.command) --help' for more information." }
}

/// Each way in which a command line can be wrong. Options are named as one types them (`--mask`, `-t`).
enum UsageProblem: Error, Equatable {
  case unknownOption(String, suggestion: String?)
  case ambiguousOption(String, candidates: [String])
  case optionOfOtherVerbs(String, [Verb])
  case missingValue(String, placeholder: String)
  case unwantedValue(String)
  case badValue(String, kind: ValueKind, given: String)
  case exclusiveOptions(String, String)
  case neededOptions(String, [String])
  case missingOperand(placeholder: String)
  case surplusOperand(String)

  fileprivate func sentence(for verb: Verb) -> String {
    switch self {
    case .unknownOption(let option, let suggestion?):
      "unknown option \(option.printable): did you mean \(suggestion)?"
    case .unknownOption(let option, nil):
      "unknown option \(option.printable)"
    case .ambiguousOption(let option, let candidates):
      "option \(option) is ambiguous: \(candidates.list(joinedBy: "or"))"
    case .optionOfOtherVerbs(let option, let verbs):
      "\(option) is an option of \(verbs.map(\.inProse).list(joinedBy: "and")), not of \(verb.inProse)"
    case .missingValue(let option, let placeholder):
      "\(option) needs a value: \(placeholder)"
    case .unwantedValue(let option):
      "\(option) takes no value"
    case .badValue(let option, let kind, let given):
      "\(option) takes \(kind.expectation), not '\(given.printable)'"
    case .exclusiveOptions(let one, let other):
      "\(one) and \(other) exclude each other"
    case .neededOptions(let option, let others):
      "\(option) needs \(others.list(joinedBy: "or")) beside it"
    case .missingOperand(let placeholder):
      "\(verb.inProse) needs at least one \(placeholder)"
    case .surplusOperand(let operand):
      """
      \(verb.inProse) takes at most \(verb.operandCount.upperBound) \
      \(verb.operandCount.upperBound == 1 ? "operand" : "operands"): '\(operand.printable)' is too many
      """
    }
  }
}

extension String {
  /// The text with its control characters written as escapes, so that what a user typed can neither break a
  /// line nor command a terminal.
  fileprivate var printable: String {
    var text = ""
    for scalar in unicodeScalars {
      if scalar.properties.generalCategory == .control || scalar.properties.generalCategory == .format {
        text += scalar.escaped(asASCII: true)
      } else {
        text.unicodeScalars.append(scalar)
      }
    }
    return text
  }
}
