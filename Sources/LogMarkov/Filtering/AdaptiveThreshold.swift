internal import Unix

/// A threshold that spends a budget: so many alerts for so many records, whatever the log is like.
///
///     θ ← θ − η·α at every record,    θ ← θ + η when an alert opens,    θ ≥ floor
///
/// So no more than α·records + (θ's rise)/η alerts ever open. Fixed thresholds, however fitted, missed their rate by more
/// than a factor of two on half of the study's logs (ARCHITECTURE); this one held it on nine of ten at η = 1, at the price
/// of .03 to .08 of recall.
struct AdaptiveThreshold {
  /// η: how many bits an alert costs.
  static let step = 1.0
  /// How many records must have shown their scores before a threshold without calibration begins.
  static let trial = 1_000
  /// From the highest scores of this share the start is extrapolated.
  private static let tail = 0.03

  /// α: the share of records that may open an alert.
  private let share: Double
  private let floor: Double
  /// Whether it moves.
  let adapts: Bool
  /// θ in bits; nil as long as there is no telling where to begin, and nothing is selected.
  private(set) var bits: Double?
  /// What was shown until then, apart from what was not weighed.
  private var shown: [Double] = []
  private var records = 0

  /// A threshold that starts at `start` bits, or where the stream's first 1,000 records say.
  init(share: Double, floor: Double, adapts: Bool, start: Double?) {
    self.share = share
    self.floor = floor
    self.adapts = adapts
    bits = start.map { max($0, floor) }
  }

  /// Goes on from where it was, if it adapts.
  mutating func recall(_ bits: Double) {
    if adapts { self.bits = max(bits, floor) }
  }

  /// True if so many bits are selected; what was not weighed never is.
  @inline(__always)  // As `note`.
  func isReached(by score: Centibits?) -> Bool {
    guard let score, let bits else { return false }
    return score.bits >= bits
  }

  /// Moves on by a record.
  @inline(__always)  // Twice for each record that is selected from.
  mutating func note(_ score: Centibits?, opensAlert: Bool) {
    guard let bits else {
      noteTrial(score)
      return
    }
    guard adapts else { return }
    self.bits = max(floor, bits - AdaptiveThreshold.step * share + (opensAlert ? AdaptiveThreshold.step : 0))
  }

  /// Out of the way: a stream has a thousand of these.
  @inline(never)
  private mutating func noteTrial(_ score: Centibits?) {
    if let score { shown.append(score.bits) }
    records += 1
    guard records == AdaptiveThreshold.trial else { return }
    bits = max(floor, AdaptiveThreshold.start(from: shown.sorted(), of: records, share: share) ?? floor)
    shown = []
  }

  /// u + (mean excess over u)·ln(t/α): u is exceeded by the share t = 3 % of the records, and the scores beyond it are
  /// taken to fall off exponentially. Where fewer were weighed, t is their share and u the least of them; where more
  /// may alert, u itself is the start.
  ///
  /// - Parameters:
  ///   - scores: those that were weighed, in ascending order.
  ///   - records: how many records there were with those that were not weighed, which are less than any.
  ///   - share: α.
  /// - Returns: nil if the threshold lies among those that were not weighed.
  static func start(from scores: [Double], of records: Int, share: Double) -> Double? {
    guard let least = scores.first else { return nil }
    let quantile = quantile(1 - max(share, tail), of: scores, records: records)
    guard share < tail else { return quantile }
    let weighed = min(tail, Double(scores.count) / Double(records))
    let base = quantile ?? least
    guard share < weighed else { return base }
    let above = scores.filter { $0 > base }
    guard !above.isEmpty else { return base }
    let excess = above.reduce(0) { $0 + ($1 - base) } / Double(above.count)
    return base + excess * (binaryLogarithm(weighed / share) / binaryLogarithm(naturalBase))
  }

  /// e.
  private static let naturalBase = 2.718281828459045

  /// The score that the share `share` of all records stays below, between two neighbours in proportion.
  private static func quantile(_ share: Double, of scores: [Double], records: Int) -> Double? {
    let place = share * Double(records - 1) - Double(records - scores.count)
    guard place >= 0 else { return nil }
    let lower = min(Int(place), scores.count - 1)
    let upper = min(lower + 1, scores.count - 1)
    return scores[lower] + (place - Double(lower)) * (scores[upper] - scores[lower])
  }
}
