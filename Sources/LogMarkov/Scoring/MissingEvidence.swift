internal import Unix

/// D: is a record missing between a and c, in … z, a, c, d? Bits for "one is missing" against "all is normal".
///
///     u_b = p3(b|z,a)·p3(c|a,b) over a's six commonest successors b;   h = Σ u_b;   b* = argmax u_b is what is missing
///     D = 1.5·log2(.7·p2(c|a) + .3·h) − log2 pm(c) − 2·[n_ac ≥ 1] − 6·swap_before − 6·swap_after + .4·G
///         + clip(log2 ℓ − log2 p3(d), −4, 8) − b,     ℓ = Σ u_b·p3(d|b,c)/h
///
/// p2 is the skip, G how unusual the time between a and c was. The terms with d need one record of look-ahead.
struct MissingEvidence: Equatable, Sendable {
  /// Chosen on the choice set (mcfilter(1), EVIDENCE).
  private static let exponent = 1.5
  private static let shares = (skip: 0.7, successors: 0.3)
  private static let seenBefore = 2.0
  private static let changedPlaces = 6.0
  private static let gapWeight = 0.4
  private static let ahead = -4.0...8.0

  /// What was seen less often says nothing of its times.
  static let fewestGaps: UInt32 = 5

  /// The most that the next record can add.
  static let mostAhead = ahead.upperBound

  /// The six successors of a that may be missing, with their u_b.
  struct Candidates: ~Copyable {
    var types = OwnedArray<MessageTypeID>()
    var weights = OwnedArray<Double>()
    /// h.
    var sum = 0.0
    /// b*: the likeliest; `.unknown` if there is none.
    var likeliest = MessageTypeID.unknown
    /// What was read on the way to them; it says nothing, but must be kept somewhere to be read at all.
    var touched: UInt32 = 0

    /// Whether a type is among them.
    func hold(_ type: MessageTypeID) -> Bool { types.indices.contains { types[$0] == type } }

    /// Forgets them and keeps the memory.
    mutating func removeAll() {
      types.removeAll()
      weights.removeAll()
      sum = 0
      likeliest = .unknown
    }
  }

  /// D without the terms that need the next record, and before the burst allowance.
  ///
  /// - Parameters:
  ///   - skip: p2(c|a).
  ///   - successors: h; nil to do without.
  ///   - mixture: pm(c).
  ///   - isSeen: n_ac ≥ 1.
  ///   - changedPlaces: swap_before.
  ///   - gapShare: 2^−G.
  /// - Returns: bits for "a record is missing before c".
  static func bits(
    skip: Double, successors: Double?, mixture: Double, isSeen: Bool, changedPlaces: Bool, gapShare: Double
  ) -> Double {
    let missing = successors.map { shares.skip * skip + shares.successors * $0 } ?? skip
    return exponent * logarithm(missing) - logarithm(mixture)
      - (isSeen ? seenBefore : 0) - (changedPlaces ? self.changedPlaces : 0) - gapWeight * logarithm(gapShare)
  }

  /// The most that D can be, before the burst allowance, whatever p2 and h are.
  static func most(mixtureBits: Double, isSeen: Bool, gapShare: Double) -> Double {
    mixtureBits - (isSeen ? seenBefore : 0) - gapWeight * logarithm(gapShare)
  }

  /// The least h that lets D, before the burst allowance, reach so many bits if nothing has changed places. Not above 0 where
  /// p2 alone lets it, above 1 where nothing does.
  ///
  /// With a margin of three thousandths, which is .0065 bits of D, so that no rounding tells otherwise: half a hundredth of a
  /// bit is what scores are rounded by.
  static func successors(
    forBits bits: Double, skip: Double, mixture: Double, isSeen: Bool, gapShare: Double
  ) -> Double {
    let rest = most(mixtureBits: -logarithm(mixture), isSeen: isSeen, gapShare: gapShare)
    let missing = binaryPower((bits - rest) / exponent)
    return (0.997 * missing - shares.skip * skip) / shares.successors
  }

  /// What the next record d says.
  ///
  /// - Parameters:
  ///   - throughCandidates: ℓ; nil where no candidate has a weight.
  ///   - plain: p3(d).
  ///   - changedPlaces: swap_after.
  /// - Returns: bits to add to D.
  static func bitsAhead(throughCandidates: Double?, plain: Double, changedPlaces: Bool) -> Double {
    let term = throughCandidates.map { logarithm($0) - logarithm(plain) } ?? 0
    return min(max(term, ahead.lowerBound), ahead.upperBound) - (changedPlaces ? self.changedPlaces : 0)
  }

  /// (n_ac,g + ½)/(n_ac + 5) if n_ac ≥ 5, else 1: how usual the time between two records is. G is −log2 of it.
  ///
  /// Without it the missing lines found fall from .45/.26/.35 to .38/.27/.29 (classes 2, 3, 4).
  static func gapShare(
    _ bucket: UInt32, transitions: UInt32, _ transition: TransitionNumber?,
    in counts: borrowing some TransitionCounts & ~Copyable
  ) -> Double {
    guard transitions >= fewestGaps, let transition else { return 1 }
    let count = Double(counts.count(ofGap: bucket, in: transition))
    return (count + 0.5) / (Double(transitions) + 5)
  }

  /// p2(c|a) = AD(n2_ac, n_a, d_a, low).
  static func skip(
    from a: MessageTypeID, to c: MessageTypeID, low: Double,
    in counts: borrowing some TransitionCounts & ~Copyable
  ) -> Double {
    let count = a == .unknown || c == .unknown ? 0 : counts.skips(from: a, to: c)
    // Skips are counted at some records whose own transition was too common to count: they may outnumber the row.
    return min(1, Discounted(count, of: counts.row(of: a))(low))
  }
}
