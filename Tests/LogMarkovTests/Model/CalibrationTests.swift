/// Calibration: which records it covers, and the thresholds that it gives.

import Glibc
import Support
import Testing

@testable import LogMarkov

/// The natural logarithms of the tests' shares, to be independent of the program's.
private let logarithmOfThree = 1.0986122886681098

/// A series of these values.
private func calibration(_ scores: [Double?], _ name: Calibration.Series) -> Calibration {
  var calibration = Calibration()
  for score in scores { calibration.note(score.map(Centibits.init(bits:)), in: name) }
  return calibration
}

struct CalibratedSeriesTests {
  @Test("a series covers the last half to three quarters, cut at powers of two, and all of the first 1024")
  func generations() {
    var series = CalibratedSeries()
    var values: [Int32] = []
    for number in 1...9000 {
      let value = Int32(number % 5000)
      values.append(value)
      series.note(Centibits(rawValue: value))
      guard number % 97 == 0 || [1023, 1024, 1025, 2047, 2048, 4095, 4096, 8191, 8192].contains(number) else {
        continue
      }
      let power = 1 << (Int.bitWidth - 1 - number.leadingZeroBitCount)
      let start = number < 2048 ? 0 : power / 2
      var expected = ScoreHistogram()
      for value in values[start...] { expected.note(Centibits(rawValue: value)) }
      #expect(series.histogram == expected, "after \(number)")
      #expect(series.noted == UInt64(number))
      let share = Double(series.histogram.count) / Double(number)
      if number >= 2048 { #expect(share >= 0.5 && share < 0.75, "after \(number)") }
    }
  }

  @Test("what was not weighed counts as a record")
  func notWeighed() {
    var series = CalibratedSeries()
    for _ in 0..<2048 { series.note(nil) }
    #expect(series.histogram.notWeighed == 1024 && series[.previous].notWeighed == 1024)
    #expect(series[.current].count == 0)
  }

  @Test("series are added generation by generation, and noting goes on from the sum")
  func adding() {
    var first = CalibratedSeries()
    var second = CalibratedSeries()
    for _ in 0..<1500 { first.note(Centibits(rawValue: 100)) }
    for _ in 0..<400 { second.note(Centibits(rawValue: 700)) }
    first.add(second)
    #expect(first.noted == 1900)
    #expect(first[.previous].count == 1024 && first[.current].count == 476 + 400)
    for _ in 0..<148 { first.note(nil) }
    #expect(first.noted == 2048 && first[.current].count == 0)
    #expect(first.histogram.count == 476 + 400 + 148)
  }
}

struct StartThresholdTests {
  @Test("above 3 % a threshold is the quantile itself")
  func quantile() {
    let calibration = calibration((1...1001).map { Double($0) / 10 }, .strayAlone)
    for share in [0.03, 0.1, 0.5, 1] {
      let threshold = calibration.startThreshold(of: .strayAlone, share: share)
      #expect(abs((threshold ?? 0) - (0.1 + 100 * (1 - share))) < 1e-6, "\(share)")
    }
  }

  @Test("below 3 % it goes on from there as an exponential tail does")
  func tail() throws {
    // 97 % at 1 bit or below; 30 values above, in the mean 4 bits above.
    var scores: [Double?] = [Double?](repeating: 1, count: 971)
    scores += (0..<29).map { Double(3 + $0 % 3 * 2) }
    let excess: Double = Double(20 + 40 + 54) / 29
    let calibration = calibration(scores, .missingAhead)
    let atOne = try #require(calibration.startThreshold(of: .missingAhead, share: 0.01))
    #expect(abs(atOne - (1 + excess * logarithmOfThree)) < 1e-6)
    let atNinth = try #require(calibration.startThreshold(of: .missingAhead, share: 0.03 / 9))
    #expect(abs(atNinth - (1 + excess * 2 * logarithmOfThree)) < 1e-6)
    #expect(calibration.startThreshold(of: .strayAlone, share: 0.01) == nil)
  }

  @Test("on exponential scores the share above the threshold is what was asked for", arguments: UInt64(1)...4)
  func exponential(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    // log2 of an even share is exponential.
    let scores = (0..<16_384).map { _ -> Double? in
      -2 * log2(Double.random(in: Double.leastNormalMagnitude..<1, using: &random))
    }
    let calibration = calibration(scores, .strayAhead)
    for share in [0.01, 0.003, 0.001] {
      let threshold = try #require(calibration.startThreshold(of: .strayAhead, share: share))
      #expect(abs(threshold + 2 * log2(share)) < 1.5, "\(share)")
    }
  }

  @Test("where less than 3 % were weighed, the tail is what was, and shares beyond have no threshold")
  func fewWeighed() throws {
    var scores = [Double?](repeating: nil, count: 990)
    scores += (0..<10).map { $0 < 5 ? 4 : 6 }
    let calibration = calibration(scores, .missingAlone)
    #expect(calibration.startThreshold(of: .missingAlone, share: 0.03) == nil)
    #expect(calibration.startThreshold(of: .missingAlone, share: 0.011) == nil)
    let threshold = try #require(calibration.startThreshold(of: .missingAlone, share: 0.01 / 3))
    #expect(abs(threshold - (4 + 2 * logarithmOfThree)) < 1e-6)
    let alike = CalibrationTests.alike(of: 5, times: 10, notWeighed: 990)
    #expect(alike.startThreshold(of: .missingAlone, share: 0.001) == 5)
  }
}

struct CalibrationTests {
  static func alike(of value: Double, times: Int, notWeighed: Int) -> Calibration {
    calibration(
      [Double?](repeating: value, count: times) + [Double?](repeating: nil, count: notWeighed), .missingAlone)
  }

  @Test("the self-test is the share of its scores above the 99.9 % quantile of missing records")
  func selfTest() {
    var calibration = Calibration()
    #expect(calibration.selfTestShare == nil)
    for number in 1...1001 { calibration.note(Centibits(bits: Double(number) / 100), in: .missingAhead) }
    #expect(calibration.selfTestShare == nil, "no self-test yet")
    #expect(Calibration().unusualMissing == nil && !Calibration().hasScores)
    for value in [10.0, 10.01, 12] { calibration.note(Centibits(bits: value), in: .selfTest) }
    calibration.note(nil, in: .selfTest)
    #expect(calibration.selfTestShare == 0.5)
    #expect(calibration.recordCount == 0, "that of strays")
  }

  @Test("where next to none was weighed, every self-test that was is above")
  func selfTestOfFew() {
    var calibration = Calibration()
    for _ in 0..<1000 { calibration.note(nil, in: .missingAhead) }
    calibration.note(Centibits(bits: -50), in: .selfTest)
    calibration.note(nil, in: .selfTest)
    #expect(calibration.selfTestShare == 0.5)
  }

  @Test("series do not mix")
  func series() {
    for name in Calibration.Series.allCases {
      let calibration = calibration([1, nil, 2], name)
      #expect(!calibration.isEmpty)
      for other in Calibration.Series.allCases { #expect(calibration[other].isEmpty == (other != name)) }
    }
    #expect(Calibration().isEmpty)
  }

  @Test("weights come back as they were set, those of the start where none were")
  func weights() {
    var mixture = CalibratedMixture()
    #expect(mixture.isEmpty)
    let start = [0.88, 0.06, 0.06, 0.88, 0.06, 0.06, 0.88, 0.06, 0.06, 0.88, 0.06, 0.06]
    #expect(zip(mixture.weights, start).allSatisfy { abs($0 - $1) < 1e-12 })
    let weights = [0.5, 0.3, 0.2, 0.996, 0.002, 0.002, 0.1, 0.8, 0.1, 0.333333, 0.333333, 0.333334]
    mixture.set(weights, records: .max)
    #expect(zip(mixture.weights, weights).allSatisfy { abs($0 - $1) < 1e-6 })
    mixture.set(weights, records: 0)
    #expect(mixture.isEmpty)
  }

  @Test("added weights are the mean over the records, in any order")
  func addedWeights() {
    let all = [0.5, 0.3, 0.2] + [Double](repeating: 1.0 / 3, count: 9)
    var mixtures = [CalibratedMixture](repeating: CalibratedMixture(), count: 3)
    mixtures[0].set(all, records: 300)
    mixtures[1].set([0.9, 0.1, 0] + all[3...], records: 100)
    mixtures[2].set([0.2, 0.2, 0.6] + all[3...], records: 1)
    func sum(_ order: [Int]) -> CalibratedMixture {
      order.reduce(into: CalibratedMixture()) { $0.add(mixtures[$1]) }
    }
    #expect(sum([0, 1, 2]) == sum([2, 1, 0]))
    let weights = sum([0, 1]).weights
    #expect(abs(weights[0] - 0.6) < 1e-6 && abs(weights[1] - 0.25) < 1e-6 && abs(weights[2] - 0.15) < 1e-6)
  }

  @Test("no expert is given up, whatever sums a file holds")
  func leastWeights() {
    var mixture = CalibratedMixture()
    mixture.add(.mostFromFiles, at: 1)
    mixture.add(1, at: 5)
    for weight in mixture.weights { #expect(weight > 0.0009 && weight < 1) }
    for start in stride(from: 0, to: 12, by: 3) {
      #expect(abs(mixture.weights[start..<start + 3].reduce(0, +) - 1) < 1e-12)
    }
  }
}
