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

  /// Which bucket a pair belongs into, of `buckets`; in a file `salt` is 0.
  static func home(context: UInt32, item: UInt32, salt: UInt64 = 0, buckets: Int) -> Int {
    var x = (UInt64(context) &<< 32 | UInt64(item)) ^ salt
    x = (x ^ x &>> 32) &* 0xD6E8_FEB8_6659_FD93
    x = (x ^ x &>> 32) &* 0xD6E8_FEB8_6659_FD93
    x ^= x &>> 32
    return Int(x.multipliedFullWidth(by: UInt64(buckets)).high)
  }

  /// Index of the first word of a slot.
  static func word(ofSlot slot: Int) -> Int { slot / bucketSlots * bucketWords + slot % bucketSlots * 3 }

  /// What a search came to.
  enum Finding {
    /// The pair stands in this slot.
    case slot(Int)
    /// The pair is not there; this slot is free for it.
    case free(Int)
    /// The pair is not there, and no slot within the limit is free.
    case full
  }

  /// Searches a table of so many buckets for a pair; `word` gives the table's words, from its first bucket on.
  ///
  /// O(1): at most `limit` buckets, usually one.
  ///
  /// Inlined so that `word` is a load and not a call: the search is the inner loop of scoring.
  @inline(__always)
  static func find(
    context: UInt32, item: UInt32, salt: UInt64 = 0, buckets: Int, limit: Int, word: (Int) -> UInt32
  ) -> Finding {
    var bucket = home(context: context, item: item, salt: salt, buckets: buckets)
    for _ in 0..<min(limit, buckets) {
      var at = bucket &* bucketWords
      let first = bucket &* bucketSlots
      for slot in first..<first &+ bucketSlots {
        if word(at &+ 2) == 0 { return .free(slot) }
        if word(at) == context, word(at &+ 1) == item { return .slot(slot) }
        at &+= 3
      }
      bucket &+= 1
      if bucket == buckets { bucket = 0 }
    }
    return .full
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

/// A pair table in memory that grows: every pair has a value above 0.
///
/// - Complexity: a look-up or an update is O(1), amortised over growth; an entry takes 16 to 32 bytes.
struct GrowingPairTable {
  /// The buckets, `PairTable.bucketWords` words each.
  private(set) var words: [UInt32]
  /// How many pairs the table holds.
  private(set) var count = 0
  /// Drawn anew for each table; only the order of `forEach` shows it.
  private let salt: UInt64

  /// An empty table.
  init() { self.init(buckets: 1, salt: UInt64.random(in: 0...UInt64.max)) }

  private init(buckets: Int, salt: UInt64) {
    words = [UInt32](repeating: 0, count: buckets * PairTable.bucketWords)
    self.salt = salt
  }

  private var slots: Int { words.count / PairTable.bucketWords * PairTable.bucketSlots }

  private func find(context: UInt32, item: UInt32) -> PairTable.Finding {
    let buckets = words.count / PairTable.bucketWords
    return PairTable.find(
      context: context, item: item, salt: salt, buckets: buckets, limit: PairTable.probeLimit
    ) { words[$0] }
  }

  /// The value of a pair, 0 if the table does not hold it.
  func value(context: UInt32, item: UInt32) -> UInt32 {
    guard case .slot(let slot) = find(context: context, item: item) else { return 0 }
    return words[PairTable.word(ofSlot: slot) + 2]
  }

  /// Adds to the value of a pair, which stays at `UInt32.max` once it is there.
  @discardableResult
  mutating func add(_ amount: UInt32, context: UInt32, item: UInt32) -> PairAddition {
    precondition(amount > 0, "a pair table holds counts above 0")
    let slot = place(context: context, item: item)
    let value = PairTable.word(ofSlot: slot) + 2
    let addition = PairAddition(of: amount, to: words[value])
    words[value] += addition.amount
    return addition
  }

  /// The value of a pair, set to `value` first if the table does not hold the pair.
  mutating func value(context: UInt32, item: UInt32, orElse value: UInt32) -> UInt32 {
    let word = PairTable.word(ofSlot: place(context: context, item: item)) + 2
    if words[word] == 0 { words[word] = value }
    return words[word]
  }

  /// The slot of a pair; a new one is entered with value 0 and must be given another at once.
  private mutating func place(context: UInt32, item: UInt32) -> Int {
    while true {
      switch find(context: context, item: item) {
      case .slot(let slot):
        return slot
      case .free(let slot) where count < words.count / PairTable.bucketWords * 4:
        let word = PairTable.word(ofSlot: slot)
        words[word] = context
        words[word + 1] = item
        count += 1
        return slot
      case .free, .full:
        grow()
      }
    }
  }

  /// Doubles the buckets. At most four entries a bucket keep searches at 1.1 buckets on average.
  private mutating func grow() {
    var larger = GrowingPairTable(buckets: 2 * (words.count / PairTable.bucketWords), salt: salt)
    forEach { larger.add($2, context: $0, item: $1) }
    self = larger
  }

  /// Calls `body` with context, item and value of every pair, in the order of the slots, which is another in every run.
  func forEach(_ body: (UInt32, UInt32, UInt32) throws -> Void) rethrows {
    for slot in 0..<slots {
      let word = PairTable.word(ofSlot: slot)
      if words[word + 2] != 0 { try body(words[word], words[word + 1], words[word + 2]) }
    }
  }
}
