/// What `--paper` prints for real logs is what the paper's formulas give.

import Glibc
import Support
import Testing
import Unix

@Suite("The paper's numbers", .enabled(if: sharedData != nil, "../shared/data is not there"))
struct PaperTests {
  static let logs =
    ["juju/rabbitmq.boot0", "juju/vault.boot0"]
    // Sanitizers look for what any log would show, and take minutes for the long ones.
    + (Environment.variable("MCFILTER_SANITIZER") != nil
      ? [] : ["linux/Linux", "juju/rabbitmq.boot1", "juju/vault.boot1", "two hosts"])

  /// The lines of a log, each with its LF.
  private func lines(of log: String) throws -> [[UInt8]] {
    let data = try #require(sharedData)
    if log == "two hosts" {
      // One line of each host in turn.
      let rabbitmq = try lines(of: "juju/rabbitmq.boot1")
      let vault = try lines(of: "juju/vault.boot1")
      return (0..<max(rabbitmq.count, vault.count)).flatMap { number in
        [rabbitmq, vault].compactMap { number < $0.count ? $0[number] : nil }
      }
    }
    let text = try gunzip("\(data)/\(log).log.gz")
    return text.split(separator: 0x0A).map { $0 + [0x0A] }
  }

  @Test(
    "P(message), P(tag) and their sum, and the same in bits, are those of an independent calculation",
    arguments: logs)
  func probabilities(of log: String) throws {
    let lines = try lines(of: log)
    let (train, test) = (lines[..<(lines.count / 2)], lines[(lines.count / 2)...])
    let model = PaperModel(learning: try train.map(record))
    let scores = model.scores(of: try test.map(record))

    let workplace = try Workplace()
    try writeFile(Array(train.joined()), to: workplace.path(of: "train.log"))
    try writeFile(Array(test.joined()), to: workplace.path(of: "test.log"))
    try #require(
      try workplace.shell("mcfilter learn --paper -o paper.mcm train.log").run().ending == .exited(0))

    let probabilities = try columns(workplace, "--scale=probability")
    let bits = try columns(workplace, "--scale=bits")
    try #require(probabilities.count == scores.count && bits.count == scores.count)
    var wrong = 0
    for (number, score) in scores.enumerated() {
      var (expected, expectedBits) = (["-", "-", "-"], ["-", "-", "-"])
      if let score {
        let sum = score.message + score.tag
        expected = [score.message, score.tag, sum].map { formatted("%.6g", $0) }
        expectedBits = [score.message, score.tag, sum / 2].map {
          formatted("%.2f", $0 > 0 ? -log2($0) + 0 : 999.99)
        }
      }
      if probabilities[number] == expected && bits[number] == expectedBits { continue }
      wrong += 1
      if wrong > 5 { continue }
      Issue.record(
        """
        line \(number + 1) of the second half of \(log): \(String(decoding: test[test.startIndex + number], as: UTF8.self))
        expected \(expected) \(expectedBits)
        printed  \(probabilities[number]) \(bits[number])
        """)
    }
    #expect(wrong == 0, "of \(scores.count) lines")
    // It must not be all the same.
    #expect(Set(scores.map { $0?.message }).count >= 10)
  }

  @Test("two halves merged in order are counted as the whole is, but for processes", arguments: logs)
  func merged(_ log: String) throws {
    let lines = try lines(of: log)
    let workplace = try Workplace()
    try writeFile(Array(lines[..<(lines.count / 2)].joined()), to: workplace.path(of: "a.log"))
    try writeFile(Array(lines[(lines.count / 2)...].joined()), to: workplace.path(of: "b.log"))
    let script = """
      set -e
      mcfilter learn -o a.mcm a.log 2> /dev/null
      mcfilter learn -o b.mcm b.log 2> /dev/null
      cat a.log b.log | mcfilter learn -o whole.mcm 2> /dev/null
      mcfilter merge --ordered -o ab.mcm a.mcm b.mcm
      mcfilter merge -o sum.mcm a.mcm b.mcm
      mcfilter show --verify ab.mcm | grep '^lines'
      for model in ab sum whole; do
        mcfilter show --counts $model.mcm | grep -v -a -e '^process' -e '^calibration' -e '^meta	key' > $model
      done
      wc -l < whole
      diff ab whole
      # Not in order the transitions over the cut are missing: one for each host that both halves have.
      count() { awk -F '\\t' '$1 == "transition" { n += $4 } END { print n }' "$1"; }
      hosts=$(awk -F '\\t' '$1 == "chain" { n += 1 } END { print n }' whole)
      echo $(($(count whole) - $(count sum) - hosts))
      """
    let outcome = try workplace.shell(script).run()
    let printed = outcome.outputText.split(separator: "\n").map(String.init)
    #expect(outcome.ending == .exited(0), "\(printed.prefix(20)) \(outcome.errorText)")
    #expect(printed.count == 3 && printed.last == "0", "\(printed)")
    #expect(printed.first == "lines           \(lines.count)")
    #expect((printed.dropFirst().first.flatMap { Int($0) } ?? 0) > 500)
  }

  private func record(_ line: [UInt8]) throws -> PaperRecord {
    try #require(PaperRecord(line.dropLast()), "\(String(decoding: line, as: UTF8.self))")
  }

  /// The three numbers of each line, as the program prints them.
  private func columns(_ workplace: Workplace, _ scale: String) throws -> [[String]] {
    let outcome = try workplace.shell("mcfilter -m paper.mcm --paper \(scale) test.log").run()
    try #require(outcome.ending == .exited(0))
    return outcome.output.split(separator: 0x0A).map { line in
      line.split(separator: 0x20, maxSplits: 3).prefix(3).map { String(decoding: $0, as: UTF8.self) }
    }
  }

  /// What printf makes of a number.
  private func formatted(_ format: String, _ number: Double) -> String {
    var text = [CChar](repeating: 0, count: 40)
    // Safety: vsnprintf writes at most `text.count` bytes into the array that is borrowed for this call.
    let count = unsafe withVaList([number]) { unsafe vsnprintf(&text, text.count, format, $0) }
    return String(decoding: text.prefix(Int(count)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
