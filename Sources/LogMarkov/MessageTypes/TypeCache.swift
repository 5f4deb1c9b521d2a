/// What was typed a moment ago need not be cleaned again: from the skeleton of a record to its type.
///
/// The skeleton is the record from its tag to the end of its message with every digit replaced by `9`. The type
/// under either mask is a function of it (masks ask whether a byte is a digit, never which one), and on real logs
/// 93 of 100 records have a skeleton seen before, so that the full mask runs for the rest only. Keyed, so that
/// nobody can write two records that share a key: the type of one would pass for the other's.
struct TypeCache {
  /// Entries in a set: a record is looked for among these, and pushes the oldest of them out.
  private static let ways = 4
  /// 4 × 8192 entries of 32 bytes are 1 MiB, which the second-level cache holds.
  private static let sets = 8192

  private struct Entry {
    /// 0 where there is none.
    var key: UInt64 = 0
    var type = RecordType.none
  }

  private var entries = [Entry](repeating: Entry(), count: ways * sets)
  private let hash: SkeletonHash

  /// An empty cache.
  init(key: TypeKey) { hash = SkeletonHash(key: key) }

  /// The key of a record, nil if it is too long to be worth one.
  func key(of record: LogRecord, in bytes: Span<UInt8>) -> UInt64? {
    let message = record.message.range
    let start = record.tag.isEmpty ? message.lowerBound : record.tag.range.lowerBound
    guard start <= message.lowerBound, message.upperBound - start <= SkeletonHash.longest else { return nil }
    // Where the tag ends and the message starts is part of what is hashed.
    let shape = UInt64(record.tag.count) &<< 32 | UInt64(message.lowerBound - start)
    return hash.hash(start..<message.upperBound, shape: shape, of: bytes)
  }

  /// The type of the record with this key, if it was seen a moment ago.
  func type(for key: UInt64) -> RecordType? {
    let base = TypeCache.base(of: key)
    for way in 0..<TypeCache.ways where entries[base + way].key == key { return entries[base + way].type }
    return nil
  }

  /// Remembers the type of the record with this key.
  mutating func insert(_ type: RecordType, for key: UInt64) {
    let base = TypeCache.base(of: key)
    for way in (1..<TypeCache.ways).reversed() { entries[base + way] = entries[base + way - 1] }
    entries[base] = Entry(key: key, type: type)
  }

  private static func base(of key: UInt64) -> Int { Int(truncatingIfNeeded: key % UInt64(sets)) * ways }
}

/// A keyed hash of text in which all digits are equal.
///
/// NH over sixteen bytes a step, folded to 64 bits: for two given texts and a secret key the chance of a collision is
/// about 2⁻⁶³. Source: Black, Halevi, Krawczyk, Krovetz, Rogaway, UMAC, 1999; Krovetz, VMAC, 2007.
struct SkeletonHash {
  /// The longest text it takes, in bytes: there is a word of key for each eight of them.
  static let longest = 512

  private let keys: [UInt64]

  /// A hash whose words of key are made of a model's key.
  init(key: TypeKey) {
    let counters: [UInt8] = Array(0..<UInt8(SkeletonHash.longest / 8 + 4))
    keys = counters.indices.map { KeyedHash.hash(Region($0..<$0 + 1), of: counters.span, key: key) }
  }

  /// The hash of a range of bytes and of a number; never 0.
  func hash(_ range: Range<Int>, shape: UInt64, of bytes: Span<UInt8>) -> UInt64 {
    let text = bytes.extracting(range)
    let count = text.count
    var (high, low) = (UInt64(0), UInt64(0))
    func absorb(_ first: UInt64, _ second: UInt64, _ word: Int) {
      let product = (SkeletonHash.levelled(first) &+ keys[word]).multipliedFullWidth(
        by: SkeletonHash.levelled(second) &+ keys[word + 1])
      let carry: Bool
      (low, carry) = low.addingReportingOverflow(product.low)
      high = high &+ product.high &+ (carry ? 1 : 0)
    }
    var at = 0
    while at + 16 <= count {
      absorb(text.littleEndianWord(at: at), text.littleEndianWord(at: at + 8), at / 8)
      at += 16
    }
    if at < count {
      // The last sixteen bytes again, or the few that there are; the length, hashed too, tells which.
      if count >= 16 {
        absorb(text.littleEndianWord(at: count - 16), text.littleEndianWord(at: count - 8), at / 8)
      } else {
        absorb(
          text.littleEndian(0, bytes: min(8, count)), text.littleEndian(8, bytes: count - min(8, count)),
          at / 8)
      }
    }
    let last = keys.count - 2
    let folded = (low ^ shape ^ keys[last]).multipliedFullWidth(by: (high ^ UInt64(count)) &+ keys[last + 1])
    return (folded.high ^ folded.low) | 1
  }

  /// Eight bytes with each ASCII digit replaced by `9`.
  private static func levelled(_ word: UInt64) -> UInt64 {
    let top: UInt64 = 0x8080_8080_8080_8080
    let ones: UInt64 = 0x0101_0101_0101_0101
    // A byte below 128 is a digit if adding 0x50 carries it past 0x7F and adding 0x46 does not.
    let low = word & ~top
    let digits = (low &+ 0x50 &* ones) & ~(low &+ 0x46 &* ones) & ~word & top
    let mask = digits &- (digits &>> 7) | digits
    return word & ~mask | 0x3939_3939_3939_3939 & mask
  }
}
