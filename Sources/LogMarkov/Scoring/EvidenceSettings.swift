/// How evidence is weighed; the standard values are the program's, others are for experiments and tests.
struct EvidenceSettings: Sendable {
  /// Whether weights and windows are learned; without, P_h = P.
  var learns = true
  /// δ (`Ranking`).
  var shift = Ranking.usualShift
  /// Whether what the next record says of one is worked out: for look-ahead and for calibration.
  var looksAhead = false
  /// Of so many records one is tested by the self-test; 0 for none.
  var selfTestInterval: UInt64 = SelfTest.interval
  /// Whether fewer are tested once many were.
  var thinsSelfTest = false
  /// Evidence that cannot reach so many bits is not weighed; nil weighs all.
  var gate: Double? = 3
  /// Whether missing evidence is given up that makes neither S nor reaches the gate, as nobody would see it. Not with
  /// look-ahead, since the next record may yet raise it, and not by a model without scores in its calibration
  /// (`Calibration.hasScores`), since where a rate starts is told from all missing evidence of a stream then.
  var givesUpMissing = false
  /// Records whose evidence reaches so many bits are explained; nil explains none.
  var explainsFrom: Double?
  /// Whether every record, and the one before it, is named (`TypeNames`).
  var namesTypes = false
  /// From which record on a chain has habits of its own.
  var habitsFrom: UInt8 = 100
  /// How many chains have habits at once.
  var habitsLimit = HostHabits.usualLimit
  /// Whether the process speaks in the mixture of strays too.
  var asksProcessOfStrays = false
  /// Whether all chains share one burst allowance, and every eighth record is one of the stream.
  var countsStream = false
  /// Whether b* of `swap_before` and `swap_after` is the likeliest by relative frequencies.
  var swapsByFrequency = false

  /// The settings of the study that the method comes from, where every record is weighed and counted.
  static let ofStudy = EvidenceSettings(
    looksAhead: true, selfTestInterval: 1, gate: nil, habitsFrom: 0, asksProcessOfStrays: true,
    countsStream: true, swapsByFrequency: true)
}
