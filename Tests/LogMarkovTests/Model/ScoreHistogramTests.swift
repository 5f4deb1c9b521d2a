/// Histograms of scores against sorted lists.

import Support
import Testing

@testable import LogMarkov

/// Scores as evidence is: most of them ordinary, some not weighed, a long tail on both sides.
func randomScores(_ count: Int, notWeighed: Double, _ random: inout SplitMix64) -> [Double?] {
  (0..<count).map { _ in
    if Double.random(in: 0..<1, using: &random) < notWeighed { return nil }
    switch Int.random(in: 0..<50, using: &random) {
    case 0: return Double.random(in: 30...90, using: &random)
    case 1: return Double.random(in: -40...(-20), using: &random)
    default: return Double.random(in: -15...15, using: &random)
    }
  }
}

/// A histogram of these scores.
func histogram(of scores: [Double?]) -> ScoreHistogram {
  var histogram = ScoreHistogram()
  for score in scores { histogram.note(score.map(Centibits.init(bits:))) }
  return histogram
}

struct ScoreHistogramTests {
  @Test(
    "a quantile is that of the sorted scores to a hundredth of a bit", arguments: UInt64(1)...5,
    [0, 0.3, 0.95, 1])
  func quantiles(seed: UInt64, notWeighed: Double) throws {
    var random = SplitMix64(seed: seed)
    for count in [1, 2, 3, 10, 101, 2000] {
      let scores = randomScores(count, notWeighed: notWeighed, &random)
      let histogram = histogram(of: scores)
      #expect(histogram.count == UInt64(count))
      let weighed = scores.compactMap(\.self).sorted()
      #expect(histogram.weighed == UInt64(weighed.count))
      let missing = count - weighed.count
      for share in [0, 0.001, 0.1, 0.25, 0.5, 0.9, 0.97, 0.99, 0.999, 1] {
        let place = share * Double(count - 1)
        let lower = Int(place)
        let quantile = histogram.quantile(share)
        guard lower >= missing else {
          #expect(quantile == nil)
          continue
        }
        let value = weighed[lower - missing]
        let next = weighed[min(lower + 1 - missing, weighed.count - 1)]
        let expected = value + (place - Double(lower)) * (next - value)
        #expect(abs(try #require(quantile) - expected) < 0.00501, "\(share) of \(count)")
      }
    }
  }

  @Test("mean excess and share above are those of the scores", arguments: UInt64(1)...5)
  func tails(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    // As they are printed, so that none lies between a bin and a bound.
    let scores = randomScores(1000, notWeighed: 0.2, &random).map { $0.map { Centibits(bits: $0).bits } }
    let histogram = histogram(of: scores)
    let weighed = scores.compactMap(\.self)
    #expect(histogram.least == weighed.min())
    for bound in [-120, -3.5, 0, weighed[7], 12.25, 31] {
      let above = weighed.filter { $0 > bound }
      #expect(histogram.share(above: bound) == Double(above.count) / 1000)
      let mean = above.reduce(0) { $0 + ($1 - bound) } / Double(above.count)
      #expect(abs(try #require(histogram.meanExcess(over: bound)) - mean) < 1e-9)
    }
    #expect(histogram.share(above: weighed.max() ?? 0) == 0)
    #expect(histogram.meanExcess(over: weighed.max() ?? 0) == nil)
  }

  @Test("a histogram of nothing, or of what was not weighed, has no quantiles")
  func nothing() {
    var histogram = ScoreHistogram()
    #expect(histogram.quantile(0.5) == nil && histogram.share(above: 0) == nil && histogram.least == nil)
    #expect(histogram.meanExcess(over: 0) == nil && histogram.count == 0 && histogram.binCount == 0)
    for _ in 0..<3 { histogram.note(nil) }
    #expect(
      histogram.quantile(0.5) == nil && histogram.quantile(1) == nil && histogram.share(above: -99) == 0)
    histogram.note(.zero)
    #expect(histogram.quantile(1) == 0 && histogram.quantile(0.9) == nil)
  }

  @Test("what was noted counts, not in which order, and adding is noting", arguments: UInt64(1)...5)
  func order(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let scores = randomScores(500, notWeighed: 0.1, &random)
    let whole = histogram(of: scores)
    #expect(histogram(of: scores.shuffled(using: &random)) == whole)
    var sum = histogram(of: Array(scores[..<123]))
    sum.add(histogram(of: Array(scores[123...])))
    #expect(sum == whole)
  }

  @Test("values beyond what is printed count as the last that is, and the range stays bounded")
  func ends() {
    var histogram = ScoreHistogram()
    histogram.note(Centibits(rawValue: .max))
    histogram.note(Centibits(rawValue: .min))
    histogram.note(.greatest)
    #expect(histogram.quantile(0) == -99.99 && histogram.quantile(1) == 999.99)
    #expect(histogram.share(above: 999.98) == 2.0 / 3)
    #expect(histogram.binCount == 2)
  }

  @Test("counts stay at the largest number that there is")
  func saturation() {
    var histogram = ScoreHistogram()
    for _ in 0..<3 { histogram.add(.max - 1, of: .zero) }
    for _ in 0..<3 { histogram.addNotWeighed(.max) }
    #expect(histogram.weighed == UInt64(UInt32.max) && histogram.notWeighed == .mostFromFiles)
    #expect(histogram.quantile(1) == 0)
    histogram.note(.zero)
    histogram.note(nil)
    #expect(histogram.count == UInt64(UInt32.max) + .mostFromFiles)
  }

  @Test("weighted counts are rounded down, each by itself")
  func weights() {
    var sum = ScoreHistogram()
    var other = ScoreHistogram()
    for (value, count) in [(100, 1), (200, 5), (-300, 4)] as [(Int32, UInt32)] {
      other.add(count, of: Centibits(rawValue: value))
    }
    other.addNotWeighed(3)
    sum.add(other, weight: MergeWeight(0.5))
    var bins: [Int32: UInt32] = [:]
    sum.forEachBin { bins[$0.rawValue] = $1 }
    #expect(bins == [200: 2, -300: 2] && sum.notWeighed == 1)
  }

  /// A histogram of bins as a file has them.
  private func read(_ bins: [(value: Int32, count: UInt32)]) -> ScoreHistogram? {
    let words = bins.map { (UInt64($0.count) << 32 | UInt64(UInt32(bitPattern: $0.value))).littleEndian }
    return ScoreHistogram(ascendingBins: words.span)
  }

  @Test("bins read together are those added one by one", arguments: UInt64(1)...5)
  func reading(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    for count in [0, 1, 2, 3, 50, 3000] {
      let ends = [Centibits.least.rawValue, Centibits.greatest.rawValue]
      let drawn = (0..<count).map { _ in Int32.random(in: -3000...4000, using: &random) }
      let values = Set(seed == 1 && count > 1 ? drawn + ends : drawn).sorted()
      let bins = values.map { ($0, UInt32.random(in: 1...(seed == 2 ? .max : 99), using: &random)) }
      var expected = ScoreHistogram()
      for (value, records) in bins { expected.add(records, of: Centibits(rawValue: value)) }
      #expect(read(bins) == expected)
    }
  }

  @Test(
    "bins that no writer wrote are refused",
    arguments: [
      [(3, 1), (3, 1)], [(3, 1), (2, 1)], [(3, 0)], [(1, 1), (2, 0), (3, 1)], [(-10_000, 1)], [(100_000, 1)],
      [(-9_999, 1), (100_000, 1)], [(1, 1), (900, 1), (3, 1)], [(1, 1), (-900, 1), (3, 1)],
      [(1, 1), (.max, 1), (3, 1)], [(1, 1), (.min, 1), (3, 1)], [(.min, 1), (.max, 1)],
    ] as [[(Int32, UInt32)]])
  func lies(_ bins: [(Int32, UInt32)]) {
    #expect(read(bins) == nil)
  }

  @Test("histograms added whole are those added bin by bin, full bins too", arguments: UInt64(1)...6)
  func adding(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    // From the fourth seed on some bins of the sum are full.
    let most: UInt32 = seed < 4 ? 1000 : .max
    func draw() -> ScoreHistogram {
      var drawn = ScoreHistogram()
      for _ in 0..<Int.random(in: 0...60, using: &random) {
        let value = Centibits(rawValue: Int32.random(in: -900...900, using: &random))
        drawn.add(UInt32.random(in: 1...most, using: &random), of: value)
      }
      drawn.addNotWeighed(UInt64.random(in: 0...9, using: &random))
      return drawn
    }
    for _ in 0..<30 {
      let (some, others) = (draw(), draw())
      var expected = some
      others.forEachBin { expected.add($1, of: $0) }
      expected.addNotWeighed(others.notWeighed)
      var sum = some
      sum.add(others)
      #expect(sum == expected)
    }
  }
}
