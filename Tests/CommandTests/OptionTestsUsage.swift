// What --help prints.
import Testing

@testable import mcfilter

@Suite("Help")
struct UsageTests {
  @Test(
    "fits into 80 columns, without blanks at line ends, and ends with a line end", arguments: Verb.allCases)
  func layout(_ verb: Verb) {
    let help = Usage.help(on: verb)
    let lines = help.split(separator: "\n", omittingEmptySubsequences: false)
    for line in lines {
      #expect(line.count <= 80, "\(line)")
      #expect(line.last != " ", "\(line)")
    }
    #expect(help.hasSuffix("man mcfilter\n"))
    #expect(help.hasPrefix("Usage: \(verb.command) [OPTION]... "))
    #expect(lines[1].contains(verb.sentence) || verb == .filter)
    #expect(!help.contains("\n\n\n"))
  }

  @Test("shows every option of the verb once, and none of another", arguments: Verb.allCases)
  func options(_ verb: Verb) {
    let shown = Usage.help(on: verb).split(separator: "\n").compactMap { line -> String? in
      guard line.hasPrefix("  -") || line.hasPrefix("      --") else { return nil }
      return line.split(separator: " ").first { $0.hasPrefix("--") }.map(String.init)
    }
    #expect(shown.sorted() == OptionTable.standard.options(of: verb).map(\.shown).sorted())
  }

  @Test("sentences begin in one column, beside the option or below a long one", arguments: Verb.allCases)
  func columns(_ verb: Verb) {
    for line in Usage.help(on: verb).split(separator: "\n") where line.hasPrefix("      ") {
      guard !line.hasPrefix("       mcfilter") else { continue }
      let tail = line.dropFirst(32)
      #expect(tail.isEmpty || line.hasPrefix("      --") || tail.first != " ", "\(line)")
      if line.count > 33, !line.hasPrefix("      --") {
        #expect(line.prefix(32).allSatisfy { $0 == " " }, "\(line)")
      }
    }
  }

  @Test("of the filter lists the verbs with what they do")
  func verbs() {
    let help = Usage.help(on: .filter)
    for verb in Verb.allCases {
      guard let word = verb.word else { continue }
      #expect(help.contains("       mcfilter \(word) [OPTION]... \(verb.operands)\n"))
      #expect(help.contains("\n  \(word)"))
      #expect(help.contains(verb.sentence))
      #expect(!Usage.help(on: verb).contains("Verbs"))
    }
  }

  @Test("of show is this")
  func golden() {
    #expect(
      Usage.help(on: .show) == """
        Usage: mcfilter show [OPTION]... [MODEL]
        Look into a model, check it, or dump it as text.
        With no MODEL, the model that the filter would use is shown.

        What to show:
              --types                   List the message types and their counts.
              --tags                    List the tags and their counts.
              --clusters                List the message types by their clusters:
                                        cluster, count and type.
              --transitions             List the transitions, their counts and
                                        probabilities.
              --counts                  Dump every count as sorted lines that learn
                                        --counts takes back.
              --verify                  Check every byte of the model.
          -n, --number=N                Print at most N rows of a list.
              --from=TEXT               Print only the transitions out of the message
                                        type TEXT.

        General:
          -h, --help                    Print this help, and exit.
              --version                 Print the version, and exit.

        The manual says more: man mcfilter

        """)
  }

  @Test("shows a value that may be left out in brackets, and standard values before the full stop")
  func optionalValue() {
    let table = OptionTable(rows: [
      .init(
        .number, "n", .optional(.wholeNumber(0...9), placeholder: "N"), standard: "1", of: [.filter],
        in: .output,
        "Hold N lines.")
    ])
    let help = Usage.help(on: .filter, table: table)
    #expect(help.contains("\n  -n, --number[=N]              Hold N lines (default: 1).\n"))
  }

  @Test(
    "leaves two blanks at least between an option and its sentence",
    arguments: [(10, "  Do it."), (11, "\n                                Do it.")])
  func gutter(_ placeholderLength: Int, _ gutterAndSentence: String) {
    let placeholder = String(repeating: "N", count: placeholderLength)
    let table = OptionTable(rows: [
      .init(.transitions, nil, .value(placeholder, .text), of: [.show], in: .contents, "Do it.")
    ])
    let help = Usage.help(on: .show, table: table)
    #expect(help.contains("\n      --transitions=\(placeholder)\(gutterAndSentence)\n"), "\(help)")
  }
}
