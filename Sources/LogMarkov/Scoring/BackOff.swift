/// The estimate that knows that what was never seen is not impossible: absolute discounting, from the second order
/// down to the first, to the tag's transition times the type's share of its tag.
///
///     AD(c, n, d, low) = max(c − D0, 0)/n + D0·d/n·low,   or low if n = 0
///     low(b|a)  = AD(tag of a → tag of b; P(tag of b)) · P(b | tag of b)
///     p1(b|a)   = AD(n_ab, n_a, d_a, low)
///     p3(b|z,a) = AD(n_zab, n_za, d_za, p1)                                    the message score
///
/// Source: absolute discounting is Ney, Essen and Kneser 1994. Second order against first on real logs, precision at
/// 10 for a known line in the wrong place: 0.88, 0.40, 1.00 against 0.10, 0.40, 0.60.
enum BackOff: Estimator {
  /// What is taken from every count for what was never seen: 0.75 did best of 0.5 to 0.9 for n-gram models of text,
  /// and as well as any on logs.
  static let discount = 0.75

  static func estimate(
    _ record: RecordType, transition: UInt32, after chain: ChainContext,
    in counts: borrowing some TransitionCounts & ~Copyable
  ) -> Estimate {
    let tag = tagTransition(to: record.tag, from: chain.lastTag, in: counts)
    let low = tag * withinTag(record, in: counts)
    let first = discounted(transition, of: counts.row(of: chain.last), low: low)
    guard let context = chain.transition else { return Estimate(message: first, tag: tag) }
    let count = record.type == .unknown ? 0 : counts.count(of: record.type, after: context)
    return Estimate(message: discounted(count, of: counts.row(of: context), low: first), tag: tag)
  }

  static func estimateFirst(
    _ record: RecordType, in counts: borrowing some TransitionCounts & ~Copyable
  ) -> Estimate {
    let tag = probability(of: record.tag, in: counts)
    return Estimate(message: tag * withinTag(record, in: counts), tag: tag)
  }

  /// AD(n_tt′, n_t, d_t, P(t′)): the tag score.
  private static func tagTransition(
    to tag: TagID, from last: TagID, in counts: borrowing some TransitionCounts & ~Copyable
  ) -> Double {
    let count = last == .unknown || tag == .unknown ? 0 : counts.transition(from: last, to: tag)
    return discounted(count, of: counts.row(of: last), low: probability(of: tag, in: counts))
  }

  /// P(t) = (n_t − D0)/N, for an unseen tag D0·T/N.
  static func probability(of tag: TagID, in counts: borrowing some TransitionCounts & ~Copyable) -> Double {
    let all = Double(max(counts.recordCount, 1))
    let occurrences = counts.occurrences(of: tag)
    return occurrences > 0
      ? (Double(occurrences) - discount) / all : discount * Double(max(counts.tagCount, 1)) / all
  }

  /// P(x|t) = (n_x − D0)/n_t; for an unseen type min(½, D0·k_t/n_t), and ½ where the tag is unseen too.
  static func withinTag(
    _ record: RecordType, in counts: borrowing some TransitionCounts & ~Copyable
  ) -> Double {
    let tag = Double(counts.occurrences(of: record.tag))
    guard tag > 0 else { return 0.5 }
    let type = Double(counts.occurrences(of: record.type))
    guard type > 0 else { return min(0.5, discount * Double(counts.typeCount(of: record.tag)) / tag) }
    return (type - discount) / tag
  }

  /// AD(c, n, d, low).
  static func discounted(_ count: UInt32, of row: Row, low: Double) -> Double {
    guard row.sum > 0 else { return low }
    let sum = Double(row.sum)
    return max(Double(count) - discount, 0) / sum + discount * Double(row.distinct) / sum * low
  }
}
