/// The self-test: would a missing record show here? At a record x after … z, a: the D that x would have had if a had
/// been deleted.
///
///     D_v = 1.5·log2 p2(x|z) − log2 ps(x) − 2·[n_zx ≥ 1] + .4·G(z→x) − b
///
/// y, the share of D_v above the 99.9 % quantile of D, predicts which share of lost records the missing evidence finds:
/// r = .94 over 31 pairs of logs.
enum SelfTest {
  /// Of so many records one is tested: a share is wanted, to two digits.
  static let interval: UInt64 = 8

  /// Behind so many records of a stream that is filtered, which are 4,096 tests and put y within .01, one of eight times
  /// as many is tested, and stands for eight: what every eighth costs a record of a frozen model is a quarter of all the
  /// rest. What `learn` notes of its tests wants them all, since it keeps those of the log's last part.
  private static let thinnedBehind: UInt64 = 32_768

  /// How many tests a test stands for at a record that has so many before it.
  // A comparison for each record.
  @inline(__always)
  static func weight(at records: UInt64, thins: Bool) -> UInt64 { thins && records >= thinnedBehind ? 8 : 1 }

  /// Whether a record is tested that has so many before it; `interval` is a power of two.
  // As `weight`.
  @inline(__always)
  static func isDue(at records: UInt64, interval: UInt64, thins: Bool) -> Bool {
    records & (interval &* weight(at: records, thins: thins) &- 1) == 0
  }

  /// D_v.
  static func bits(
    _ scene: Scene, _ opinions: Scene.Opinions, in counts: borrowing some TransitionCounts & ~Copyable
  ) -> Double {
    let z = scene.chain.beforeLast
    let skipping = opinions.skipping
    let skip = MissingEvidence.skip(from: z, to: scene.record.type, low: skipping.low, in: counts)
    let gapShare = MissingEvidence.gapShare(
      Gap.bucket(from: scene.chain.earlierTime, to: scene.time), transitions: skipping.transitions,
      skipping.transition, in: counts)
    return MissingEvidence.bits(
      skip: skip, successors: nil, mixture: opinions.weightsWithoutLast.mix(opinions.withoutLast),
      isSeen: skipping.transitions > 0, changedPlaces: false, gapShare: gapShare) - scene.burst
  }
}
