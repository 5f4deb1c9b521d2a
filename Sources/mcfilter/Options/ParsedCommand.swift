import LogMarkov

/// A command line, understood: what is to be done, to what, and with which options. Every value in it has been
/// checked.
struct ParsedCommand: Equatable {
  /// What the user wants of the verb.
  enum Request: Equatable {
    case run
    case help
    case version
    case completions(Choice.Shell)
  }

  let verb: Verb
  var request = Request.run
  var operands: [String] = []
  /// The values given, the last one of each option.
  private var given = OptionValues()
  /// The values of the options that were not given but have a standard one.
  private var standard = OptionValues()

  /// A command without options and operands.
  init(_ verb: Verb, table: OptionTable) {
    self.verb = verb
    for row in table.options(of: verb) { standard[row.name] = standard[row.name] ?? row.standardValue }
  }

  /// Notes that an option was given; an earlier value of it is forgotten.
  mutating func give(_ name: OptionName, _ value: OptionValue) {
    given[name] = value
  }

  /// Takes back that an option was given.
  mutating func forget(_ name: OptionName) { given[name] = nil }

  /// True if the option was given, by itself or by one that is short for it.
  func has(_ name: OptionName) -> Bool { given[name] != nil }

  /// True if this word was given as the option's value.
  func says(_ word: String, _ name: OptionName) -> Bool { given[name] == .text(word) }
}

// The values by type. An option of another type, or one without a standard value where one is relied on, is an
// error of the program, not of its user: a trap.
extension ParsedCommand {
  /// The word given for a choice, else its standard one.
  func choice<Word: RawRepresentable>(_ name: OptionName) -> Word where Word.RawValue == String {
    word(of: value(name), name)
  }

  /// The word given for a choice.
  func choice<Word: RawRepresentable>(ifGiven name: OptionName) -> Word? where Word.RawValue == String {
    given[name].map { word(of: $0, name) }
  }

  /// The words given for a choice, in order, else the standard ones.
  func choices<Word: RawRepresentable>(_ name: OptionName) -> [Word] where Word.RawValue == String {
    guard case .words(let words) = value(name) else {
      preconditionFailure("\(name.long) is no list of words")
    }
    return words.map { word(of: .text($0), name) }
  }

  /// The whole number, or number of bytes, given, else the standard one.
  func integer(_ name: OptionName) -> Int { integer(of: value(name), name) }

  /// The whole number given.
  func integer(ifGiven name: OptionName) -> Int? { given[name].map { integer(of: $0, name) } }

  /// The decimal number, share or time given, else the standard one.
  func decimal(_ name: OptionName) -> Double { decimal(of: value(name), name) }

  /// The decimal number, share or time given.
  func decimal(ifGiven name: OptionName) -> Double? { given[name].map { decimal(of: $0, name) } }

  /// The weights given, in order.
  func weights(ifGiven name: OptionName) -> [Double]? {
    given[name].map { value in
      guard case .weights(let weights) = value else {
        preconditionFailure("\(name.long) is no list of weights")
      }
      return weights
    }
  }

  /// The keys of JSON objects given, the usual ones for all other fields.
  func jsonKeys(ifGiven name: OptionName) -> JSONKeys? {
    given[name].map { value in
      guard let keys = JSONKeys(option: text(of: value, name)) else {
        preconditionFailure("\(name.long) is no list of keys")
      }
      return keys
    }
  }

  /// The limit given, else the standard one; nil if there is neither.
  func alertLimit(_ name: OptionName) -> AlertLimit? {
    (given[name] ?? standard[name]).map { value in
      guard let limit = AlertLimit(option: text(of: value, name)) else {
        preconditionFailure("\(name.long) is no limit")
      }
      return limit
    }
  }

  /// The file name or text given, else the standard one.
  func text(_ name: OptionName) -> String { text(of: value(name), name) }

  /// The file name or text given.
  func text(ifGiven name: OptionName) -> String? { given[name].map { text(of: $0, name) } }

  private func value(_ name: OptionName) -> OptionValue {
    guard let value = given[name] ?? standard[name] else {
      preconditionFailure("\(name.long) has no standard value for \(verb.inProse)")
    }
    return value
  }

  private func word<Word: RawRepresentable>(of value: OptionValue, _ name: OptionName) -> Word
  where Word.RawValue == String {
    guard let word = Word(rawValue: text(of: value, name)) else {
      preconditionFailure("\(name.long) is no choice of \(Word.self)")
    }
    return word
  }

  private func integer(of value: OptionValue, _ name: OptionName) -> Int {
    guard case .integer(let number) = value else { preconditionFailure("\(name.long) is no whole number") }
    return number
  }

  private func decimal(of value: OptionValue, _ name: OptionName) -> Double {
    guard case .decimal(let number) = value else { preconditionFailure("\(name.long) is no decimal number") }
    return number
  }

  private func text(of value: OptionValue, _ name: OptionName) -> String {
    guard case .text(let text) = value else { preconditionFailure("\(name.long) is no text") }
    return text
  }
}
