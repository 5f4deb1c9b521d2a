/// The paper's protocol, small: lines are inserted into and deleted from another part of a real log, and the filter is to
/// rank what follows from that first.
///
/// Source: Haque, DeLucia, Baseman, HUST'17, section 5.

import Support
import Testing
import Unix

@testable import LogMarkov

/// A log with ten anomalies of one kind, and which of its lines show them.
private struct Trial {
  enum Kind: CaseIterable {
    /// A line of the log that was learned, in a place of another.
    case insertion
    case deletion
  }

  private(set) var log: [UInt8] = []
  private(set) var isAnomalous: [Bool] = []

  /// One line of each kind, kinds being told apart by what is left without header and digits.
  static func kinds(of lines: [ArraySlice<UInt8>]) -> [ArraySlice<UInt8>] {
    var seen: Set<[UInt8]> = []
    return lines.filter { line in
      let text = line.dropFirst(header(of: line).count).filter {
        !(UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0)
      }
      return seen.insert(text).inserted
    }
  }

  /// Anomalies stand at least seven lines apart.
  init(_ kind: Kind, in lines: [ArraySlice<UInt8>], from known: [ArraySlice<UInt8>], seed: UInt64) {
    var random = SplitMix64(seed: seed)
    var places: [Int] = []
    while places.count < 10 {
      let place = Int.random(in: 20..<lines.count - 20, using: &random)
      if places.allSatisfy({ abs($0 - place) > 6 }) { places.append(place) }
    }
    var isAfterAnomaly = false
    for (row, line) in lines.enumerated() {
      if places.contains(row) {
        isAfterAnomaly = true
        if kind == .deletion { continue }
        let other = known[Int.random(in: known.indices, using: &random)]
        append(Trial.header(of: line) + other.dropFirst(Trial.header(of: other).count), true)
      }
      append(line, isAfterAnomaly)
      isAfterAnomaly = false
    }
  }

  private mutating func append(_ line: ArraySlice<UInt8>, _ isAnomalous: Bool) {
    log += line
    self.isAnomalous.append(isAnomalous)
  }

  /// Time and host of an RFC 3164 line, with the blank behind: a stamp has 15 bytes.
  private static func header(of line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    let host = line.dropFirst(16).prefix { $0 != UInt8(ascii: " ") }
    return line[line.startIndex...min(host.endIndex, line.endIndex - 1)]
  }
}

/// How many of the `count` highest scores are true, as a share of them; equal scores take each other's places by chance.
private func precision(at count: Int, _ scores: [Double], _ truth: [Bool]) -> Double {
  let least = scores.sorted(by: >)[count - 1]
  let above = scores.indices.filter { scores[$0] > least }
  let equal = scores.indices.filter { scores[$0] == least }
  let found = above.count { truth[$0] }
  let chance = Double(equal.count { truth[$0] }) / Double(equal.count)
  return (Double(found) + chance * Double(count - above.count)) / Double(count)
}

@Suite("Injection")
struct InjectionTests {
  /// Precision at 10 and recall at R, R being how many lines are anomalous, over some seeds.
  private func measure(
    _ kind: Trial.Kind, train: [UInt8], test: [UInt8], lookAhead: Bool
  ) throws -> (precision: Double, recall: Double) {
    let model = try modelBytes(learn(train))
    let known = Trial.kinds(of: lines(of: train))
    var sums = (precision: 0.0, recall: 0.0)
    let seeds = UInt64(1)...4
    for seed in seeds {
      let trial = Trial(kind, in: lines(of: test), from: known, seed: seed)
      var settings = FilterSettings()
      settings.annotation = .tsv
      settings.lookAhead = lookAhead ? .seconds(1) : nil
      let sink = CollectingSink()
      try LearningFilter(OverlaidModel(open(model)), settings).run(from: CutSource([trial.log]), to: sink)
      let scores = sink.bytes.split(separator: 0x0A).map { row -> Double in
        let columns = row.split(separator: 0x09, maxSplits: 4)
        return columns[3].elementsEqual("first".utf8)
          ? -100 : Double(String(decoding: columns[2], as: UTF8.self)) ?? -100
      }
      try #require(scores.count == trial.isAnomalous.count)
      sums.precision += precision(at: 10, scores, trial.isAnomalous)
      sums.recall += precision(at: trial.isAnomalous.count { $0 }, scores, trial.isAnomalous)
    }
    return (sums.precision / Double(seeds.count), sums.recall / Double(seeds.count))
  }

  // The floors lie a tenth below what was measured: insertions .95/.75 with look-ahead and .76/.64 without, deletions
  // .31. Rankings by single transitions reach a half of that on another part of a log, and .03 for deletions.
  @Test(
    "what was inserted and deleted stands first", .enabled(if: sharedData != nil, "../shared is absent"),
    .disabled(if: Environment.variable("MCFILTER_SANITIZER") != nil, "the same code as in shorter tests"),
    arguments: [true, false])
  func another(lookAhead: Bool) throws {
    let linux = lines(of: try realLog("linux/Linux.log.gz", lines: 11_000))
    let rabbit = lines(of: try realLog("juju/rabbitmq.boot1.log.gz", lines: 10_000))
    var inserted: [(Double, Double)] = []
    var deleted: [(Double, Double)] = []
    for (train, test) in [(linux[..<8_000], linux[8_000...]), (rabbit[700..<5_000], rabbit[5_000..<8_000])] {
      let (train, test) = (Array(train.joined()), Array(test.joined()))
      inserted.append(try measure(.insertion, train: train, test: test, lookAhead: lookAhead))
      deleted.append(try measure(.deletion, train: train, test: test, lookAhead: lookAhead))
    }
    func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }
    #expect(mean(inserted.map(\.0)) >= (lookAhead ? 0.85 : 0.66), "\(inserted)")
    #expect(mean(inserted.map(\.1)) >= (lookAhead ? 0.65 : 0.54), "\(inserted)")
    #expect(mean(deleted.map(\.1)) >= 0.21, "\(deleted)")
  }
}
