// The rules by which a command line is read: verbs, options in their spellings, operands, and what is refused.
import LogMarkov
import Testing

@testable import mcfilter

@Suite("The option parser")
struct OptionParserTests {
  private func parse(_ arguments: String...) throws(UsageError) -> ParsedCommand {
    try OptionParser().parse(arguments)
  }

  /// A table that has what the program's does not have yet: letters without values, and a value that may be
  /// left out.
  private let bundling = OptionParser(
    table: OptionTable(rows: [
      .init(.stats, "v", of: [.filter], in: .output, "Be verbose."),
      .init(.freeze, "c", of: [.filter], in: .output, "Count."),
      .init(.threshold, "t", .value("BITS", .decimal), of: [.filter], in: .output, "Select."),
      .init(
        .number, "n", .optional(.wholeNumber(0...9), placeholder: "N"), standard: "1", of: [.filter],
        in: .output,
        "Hold."),
      .init(.help, "h", of: Verb.allCases, in: .general, "Help."),
    ]))

  @Test("no argument at all is the filter on standard input")
  func nothing() throws {
    let command = try parse()
    #expect(command.verb == .filter)
    #expect(command.request == .run)
    #expect(command.operands.isEmpty)
  }

  @Test("the first argument is the verb if it is exactly a verb's word", arguments: Verb.allCases)
  func verb(_ verb: Verb) throws {
    guard let word = verb.word else { return }
    let command = try parse(word, "x")
    #expect(command.verb == verb)
    #expect(command.operands == ["x"])
  }

  @Test(
    "what only resembles a verb, or comes later, is a file",
    arguments: [["./learn"], ["Learn"], ["lear"], ["filter"], ["x", "learn"], ["--", "learn"], ["learn "]])
  func noVerb(_ arguments: [String]) throws {
    let command = try OptionParser().parse(arguments)
    #expect(command.verb == .filter)
    #expect(command.operands == arguments.filter { $0 != "--" })
  }

  @Test("an option before a verb's word makes the word a file")
  func optionBeforeVerb() throws {
    let command = try parse("-m", "x", "learn")
    #expect(command.verb == .filter)
    #expect(command.operands == ["learn"])
    #expect(command.text(ifGiven: .model) == "x")
  }

  @Test(
    "a value is attached, or the next argument, whatever that looks like",
    arguments: [
      ["-t8"], ["-t", "8"], ["--threshold=8"], ["--threshold", "8"], ["--thr=8"], ["--th", "8"],
      ["-t", "3", "-t8"],
    ])
  func spellingsOfValue(_ arguments: [String]) throws {
    #expect(try OptionParser().parse(arguments).decimal(ifGiven: .threshold) == 8)
  }

  @Test("a value may begin with a hyphen, be two hyphens, or hold an equals sign")
  func oddValues() throws {
    #expect(try parse("-t", "-3").decimal(ifGiven: .threshold) == -3)
    #expect(try parse("-m", "--").text(ifGiven: .model) == "--")
    #expect(try parse("--model", "--stats").text(ifGiven: .model) == "--stats")
    #expect(try parse("--model=a=b").text(ifGiven: .model) == "a=b")
    #expect(try parse("-m=b").text(ifGiven: .model) == "=b")
    #expect(try parse("show", "--from=").text(ifGiven: .from)?.isEmpty == true)
  }

  @Test("letters bundle, the last one with its value attached or next")
  func bundles() throws {
    for arguments in [["-vc", "-t", "8"], ["-vct8"], ["-cvt", "8"], ["-vt8", "-c"]] {
      let command = try bundling.parse(arguments)
      #expect(command.has(.stats) && command.has(.freeze))
      #expect(command.decimal(ifGiven: .threshold) == 8)
    }
    #expect(try bundling.parse(["-v", "-", "-c"]).operands == ["-"])
  }

  @Test("a value that may be left out is only taken if it is attached")
  func optionalValue() throws {
    #expect(try bundling.parse(["-n", "5"]).integer(ifGiven: .number) == 1)
    #expect(try bundling.parse(["-n", "5"]).operands == ["5"])
    #expect(try bundling.parse(["-vn5"]).integer(ifGiven: .number) == 5)
    #expect(try bundling.parse(["--number", "5"]).integer(ifGiven: .number) == 1)
    #expect(try bundling.parse(["--number=5"]).integer(ifGiven: .number) == 5)
    #expect(try bundling.parse([]).integer(ifGiven: .number) == nil)
  }

  @Test("options and operands may be mixed")
  func mixed() throws {
    let command = try parse("a", "--stats", "b", "-t8", "c")
    #expect(command.operands == ["a", "b", "c"])
    #expect(command.has(.stats))
    #expect(command.decimal(ifGiven: .threshold) == 8)
  }

  @Test("two hyphens end the options, and stand for nothing themselves; a second pair is a file")
  func endOfOptions() throws {
    let command = try parse("a", "--stats", "--", "--freeze", "-t", "--", "-")
    #expect(command.operands == ["a", "--freeze", "-t", "--", "-"])
    #expect(command.has(.stats))
    #expect(!command.has(.freeze))
  }

  @Test("a hyphen alone and an empty argument are operands")
  func hyphen() throws {
    #expect(try parse("-", "").operands == ["-", ""])
  }

  @Test("of an option given twice the last one counts")
  func lastWins() throws {
    #expect(try parse("-t1", "--threshold=2", "-t", "3").decimal(ifGiven: .threshold) == 3)
    #expect(try parse("--format=tsv", "--format=text").choice(.format) == AnnotationName.text)
  }

  @Test("--paper stands for its options where it stands: a later one overrules it, an earlier one not")
  func paper() throws {
    let before = try parse("--estimator=backoff", "--paper")
    #expect(before.choice(.estimator) == EstimatorName.mle)
    #expect(before.choice(ifGiven: .combine) == Combination.sum)
    #expect(before.has(.freeze))
    #expect(!before.has(.mask))
    #expect(try parse("--paper", "--estimator=backoff").choice(.estimator) == EstimatorName.backoff)
    #expect(try parse("learn", "--paper").choice(.mask) == Mask.digits)
    #expect(try parse("--paper", "-m", "x").text(ifGiven: .model) == "x")
  }

  @Test("an option that was not given has its standard value, and is known as not given")
  func standardValues() throws {
    let command = try parse()
    #expect(command.choice(.estimator) == EstimatorName.backoff)
    #expect(command.choice(.by) == ChainKey.host)
    #expect(command.integer(.maxLine) == 65_536)
    #expect(command.integer(.maxChains) == 65_536)
    #expect(command.choice(ifGiven: .estimator) as EstimatorName? == nil)
    #expect(command.integer(ifGiven: .seed) == nil)
    #expect(command.decimal(ifGiven: .threshold) == nil)
    #expect(!command.has(.estimator))
  }

  @Test("help, version and completions are taken when met: nothing behind them is looked at")
  func requests() throws {
    #expect(try parse("--help", "--bogus").request == .help)
    #expect(try parse("-h", "--version").request == .help)
    #expect(try parse("--version", "-t", "x").request == .version)
    #expect(try parse("--completions=zsh", "--bogus").request == .completions(.zsh))
    #expect(try parse("merge", "--help").request == .help)
    #expect(try bundling.parse(["-vhx"]).request == .help)
    #expect(problem("--bogus", "--help") == .unknownOption("--bogus", suggestion: nil))
  }

  @Test("each verb has help and a version", arguments: Verb.allCases)
  func requestsOfVerbs(_ verb: Verb) throws {
    let word = verb.word.map { [$0] } ?? []
    for (spelling, request) in [
      ("--help", ParsedCommand.Request.help), ("-h", .help), ("--version", .version),
    ] {
      let command = try OptionParser().parse(word + [spelling])
      #expect(command.verb == verb)
      #expect(command.request == request)
    }
  }

  // What is refused.

  private func problem(_ arguments: String...) -> UsageProblem? {
    do {
      _ = try OptionParser().parse(arguments)
      return nil
    } catch {
      return error.problem
    }
  }

  @Test("an abbreviation that fits several options is refused with the list of them")
  func ambiguous() {
    #expect(
      problem("--max")
        == .ambiguousOption(
          "--max",
          candidates: [
            "--max-types", "--max-overlay", "--max-chains", "--max-processes", "--max-windows", "--max-count",
            "--max-line", "--max-held",
          ]))
    #expect(problem("learn", "--ma=x") == .ambiguousOption("--ma", candidates: ["--mask", "--max-line"]))
  }

  @Test("a close misspelling gets a suggestion, a wild one none, nor does an option without a name")
  func unknown() {
    #expect(problem("--treshold=8") == .unknownOption("--treshold", suggestion: "--threshold"))
    #expect(problem("--thershold") == .unknownOption("--thershold", suggestion: "--threshold"))
    #expect(problem("--xyzzy") == .unknownOption("--xyzzy", suggestion: nil))
    #expect(problem("--=x") == .unknownOption("--", suggestion: nil))
    #expect(problem("---stats") == .unknownOption("---stats", suggestion: "--stats"))
    #expect(problem("-z") == .unknownOption("-z", suggestion: nil))
    #expect(problem("-Z8") == .unknownOption("-Z", suggestion: nil))
  }

  @Test("an option of another verb is said to be one, even if abbreviated or a letter")
  func foreign() {
    #expect(problem("merge", "--update=x", "a") == .optionOfOtherVerbs("--update", [.learn]))
    #expect(problem("merge", "--by=tag", "a") == .optionOfOtherVerbs("--by", [.filter, .learn, .compare]))
    #expect(problem("--upd=x") == .optionOfOtherVerbs("--update", [.learn]))
    #expect(problem("learn", "-n", "3") == .optionOfOtherVerbs("-n", [.filter, .show, .generate]))
  }

  @Test("a missing value, a value too many, and a wrong value are three things")
  func values() {
    #expect(problem("-m") == .missingValue("-m", placeholder: "FILE"))
    #expect(problem("--form") == .missingValue("--format", placeholder: "text|tsv|json|logfmt|line"))
    #expect(problem("--stats=yes") == .unwantedValue("--stats"))
    #expect(problem("--stats=") == .unwantedValue("--stats"))
    let formats = ValueKind.words(["text", "tsv", "json", "logfmt", "line"])
    #expect(problem("--format=xml") == .badValue("--format", kind: formats, given: "xml"))
    #expect(problem("--format=TSV") == .badValue("--format", kind: formats, given: "TSV"))
    #expect(problem("--model=") == .badValue("--model", kind: .model, given: ""))
  }

  @Test("what only a new model needs is refused beside a model, in either order")
  func exclusive() {
    #expect(problem("--mask=digits", "-m", "x") == .exclusiveOptions("--mask", "--model"))
    #expect(problem("-m", "x", "--by=tag") == .exclusiveOptions("--by", "--model"))
    #expect(problem("-mx", "--seed=1") == .exclusiveOptions("--seed", "--model"))
    #expect(problem("--mask=digits", "--by=tag", "--seed=1") == nil)
  }

  @Test("merge needs a model, show takes one at most")
  func operandCounts() {
    #expect(problem("merge") == .missingOperand(placeholder: "MODEL"))
    #expect(problem("merge", "-") == nil)
    #expect(problem("show", "a", "b", "c") == .surplusOperand("b"))
    #expect(problem("show") == nil)
  }
}
