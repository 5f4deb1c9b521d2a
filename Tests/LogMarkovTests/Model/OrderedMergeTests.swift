/// Merging in order: parts of a log, one behind the other, are the whole log.
///
/// Rows that may differ from learning the whole: those of kind `process` and `process-second-order`, since a model
/// does not know its processes' last records, so they start anew at a cut. Everything else is equal as long as no cut
/// parts a repeat line, or a continuation, from its record: a part that starts with one cannot know what it repeats.

import Support
import Testing
import Unix

@testable import LogMarkov

/// A dump without the rows that may differ.
private func withoutProcesses(_ dump: [String]) -> [String] {
  dump.filter { !$0.hasPrefix("process\t") && !$0.hasPrefix("process-second-order\t") }
}

/// True if nothing behind the cut refers to a record before it.
private func isClean(cut: Int, _ records: [PlainRecord], _ settings: ModelSettings) -> Bool {
  guard cut < records.count, records[cut].kind != .continuation else { return false }
  let plain = PlainCounts(settings)
  return records.indices.dropFirst(cut).allSatisfy { row in
    guard records[row].kind == .repeatedLast else { return true }
    let repeatsHost = settings.chainKey == .host && !records[row].host.isEmpty
    let repeated = records[..<row].lastIndex {
      $0.kind == .bootMarker
        || $0.kind == .record && (!repeatsHost || plain.chainName($0) == [records[row].host])
    }
    return repeated.map { $0 >= cut || records[$0].kind == .bootMarker } ?? true
  }
}

private func expectSame(
  _ parts: [[UInt8]], asWhole whole: [String], _ settings: ModelSettings, _ comment: Comment
) throws {
  let merged = try merge(parts, ordered: true, settings)
  expectSameRows(withoutProcesses(try dump(merged)), whole, "merged: \(comment)")
  try open(modelBytes(merged)).verify()
  var updated = try learn(parts[0], settings)
  for part in parts.dropFirst() {
    // As --update: the counts before come from a file.
    var counts = Counts(settings: settings)
    try counts.merge(open(modelBytes(updated)))
    updated = try learn([part], onto: counts)
  }
  expectSameRows(withoutProcesses(try dump(updated)), whole, "updated: \(comment)")
}

@Suite(
  .disabled(
    if: Environment.variable("MCFILTER_SANITIZER") != nil, "minutes of what only computes"))
struct OrderedMergeTests {
  @Test("a small log cut anywhere is the whole log", arguments: ChainKey.allCases)
  func smallLogCuts(chainKey: ChainKey) throws {
    let count = lines(of: smallLog).count
    let tried = try expectSameAtCuts(smallLog, settings(by: chainKey), cuts: Array(1..<count))
    #expect(tried > 8)
  }

  @Test(
    "real logs cut at several points are the whole log", .enabled(if: sharedData != nil),
    arguments: ["linux/Linux.log.gz", "juju/vault.boot1.log.gz", "juju/rabbitmq.boot0.log.gz"],
    [ChainKey.host, .hostAndTag])
  func realLogCuts(name: String, chainKey: ChainKey) throws {
    let log = try realLog(name, lines: 500)
    try expectSameAtCuts(log, settings(by: chainKey), cuts: [1, 2, 250, 499])
  }

  @Test("two real hosts interleaved and cut are the whole log", .enabled(if: sharedData != nil))
  func interleavedCuts() throws {
    let log = interleaved(
      try realLog("juju/vault.boot0.log.gz", lines: 300),
      try realLog("juju/rabbitmq.boot1.log.gz", lines: 300),
      seed: 8)
    try expectSameAtCuts(log, testSettings, cuts: [1, 2, 5, 333, 450, 599])
  }

  @Test(
    "the last part of a log that goes over a year's end gives the last time", .enabled(if: sharedData != nil))
  func yearsEnd() throws {
    let log = try realLog("linux/Linux.log.gz")
    let all = lines(of: log)
    let turn = try #require(
      zip(all, all.dropFirst()).enumerated().first {
        $0.element.0.starts(with: "Dec".utf8) && $0.element.1.starts(with: "Jan".utf8)
      }?.offset)
    let around = Array(all[(turn - 200)..<min(all.count, turn + 200)].joined())
    try expectSameAtCuts(around, testSettings, cuts: [50, 200, 201, 202, 350])
  }

  @Test(
    "random logs with boots and lines without header, cut anywhere into many parts, are the whole log",
    arguments: UInt64(1)...3, ChainKey.allCases)
  func randomParts(seed: UInt64, chainKey: ChainKey) throws {
    var random = SplitMix64(seed: seed)
    let log = randomLog(lines: 30, hosts: 3, boots: true, headless: true, &random)
    var parts: [[UInt8]] = [[]]
    let oneIn = [1, 2, 5, 15].randomElement(using: &random) ?? 1
    for line in lines(of: log) {
      parts[parts.count - 1] += line
      if Int.random(in: 0..<oneIn, using: &random) == 0 { parts.append([]) }
    }
    let settings = settings(by: chainKey)
    try expectSame(parts, asWhole: withoutProcesses(dump(learn(log, settings))), settings, "seed \(seed)")
  }

  @Test("merging parts in groups is merging them one by one", arguments: UInt64(1)...4)
  func groups(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let parts = (0..<4).map { _ in randomLog(lines: 5, hosts: 2, boots: true, headless: true, &random) }
    func sum(_ first: [UInt8], _ second: [UInt8]) throws -> [UInt8] {
      var counts = Counts(settings: testSettings)
      for bytes in [first, second] { try counts.merge(open(bytes), ordered: true) }
      return try modelBytes(counts)
    }
    let models = try parts.map { try modelBytes(learn($0)) }
    let oneByOne = try sum(sum(sum(models[0], models[1]), models[2]), models[3])
    #expect(try sum(sum(models[0], models[1]), sum(models[2], models[3])) == oneByOne)
    #expect(try sum(models[0], sum(models[1], sum(models[2], models[3]))) == oneByOne)
  }

  @Test(
    "a boot marker at the edge of a part prevents the join",
    arguments: [["m\n", "B", "n\n"], ["m\nB", "n\n"], ["m\n", "Bn\n"], ["mB", "B", "n\n"]])
  func bootsAtEdges(parts: [String]) throws {
    let texts = parts.map { part in
      part.replacing("B", with: "\n-- Boot 1 --\n").replacing("m", with: "Nov 22 11:00:00 a x: m")
        .replacing("n\n", with: "Nov 22 11:00:01 a x: n\n")
    }
    let merged = try dump(merge(texts.map { Array($0.utf8) }, ordered: true))
    #expect(!merged.contains { $0.hasPrefix("transition\t") })
    #expect(merged.contains { $0.hasPrefix("chain\ta\t2\t") })
  }

  /// Returns how many of the cuts were clean, and therefore tried.
  @discardableResult
  private func expectSameAtCuts(_ log: [UInt8], _ settings: ModelSettings, cuts: [Int]) throws -> Int {
    let all = lines(of: log)
    let records = plainRecords(log, settings)
    let whole = withoutProcesses(try dump(learn(log, settings)))
    let clean = cuts.filter { isClean(cut: $0, records, settings) }
    #expect(clean.count >= 3)
    for cut in clean {
      let parts = [Array(all[..<cut].joined()), Array(all[cut...].joined())]
      try expectSame(parts, asWhole: whole, settings, "cut before line \(cut + 1)")
    }
    return clean.count
  }
}
