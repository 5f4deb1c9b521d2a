internal import Unix

/// One ranking out of two kinds of evidence.
///
///     δ = clip(q.999(I) − q.999(D), −5, 8) + 2·min(0, log2((y + .02)/.5)),    S = max(I_m, I_c, D + δ)
///
/// δ is added only where D is above 0: what speaks against a missing record shall not be lifted over what is ordinary.
/// On the trials that moved no mean.
///
/// δ puts the missing lines beside the strays: both kinds shall reach equally high on a log without anomalies, and
/// where missing lines do not show anyway (y is small) they come last.
enum Ranking {
  /// δ without calibration: both kinds as they are.
  static let usualShift = 0.0

  /// δ by a model's calibration.
  static func shift(by calibration: Calibration) -> Double {
    let strays = calibration[.strayAhead].histogram
    let missing = calibration[.missingAhead].histogram
    guard let strayQuantile = strays.quantile(share), let share = calibration.selfTestShare else {
      return usualShift
    }
    // Where so little was weighed that the quantile is not among it, both begin at the gate.
    return shift(
      strayQuantile: strayQuantile, missingQuantile: missing.quantile(Self.share) ?? strayQuantile,
      selfTestShare: share)
  }

  /// The quantile that both kinds are laid upon each other at.
  private static let share = 0.999

  /// S.
  static func combined(stray: Double, missing: Double?, shift: Double) -> Double {
    guard let missing else { return stray }
    return max(stray, missing > 0 ? missing + shift : missing)
  }

  /// δ, from the 99.9 % quantiles of stray and missing evidence with look-ahead, and from the self-test's share y.
  static func shift(strayQuantile: Double, missingQuantile: Double, selfTestShare y: Double) -> Double {
    min(max(strayQuantile - missingQuantile, -5), 8) + 2 * min(0, binaryLogarithm((y + 0.02) / 0.5))
  }
}
