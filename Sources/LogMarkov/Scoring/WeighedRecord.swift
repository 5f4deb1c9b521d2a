/// What came of weighing a record, in bits.
struct WeighedRecord {
  /// p3 and what it was made of.
  var prediction: Prediction
  /// The same in bits.
  var bits: PredictionBits
  /// pm, of all three experts; nil where they were not asked.
  var mixture: Double?
  /// Whether its type was never counted.
  var isUnseen: Bool
  /// b.
  var burst: Double
  /// Stray evidence without look-ahead: max(I_c, −log2 pm + log2 Q − b + 6).
  var strayAlone: Double
  /// What stands for I_c where that was not weighed.
  var strayLight = 0.0
  /// I of the record before, before any burst allowance; nil where it was not weighed.
  var strayOfPair: Double?
  /// D without look-ahead; nil where it was not weighed.
  var missing: Double?
  /// b*: the type that seems to be missing before the record; `.unknown` if none does.
  var expected = MessageTypeID.unknown
  /// b* of the swaps.
  var swapped = MessageTypeID.unknown
  /// D_v, where it was worked out.
  var selfTest: Double?
  /// What this record says of the one before it in its chain.
  var resolved: ResolvedRecord?
  /// To count it would say nothing new.
  var isCommon = false

  init(_ glance: Glance, _ prediction: Prediction, _ bits: PredictionBits) {
    self.prediction = prediction
    self.bits = bits
    isUnseen = glance.isUnseen
    burst = glance.burst
    strayAlone = 0
    strayLight = glance.strayLight
  }

  /// The largest number of bits, rounded as scores are, that a threshold may be held against.
  func mostBits(shift: Double) -> Centibits {
    Centibits(bits: max(strayAlone, missing.map { $0 + max(shift, 0) } ?? strayAlone))
  }
}

/// A record whose evidence is complete: the next one of its chain has come.
struct ResolvedRecord: Equatable, Sendable {
  /// max(I_m, I_c).
  var stray: Double
  /// D with look-ahead; nil where it was not weighed.
  var missing: Double?
}
