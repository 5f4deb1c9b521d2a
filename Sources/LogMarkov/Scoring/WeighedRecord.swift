/// What came of weighing a record, in bits.
struct WeighedRecord {
  /// p3 and what it was made of.
  var prediction: Prediction
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

  init(_ scene: Scene) {
    prediction = scene.direct
    isUnseen = scene.isUnseen
    burst = scene.burst
    strayAlone = 0
  }
}

/// A record whose evidence is complete: the next one of its chain has come.
struct ResolvedRecord: Equatable, Sendable {
  /// max(I_m, I_c).
  var stray: Double
  /// D with look-ahead; nil where it was not weighed.
  var missing: Double?
}

/// A record that the next one of its chain will say more of.
struct UnresolvedRecord {
  /// False before the first record of a chain.
  var isThere = false
  private var burst = 0.0
  /// I_c, or what stands for it.
  private var stray = 0.0
  private var isStrayWeighed = false
  private var missing: Double?
  private var swapped = MessageTypeID.unknown
  private var candidates = MissingEvidence.Candidates()

  /// Takes a record's place; its candidates change hands.
  mutating func hold(
    _ weighed: WeighedRecord, _ scene: Scene, _ candidates: inout MissingEvidence.Candidates
  ) {
    isThere = true
    burst = scene.burst
    isStrayWeighed = weighed.strayOfPair != nil
    stray = weighed.strayOfPair.map { $0 - scene.burst } ?? weighed.strayLight
    missing = weighed.missing
    swapped = weighed.swapped
    swap(&self.candidates, &candidates)
  }

  /// What the next record says of it; `strayOfPair` is I of the two, if it was weighed.
  func resolve(
    by next: Scene, strayOfPair: Double?, in counts: borrowing some TransitionCounts & ~Copyable
  ) -> ResolvedRecord {
    var resolved = ResolvedRecord(stray: stray, missing: missing)
    if let strayOfPair {
      let asSuspect = strayOfPair - burst
      resolved.stray = isStrayWeighed ? max(stray, asSuspect) : asSuspect
    }
    if let missing {
      let changedPlaces =
        swapped != .unknown && next.record.type == swapped
        && next.direct.firstOrder < EvidenceScorer.surprising
      resolved.missing =
        missing
        + MissingEvidence.bitsAhead(
          throughCandidates: next.probability(through: candidates, in: counts),
          plain: next.direct.probability, changedPlaces: changedPlaces)
    }
    return resolved
  }
}
