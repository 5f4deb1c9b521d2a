/// Look-ahead in the whole flow: only the scores differ, and only time makes them differ between two runs.

import Support
import Testing
import Unix

@testable import LogMarkov

private struct LookingAhead {
  var lookAhead: Duration? = .seconds(1)
  var threshold = Selection.Threshold.none
  var combination = Combination.evidence
  var maximumLine = 65_536

  func filtered(_ source: CutSource, onWrite: @escaping (Int) -> Void = { _ in }) throws -> [UInt8] {
    var settings = FilterSettings()
    settings.annotation = .tsv
    settings.combination = combination
    settings.lookAhead = lookAhead
    settings.threshold = threshold
    settings.maximumLine = maximumLine
    let sink = NoticingSink(onWrite)
    try LearningFilter(OverlaidModel.empty(testSettings), settings).run(from: source, to: sink)
    return sink.bytes
  }
}

/// Everything that was written, and a word when it was.
private final class NoticingSink: ByteSink {
  private(set) var bytes: [UInt8] = []
  private let onWrite: (Int) -> Void
  init(_ onWrite: @escaping (Int) -> Void) { self.onWrite = onWrite }

  func write(_ span: Span<UInt8>) throws {
    for index in span.indices { bytes.append(span[index]) }
    onWrite(bytes.count { $0 == 0x0A })
  }
}

private func rows(_ output: [UInt8]) -> [[ArraySlice<UInt8>]] {
  output.split(separator: 0x0A).map { $0.split(separator: 0x09, omittingEmptySubsequences: false) }
}

/// Hosts `a` and `b`, each with a few message types, `count` lines in all.
private func log(_ count: Int, seed: UInt64) -> [UInt8] {
  var random = SplitMix64(seed: seed)
  return (0..<count).flatMap { number in
    let host = Int.random(in: 0..<4, using: &random) == 0 ? "b" : "a"
    let word = ["up", "down", "start", "stop", "fail"][
      min(4, Int.random(in: 0..<6, using: &random) * number % 5)]
    return Array("Nov 22 11:00:\(10 + number % 50) \(host) x[1]: \(word)\n".utf8)
  }
}

@Suite(
  .disabled(
    if: Environment.variable("MCFILTER_SANITIZER") != nil, "minutes of what only computes"))
struct LookAheadPipelineTests {
  @Test("the same lines come out in the same order, and the paper's sum waits for nothing")
  func sameLines() throws {
    let log = log(500, seed: 1)
    let plain = try rows(LookingAhead(lookAhead: nil).filtered(CutSource([log])))
    let ahead = try rows(LookingAhead().filtered(CutSource([log])))
    #expect(plain.map { $0[6] } == ahead.map { $0[6] } && plain.count == 500)
    #expect(plain.map { $0[0] } == ahead.map { $0[0] }, "the message score is final at once")
    #expect(plain.map { $0[2] } != ahead.map { $0[2] })
    // The last records of both chains have no next one.
    #expect(plain[499] == ahead[499])
    let sum = LookingAhead(combination: .sum)
    let source = CutSource([log])
    source.blocks = { _ in true }
    source.waits = { _, _ in
      Issue.record("nothing is to wait for")
      return true
    }
    #expect(
      try sum.filtered(source) == LookingAhead(lookAhead: nil, combination: .sum).filtered(CutSource([log])))
  }

  @Test("where reads cut plentiful input does not change the output", arguments: UInt64(1)...6)
  func cuts(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let log = log(1_200, seed: seed)
    for (maximumLine, threshold) in [
      (65_536, Selection.Threshold.none), (20, .bits(-20)), (65_536, .bits(-20)),
    ] {
      let filter = LookingAhead(threshold: threshold, maximumLine: maximumLine)
      let whole = try filter.filtered(CutSource([log]))
      let sizes = (0..<200).map { _ in Int.random(in: 1...900, using: &random) }
      #expect(try filter.filtered(CutSource([log], sizes: sizes)) == whole)
      #expect(!whole.isEmpty)
    }
  }

  @Test("an input's end is not the end of the stream")
  func inputEnds() throws {
    let log = log(300, seed: 3)
    let whole = try LookingAhead().filtered(CutSource([log]))
    let cut = log[..<(log.count / 2)].lastIndex(of: 0x0A) ?? 0
    #expect(try LookingAhead().filtered(CutSource([Array(log[...cut]), Array(log[(cut + 1)...])])) == whole)
  }

  @Test("a line waits on a quiet input until its time is over, and keeps the score that it has")
  func quietInput() throws {
    let lines = ["a x: one", "a x: two", "a x: one", "a x: two"].map { Array("Nov 22 11:00:00 \($0)\n".utf8) }
    let source = CutSource([lines.flatMap { $0 }], sizes: lines.map(\.count))
    source.blocks = { $0 < 4 }
    var deadlines: [Instant] = []
    // The wait before the third line is in vain, the others are not.
    source.waits = { read, deadline in
      deadlines.append(deadline)
      return read != 2
    }
    let start = Instant.now
    var written: [Int] = []
    let output = try LookingAhead(lookAhead: .seconds(100)).filtered(source) { written.append($0) }
    // The first record of a chain waits for none; the second goes when its time is over; the third by the fourth.
    #expect(written == [1, 2, 3, 4])
    #expect(deadlines.count == 2 && deadlines.allSatisfy { $0 >= start + .seconds(100) })
    let plain = try rows(LookingAhead(lookAhead: nil).filtered(CutSource([lines.flatMap { $0 }])))
    #expect(rows(output)[1] == plain[1] && rows(output)[2] != plain[2])
  }

  @Test("lines that came later wait longer")
  func deadlines() throws {
    let texts = ["a x: one", "b x: one", "a x: two", "b x: two"]
    let lines = texts.map { Array("Nov 22 11:00:00 \($0)\n".utf8) }
    let source = CutSource([lines.flatMap { $0 }], sizes: lines.map(\.count))
    source.blocks = { _ in true }
    var seen: [Instant] = []
    // Before the fourth line a deadline is only noted; behind it both are let pass.
    source.waits = { read, deadline in
      seen.append(deadline)
      return read < 4
    }
    var written: [Int] = []
    _ = try LookingAhead(lookAhead: .seconds(100)).filtered(source) { written.append($0) }
    #expect(written == [1, 2, 3, 4])
    #expect(seen.count == 3 && seen[0] == seen[1] && seen[1] < seen[2])
  }
}
