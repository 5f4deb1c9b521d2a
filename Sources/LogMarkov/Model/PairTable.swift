internal import Unix

/// How a count for a pair of numbers (context, item) is found: the one hash table of the project.
///
/// A bucket is 64 bytes, one cache line: five slots of (context, item, value) and a spare word. A slot whose value
/// is 0 is empty; slots fill from the first on, an entry that finds its bucket full goes to the next, so a search
/// ends at the first empty slot, and in any case after `probeLimit` buckets. The same buckets serve in memory, where
/// they grow, and in the model file, where they are mapped (mcfilter-model(5), "Pair tables"); so the look-up stands
/// here once.
///
/// In a file numbers come from the order of keyed hashes, which nobody can choose. In memory they count up as things
/// appear, so that whoever writes log lines knows them, and could choose pairs that belong into the same buckets:
/// there a secret `salt` says what belongs where.
///
/// Measured beside it for 10 million entries (ns per look-up after a touch pass): buckets of 64 bytes 17, linear
/// probing with 8-byte entries 21, linear probing with full 16-byte entries 32.
enum PairTable {
  /// Words in a bucket.
  static let bucketWords = 16
  /// Slots in a bucket.
  static let bucketSlots = 5
  /// A table never needs more probes than this; a file that claims more is refused. At four entries a bucket the
  /// longest probe seen is 7 for a thousand entries and 14 for ten million.
  static let probeLimit = 64

  /// Which bucket of a file's table, of `buckets`, a pair belongs into.
  @inline(__always)
  static func home(context: UInt32, item: UInt32, buckets: Int) -> Int {
    var x = UInt64(context) &<< 32 | UInt64(item)
    x = (x ^ x &>> 32) &* 0xD6E8_FEB8_6659_FD93
    x = (x ^ x &>> 32) &* 0xD6E8_FEB8_6659_FD93
    x ^= x &>> 32
    return Int(x.multipliedFullWidth(by: UInt64(buckets)).high)
  }

  /// Index of the first word of a slot.
  static func word(ofSlot slot: Int) -> Int { slot / bucketSlots * bucketWords + slot % bucketSlots * 3 }

  /// The first words of all slots in a bucket, one bit each.
  private static var firstWords: UInt32 { 0b0001_0010_0100_1001 }

  /// The slot that holds a pair, or else the free one where it would stand, whose value is 0; nil if there is neither within
  /// `limit` buckets. The search begins at the bucket `home` of so many; `words` gives the words of a bucket.
  ///
  /// All of a bucket is compared at once with slots that hold the pair and no value: a slot whose first two words are
  /// equal holds it, one whose third is equal is free, and the first of either ends the search. Word by word (the plain
  /// form, which tests hold this one to) it took three times as long: where in its bucket a pair stands, no processor
  /// can foresee.
  ///
  /// Inlined so that `words` is a load and not a call: the search is the inner loop of scoring.
  ///
  /// - Complexity: O(1): at most `limit` buckets, usually one.
  @inline(__always)
  static func find(
    context: UInt32, item: UInt32, home: Int, buckets: Int, limit: Int = probeLimit,
    words: (_ bucket: Int) -> SIMD16<UInt32>
  ) -> Place? {
    let (c, i) = (context, item)
    let pair = SIMD16<UInt32>(c, i, 0, c, i, 0, c, i, 0, c, i, 0, c, i, 0, 0)
    var bucket = home
    for _ in 0..<limit {
      let equal = words(bucket).equalWords(pair)
      let ends = (equal & equal &>> 1 | equal &>> 2) & firstWords
      if ends != 0 { return Place(bucket: bucket, lane: ends.trailingZeroBitCount) }
      bucket &+= 1
      if bucket == buckets { bucket = 0 }
    }
    return nil
  }
}

extension PairTable {
  /// Where a slot is.
  struct Place: Equatable {
    let bucket: Int
    /// Where the slot begins in its bucket, in words: 0, 3, 6, 9 or 12.
    let lane: Int

    /// Index of the slot's first word.
    var word: Int { bucket &* bucketWords &+ lane }
    /// Index of its value.
    var value: Int { word &+ 2 }
    /// Number of the slot in its table; 11/32 is a third of these lanes.
    var slot: Int { bucket &* bucketSlots &+ (lane &* 11) &>> 5 }
  }
}

/// What adding to a count came to.
struct PairAddition: Equatable {
  /// How much was added: the count stays at `UInt32.max` once it is there.
  let amount: UInt32
  /// True if the pair had no count before.
  let isNew: Bool

  /// The addition of `amount`, as far as it fits, to `count`.
  init(of amount: UInt32, to count: UInt32) {
    self.amount = min(amount, .max - count)
    isNew = count == 0
  }
}
