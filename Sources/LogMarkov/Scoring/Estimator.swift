/// How probable a record is after what came before it in its chain.

/// The probabilities of one record.
struct Estimate: Equatable {
  /// P of the message transition.
  var message: Double
  /// P of the tag transition.
  var tag: Double
}

/// A way to turn counts into probabilities.
protocol Estimator {
  /// The probabilities of a record that has a predecessor: `chain` is not empty, and `transition` is how often the
  /// record's type followed the chain's last record.
  static func estimate(
    _ record: RecordType, transition: UInt32, after chain: ChainContext,
    in counts: borrowing some TransitionCounts & ~Copyable
  ) -> Estimate

  /// The probabilities of a chain's first record.
  static func estimateFirst(
    _ record: RecordType, in counts: borrowing some TransitionCounts & ~Copyable
  ) -> Estimate
}

/// The estimators by name.
public enum EstimatorName: String, CaseIterable, Sendable {
  /// The paper's maximum likelihood.
  case mle
  /// Absolute discounting with back-off.
  case backoff
}
