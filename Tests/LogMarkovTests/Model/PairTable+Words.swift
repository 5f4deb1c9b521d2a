/// The plain search of a pair table, word by word: the oracle of the one that compares a bucket at once.

@testable import LogMarkov

extension PairTable {
  /// What a search comes to.
  enum Finding: Equatable {
    /// The pair stands in this slot.
    case slot(Int)
    /// The pair is not there; this slot is free for it.
    case free(Int)
    /// The pair is not there, and no slot within the limit is free.
    case full
  }

  /// Searches `words`, which are whole buckets, for a pair as `find` does, from `home` on.
  static func findPlainly(
    context: UInt32, item: UInt32, home: Int, in words: Span<UInt32>, limit: Int
  ) -> Finding {
    let buckets = words.count / bucketWords
    var bucket = home
    for _ in 0..<min(limit, buckets) {
      for slot in bucket * bucketSlots..<(bucket + 1) * bucketSlots {
        let at = word(ofSlot: slot)
        if words[at + 2] == 0 { return .free(slot) }
        if words[at] == context, words[at + 1] == item { return .slot(slot) }
      }
      bucket = bucket + 1 == buckets ? 0 : bucket + 1
    }
    return .full
  }

  /// Searches `words`, which are whole buckets of a file.
  static func find(context: UInt32, item: UInt32, in words: Span<UInt32>, limit: Int) -> Finding {
    let buckets = words.count / bucketWords
    let home = home(context: context, item: item, buckets: buckets)
    let place = find(context: context, item: item, home: home, buckets: buckets, limit: limit) { bucket in
      var vector = SIMD16<UInt32>()
      for lane in 0..<bucketWords { vector[lane] = words[bucket * bucketWords + lane] }
      return vector
    }
    guard let place else { return .full }
    return words[place.value] == 0 ? .free(place.slot) : .slot(place.slot)
  }
}
