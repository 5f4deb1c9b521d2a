/// Generating: what is walked is what is read.

import Support
import Testing

@testable import LogMarkov

@Suite("Synthetic logs")
struct LogGeneratorTests {
  private func expectReadAsWalked(
    _ model: borrowing Model, _ format: FormatName, steps: Int = 3_000, mayLeaveOut: Bool = false,
    _ change: (inout LogGenerator.Settings) -> Void = { _ in }
  ) throws {
    var settings = LogGenerator.Settings(records: UInt64(steps))
    settings.seed = 7
    change(&settings)
    let (log, tally) = try generated(model, settings)
    let read = typesRead(log, as: format, model.settings)
    var walked = try typesWalked(model, steps, seed: 7)
    if mayLeaveOut {
      #expect(walked.count - read.count == Int(tally.leftOut))
      let kept = Set(read.compactMap { $0 })
      walked.removeAll { !kept.contains($0) }
    } else {
      #expect(tally == LogGenerator.Tally())
    }
    #expect(read.count == walked.count)
    let differing = zip(read, walked).first { $0 != $1 }
    #expect(differing == nil)
  }

  @Test("what is read is what was walked", arguments: Mask.allCases, ChainKey.allCases)
  func cluster(mask: Mask, key: ChainKey) throws {
    let log = try readFile(packageRoot + "/examples/cluster.log")
    try expectReadAsWalked(model(of: log, settings(mask: mask, by: key)), .auto)
  }

  @Test(
    "what is read of a real log's twin is what was walked", .enabled(if: sharedData != nil),
    arguments: [
      "linux/Linux.log.gz", "openssh/OpenSSH_2k.log", "juju/rabbitmq.boot1.log.gz", "juju/vault.boot0.log.gz",
      "journal/ceph-mon.system.short-full.gz",
    ], Mask.allCases)
  func realLogs(name: String, mask: Mask) throws {
    try expectReadAsWalked(model(of: realLog(name), settings(mask: mask)), .auto)
  }

  @Test("the same for plain lines", .enabled(if: sharedData != nil), arguments: Mask.allCases)
  func realPlainLog(mask: Mask) throws {
    var learner = Learner(Counts(settings: settings(mask: mask)), format: .plain, maximumLine: 65_536)
    try learner.run(from: CutSource([realLog("thunderbird/an566.txt.gz")])) { _ in }
    let model = try open(modelBytes(learner.finish()))
    try expectReadAsWalked(model, .plain)
    try expectReadAsWalked(model, .auto) { $0.host = Array("node001".utf8) }
  }

  /// Bytes that mean something to headers, masks and repeat lines, and a few others.
  private static let pieces =
    [
      " ", "\t", ":", "[", "]", "=", "*", "(", "a", "user", "7", "--", "-- ", "--- ",
      "last message repeated 2 times",
      "message repeated 3 times: [ ", " ]", "-- Boot x --", "{\"MESSAGE\":\"x\"}", "<3>", "daemon.err ", "kB",
      "\r",
      "\0", "\u{1B}[1m", "é", "/dev/null", "Nov 22 11:00:00 ", "2026 ", "tag: ", "sshd[1]: ", "host ", "░░",
      ",", ".",
      "data: ", "__CURSOR=x",
    ].map { Array($0.utf8) } + [[0xFF], [0xC3]]

  @Test("whatever texts are, lines carry them or they are left out", arguments: UInt64(1)...40, Mask.allCases)
  func anyTexts(seed: UInt64, mask: Mask) throws {
    var random = SplitMix64(seed: seed)
    func text(_ most: Int) -> [UInt8] {
      (0..<Int.random(in: 0...most, using: &random)).flatMap { _ in
        Self.pieces.randomElement(using: &random) ?? []
      }
    }
    let plain = Bool.random(using: &random)
    let records = (0..<200).map { _ in (tag: plain ? [] : text(2), message: text(5)) }
    let model = try model(ofRecords: records, settings(mask: mask))
    try expectReadAsWalked(model, plain ? .plain : .auto, steps: 500, mayLeaveOut: true)
  }

  @Test("a message that begins as a tag, or would be no record, stands in its copies' place")
  func wrapped() throws {
    let texts = ["tag: x", "-- Boot y --", "", "plain"]
    let records = texts.map { (tag: [UInt8](), message: Array($0.utf8)) }
    let model = try model(ofRecords: records, testSettings)
    try expectReadAsWalked(model, .plain, steps: 100)
    try expectReadAsWalked(model, .auto, steps: 100) { $0.host = Array("h".utf8) }
  }

  @Test("types that no line carries are counted and left out")
  func leftOut() throws {
    let records = ["a b", "good", "x[y"].map { (tag: Array($0.utf8), message: Array("m".utf8)) }
    let model = try model(ofRecords: records + records, testSettings)
    var settings = LogGenerator.Settings(records: 9)
    settings.start = try model.typesInOrderOfText()[1]
    let (log, tally) = try generated(model, settings)
    #expect(tally == LogGenerator.Tally(leftOut: 6, typesLeftOut: 2))
    #expect(lines(of: log).count == 3)
  }

  @Test("a log depends on counts and seed, and not on the model's key")
  func keys() throws {
    var settings = LogGenerator.Settings(records: 500)
    let log = try readFile(packageRoot + "/examples/cluster.log")
    let first = try generated(model(of: log, LogMarkovTests.settings(seed: 1)), settings).log
    let second = try generated(model(of: log, LogMarkovTests.settings(seed: 2)), settings).log
    #expect(first == second)
    settings.seed = 2
    #expect(try generated(model(of: log), settings).log != first)
  }

  @Test("time, host and plainness are the model's unless they are asked for")
  func header() throws {
    var settings = LogGenerator.Settings(records: 2)
    let model = try model(of: smallLog)
    var log = String(decoding: try generated(model, settings).log, as: UTF8.self)
    #expect(log.hasPrefix("Nov 22 11:00:00 node001 "))
    settings.time = SyntheticStamp.second(of: Array("2024-02-29T23:59:59Z".utf8))
    settings.host = Array("h".utf8)
    log = String(decoding: try generated(model, settings).log, as: UTF8.self)
    #expect(log.hasPrefix("Feb 29 23:59:59 h "))
    #expect(log.contains("\nMar  1 00:00:00 h "))
    settings.host = Array("no host".utf8)
    #expect(throws: LogGenerator.Problem.notAHost) { _ = try LogGenerator(over: model, settings) }
    #expect(throws: LogGenerator.Problem.noRecords) {
      _ = try LogGenerator(over: try LogMarkovTests.model(of: []), LogGenerator.Settings(records: 1))
    }
  }

  @Test(
    "only whole stamps are times", arguments: ["", "x", "Nov 22", "Nov 31 11:00:00", "Nov 22 11:00:00 x"])
  func noStamps(text: String) { #expect(SyntheticStamp.second(of: Array(text.utf8)) == nil) }
}
