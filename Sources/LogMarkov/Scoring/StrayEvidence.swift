/// I: is the record m a stray, in … z, a, m, c? Bits for "m does not belong" against "all is normal".
///
///     H(p) = log2[ p(m)·p(c) + 2⁻⁶·r(m|c)·p3skip(c) + 2⁻⁶·r(a|m)·p3skip(m)·p3skip(c)/p(a) ]
///     I1 = 1.75·log2 p3skip(c) + log2 Q(m) − H(p3)
///     I2 = 2·log2 ps(c) + log2 Q(m) − H(pm)
///     I  = .3·I1 + .7·I2 − b
///
/// p3skip and ps are what c would be if m were not there, Q what a stray says. The second and third term of H say that
/// m and c, or a and m, have only changed places; r(u|v) is how often u follows v.
struct StrayEvidence: Equatable, Sendable {
  /// How often two neighbours change places.
  static let swap = 0.015625
  /// Without look-ahead a record's own strangeness stands for what the next one would say, raised by so much that it
  /// competes with I. Of 2 to 7 bits, 3 did best on the trials: with the study's 6, of the deletions found without
  /// look-ahead .03 to .06 are lost (classes 2, 3, 4), with 2 insertions begin to go.
  static let aloneBonus = 3.0
  /// The exponent of p3skip in I1, of ps in I2: chosen on the choice set.
  private static let exponents = (chain: 1.75, mixture: 2.0)
  /// How much I1 and I2 count.
  private static let shares = (chain: 0.3, mixture: 0.7)

  /// What is remembered of a record until the next one of its chain has come.
  struct Suspect: Equatable, Sendable {
    /// p3(m) and pm(m).
    var expected = Expected()
    /// log2 Q(m).
    var strangeness: Float = 0
    /// 2⁻⁶·r(a|m)·p3skip(m), negative where it was not worked out.
    var swapped: Float = -1
  }

  /// How probable a record was, when it came.
  struct Expected: Equatable, Sendable {
    /// p3.
    var chain: Float = 1
    /// pm, without the process.
    var mixture: Float = 1
  }

  /// The probabilities of c.
  struct Witness: Equatable, Sendable {
    /// p3(c).
    var chain: Double
    /// pm(c), without the process.
    var mixture: Double
    /// p3skip(c).
    var chainWithout: Double
    /// ps(c), without the process.
    var mixtureWithout: Double
    /// r(m|c).
    var reverse: Double
  }

  /// I before the burst allowance, in bits.
  ///
  /// - Parameters:
  ///   - m: the suspect, its swap worked out.
  ///   - a: the record before it.
  ///   - c: the record after it.
  /// - Returns: bits for "m is a stray".
  static func bits(_ m: Suspect, after a: Expected, before c: Witness) -> Double {
    let strangeness = Double(m.strangeness)
    func normal(_ ofM: Float, _ ofC: Double, _ ofA: Float) -> Double {
      logarithm(
        Double(ofM) * ofC + swap * c.reverse * c.chainWithout
          + Double(max(m.swapped, 0)) * c.chainWithout / max(Double(ofA), leastProbability))
    }
    let first =
      exponents.chain * logarithm(c.chainWithout) + strangeness
      - normal(m.expected.chain, c.chain, a.chain)
    let second =
      exponents.mixture * logarithm(c.mixtureWithout) + strangeness
      - normal(m.expected.mixture, c.mixture, a.mixture)
    return shares.chain * first + shares.mixture * second
  }

  /// Q(m): 0.1 if m is of an unseen type, else 0.9/K.
  static func strangeness(isUnseen: Bool, types: Int) -> Double {
    isUnseen ? 0.1 : 0.9 / Double(max(types, 1))
  }

  /// r(u|v) = max(n_vu − [two back = v] − ½, 0)/n_v: how often u follows v. The bracket takes the count away that was
  /// made one record ago.
  static func reverse(
    of u: MessageTypeID, after v: MessageTypeID, twoBack: MessageTypeID,
    in counts: borrowing some TransitionCounts & ~Copyable
  ) -> Double {
    guard u != .unknown, v != .unknown else { return 0 }
    let row = counts.row(of: v)
    guard row.sum > 0 else { return 0 }
    let count = Double(counts.transition(from: v, to: u).count)
    return max(count - (twoBack == v ? 1 : 0) - 0.5, 0) / Double(row.sum)
  }
}
