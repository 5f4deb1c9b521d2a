/// How many records came about how.
public struct ScoringTally: Equatable, Sendable {
  /// Records scored.
  public var records: UInt64 = 0
  /// Records of unknown type.
  public var unknownTypes: UInt64 = 0
  /// Records of a known type after an unseen transition.
  public var newTransitions: UInt64 = 0
  /// Records at which the self-test was made; where fewer are made, each counts for those that are not.
  public var selfTests: UInt64 = 0
  /// Those at which a missing record would have shown.
  public var selfTestsPassed: UInt64 = 0

  /// y: the share of lost records that would show on this log; nil if nothing was tested.
  public var selfTestShare: Double? {
    selfTests > 0 ? Double(selfTestsPassed) / Double(selfTests) : nil
  }
}
