/// Precision, recall and alerts, by hand.

import Testing

@testable import LogMarkov

/// A ranking of lines by bits; nil for what was not weighed.
private func ranked(_ bits: [Double?], anomalies: [Int32], draws: [Int]? = nil) -> RankedTrial {
  let keys = bits.map { $0.map { RankKey(Centibits(bits: $0)) } ?? .unweighed }
  return RankedTrial(keys, anomalies: anomalies, draws: draws ?? Array(bits.indices))
}

/// Places of the records of one chain.
private func chain(_ number: UInt32, _ records: [Int]) -> [RankedTrial.Place] {
  records.map { .init(chain: number, record: $0) }
}

@Suite("Ranked trials")
struct RankedTrialTests {
  @Test("lines of equal score take each other's places by chance")
  func ties() {
    // 9 | 8 8 8 | 1
    let trial = ranked([8, 9, 1, 8, 8], anomalies: [1, 0, 2, 0, 3])
    #expect(trial.expectedHits(among: 1) == 0)
    #expect(abs(trial.expectedHits(among: 2) - 2.0 / 3) < 1e-12)
    #expect(abs(trial.expectedHits(among: 3) - 4.0 / 3) < 1e-12)
    #expect(trial.expectedHits(among: 4) == 2)
    #expect(trial.expectedHits(among: 5) == 3)
    #expect(trial.expectedHits(among: 99) == 3)
  }

  @Test("the expectation is the mean over all orders of equal lines")
  func allOrders() {
    let (bits, anomalies): ([Double], [Int32]) = ([5, 5, 5, 7, 3, 5, 3], [1, 0, 2, 0, 3, 0, 4])
    for count in 1...7 {
      var random = SeededRandom(seed: 5)
      var (sum, orders) = (0, 0)
      for _ in 0..<6_000 {
        let draws = random.permutation(of: bits.count)
        let order = bits.indices.sorted { (bits[$0], draws[$0]) > (bits[$1], draws[$1]) }
        sum += order.prefix(count).count { anomalies[$0] != 0 }
        orders += 1
      }
      let expected = ranked(bits, anomalies: anomalies).expectedHits(among: count)
      // Three standard errors of a mean of numbers from 0 to 4.
      #expect(abs(Double(sum) / Double(orders) - expected) < 0.08, "\(count)")
    }
  }

  @Test("what was not weighed comes last, and what is no record nowhere")
  func unweighed() {
    let keys: [RankKey] = [.skipped, .unweighed, RankKey(Centibits(bits: -99.99)), .skipped, .unweighed]
    let trial = RankedTrial(keys, anomalies: [1, 1, 0, 2, 2], draws: [4, 3, 2, 1, 0])
    #expect(trial.expectedHits(among: 1) == 0)
    #expect(trial.expectedHits(among: 2) == 1)
  }

  @Test("precision counts ten lines, and recall as many as are anomalous")
  func precisionAndRecall() {
    // Three of the ten highest of twenty are anomalous, and one of the highest four.
    let bits = (0..<20).map { Double($0) }
    var anomalies = [Int32](repeating: 0, count: 20)
    for (number, line) in [19, 12, 11, 3].enumerated() { anomalies[line] = Int32(number + 1) }
    let measures = ranked(bits, anomalies: anomalies).measures(places: chain(0, Array(1...20)), made: 4)
    #expect(measures[0] == 0.3)
    #expect(measures[1] == 0.25)
  }

  @Test("a line within ten records of an alert of its chain belongs to it")
  func alerts() {
    // The highest line of chain 0 is record 20; 10 and 30 belong to it, 9 and 31 do not, nor does another chain.
    let records = chain(0, [20, 10, 30, 9, 31]) + chain(1, [20])
    let trial = ranked([9, 8, 7, 6, 5, 4], anomalies: [0, 1, 2, 3, 4, 5])
    #expect(trial.met(within: [1, 2, 3, 4], places: records) == [2, 3, 4, 5])
    #expect(trial.met(within: [2], places: records) == [3])
  }

  @Test("what belongs to an alert does not prolong it")
  func noProlonging() {
    let trial = ranked([9, 8, 7], anomalies: [0, 1, 2])
    #expect(trial.met(within: [1, 2], places: chain(0, [1, 11, 12])) == [1, 2])
  }

  @Test("two lines of one anomaly are one, and what was not weighed opens no alert")
  func anomalies() {
    let trial = ranked([9, 8, nil, nil], anomalies: [1, 1, 2, 3])
    #expect(trial.met(within: [1, 10], places: chain(0, [1, 50, 100, 150])) == [1, 1])
  }

  @Test("of lines of equal score the one with the larger draw comes first")
  func order() {
    let places = chain(0, [1, 50])
    #expect(ranked([5, 5], anomalies: [1, 0], draws: [0, 1]).met(within: [1], places: places) == [0])
    #expect(ranked([5, 5], anomalies: [1, 0], draws: [1, 0]).met(within: [1], places: places) == [1])
  }

  @Test("many lines are ranked as few: the short way gives what sorting all gives")
  func manyLines() {
    var random = SeededRandom(seed: 3)
    for round in 0..<20 {
      let count = 1 + random.draw(below: 6_000)
      // All in one chain, close together, so that the first thousand lines open few alerts.
      let places = (0..<count).map { RankedTrial.Place(chain: 0, record: round < 10 ? $0 : $0 / 6) }
      let bits = (0..<count).map { _ in Double(random.draw(below: 400)) / 7 }
      let anomalies = (0..<count).map { _ in Int32(random.draw(below: 40)) }
      let draws = random.permutation(of: count)
      let order = bits.indices.sorted {
        (Centibits(bits: bits[$0]).rawValue, draws[$0]) > (Centibits(bits: bits[$1]).rawValue, draws[$1])
      }
      var (opened, seen, met): ([Int], Set<Int32>, [Int]) = ([], [], [])
      for line in order {
        if !opened.contains(where: { abs(places[$0].record - places[line].record) <= 10 }) {
          if [10, 50, 100].contains(opened.count) { met.append(seen.count) }
          opened.append(line)
        }
        if anomalies[line] > 0 { seen.insert(anomalies[line]) }
      }
      while met.count < 3 { met.append(seen.count) }
      let trial = ranked(bits, anomalies: anomalies, draws: draws)
      #expect(trial.met(within: [10, 50, 100], places: places) == Array(met.prefix(3)))
      let hits = bits.indices.filter { bits[$0] >= 50 }
      #expect(
        trial.expectedHits(among: hits.count) == Double(hits.count { anomalies[$0] != 0 }) || hits.isEmpty)
    }
  }
}

@Suite("Spread")
struct SpreadTests {
  @Test("mean and standard deviation")
  func byHand() {
    let spread = Spread([0.2, 0.4, 0.9])
    #expect(abs(spread.mean - 0.5) < 1e-12)
    // √((.09 + .01 + .16)/2)
    #expect(abs(spread.deviation - 0.360_555_127_546) < 1e-9)
    #expect(Spread([0.7]).deviation == 0)
    #expect(Spread([]).count == 0)
  }
}

@Suite("Similarity")
struct SimilarityTests {
  @Test("the paper's four classes")
  func classes() {
    let one = LogOrigin(cluster: "wolf", node: "1", period: "monday")
    #expect(one.similarity(to: one) == .samePeriod)
    #expect(one.similarity(to: LogOrigin(cluster: "wolf", node: "1", period: "friday")) == .sameNode)
    #expect(one.similarity(to: LogOrigin(cluster: "wolf", node: "2", period: "monday")) == .sameCluster)
    #expect(one.similarity(to: LogOrigin(cluster: "grizzly", node: "1", period: "monday")) == .otherCluster)
  }
}
