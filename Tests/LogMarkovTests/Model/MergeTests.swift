/// Merging: adding models is learning together.

import Support
import Testing

@testable import LogMarkov

/// The counts of a dump, without what is no sum: rows of meta and of chains.
private func sums(_ dump: [String]) -> [String: UInt64] {
  var sums: [String: UInt64] = [:]
  for row in withoutCalibration(dump) where !row.hasPrefix("meta\t") && !row.hasPrefix("chain\t") {
    let count = row.split(separator: "\t", omittingEmptySubsequences: false).last ?? ""
    sums[String(row.dropLast(count.count + 1))] = UInt64(count)
  }
  return sums
}

/// The rows of a dump that are counts of the log.
func withoutCalibration(_ dump: [String]) -> [String] { dump.filter { !$0.hasPrefix("calibration\t") } }

private func withoutTimes(_ dump: [String]) -> [String] {
  dump.filter { !$0.hasPrefix("meta\tfirst-time\t") && !$0.hasPrefix("meta\tlast-time\t") }
}

struct MergeTests {
  @Test(
    "a merge adds up every row, and lacks of learning together only what joins the parts",
    arguments: ChainKey.allCases, [3, 6, 11, 14, 16, 19])
  func addsUp(chainKey: ChainKey, cut: Int) throws {
    let settings = settings(by: chainKey)
    let all = lines(of: smallLog)
    let parts = [Array(all[..<cut].joined()), Array(all[cut...].joined())]
    let merged = try merge(parts, ordered: false, settings)
    let expected = sums(try dump(learn(parts[0], settings)))
      .merging(sums(try dump(learn(parts[1], settings))), uniquingKeysWith: +)
    #expect(sums(try dump(merged)) == expected)
    try open(modelBytes(merged)).verify()
  }

  @Test("any sharding by host gives every count of the whole", arguments: UInt64(1)...6)
  func shardsByHost(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let log = randomLog(lines: 400, hosts: 6, boots: false, headless: false, &random)
    var shards = [[UInt8]](repeating: [], count: 3)
    let shardOf = (0..<6).map { _ in Int.random(in: 0..<3, using: &random) }
    for line in lines(of: log) {
      // "Nov 22 11:00:00 h3 …": the digit behind h.
      shards[shardOf[Int(line[line.startIndex + 17] - 0x30)]] += line
    }
    let whole = try dump(learn(log))
    expectSameRows(try dump(merge(shards, ordered: false)), whole)
    expectSameRows(try dump(merge(shards.reversed(), ordered: false)), whole, "in another order")
  }

  @Test(
    "two real hosts learned apart and merged are the two learned together", .enabled(if: sharedData != nil))
  func realShards() throws {
    let first = try realLog("juju/vault.boot0.log.gz", lines: 1200)
    let second = try realLog("juju/rabbitmq.boot0.log.gz", lines: 1200)
    let hosts = Set(plainRecords(first, testSettings).map(\.host))
    #expect(hosts.isDisjoint(with: plainRecords(second, testSettings).map(\.host)))
    let whole = try dump(learn(interleaved(first, second, seed: 4)))
    expectSameRows(withoutTimes(try dump(merge([first, second], ordered: false))), withoutTimes(whole))
  }

  @Test("models of different keys go together, and the result takes the first one's")
  func differentKeys() throws {
    var sum = Counts(settings: testSettings)
    try sum.merge(model(of: smallLog))
    try sum.merge(model(of: smallLog, settings(seed: 77)))
    expectSameRows(try dump(sum), try dump(merge([smallLog, smallLog], ordered: false)))
    #expect(try modelBytes(sum) == modelBytes(merge([smallLog, smallLog], ordered: false)))
  }

  @Test("models of another mask or chain key are refused by name")
  func refused() throws {
    var sum = Counts(settings: testSettings)
    for (other, expected) in [
      (settings(mask: .digits), ModelError.differentMask("values", "digits")),
      (settings(by: .tag), .differentChainKey("host", "tag")),
    ] {
      let bytes = try modelBytes(learn(smallLog, other))
      do {
        try sum.merge(open(bytes))
        Issue.record("a model of other settings is merged")
      } catch { #expect(error == expected) }
    }
    #expect(sum.recordCount == 0 && sum.typeCount == 0)
  }

  @Test("a merge with one model is that model, byte for byte")
  func identity() throws {
    let bytes = try modelBytes(learn(smallLog))
    for ordered in [false, true] { #expect(try modelBytes(merge([smallLog], ordered: ordered)) == bytes) }
    #expect(try modelBytes(merge([[], smallLog, []], ordered: true)) == bytes)
  }
}

struct MergeWeightTests {
  @Test(
    "weighted counts are rounded down, and what is left empty is dropped",
    arguments: [0.0, 0.1, 0.34, 0.5, 0.99, 1, 1.5, 3])
  func weights(weight: Double) throws {
    let model = try model(of: smallLog)
    var weighted = Counts(settings: testSettings)
    try weighted.merge(model, weight: MergeWeight(weight))
    let result = try open(modelBytes(weighted))
    try result.verify()
    var expected: [String: UInt64] = [:]
    for (row, count) in sums(try dump(model)) {
      let rounded = UInt64((Double(count) * weight).rounded(.down))
      if rounded > 0 { expected[row] = rounded }
    }
    // A tag of which no type is left has no transitions either, though those of its types together may be many.
    let tags = Set(
      expected.keys.filter { $0.hasPrefix("type\t") }.map { $0.dropFirst(5).prefix { $0 != "\\" } })
    expected = expected.filter { row, _ in
      let columns = row.split(separator: "\t", omittingEmptySubsequences: false)
      return columns[0] != "tag-transition" || tags.contains(columns[1]) && tags.contains(columns[2])
    }
    #expect(sums(try dump(result)) == expected)
    #expect(result.lines == UInt64((Double(model.lines) * weight).rounded(.down)))
    #expect(result.recordCount == expected.filter { $0.key.hasPrefix("type\t") }.values.reduce(0, +))
  }

  @Test("weighted counts stay at the largest number that there is")
  func saturation() throws {
    var counts = Counts(settings: testSettings)
    try counts.merge(model(of: smallLog), weight: MergeWeight(1e12))
    let model = try open(modelBytes(counts))
    try model.verify()
    #expect(try dump(model).contains { $0.hasPrefix("transition\t") && $0.hasSuffix("\t4294967295") })
    #expect(!(try dump(model).contains { $0.hasPrefix("transition\t") && !$0.hasSuffix("\t4294967295") }))
  }

  @Test("more records than can be summed up are refused, so that no merge contradicts itself")
  func tooManyRecords() throws {
    var counts = Counts(settings: testSettings)
    let bytes = try modelBytes(learn(smallLog))
    do {
      try counts.merge(open(bytes), weight: MergeWeight(1e300))
      Issue.record("so many records are merged")
    } catch { #expect(error == .tooLarge("records")) }
  }

  @Test("the ends of chains whose types are gone are missing, and joining passes over them")
  func missingEnds() throws {
    let log = Array((0..<4).map { "Nov 22 11:00:0\($0) a x: m\n" }.joined().utf8)
    let rare = Array("Nov 22 11:00:09 a x: rare\n".utf8)
    var sum = Counts(settings: testSettings)
    try sum.merge(model(of: log + rare), weight: MergeWeight(0.5))
    try sum.merge(model(of: log), ordered: true)
    let rows = try dump(sum)
    #expect(rows.contains(#"transition"# + "\tx\\nm\tx\\nm\t4"), "1 of 3 halved, 3 whole, none joined")
    try open(modelBytes(sum)).verify()
  }
}

/// A log of records of a few hosts, tags, processes and messages, with boots and lines without header if wanted; time
/// never goes back.
func randomLog(
  lines: Int, hosts: Int, boots: Bool, headless: Bool, _ random: inout SplitMix64
) -> [UInt8] {
  var log = ""
  var second = 0
  for _ in 0..<lines {
    second += [0, 0, 1, 2, 60].randomElement(using: &random) ?? 0
    func padded(_ number: Int) -> String { (number < 10 ? "0" : "") + String(number) }
    let time = "Nov 22 \(padded(second / 3600 % 24)):\(padded(second / 60 % 60)):\(padded(second % 60))"
    let kind = Int.random(in: 0..<100, using: &random)
    if boots, kind < 6 {
      log += "-- Reboot --\n"
    } else if headless, kind < 20 {
      log += "no header \(["a", "b"].randomElement(using: &random) ?? "")\n"
    } else {
      let tag = ["x", "y", "z"].randomElement(using: &random) ?? ""
      let message = ["alpha", "beta", "gamma"].randomElement(using: &random) ?? ""
      let pid = Int.random(in: 1...3, using: &random)
      log += "\(time) h\(Int.random(in: 0..<hosts, using: &random)) \(tag)[\(pid)]: \(message)\n"
    }
  }
  return Array(log.utf8)
}
