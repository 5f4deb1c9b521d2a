/// What the program can be asked to do. The first argument is the verb if it is exactly a verb's word; else the
/// program filters.
enum Verb: String, CaseIterable, Sendable {
  case filter
  case learn
  case merge
  case show
  case generate
  case compare
  case evaluate
  case plot
  case check

  /// The verb that `argument` names; `nil` if it names none (the filter has no word).
  init?(word argument: String) {
    guard let verb = Self.allCases.first(where: { $0.word == argument }) else { return nil }
    self = verb
  }

  /// What one types first to get this verb; `nil` for the filter.
  var word: String? { self == .filter ? nil : rawValue }

  /// The program and the verb as one types them.
  var command: String { word.map { "mcfilter \($0)" } ?? "mcfilter" }

  /// The verb within a sentence.
  var inProse: String { word ?? "the filter" }

  /// What stands behind the options, as the synopsis shows it.
  var operands: String {
    switch self {
    case .filter, .learn, .check: "[FILE]..."
    case .merge: "MODEL..."
    case .show, .generate: "[MODEL]"
    case .compare: "A B"
    case .evaluate: "TRAIN TEST"
    case .plot: "LOG [LOG|MODEL]"
    }
  }

  /// One operand, as help names it.
  var operandPlaceholder: String { operandsAreModels ? "MODEL" : "FILE" }

  /// How many operands the verb takes.
  var operandCount: ClosedRange<Int> {
    switch self {
    case .filter, .learn, .check: 0...Int.max
    case .merge: 1...Int.max
    case .show, .generate: 0...1
    // None with --sets.
    case .compare, .evaluate: 0...2
    case .plot: 1...2
    }
  }

  /// True if the operands are models and not logs.
  var operandsAreModels: Bool {
    switch self {
    case .filter, .learn, .compare, .evaluate, .plot, .check: false
    case .merge, .show, .generate: true
    }
  }

  /// What the verb does.
  var sentence: String {
    switch self {
    case .filter: "Score each log line by how rarely it follows the line before it."
    case .learn: "Learn a model from logs."
    case .merge: "Add models together."
    case .show: "Look into a model, check it, or dump it as text."
    case .generate: "Print a synthetic log: a random walk over a model."
    case .compare: "Measure how alike two logs are, or a log and a model."
    case .evaluate: "Measure how well lines put into a log, or taken out, are found."
    case .plot: "Draw which message type each record of a log is."
    case .check: "Tell Nagios, Icinga or NHC if a log has more alerts than it may."
    }
  }

  /// Where the input comes from if no operand, or `-`, says so.
  var standardInputSentence: String {
    switch self {
    case .filter, .learn, .check: "With no FILE, or when FILE is -, standard input is read."
    case .merge: "When MODEL is -, models are read from standard input, one behind the other."
    case .show: "With no MODEL, the model that the filter would use is shown."
    case .generate: "With no MODEL, the model that the filter would use is walked."
    case .compare: "When A or B is -, a log is read from standard input."
    case .evaluate: "When TRAIN or TEST is -, standard input is read."
    case .plot: "When LOG is -, standard input is read."
    }
  }
}
