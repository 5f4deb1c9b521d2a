/// One row of the option table: all that parsing, help, completions and the check of the manual know about an
/// option.
///
/// A class, because rows are filtered, searched and handed on: copies of the struct, each counting 8 references, were a
/// sixth of the instructions of reading options.
final class OptionDefinition: Sendable {
  /// Whether a value follows the option.
  enum Argument: Equatable, Sendable {
    case none
    /// `--name=VALUE`, `--name VALUE`, `-nVALUE` or `-n VALUE`.
    case required(ValueKind, placeholder: String)
    /// `--name`, `--name=VALUE` or `-nVALUE`; a word behind the option is no value of it.
    case optional(ValueKind, placeholder: String)
  }

  /// The headings under which help groups the options, in order.
  enum Section: String, CaseIterable, Sendable {
    case model = "Model"
    case newModel = "A model yet to be learned"
    case contents = "What to show"
    case synthesis = "The synthetic log"
    case experiment = "The experiment"
    case scoring = "Scoring"
    case selection = "Selection"
    case input = "Input"
    case output = "Output"
    case general = "General"
  }

  /// What another option would have said.
  struct Setting: Sendable {
    var name: OptionName
    var value: String?
  }

  /// A value of an option that must not be given beside what another option says, or beside any of it.
  struct Contradiction: Sendable {
    var value: String
    var other: OptionName
    var otherValue: String?
  }

  let name: OptionName
  /// The short form, if there is one; unique within a verb.
  let letter: Unicode.Scalar?
  let argument: Argument
  /// The value if none is given, written as a user would.
  let standard: String?
  let verbs: [Verb]
  let section: Section
  /// What the option does: an imperative sentence with its full stop.
  let sentence: String
  /// The options that must not be given beside this one.
  let excludes: [OptionName]
  /// What must not be given together with a value of this one.
  let contradictions: [Contradiction]
  /// One of these must be given beside this one; empty: it stands by itself.
  let needs: [OptionName]
  /// The options that count as not given if they stand before this one.
  let overrules: [OptionName]
  /// For an option that is short for others: which. They count as given where it stands, so that a later option
  /// overrules it.
  let standsFor: [Setting]

  init(
    _ name: OptionName, _ letter: Unicode.Scalar? = nil, _ argument: Argument = .none,
    standard: String? = nil,
    of verbs: [Verb], in section: Section, _ sentence: String, excludes: [OptionName] = [],
    contradictions: [Contradiction] = [], needs: [OptionName] = [], overrules: [OptionName] = [],
    standsFor: [Setting] = []
  ) {
    self.name = name
    self.letter = letter
    self.argument = argument
    self.standard = standard
    self.verbs = verbs
    self.section = section
    self.sentence = sentence
    self.excludes = excludes
    self.contradictions = contradictions
    self.needs = needs
    self.overrules = overrules
    self.standsFor = standsFor
  }

  /// The kind of the value, if one may be given.
  var valueKind: ValueKind? {
    switch argument {
    case .none: nil
    case .required(let kind, _), .optional(let kind, _): kind
    }
  }

  /// The long form with its value as help shows it: `--model=FILE`, `--lookahead[=SECONDS]`.
  var shown: String {
    switch argument {
    case .none: name.long
    case .required(_, let placeholder): "\(name.long)=\(placeholder)"
    case .optional(_, let placeholder): "\(name.long)[=\(placeholder)]"
    }
  }

  /// The standard value, read; `nil` if there is none.
  var standardValue: OptionValue? {
    guard let standard, let valueKind else { return nil }
    return valueKind.read(standard)
  }
}

extension OptionDefinition.Argument {
  /// A value that is required and named `placeholder` in help.
  static func value(_ placeholder: String, _ kind: ValueKind) -> Self {
    .required(kind, placeholder: placeholder)
  }

  /// A required value that is some of the words of a choice.
  static func words<Word>(_ placeholder: String, of choice: Word.Type) -> Self
  where Word: CaseIterable & RawRepresentable, Word.RawValue == String {
    .required(.wordList(Word.allCases.map(\.rawValue)), placeholder: placeholder)
  }

  /// A required value that is one of the words of a choice; help shows the words.
  static func word<Word>(of choice: Word.Type) -> Self
  where Word: CaseIterable & RawRepresentable, Word.RawValue == String {
    .required(.choice(choice), placeholder: Word.allCases.map(\.rawValue).joined(separator: "|"))
  }
}
