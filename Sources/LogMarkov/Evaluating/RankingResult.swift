/// What an experiment does.
public struct ExperimentSettings: Sendable {
  /// How many anomalies a trial has.
  public var anomalies = 10
  /// How many trials there are of each kind.
  public var trials = 30
  /// Where all randomness comes from.
  public var seed: UInt64 = 1
  /// Which kinds of trials there are.
  public var kinds = AnomalyKind.allCases
  /// How the filter's own rankings estimate.
  public var estimator = EstimatorName.backoff
  /// How they clean messages.
  public var mask = Mask.values

  /// The usual settings.
  public init() {}
}

/// How a ranking did in some trials of a kind.
public struct RankingResult: Sendable {
  /// What was done to the test log.
  public let kind: AnomalyKind
  /// What its lines were ranked by.
  public let ranking: RankingName
  /// By measure, one number for each trial.
  private var values = [[Double]](repeating: [], count: Measure.allCases.count)

  /// No trial yet.
  init(_ kind: AnomalyKind, _ ranking: RankingName) {
    self.kind = kind
    self.ranking = ranking
  }

  /// Adds a trial: what `Measure` names, in its order.
  mutating func add(_ measures: [Double]) {
    for (place, value) in measures.enumerated() { values[place].append(value) }
  }

  /// Adds the trials of another pair of logs.
  public mutating func add(_ other: RankingResult) {
    precondition(other.kind == kind && other.ranking == ranking)
    for place in values.indices { values[place] += other.values[place] }
  }

  /// Mean and standard deviation of a measure.
  public subscript(measure: Measure) -> Spread {
    Spread(Measure.allCases.firstIndex(of: measure).map { values[$0] } ?? [])
  }
}

/// Mean and standard deviation of some numbers.
public struct Spread: Equatable, Sendable {
  /// How many there were.
  public let count: Int
  /// Their mean.
  public let mean: Double
  /// By n − 1; 0 for fewer than two.
  public let deviation: Double

  /// Of these numbers.
  init(_ values: [Double]) {
    count = values.count
    let mean = values.isEmpty ? 0 : values.reduce(0, +) / Double(values.count)
    self.mean = mean
    let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    deviation = values.count < 2 ? 0 : (squares / Double(values.count - 1)).squareRoot()
  }
}
