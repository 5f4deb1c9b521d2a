// What must hold for every row of the option table, now and when rows are added.
import LogMarkov
import Testing

@testable import mcfilter

/// A value that the kind accepts.
private func sample(of kind: ValueKind) -> String {
  switch kind {
  case .words(let words): words[words.count - 1]
  case .wholeNumber(let bounds): "\(bounds.lowerBound)"
  case .decimal: "-8.5"
  case .share: "1/1000"
  case .seconds: "0.5"
  case .byteSize(let bounds): bounds.upperBound.byteSize
  case .weights: "1,0.5"
  case .alertLimit: "0.5%"
  case .jsonKeys: "message=m=1,message=n,tag=t"
  case .time: "Nov 22 11:00:00"
  case .wordList(let words): words.joined(separator: ",")
  case .model, .file: "a=b.mcm"
  case .text: "--stats"
  }
}

@Suite("The option table")
struct OptionTableTests {
  private static let table = OptionTable.standard

  /// Each option with each verb that takes it.
  private static let pairs = Verb.allCases.flatMap { verb in table.options(of: verb).map { (verb, $0) } }

  /// A command line of `verb` that lacks nothing.
  private func arguments(_ verb: Verb, _ options: [String]) -> [String] {
    (verb.word.map { [$0] } ?? []) + options + Array(repeating: "x", count: verb.operandCount.lowerBound)
  }

  /// One of the options that must stand beside this one, if any must.
  private func needed(by option: OptionDefinition, of verb: Verb) -> [String] {
    guard let name = option.needs.first, let other = Self.table.row(name, of: verb) else { return [] }
    return [name.long + (other.valueKind.map { "=" + sample(of: $0) } ?? "")]
  }

  @Test("has a row for every option, and for every verb that a row names only one")
  func everyOptionOnce() {
    for name in OptionName.allCases {
      let verbs = Self.table.rows.filter { $0.name == name }.flatMap(\.verbs)
      #expect(!verbs.isEmpty, "\(name.long)")
      #expect(Set(verbs).count == verbs.count, "\(name.long)")
    }
  }

  @Test("a letter means one option of a verb", arguments: Verb.allCases)
  func letters(_ verb: Verb) {
    let letters = Self.table.options(of: verb).compactMap(\.letter)
    #expect(Set(letters).count == letters.count)
  }

  @Test("names are lower-case letters and hyphens, so that shells need no quoting")
  func names() {
    for name in OptionName.allCases {
      let plain = name.rawValue.utf8.allSatisfy {
        $0 == UInt8(ascii: "-") || UInt8(ascii: "a")...UInt8(ascii: "z") ~= $0
      }
      #expect(plain && name.rawValue.utf8.first != UInt8(ascii: "-"), "\(name.rawValue)")
    }
  }

  @Test("sentences are imperative, short, and end with a full stop")
  func sentences() {
    for row in Self.table.rows {
      #expect(row.sentence.hasSuffix(".") && row.sentence.first?.isUppercase == true, "\(row.name.long)")
      #expect(row.sentence.count <= 110, "\(row.name.long)")
    }
  }

  @Test("standard values are accepted by their own option")
  func standardValues() {
    for row in Self.table.rows where row.standard != nil {
      #expect(row.standardValue != nil, "\(row.name.long)")
    }
  }

  @Test("choices read as their type reads them")
  func choices() throws {
    let command = try OptionParser().parse([
      "--estimator=mle", "--combine=sum", "--scale=probability", "--format=tsv", "--input-format=plain",
      "--mask=digits", "--by=host,tag",
    ])
    #expect(command.choice(.estimator) == EstimatorName.mle)
    #expect(command.choice(.combine) == Combination.sum)
    #expect(command.choice(.scale) == ScoreScale.probability)
    #expect(command.choice(.format) == AnnotationName.tsv)
    #expect(command.choice(.inputFormat) == FormatName.plain)
    #expect(command.choice(.mask) == Mask.digits)
    #expect(command.choice(.by) == ChainKey.hostAndTag)
  }

  @Test("any option with a value is the same as --name=value and --name value")
  func roundTripOfValues() throws {
    for (verb, option) in Self.pairs {
      guard case .required(let kind, _) = option.argument else { continue }
      let value = sample(of: kind)
      var spellings = [["\(option.name.long)=\(value)"], [option.name.long, value]]
      if let letter = option.letter { spellings += [["-\(letter)\(value)"], ["-\(letter)", value]] }
      let commands = try spellings.map { try OptionParser().parse(arguments(verb, $0)) }
      #expect(commands.allSatisfy { $0 == commands[0] }, "\(option.name.long)")
      var expected = ParsedCommand(verb, table: Self.table)
      expected.give(option.name, try #require(kind.read(value)))
      expected.operands = Array(repeating: "x", count: verb.operandCount.lowerBound)
      // Completions are a request besides.
      expected.request = commands[0].request
      #expect(commands[0] == expected, "\(option.name.long)")
    }
  }

  @Test("any option without a value counts as given, by name and by letter")
  func roundTripOfFlags() throws {
    for (verb, option) in Self.pairs where option.argument == .none {
      let spellings = [option.name.long] + (option.letter.map { ["-\($0)"] } ?? [])
      for spelling in spellings {
        #expect(
          try OptionParser().parse(arguments(verb, [spelling] + needed(by: option, of: verb))).has(
            option.name), "\(spelling)")
      }
    }
  }

  @Test("any beginning of a name is the option if no other of the verb begins so")
  func abbreviations() throws {
    for (verb, option) in Self.pairs {
      let names = Self.table.options(of: verb).map(\.name.rawValue)
      let value = option.valueKind.map { "=" + sample(of: $0) } ?? ""
      for length in 1...option.name.rawValue.count {
        let beginning = String(option.name.rawValue.prefix(length))
        let others = names.filter { $0.hasPrefix(beginning) && $0 != option.name.rawValue }
        let line = arguments(verb, ["--\(beginning)\(value)"] + needed(by: option, of: verb))
        if others.isEmpty || beginning == option.name.rawValue {
          #expect(try OptionParser().parse(line).has(option.name), "\(line)")
        } else {
          #expect(throws: UsageError.self, "\(line)") { try OptionParser().parse(line) }
        }
      }
    }
  }

  @Test("a name written out is itself, even if another name begins with it")
  func exactMatch() {
    let names = ["max", "max-line", "mask"]
    #expect(Spelling.matches(for: "max", among: names) == ["max"])
    #expect(Spelling.matches(for: "max-", among: names) == ["max-line"])
    #expect(Spelling.matches(for: "ma", among: names) == names)
    #expect(Spelling.matches(for: "", among: names).isEmpty)
  }

  @Test(
    "one slip in three letters and two in six are forgiven",
    arguments: [
      ("treshold", "threshold"), ("thresold", "threshold"), ("threshhold", "threshold"),
      ("htreshold", "threshold"),
      ("fromat", "format"), ("formta", "format"), ("tpyes", "types"), ("xrom", "from"), ("xxom", nil),
      ("fo", nil), ("types-and-tags", nil), ("", nil),
    ])
  func suggestions(_ written: String, _ meant: String?) {
    #expect(Spelling.suggestion(for: written, among: ["from", "format", "types", "threshold"]) == meant)
  }

  @Test("no slip in an option of six letters or more goes without its suggestion", arguments: Verb.allCases)
  func suggestionForEveryOption(_ verb: Verb) {
    let names = Self.table.options(of: verb).map(\.name.rawValue)
    for name in names where name.count >= 6 {
      for position in name.indices {
        var written = name
        written.remove(at: position)
        // What is left of `counts` without its s is an abbreviation, never looked up as a misspelling.
        guard Spelling.matches(for: written, among: names).isEmpty else { continue }
        #expect(Spelling.suggestion(for: written, among: names) == name, "\(written)")
      }
    }
  }
}
