/// What was typed a moment ago need not be cleaned again: from the skeleton of a record to its type.
///
/// The skeleton is the record from its tag to the end of its message with every digit replaced by `9`. The type
/// under either mask is a function of it (masks ask whether a byte is a digit, never which one), and on real logs
/// 93 of 100 records have a skeleton seen before, so that the full mask runs for the rest only. Keyed, so that
/// nobody can write two records that share a key: the type of one would pass for the other's.
struct TypeCache {
  /// Some records that share a set, newest first. Each entry is the key of a record but for the lowest two bits, which
  /// say where in the set its type is.
  ///
  /// 62 bits of key are compared, so that two given records are one to the cache with a chance of about 2⁻⁶², and a
  /// record never seen is taken for one of the 2¹⁵ that a full cache holds with 2⁻⁴⁷. An empty entry has a key, too, 0,
  /// which is as unlikely as any other.
  private struct Entries {
    var first: UInt64 = 0
    var second: UInt64 = 1
    var third: UInt64 = 2
    var fourth: UInt64 = 3
  }

  /// The bits of an entry that are no key.
  private static let placeBits: UInt64 = 3
  /// Places in a set.
  private static let ways = 4
  /// How many sets there are at first: 16 KiB with their types. A cache made in full at once, 1 MiB, took 255 page faults
  /// and 1.2 of 7 ms before the first line; and the few skeletons of most logs stay close together in a small one.
  private static let fewestSets = 128
  /// How many sets there can be: with their types they take 1 MiB, which the second-level cache holds.
  private static let mostSets = 8192

  private var sets: [Entries]
  /// The type in each place of each set.
  private var types: [RecordType]
  /// How many records were put in since there are that many sets.
  private var insertions = 0
  private let hash: SkeletonHash

  /// An empty cache.
  init(key: TypeKey) { self.init(hash: SkeletonHash(key: key), sets: TypeCache.fewestSets) }

  private init(hash: SkeletonHash, sets: Int) {
    self.hash = hash
    self.sets = [Entries](repeating: Entries(), count: sets)
    types = [RecordType](repeating: .none, count: TypeCache.ways * sets)
  }

  /// The words of key with which `key(of:in:)` hashes.
  var hashKeys: [UInt8] { hash.keys }

  /// The key of a record, nil if it is too long to be worth one.
  ///
  /// Always inlined, as is what it calls: see `SkeletonHash.hash`.
  @inline(__always)
  static func key(tag: Region, message: Region, in bytes: Span<UInt8>, hashKeys: Span<UInt8>) -> UInt64? {
    let messageStart = Int(message.offset)
    let start = tag.isEmpty ? messageStart : Int(tag.offset)
    let end = messageStart &+ Int(message.count)
    guard start <= messageStart, end &- start <= SkeletonHash.longest else { return nil }
    // Where the tag ends and the message starts is part of what is hashed.
    let shape = UInt64(tag.count) &<< 32 | UInt64(messageStart &- start)
    return SkeletonHash.hash(bytes.extracting(start..<end), shape: shape, keys: hashKeys)
  }

  /// The type of the record with this key, if it was seen a moment ago: the number of its place, for `subscript`.
  ///
  /// All four entries are compared without a branch: xor with the wanted key leaves a place in the one that has it,
  /// and a large number in the others (11 instructions and one branch that is nearly always taken).
  @inline(__always)
  func place(of key: UInt64) -> Int? {
    let wanted = key & ~TypeCache.placeBits
    let set = set(of: key)
    let entries = sets[set]
    let found = min(
      min(entries.first ^ wanted, entries.second ^ wanted),
      min(entries.third ^ wanted, entries.fourth ^ wanted))
    guard found <= TypeCache.placeBits else { return nil }
    return set &* TypeCache.ways &+ Int(truncatingIfNeeded: found)
  }

  /// The type in a place. Inlined, so that no type is copied twice.
  subscript(_ place: Int) -> RecordType {
    @inline(__always)
    get { types[place] }
  }

  /// Remembers the type of the record with this key; the oldest of its set makes room.
  mutating func insert(_ type: RecordType, for key: UInt64) {
    // A quarter full: one set in 250 is too small then. At half, one of 20 was, and 8 % more records were cleaned.
    if insertions == types.count / 4, sets.count < TypeCache.mostSets { grow() }
    insertions += 1
    let set = set(of: key)
    let old = sets[set]
    let place = old.fourth & TypeCache.placeBits
    sets[set] = Entries(
      first: key & ~TypeCache.placeBits | place, second: old.first, third: old.second, fourth: old.third)
    types[set * TypeCache.ways + Int(place)] = type
  }

  /// Doubles the sets; in each, the order of records stays.
  private mutating func grow() {
    var larger = TypeCache(hash: hash, sets: 2 * sets.count)
    for set in sets.indices {
      let entries = sets[set]
      for entry in [entries.fourth, entries.third, entries.second, entries.first]
      where entry > TypeCache.placeBits {
        larger.insert(types[set * TypeCache.ways + Int(entry & TypeCache.placeBits)], for: entry)
      }
    }
    self = larger
  }

  /// Which set a key belongs to. Inlined with `place(of:)`.
  @inline(__always)
  private func set(of key: UInt64) -> Int {
    Int(truncatingIfNeeded: key >> 2) & (sets.count &- 1)
  }
}
