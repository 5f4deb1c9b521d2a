internal import Unix

/// What scores to expect: how the records of the log that a model was learned from scored, each before it was counted,
/// and how far each expert was then trusted.
public struct Calibration: Equatable, Sendable {
  /// The kinds of scores.
  public enum Series: String, CaseIterable, Sendable {
    /// Evidence of a stray record without look-ahead.
    case strayAlone = "stray-alone"
    /// The same with look-ahead.
    case strayAhead = "stray-ahead"
    /// Evidence of a missing record without look-ahead.
    case missingAlone = "missing-alone"
    /// The same with look-ahead.
    case missingAhead = "missing-ahead"
    /// D_v: the evidence of a missing record that there would have been, had the record before been lost.
    case selfTest = "self-test"
  }

  private var strayAlone = CalibratedSeries()
  private var strayAhead = CalibratedSeries()
  private var missingAlone = CalibratedSeries()
  private var missingAhead = CalibratedSeries()
  private var selfTest = CalibratedSeries()
  /// The weights of the experts.
  var mixture = CalibratedMixture()

  /// No scores yet.
  init() {}

  /// Whether there are no scores and no weights.
  public var isEmpty: Bool { Series.allCases.allSatisfy { self[$0].isEmpty } && mixture.isEmpty }

  /// Whether there are scores, which say where a budget starts: weights alone say nothing of it.
  var hasScores: Bool { recordCount > 0 }

  /// One of the series.
  subscript(name: Series) -> CalibratedSeries {
    switch name {
    case .strayAlone: strayAlone
    case .strayAhead: strayAhead
    case .missingAlone: missingAlone
    case .missingAhead: missingAhead
    case .selfTest: selfTest
    }
  }

  /// Notes a record's score; nil if its evidence was not weighed.
  ///
  /// - Complexity: O(1), but for growing.
  // Inlined, so that which series it is costs nothing.
  @inline(__always)
  mutating func note(_ value: Centibits?, in name: Series) { change(name) { $0.note(value) } }

  /// Changes one of the series where it lies.
  @inline(__always)
  mutating func change(_ name: Series, _ body: (inout CalibratedSeries) -> Void) {
    switch name {
    case .strayAlone: body(&strayAlone)
    case .strayAhead: body(&strayAhead)
    case .missingAlone: body(&missingAlone)
    case .missingAhead: body(&missingAhead)
    case .selfTest: body(&selfTest)
    }
  }

  /// Adds all that another calibration says, each count weighted and rounded down.
  mutating func add(_ other: Calibration, weight: MergeWeight = .one) {
    for name in Series.allCases { change(name) { $0.add(other[name], weight: weight) } }
    mixture.add(other.mixture, weight: weight)
  }
}

extension Calibration {
  /// The tail of a log's scores, taken for exponential: what lies above the 97 % quantile. Of empirical, exponential and
  /// Pareto tails none met the nominal rate better (the study, ARCHITECTURE), and this one needs no fit.
  private static let tailShare = 0.03

  /// From which score on a budget starts: the value, in bits, that a share of the records exceeds.
  ///
  /// u + (mean excess over u)·ln(.03/α), u being the 97 % quantile. Where less than 3 % were weighed, u is the least value
  /// and their share stands for .03; where α is no less than that, the threshold is the quantile itself.
  ///
  /// - Parameters:
  ///   - name: the series.
  ///   - share: α, above 0 and at most 1.
  /// - Returns: nil if there are no scores, or if so few were weighed that all of them are within the share.
  /// - Complexity: O(bins).
  public func startThreshold(of name: Series, share: Double) -> Double? {
    precondition(share > 0 && share <= 1, "a share outside 0...1")
    let scores = self[name].histogram
    guard let least = scores.least else { return nil }
    let weighed = Double(scores.weighed) / Double(scores.count)
    let tail = min(Self.tailShare, weighed)
    guard share < tail else { return scores.quantile(1 - share) }
    let start = scores.quantile(1 - tail) ?? least
    return start + (scores.meanExcess(over: start) ?? 0) * naturalLogarithm(tail / share)
  }

  /// y: the share of lost records that the evidence of missing ones would find, which is the share of self-tests above
  /// the 99.9 % quantile of that evidence; nil without scores.
  ///
  /// - Complexity: O(bins).
  public var selfTestShare: Double? {
    unusualMissing.flatMap { self[.selfTest].histogram.share(above: $0) }
  }

  /// What missing evidence exceeds once in a thousand records: its 99.9 % quantile; nil without scores.
  ///
  /// Where so few were weighed that the quantile is not among them, everything exceeds it.
  var unusualMissing: Double? {
    let scores = self[.missingAhead].histogram
    return scores.count > 0 ? scores.quantile(0.999) ?? -.infinity : nil
  }

  /// How many records the calibration rests on.
  public var recordCount: UInt64 { self[.strayAlone].histogram.count }
}
