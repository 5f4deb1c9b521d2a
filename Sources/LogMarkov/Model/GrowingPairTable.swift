internal import Unix

/// A pair table in memory that grows: every pair has a value above 0.
///
/// - Complexity: a look-up or an update is O(1), amortised over growth; an entry takes 16 to 32 bytes.
struct GrowingPairTable: ~Copyable {
  /// The buckets, 2^n of them, a cache line each.
  private(set) var buckets: CacheLines
  /// How many pairs the table holds.
  private(set) var count = 0
  /// What says where pairs belong, drawn anew for each table; only the order of `forEach` shows it.
  private let secret: Secret

  /// Two numbers that nobody outside knows, so that nobody can choose pairs that belong into the same buckets.
  struct Secret {
    let salt: UInt64
    let factor: UInt64

    /// One multiplication, folded, and stirred once more, as in `Generations`: of 200 salts two took 17 buckets a search and
    /// more for numbers that count up, and so stirred none more than 1.3. What files have is three.
    // Inlined as the search is.
    @inline(__always)
    func home(context: UInt32, item: UInt32, buckets: Int) -> Int {
      let product = (UInt64(context) &<< 32 | UInt64(item) ^ salt).multipliedFullWidth(by: factor)
      let folded = product.high ^ product.low
      let stirred = (folded ^ folded &>> 32) &* 0xD6E8_FEB8_6659_FD93
      return Int(truncatingIfNeeded: stirred &>> 32) & (buckets &- 1)
    }
  }

  /// An empty table.
  init() {
    self.init(
      secret: Secret(
        salt: UInt64.random(in: 0...UInt64.max), factor: UInt64.random(in: 0...UInt64.max) | 1 << 63 | 1))
  }

  /// An empty table with this secret, which only tests know.
  init(secret: Secret) { self.init(buckets: 1, secret) }

  private init(buckets: Int, _ secret: Secret) {
    self.buckets = CacheLines(count: buckets)
    self.secret = secret
  }

  /// The place of a pair, or the free one where it would be; nil if there is none within reach.
  @inline(__always)
  private func find(context: UInt32, item: UInt32) -> PairTable.Place? {
    let home = secret.home(context: context, item: item, buckets: buckets.count)
    return PairTable.find(context: context, item: item, home: home, buckets: buckets.count) {
      buckets.vector($0)
    }
  }

  /// The value of a pair, 0 if the table does not hold it.
  func value(context: UInt32, item: UInt32) -> UInt32 {
    guard let place = find(context: context, item: item) else { return 0 }
    return buckets[place.value]
  }

  /// Adds to the value of a pair, which stays at `UInt32.max` once it is there.
  @discardableResult
  mutating func add(_ amount: UInt32, context: UInt32, item: UInt32) -> PairAddition {
    precondition(amount > 0, "a pair table holds counts above 0")
    if let place = find(context: context, item: item), buckets[place.value] > 0 {
      return add(amount, at: place.value)
    }
    enter(amount, context: context, item: item)
    return PairAddition(of: amount, to: 0)
  }

  /// Where the value of a pair lies until the table grows; nil if it does not hold the pair, or is too large to say.
  func place(context: UInt32, item: UInt32) -> UInt32? {
    guard let place = find(context: context, item: item), buckets[place.value] > 0 else { return nil }
    return UInt32(exactly: place.value)
  }

  /// The value that lies in a place.
  subscript(place: UInt32) -> UInt32 {
    @inline(__always)  // A load.
    get { buckets[Int(place)] }
  }

  /// Adds to the value that lies in a place, as `add` does.
  @inline(__always) @discardableResult  // A load and a store.
  mutating func add(_ amount: UInt32, at place: Int) -> PairAddition {
    let value = buckets[place]
    let addition = PairAddition(of: amount, to: value)
    buckets[place] = value &+ addition.amount
    return addition
  }

  /// The value of a pair, set to `value` first if the table does not hold the pair.
  mutating func value(context: UInt32, item: UInt32, orElse value: UInt32) -> UInt32 {
    let held = self.value(context: context, item: item)
    if held > 0 { return held }
    enter(value, context: context, item: item)
    return value
  }

  /// Enters a pair that is not held. Not inlined: it is rare.
  @inline(never)
  private mutating func enter(_ value: UInt32, context: UInt32, item: UInt32) {
    precondition(value > 0, "a pair table holds counts above 0")
    while true {
      // At most four entries a bucket keep searches at 1.1 buckets on average.
      guard let place = find(context: context, item: item), count < buckets.count * 4 else {
        grow()
        continue
      }
      buckets[place.word] = context
      buckets[place.word + 1] = item
      buckets[place.value] = value
      count += 1
      return
    }
  }

  /// Doubles the buckets.
  private mutating func grow() {
    var larger = GrowingPairTable(buckets: 2 * buckets.count, secret)
    forEach { larger.enter($2, context: $0, item: $1) }
    self = larger
  }

  /// Calls `body` with context, item and value of every pair, in the order of the slots, which is another in every run.
  func forEach(_ body: (UInt32, UInt32, UInt32) throws -> Void) rethrows {
    for slot in 0..<buckets.count * PairTable.bucketSlots {
      let word = PairTable.word(ofSlot: slot)
      if buckets[word + 2] != 0 { try body(buckets[word], buckets[word + 1], buckets[word + 2]) }
    }
  }
}
