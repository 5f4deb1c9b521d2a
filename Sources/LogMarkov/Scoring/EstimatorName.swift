/// How counts become probabilities, by name.
public enum EstimatorName: String, CaseIterable, Sendable {
  /// The paper's maximum likelihood.
  case mle
  /// Absolute discounting with back-off.
  case backoff
}

/// The probabilities of one record.
struct Estimate: Equatable {
  /// P of the message transition.
  var message: Double
  /// P of the tag transition.
  var tag: Double
}
