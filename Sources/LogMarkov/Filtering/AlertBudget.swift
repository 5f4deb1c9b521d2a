/// What may alert: a share of the records, half of it for each kind of evidence, each with a threshold of its own.
///
/// A rate is what people can choose; a number of bits that gives it on this log is not.
public struct AlertBudget {
  /// Where the thresholds start, in bits.
  public struct Start: Equatable, Sendable {
    /// Of stray evidence.
    public var stray: Double
    /// Of missing evidence.
    public var missing: Double

    /// Thresholds by a model's calibration.
    public init(stray: Double, missing: Double) {
      self.stray = stray
      self.missing = missing
    }
  }

  /// How a budget is spent.
  public struct Settings: Equatable, Sendable {
    /// The floor unless an option says otherwise, in bits.
    public static let usualFloor = 3.0

    /// The share of records that may open an alert.
    public var rate: Double
    /// What the scores are made of: with `sum` there is one threshold, on the combined score.
    public var combination: Combination
    /// Nothing below so many bits is selected, however quiet the log.
    public var floor = Settings.usualFloor
    /// False if the thresholds stay where they start.
    public var adapts = true
    /// Nil without calibration: then the stream's first 1,000 records show where to start.
    public var start: Start?

    /// A budget of so many alerts for each record.
    public init(rate: Double, combination: Combination) {
      self.rate = rate
      self.combination = combination
    }

    /// Starts where a model's calibration says, if it has any.
    public mutating func start(by calibration: Calibration, looksAhead: Bool) {
      guard calibration.hasScores else { return }
      // Where all that was ever weighed is within the share, the floor decides.
      func threshold(_ alone: Calibration.Series, _ ahead: Calibration.Series) -> Double {
        calibration.startThreshold(of: looksAhead ? ahead : alone, share: rate / 2) ?? floor
      }
      start = Start(
        stray: threshold(.strayAlone, .strayAhead), missing: threshold(.missingAlone, .missingAhead))
    }
  }

  private let combination: Combination
  /// On stray evidence; with `sum` on the combined score.
  private(set) var stray: AdaptiveThreshold
  /// On missing evidence.
  private(set) var missing: AdaptiveThreshold

  /// A budget of which nothing is spent.
  init(_ settings: Settings) {
    let isSum = settings.combination == .sum
    func threshold(startingAt bits: Double?) -> AdaptiveThreshold {
      AdaptiveThreshold(
        share: isSum ? settings.rate : settings.rate / 2, floor: settings.floor, adapts: settings.adapts,
        start: bits)
    }
    combination = settings.combination
    // Calibration is of evidence.
    stray = threshold(startingAt: isSum ? nil : settings.start?.stray)
    missing = threshold(startingAt: settings.start?.missing)
  }

  /// The thresholds as they are now.
  var thresholds: Thresholds {
    switch combination {
    case .sum: Thresholds(combined: stray.bits)
    case .evidence: Thresholds(stray: stray.bits, missing: missing.bits)
    }
  }

  /// Puts the thresholds into a memory, if they adapt.
  func remember(in memory: inout StreamMemory) {
    guard stray.adapts else { return }
    (memory.strayThreshold, memory.missingThreshold) = (stray.bits, missing.bits)
  }

  /// Goes on from there.
  mutating func recall(_ memory: StreamMemory) {
    if let bits = memory.strayThreshold { stray.recall(bits) }
    if let bits = memory.missingThreshold { missing.recall(bits) }
  }

  /// True if one kind of evidence is over its threshold.
  @inline(__always)  // Once for each record.
  func selects(_ score: Score) -> Bool {
    switch combination {
    case .sum: stray.isReached(by: score.combined)
    case .evidence: stray.isReached(by: score.stray) || missing.isReached(by: score.missing)
    }
  }

  /// Moves on by a record; an alert is paid by the kind that is further over its threshold.
  @inline(__always)  // As `selects`.
  mutating func note(_ score: Score, opensAlert: Bool) {
    // A first record cannot be selected: its scores say nothing about those that can.
    let isFirst = score.flag == .first
    switch combination {
    case .sum: stray.note(isFirst ? nil : score.combined, opensAlert: opensAlert)
    case .evidence:
      let isStray =
        !opensAlert || excess(of: score.stray, over: stray) >= excess(of: score.missing, over: missing)
      stray.note(isFirst ? nil : score.stray, opensAlert: opensAlert && isStray)
      missing.note(isFirst ? nil : score.missing, opensAlert: opensAlert && !isStray)
    }
  }

  private func excess(of score: Centibits?, over threshold: AdaptiveThreshold) -> Double {
    guard let score, let bits = threshold.bits else { return -.infinity }
    return score.bits - bits
  }
}
