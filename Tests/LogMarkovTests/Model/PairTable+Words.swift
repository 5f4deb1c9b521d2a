/// Searching a pair table that lies in memory, for tests.

@testable import LogMarkov

extension PairTable {
  /// Searches `words`, which are whole buckets.
  static func find(context: UInt32, item: UInt32, in words: Span<UInt32>, limit: Int) -> Finding {
    find(context: context, item: item, buckets: words.count / bucketWords, limit: limit) { words[$0] }
  }
}
