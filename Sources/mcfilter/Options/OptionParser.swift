/// Makes a command of the program's arguments by the option table.
///
/// The C library's `getopt_long` is out of a Swift program's reach. Options and operands may be mixed, whatever
/// `$POSIXLY_CORRECT` says: a filter must not understand a command differently in another environment.
struct OptionParser {
  var table = OptionTable.standard

  /// Reads the arguments behind the program's name.
  ///
  /// A request for help, the version or completions is taken as soon as it is met; what stands behind it is not
  /// looked at.
  func parse(_ arguments: [String]) throws(UsageError) -> ParsedCommand {
    let verb = arguments.first.flatMap(Verb.init(word:)) ?? .filter
    var reading = Reading(table: table, verb: verb, rest: arguments.dropFirst(verb.word == nil ? 0 : 1))
    do {
      try reading.readAll()
    } catch {
      throw UsageError(verb: verb, problem: error)
    }
    return reading.command
  }
}

/// Arguments, partly read.
private struct Reading {
  let table: OptionTable
  /// The options that the verb takes.
  let options: [OptionDefinition]
  var rest: ArraySlice<String>
  var command: ParsedCommand

  init(table: OptionTable, verb: Verb, rest: ArraySlice<String>) {
    self.table = table
    self.rest = rest
    options = table.options(of: verb)
    command = ParsedCommand(verb, table: table)
  }

  mutating func readAll() throws(UsageProblem) {
    while command.request == .run, let argument = rest.popFirst() {
      let scalars = argument.unicodeScalars
      if argument == "--" {
        command.operands += rest
        rest = []
      } else if scalars.starts(with: "--".unicodeScalars) {
        try readName(String(scalars.dropFirst(2)))
      } else if scalars.first == "-", scalars.count > 1 {
        try readLetters(scalars.dropFirst())
      } else {
        command.operands.append(argument)
      }
    }
    if command.request == .run { try check() }
  }

  /// Reads `name` or `name=value` behind two hyphens.
  private mutating func readName(_ text: String) throws(UsageProblem) {
    let scalars = text.unicodeScalars
    let end = scalars.firstIndex(of: "=") ?? scalars.endIndex
    let option = try option(named: String(scalars[..<end]))
    let value = end < scalars.endIndex ? String(scalars[end...].dropFirst()) : nil
    switch option.argument {
    case .none:
      guard value == nil else { throw .unwantedValue(option.name.long) }
      try take(option, nil)
    case .required(_, let placeholder):
      guard let value = value ?? rest.popFirst() else {
        throw .missingValue(option.name.long, placeholder: placeholder)
      }
      try take(option, value)
    case .optional:
      try take(option, value)
    }
  }

  /// Reads what stands behind one hyphen: letters, the last of them perhaps with its value attached.
  private mutating func readLetters(_ text: String.UnicodeScalarView.SubSequence) throws(UsageProblem) {
    var letters = text
    while command.request == .run, let letter = letters.popFirst() {
      let option = try option(lettered: letter)
      switch option.argument {
      case .none:
        try take(option, nil)
        continue
      case .required(_, let placeholder):
        guard let value = letters.isEmpty ? rest.popFirst() : String(letters) else {
          throw .missingValue("-\(letter)", placeholder: placeholder)
        }
        try take(option, value)
      case .optional:
        try take(option, letters.isEmpty ? nil : String(letters))
      }
      return
    }
  }

  private func option(named written: String) throws(UsageProblem) -> OptionDefinition {
    let names = options.map(\.name.rawValue)
    let matches = Spelling.matches(for: written, among: names)
    guard matches.count <= 1 else {
      throw .ambiguousOption("--\(written)", candidates: matches.map { "--\($0)" })
    }
    if let match = matches.first, let option = options.first(where: { $0.name.rawValue == match }) {
      return option
    }
    let foreign = Spelling.matches(for: written, among: OptionName.allCases.map(\.rawValue))
    if foreign.count == 1, let name = OptionName(rawValue: foreign[0]) {
      let verbs = table.verbs { $0.name == name }
      if !verbs.isEmpty { throw .optionOfOtherVerbs(name.long, verbs) }
    }
    let suggestion = Spelling.suggestion(for: written, among: names)
    throw .unknownOption("--\(written)", suggestion: suggestion.map { "--\($0)" })
  }

  private func option(lettered letter: Unicode.Scalar) throws(UsageProblem) -> OptionDefinition {
    if let option = options.first(where: { $0.letter == letter }) { return option }
    let verbs = table.verbs { $0.letter == letter }
    throw verbs.isEmpty
      ? .unknownOption("-\(letter)", suggestion: nil) : .optionOfOtherVerbs("-\(letter)", verbs)
  }

  /// Takes an option with what was written as its value; an option whose value may be left out then has its
  /// standard value.
  private mutating func take(_ option: OptionDefinition, _ written: String?) throws(UsageProblem) {
    var value = option.standardValue ?? .given
    if let written, let kind = option.valueKind {
      guard let read = kind.read(written) else {
        throw .badValue(option.name.long, kind: kind, given: written)
      }
      value = read
    }
    command.give(option.name, value)
    for other in option.overrules { command.forget(other) }
    for setting in option.standsFor {
      if let option = table.row(setting.name, of: command.verb) { try take(option, setting.value) }
    }
    switch option.name {
    case .help: command.request = .help
    case .version: command.request = .version
    case .completions: command.request = .completions(command.choice(.completions))
    default: break
    }
  }

  /// Checks what only the whole command shows.
  private func check() throws(UsageProblem) {
    for option in options where command.has(option.name) {
      if let other = option.excludes.first(where: command.has) {
        throw .exclusiveOptions(option.name.long, other.long)
      }
      guard option.needs.isEmpty || option.needs.contains(where: command.has) else {
        throw .neededOptions(option.name.long, option.needs.map(\.long))
      }
      for one in option.contradictions where command.says(one.value, option.name) {
        guard one.otherValue.map({ command.says($0, one.other) }) ?? command.has(one.other) else { continue }
        let other = one.otherValue.map { "\(one.other.long)=\($0)" } ?? one.other.long
        throw .exclusiveOptions("\(option.name.long)=\(one.value)", other)
      }
    }
    let count = command.verb.operandCount
    if command.operands.count < count.lowerBound {
      throw .missingOperand(placeholder: command.verb.operandPlaceholder)
    }
    if command.operands.count > count.upperBound {
      throw .surplusOperand(command.operands[count.upperBound])
    }
  }
}
