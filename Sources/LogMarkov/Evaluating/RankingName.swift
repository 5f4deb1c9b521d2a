/// What lines are ranked by, highest first.
public enum RankingName: String, CaseIterable, Sendable {
  /// The paper's first: the probability of the message transition, as `--paper` scores it.
  case paperMessage = "message"
  /// The paper's second: the sum of the probabilities of message and tag.
  case paperSum = "message+tag"
  /// What the paper means to try: the sum of the probabilities of message, tag and cluster of similar messages.
  case paperClusters = "message+tag+cluster"
  /// The filter's combined score, with look-ahead.
  case evidenceAhead = "evidence-lookahead"
  /// The filter's combined score as it is without any option.
  case evidence = "evidence"
  /// Stray evidence alone, with look-ahead.
  case stray = "stray"
  /// Missing evidence alone, with look-ahead.
  case missing = "missing"
  /// The message score of a filter with `--estimator=mle`.
  case filterMessage = "filter-message"
  /// The combined score of a filter with `--estimator=mle`.
  case filterSum = "filter-message+tag"

  /// Whether the paper has it.
  public var isPapers: Bool { self == .paperMessage || self == .paperSum }

  /// Whose scores a ranking goes by.
  enum Source {
    /// The paper's.
    case paper
    /// The paper's with a third matrix.
    case paperWithClusters
    /// The filter's.
    case filter
  }

  /// Whose scores it goes by.
  var source: Source {
    switch self {
    case .paperMessage, .paperSum: .paper
    case .paperClusters: .paperWithClusters
    case .evidenceAhead, .evidence, .stray, .missing, .filterMessage, .filterSum: .filter
    }
  }

  /// The rankings of an experiment whose filter has this estimator: the paper's, then the filter's own.
  static func names(_ estimator: EstimatorName) -> [RankingName] {
    switch estimator {
    case .backoff: [.paperMessage, .paperSum, .paperClusters, .evidenceAhead, .evidence, .stray, .missing]
    case .mle: [.paperMessage, .paperSum, .paperClusters, .filterMessage, .filterSum]
    }
  }

  /// What the lines of a trial are ranked by; nil for lines that are not ranked.
  func keys(of scores: TrialScores) -> [RankKey] {
    switch self {
    case .paperMessage, .filterMessage: scores.alone.map { RankKey($0) { $0.message } }
    case .paperSum, .paperClusters, .filterSum, .evidence: scores.alone.map { RankKey($0) { $0.combined } }
    case .evidenceAhead: scores.ahead.map { RankKey($0) { $0.combined } }
    case .stray: scores.ahead.map { RankKey($0) { $0.stray } }
    case .missing: scores.ahead.map { RankKey($0) { $0.missing } }
    }
  }
}

/// What a line is ranked by: its score as it is printed.
struct RankKey: Equatable, Sendable {
  /// Hundredths of a bit, shifted to be above `unweighed`.
  let rawValue: UInt32

  /// A line that is no record has no rank at all.
  static let skipped = RankKey(rawValue: 0)
  /// A record without this score comes last, and so do first records, which the filter never selects.
  static let unweighed = RankKey(rawValue: 1)

  init(rawValue: UInt32) { self.rawValue = rawValue }

  /// The key of a score's part.
  init(_ score: Score, _ part: (Score) -> Centibits?) {
    switch score.flag {
    case .skip: self = .skipped
    case .first: self = .unweighed
    case .unknown, .new, .seen, .stray, .missing:
      self = part(score).map(RankKey.init(_:)) ?? .unweighed
    }
  }

  /// The key of so many bits.
  init(_ bits: Centibits) { rawValue = UInt32(2 + bits.rawValue - Centibits.least.rawValue) }
}
