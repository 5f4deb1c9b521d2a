import LogMarkov

/// What an option's value may be: what is accepted, how it is read, and how a sentence describes it.
enum ValueKind: Equatable, Sendable {
  /// One of these words.
  case words([String])
  /// A whole number within bounds.
  case wholeNumber(ClosedRange<Int>)
  /// A decimal number.
  case decimal
  /// A share, of records: above 0 and up to 1.
  case share
  /// A time of at most a day, in seconds.
  case seconds
  /// A number of bytes within bounds, with or without a unit.
  case byteSize(ClosedRange<Int>)
  /// Positive decimal numbers between commas.
  case weights
  /// How many alerts there may be, or which share of the records.
  case alertLimit
  /// Keys of JSON objects between commas, each behind the field that it says.
  case jsonKeys
  /// A time as log lines begin with it.
  case time
  /// Some of these words between commas, each once.
  case wordList([String])
  /// The path of a model.
  case model
  /// The path of any file.
  case file
  /// Any text, or none.
  case text

  /// The kind that accepts the words of a choice.
  static func choice<Word>(_: Word.Type) -> ValueKind
  where Word: CaseIterable & RawRepresentable, Word.RawValue == String {
    .words(Word.allCases.map(\.rawValue))
  }

  /// Reads a value; `nil` if it is not of this kind.
  func read(_ text: String) -> OptionValue? {
    switch self {
    case .words(let words): words.contains(text) ? .text(text) : nil
    case .wholeNumber(let bounds): Int(wholeNumber: text).flatMap { bounds ~= $0 ? .integer($0) : nil }
    case .decimal: Double(decimal: text).map(OptionValue.decimal)
    case .share: Double(share: text).map(OptionValue.decimal)
    case .seconds: Double(decimal: text).flatMap { 0...86_400 ~= $0 ? .decimal($0) : nil }
    case .byteSize(let bounds): Int(byteSize: text).flatMap { bounds ~= $0 ? .integer($0) : nil }
    case .weights: Self.readWeights(text)
    case .alertLimit: AlertLimit(option: text).map { _ in .text(text) }
    case .jsonKeys: JSONKeys(option: text).map { _ in .text(text) }
    case .time: SyntheticStamp.second(of: Array(text.utf8)).map { .integer(Int($0)) }
    case .wordList(let words): Self.readWords(text, of: words)
    case .model, .file: text.isEmpty ? nil : .text(text)
    case .text: .text(text)
    }
  }

  private static func readWeights(_ text: String) -> OptionValue? {
    var weights: [Double] = []
    for piece in text.split(separator: ",", omittingEmptySubsequences: false) {
      guard let weight = Double(decimal: piece), weight > 0 else { return nil }
      weights.append(weight)
    }
    return .weights(weights)
  }

  private static func readWords(_ text: String, of words: [String]) -> OptionValue? {
    let given = text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    guard given.allSatisfy(words.contains), Set(given).count == given.count else { return nil }
    return .words(given)
  }

  /// What is accepted, to stand behind "takes".
  var expectation: String {
    switch self {
    case .words(let words): words.list(joinedBy: "or")
    case .wholeNumber(let bounds) where bounds.upperBound == .max:
      "a whole number from \(bounds.lowerBound) up"
    case .wholeNumber(let bounds): "a whole number from \(bounds.lowerBound) to \(bounds.upperBound)"
    case .decimal: "a number such as 8, 8.5 or -3"
    case .share: "a share above 0 and up to 1 such as 0.001, 1/1000 or 0.1%"
    case .seconds: "a number of seconds such as 1 or 0.5, from 0 to 86400"
    case .byteSize(let bounds):
      "a number of bytes such as 65536, 64K or 1M, from \(bounds.lowerBound) to \(bounds.upperBound.byteSize)"
    case .weights: "numbers above 0 between commas, such as 2 or 1,0.5"
    case .alertLimit: "a number of alerts such as 0 or 10, or a share of the records such as 0.5%"
    case .jsonKeys:
      "keys for message, tag, host, time or pid between commas, such as message=msg,tag=app"
    case .time: "a time such as 'Nov 22 11:00:00' or 2026-11-22T11:00:00"
    case .wordList(let words): "some of \(words.list(joinedBy: "and")) between commas, each once"
    case .model, .file: "a file name"
    case .text: "a text"
    }
  }
}

/// The value of an option, read.
enum OptionValue: Equatable, Sendable {
  /// The option takes no value and was given.
  case given
  case text(String)
  case integer(Int)
  case decimal(Double)
  case weights([Double])
  case words([String])
}

/// The values of some options.
///
/// A list, since there are few: for a dictionary the runtime looks for how names are hashed, which took 0.1 of the
/// 0.8 million instructions of all options.
struct OptionValues: Equatable, Sendable {
  private var names: [OptionName] = []
  private var values: [OptionValue] = []

  /// No values.
  init() {}

  /// The value of an option; nil if it has none.
  subscript(name: OptionName) -> OptionValue? {
    get { names.firstIndex(of: name).map { values[$0] } }
    set {
      if let place = names.firstIndex(of: name) {
        names.remove(at: place)
        values.remove(at: place)
      }
      guard let newValue else { return }
      names.append(name)
      values.append(newValue)
    }
  }

  /// True if both have the same values, in whatever order they were given.
  static func == (some: OptionValues, others: OptionValues) -> Bool {
    some.names.count == others.names.count && some.names.allSatisfy { some[$0] == others[$0] }
  }
}

extension [String] {
  /// The elements as a sentence lists them: `a`, `a or b`, `a, b or c`.
  func list(joinedBy conjunction: String) -> String {
    guard let last, count > 1 else { return first ?? "" }
    return dropLast().joined(separator: ", ") + " \(conjunction) " + last
  }
}
