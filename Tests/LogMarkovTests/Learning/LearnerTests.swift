/// Learning: every count is the one that dictionaries come to.

import Support
import Testing

@testable import LogMarkov

/// Compares two dumps and shows the first rows that differ. The calibration is left out: it is made of scores, and what
/// is learned apart is scored apart.
func expectSameRows(_ first: [String], _ second: [String], _ comment: Comment = "") {
  let (first, second) = (withoutCalibration(first), withoutCalibration(second))
  let (missing, extra) = (Set(second).subtracting(first), Set(first).subtracting(second))
  #expect(missing.sorted().prefix(3) == [], "rows that are missing: \(comment)")
  #expect(extra.sorted().prefix(3) == [], "rows that are too many: \(comment)")
  #expect(first == second, comment)
}

struct LearnerTests {
  private func expectPlainCounts(_ log: [UInt8], _ settings: ModelSettings) throws {
    var plain = PlainCounts(settings)
    plain.learn(plainRecords(log, settings))
    #expect(plain.records > 0)
    expectSameRows(try dump(learn(log, settings)), plain.dump())
  }

  @Test("a small log has all the counts that dictionaries have", arguments: ChainKey.allCases, Mask.allCases)
  func smallLogCounts(chainKey: ChainKey, mask: Mask) throws {
    try expectPlainCounts(smallLog, settings(mask: mask, by: chainKey))
  }

  @Test("random logs of many processes have all the counts that dictionaries have", arguments: UInt64(1)...8)
  func randomLogCounts(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let log = randomLog(lines: 300, hosts: 3, boots: true, headless: true, &random)
    for chainKey in ChainKey.allCases { try expectPlainCounts(log, settings(by: chainKey)) }
  }

  @Test(
    "real logs have all the counts that dictionaries have", .enabled(if: sharedData != nil),
    arguments: ["linux/Linux.log.gz", "juju/vault.boot1.log.gz", "openssh/OpenSSH_2k.log"], ChainKey.allCases)
  func realLogCounts(name: String, chainKey: ChainKey) throws {
    try expectPlainCounts(realLog(name, lines: 1000), settings(by: chainKey))
  }

  @Test("where the reads cut the input never changes the model", arguments: [1, 2, 3, 7, 64, 333])
  func readSizes(size: Int) throws {
    let whole = try modelBytes(learn(smallLog))
    let cut = try modelBytes(learn([smallLog], onto: Counts(settings: testSettings), sizes: [size]))
    #expect(cut == whole)
  }

  @Test("several inputs are one stream, and a line without LF ends at its input's end")
  func inputs() throws {
    let cut = lines(of: smallLog)[..<5].joined().count
    let parts = [Array(smallLog[..<(cut - 1)]), Array(smallLog[cut...])]
    let counts = try learn(parts, onto: Counts(settings: testSettings))
    expectSameRows(try dump(counts), try dump(learn(smallLog)))
  }

  @Test("a forged repeat of a million records costs what one of three costs")
  func millionRepeats() throws {
    let log = Array("Nov 22 11:00:00 a x: m\nNov 22 11:00:00 a last message repeated 4000000000 times\n".utf8)
    let clock = ContinuousClock()
    var counts = Counts(settings: testSettings)
    let duration = try clock.measure { counts = try learn(log) }
    #expect(counts.recordCount == 1_000_001)
    #expect(
      try dump(counts).contains { $0.hasPrefix("second-order\t") && $0.hasSuffix("\t999999") })
    #expect(try dump(counts).contains { $0.hasPrefix("transition\t") && $0.hasSuffix("\t1000000") })
    #expect(duration < .seconds(1), "a loop over them takes seconds")
  }

  @Test("counts that stay at their largest value do not make what is certain improbable")
  func saturatedCounts() throws {
    let repeats = String(
      repeating: "Nov 22 11:00:00 a last message repeated 1000000 times\n", count: 5000)
    let counts = try learn(Array(("Nov 22 11:00:00 a x: m\n" + repeats).utf8))
    #expect(counts.recordCount == 5_000_000_001)
    let type = MessageTypeID(rawValue: 0)
    let transition = counts.transition(from: type, to: type)
    #expect(transition.count == .max)
    #expect(counts.row(of: type) == Row(sum: UInt64(UInt32.max), distinct: 1))
    #expect(counts.row(of: try #require(transition.number)) == Row(sum: UInt64(UInt32.max), distinct: 1))
    let bytes = try modelBytes(counts)
    let model = try open(bytes)
    try model.verify()
    let again = try Counts.read(dump: dumpBytes(model), settings: testSettings)
    #expect(try modelBytes(again) == bytes, "a dump makes the same model")
  }

  @Test("repeats in one step are repeats one by one", arguments: UInt32(0)...8)
  func repeatsOneByOne(times: UInt32) throws {
    let head = "Nov 22 11:00:00 a y: n\nNov 22 11:00:00 a x[7]: m\n"
    let tail = "Nov 22 11:00:09 a x[7]: o\nNov 22 11:00:09 a x[7]: p\n"
    let repeats = "Nov 22 11:00:08 a last message repeated \(times) times\n"
    let log = Array((head + (times > 0 ? repeats : "") + tail).utf8)
    var plain = PlainCounts(testSettings)
    plain.learn(plainRecords(log, testSettings))
    #expect(plain.records == 4 + UInt64(times))
    expectSameRows(try dump(learn(log)), plain.dump())
  }

  @Test("an input that stops with an error leaves what was learned")
  func keepsAfterError() throws {
    struct Broken: Error {}
    final class BreakingSource: ByteSource {
      let inner: CutSource
      var reads = 0
      init(_ inner: CutSource) { self.inner = inner }
      func read(into span: inout MutableSpan<UInt8>) throws -> SourceRead {
        reads += 1
        if reads == 2 { throw Broken() }
        return try inner.read(into: &span)
      }
      func wouldBlock() -> Bool { false }
    }
    var learner = Learner(Counts(settings: testSettings), format: .syslog, maximumLine: 65_536)
    let source = BreakingSource(CutSource([smallLog], sizes: [500]))
    #expect(throws: Broken.self) { try learner.run(from: source) { _ in } }
    let counts = learner.finish()
    #expect(counts.recordCount > 3)
  }
}
