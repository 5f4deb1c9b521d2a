/// JSON as real readers take it, where they are installed.

import Support
import Testing
import Unix

/// True if a program is there to be run.
private func isInstalled(_ program: String) -> Bool {
  (try? Command.shell("command -v \(program)").run().ending) == .exited(0)
}

@Suite("Readers of JSON")
struct OutputReaderTests {
  private let workplace: Workplace

  init() throws {
    workplace = try Workplace()
    var random = SplitMix64(seed: 5)
    let bytes = (0..<20_000).map { _ in UInt8.random(in: 0...255, using: &random) }
    try writeFile(Array(Workplace.log.utf8) + bytes + [0x0A], to: workplace.path(of: "any.log"))
  }

  @Test(
    "python3, told to be strict, reads every line, and finds the line in it",
    .enabled(if: isInstalled("python3")))
  func python() throws {
    let script = """
      import json, sys
      def no(constant): raise ValueError(constant)
      lines = open('any.log', 'rb').read().split(b'\\n')[:-1]
      rows = sys.stdin.buffer.read().split(b'\\n')
      assert rows.pop() == b'' and len(rows) == len(lines)
      keys = ('n time host tag pid chain type previous message_score tag_score score stray missing expected '
              'flag line').split()
      for number, (line, row) in enumerate(zip(lines, rows)):
          found = json.loads(row.decode('utf-8', 'strict'), strict=True, parse_constant=no)
          assert list(found) == keys, found
          assert found['n'] == number + 1 and found['line'] == line.decode('utf-8', 'replace'), (line, found)
      print(len(rows))
      """
    try writeFile(script, to: workplace.path(of: "read.py"))
    for options in ["", "--lookahead", "--scale=probability", "--max-line=10"] {
      let outcome = try workplace.shell(
        "mcfilter -m day.mcm --format=json \(options) any.log | python3 read.py; wc -l < any.log"
      ).run()
      let counts = outcome.outputText.split(separator: "\n")
      #expect(counts.count == 2 && counts.first == counts.last, "\(options): \(outcome.errorText)")
    }
  }

  @Test("jq reads every line, and gives the log back", .enabled(if: isInstalled("jq")))
  func jq() throws {
    let script = """
      mcfilter -m day.mcm --format=json day.log | jq -r .line | cmp - day.log &&
      mcfilter -m day.mcm --format=json any.log | jq -e '.n > 0 and (.score == null) == (.flag == "skip")' |
      sort -u
      """
    let outcome = try workplace.shell(script).run()
    #expect(outcome.outputText == "true\n", "\(outcome.errorText)")
  }
}
