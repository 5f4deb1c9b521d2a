/// Every example of the manual is run, and its option lists are those of the program.

import Support
import Testing
import Unix

@testable import mcfilter

@Suite("Examples of the manual")
struct ManualExampleTests {
  @Test("they print what the manual says", arguments: ManualDocument.all.map(\.path))
  func examples(of path: String) throws {
    let scratch = try makeScratch()
    for example in try ManualDocument(path: path).examples() {
      let place = "\(path):\(example.line): \(example.command)"
      switch example.check {
      case .prints(let expected):
        let printed = try run("{ \(example.command)\n} 2>&1", in: scratch)
        var lines = printed.outputText.split(separator: "\n", omittingEmptySubsequences: false).map(
          String.init)
        if lines.last == "" { lines.removeLast() }
        if !linesMatch(lines[...], expected[...]) {
          Issue.record(
            "\(place)\n──── expected ────\n\(expected.joined(separator: "\n"))\n──── came ────\n\(printed.outputText)"
          )
        }
      case .runs:
        let outcome = try run(example.command, in: scratch)
        #expect(
          outcome.ending == .exited(0) || outcome.ending == .exited(1), "\(place)\n\(outcome.errorText)")
      case .reads:
        try expectCorrect(example.command, place)
      }
    }
  }

  @Test("the README and the manual have examples", arguments: ["README.md", "man/mcfilter.1"])
  func thereAreExamples(_ path: String) throws {
    let examples = try ManualDocument(path: path).examples()
    #expect(examples.contains { if case .prints = $0.check { true } else { false } })
  }

  @Test("a document is read as its writers are told")
  func documents() {
    let markdown = ManualDocument.ofMarkdown([
      "```sh", "make", "```", "```console", "$ one \\", "> two", "out", "$ three", "```", "```", "$ no",
      "```",
    ])
    #expect(
      markdown == [
        ManualExample(line: 2, command: "make", check: .reads),
        ManualExample(line: 5, command: "one \\\ntwo", check: .prints(["out"])),
        ManualExample(line: 8, command: "three", check: .prints([])),
      ])
    let page = ManualDocument.ofManPage([
      ".Bd -literal -offset indent", "$ awk '/\\e./'", "\\&...", "\\-", ".Ed", ".Bd -literal", "no", ".Ed",
      ".Dl $ mcfilter x", ".Dl tail -F x | mcfilter",
    ])
    #expect(
      page == [
        ManualExample(line: 2, command: "awk '/\\./'", check: .prints(["...", "-"])),
        ManualExample(line: 9, command: "mcfilter x", check: .runs),
        ManualExample(line: 10, command: "tail -F x | mcfilter", check: .reads),
      ])
  }

  @Test("three dots stand for any lines, or none")
  func dots() {
    #expect(linesMatch(["a", "b", "c"], ["a", "...", "c"]))
    #expect(linesMatch(["a", "c"], ["a", "...", "c"]))
    #expect(linesMatch([], ["..."]))
    #expect(!linesMatch(["a", "b"], ["a"]))
    #expect(!linesMatch(["a"], ["...", "b"]))
  }

  /// A directory as the examples expect it.
  private func makeScratch() throws -> TemporaryDirectory {
    let scratch = try TemporaryDirectory()
    let script = """
      set -e; cp -R '\(packageRoot)/examples' examples
      half=$(($(wc -l < examples/cluster.log) / 2))
      head -n $half examples/cluster.log > yesterday.log
      tail -n +$((half + 1)) examples/cluster.log > today.log
      mcfilter learn --seed=1 -o node.mcm yesterday.log
      """
    let outcome = try run(script, in: scratch)
    try #require(outcome.ending == .exited(0), "\(outcome.errorText)")
    return scratch
  }

  private func run(_ script: String, in scratch: TemporaryDirectory) throws -> Outcome {
    var command = try Command.shell(script)
    command.workingDirectory = scratch.path
    command.environmentIsComplete = true
    command.environment["HOME"] = scratch.path(of: "home")
    return try command.run()
  }

  /// Correct `sh`, and no option that the program does not have.
  private func expectCorrect(_ script: String, _ place: String) throws {
    let outcome = try Command("sh", ["-n", "-c", script]).run()
    #expect(outcome.ending == .exited(0), "\(place)\n\(outcome.errorText)")
    let names = Set(OptionTable.standard.rows.map(\.name.long))
    for stage in script.split(whereSeparator: { "\n|;&".contains($0) }) {
      let words = stage.split(separator: " ").prefix { $0 != "#" }
      guard let program = words.firstIndex(where: { $0 == "mcfilter" || $0.hasSuffix("/mcfilter") }) else {
        continue
      }
      for word in words[program...] where word.hasPrefix("--") && word != "--" {
        let name = String(word.prefix { $0 != "=" })
        #expect(names.contains(name), "\(place): \(name)")
      }
    }
  }
}

@Suite("Options of the manual")
struct ManualOptionTests {
  /// The options of each section `Options of VERB` of the pages: names without hyphens in front.
  private func pageOptions() throws -> [String: Set<String>] {
    var options: [String: Set<String>] = [:]
    var section: String?
    for line in try ManualDocument.commandPages.flatMap({
      try readFile("\(packageRoot)/\($0)").split(separator: 0x0A)
    }) {
      let line = String(decoding: line, as: UTF8.self)
      let words = line.split(separator: " ").map(String.init)
      if words.first == ".Sh" || words.first == ".Ss" {
        section = line.hasPrefix(".Ss Options of ") ? String(line.dropFirst(".Ss Options of ".count)) : nil
      }
      guard let section, words.first == ".It" else { continue }
      for (flag, name) in zip(words, words.dropFirst()) where flag == "Fl" {
        options[section, default: []].insert(name.hasPrefix("-") ? String(name.dropFirst()) : name)
      }
    }
    return options
  }

  @Test("the pages list the options of each verb, all of them and no others", arguments: Verb.allCases)
  func listed(_ verb: Verb) throws {
    let page = try pageOptions()
    let listed = page[verb.inProse, default: []].union(page["every verb", default: []])
    let options = OptionTable.standard.options(of: verb)
    let expected = options.map(\.name.rawValue) + options.compactMap { $0.letter.map { String($0) } }
    #expect(listed == Set(expected))
  }

  @Test("the pages have no section for a verb that there is not")
  func sections() throws {
    #expect(Set(try pageOptions().keys) == Set(Verb.allCases.map(\.inProse) + ["every verb"]))
  }
}
