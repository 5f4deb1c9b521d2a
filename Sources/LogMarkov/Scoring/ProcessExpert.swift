/// e1, the expert that listens to processes: P(t_x|t_a) times what the record's process says next, second order over
/// first over P_h(x|t).
///
/// Without it the missing lines found (own list, recall at R, classes 2, 3, 4) fall from .45/.26/.35 to .42/.24/.32;
/// for strays it adds nothing, and a stray that opens a process of its own would look better than it is, so the mixture
/// of strays goes without it.
enum ProcessExpert {
  /// P of a type as the next one of its process.
  ///
  /// - Parameters:
  ///   - record: the type.
  ///   - share: what its host makes of it.
  ///   - predecessor: what the process said before.
  ///   - pair: the context of second order, if it is known.
  ///   - counts: what was counted.
  /// - Returns: the probability, given that the tag speaks.
  static func predict(
    _ record: TypeAndTag, _ share: ShareInHost, after predecessor: ProcessPredecessor, _ pair: ProcessPair?,
    in counts: borrowing some TransitionCounts & ~Copyable
  ) -> Double {
    let isKnown = record.type != .unknown
    let row = counts.row(of: predecessor)
    let count = isKnown && row.sum > 0 ? counts.transition(from: predecessor, to: record.type).count : 0
    let first = Discounted(count, of: row)(share.ofTag)
    guard let pair else { return first }
    let pairRow = counts.row(of: pair)
    let pairCount = isKnown && pairRow.sum > 0 ? counts.count(of: record.type, after: pair) : 0
    return Discounted(pairCount, of: pairRow)(first)
  }
}
