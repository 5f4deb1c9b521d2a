/// The paper's estimate: P(j|i) = n(i→j)/n(i), 0 for what was never seen.
///
/// Source: Haque, DeLucia, Baseman, HUST'17, section 4.1 (after Teodorescu). n(i) counts the records that have a
/// successor. A message that occurs only where its chain ends has none; it gets P(i|i) = 1.
enum MaximumLikelihood {
  static func estimate(
    _ record: RecordType, transition: UInt32, after chain: ChainContext,
    in counts: borrowing some TransitionCounts & ~Copyable
  ) -> Estimate {
    let row = counts.row(of: chain.last)
    let tagRow = counts.row(of: chain.lastTag)
    let tagTransition =
      chain.lastTag == .unknown || record.tag == .unknown
      ? 0 : counts.transition(from: chain.lastTag, to: record.tag)
    return Estimate(
      message: probability(
        transition, of: row, staying: chain.last == record.type && record.type != .unknown),
      tag: probability(
        tagTransition, of: tagRow, staying: chain.lastTag == record.tag && record.tag != .unknown))
  }

  static func estimateFirst(
    _ record: RecordType, in counts: borrowing some TransitionCounts & ~Copyable
  ) -> Estimate {
    let all = Double(max(counts.recordCount, 1))
    return Estimate(
      message: Double(counts.occurrences(of: record.type)) / all,
      tag: Double(counts.occurrences(of: record.tag)) / all)
  }

  private static func probability(_ count: UInt32, of row: Row, staying: Bool) -> Double {
    row.sum == 0 ? (staying ? 1 : 0) : Double(count) / Double(row.sum)
  }
}
