internal import Unix

/// A hash table that can forget: what was not touched since the turn before the last one is dropped at the next.
///
/// Every entry bears the stamp of the generation that touched it last. There are two, the young one and the old one;
/// `turn` drops the old entries and makes the young ones old. So what is in use stays, and "least recently used first
/// out" holds for generations, not for single entries: no list of recency has to be kept, and no entry remembers a time.
///
/// One table with stamps and not one table for each generation: a look-up is one search and not two, and to touch an
/// entry is to write a byte and not to move it.
///
/// A table keeps its places when it turns, as many as it will need again if what comes is like what came: with as many
/// as the young entries alone must have, it grew twice a generation, half of the work of a stream of new types.
///
/// Keys are two numbers of 32 bits that count up, or keyed hashes: a secret salt says what belongs where, as in
/// `GrowingPairTable`.
struct Generations<Value: BitwiseCopyable>: ~Copyable {
  /// A place of the table.
  struct Slot: BitwiseCopyable {
    var key = UInt64.max
    var value: Value
    var stamp: UInt8 = 0
  }

  /// The key of an empty place. No pair of numbers is this, since no item is above 2^31; a hash that is gets the
  /// neighbour's place, which happens to one hash of 2^64.
  private static var noKey: UInt64 { .max }
  private static var fewestSlots: Int { 8 }

  private var slots = OwnedArray<Slot>()
  /// How many entries there are.
  private(set) var count = 0
  /// How many of them the present generation has touched.
  private(set) var young = 0
  private var stamp: UInt8 = 0
  private let salt = UInt64.random(in: 0...UInt64.max)
  private let factor = UInt64.random(in: 0...UInt64.max) | 1 << 63 | 1
  private let blank: Value
  let neighbors: Neighbors
  /// The last place of a block of neighbours.
  private var lastOfBlock: UInt64 = 0
  /// How many places there are where a block may begin.
  private var homes: UInt64 = 0

  /// An empty table; `blank` fills its empty places and is never seen.
  init(blank: Value, neighbors: Neighbors = .none) {
    self.blank = blank
    self.neighbors = neighbors
  }

  /// The memory that it takes.
  var bytes: Int { slots.count * MemoryLayout<Slot>.stride }

  /// The most memory that what is young can take in a table that was trimmed: one of more than a few entries is at least half
  /// full then.
  var youngBytes: Int { 2 * young * MemoryLayout<Slot>.stride }
  /// All places, free ones (`isFree`) among them.
  var indices: Range<Int> { slots.indices }

  /// Where a key belongs: its block by a hash, and in the block beside its neighbours.
  // Always inlined, as the search is.
  @inline(__always)
  private func home(of key: UInt64) -> Int {
    var (block, place) = (key, UInt64(0))
    if lastOfBlock > 0 {
      place = key &>> neighbors.shift & lastOfBlock
      block = key &- place &* neighbors.step
    }
    // One multiplication whose factors nobody outside knows, folded, and stirred once more: numbers that count up are
    // otherwise places at equal steps, which some factors let fall together. With 700 numbers in 1,100 places 26 of 400
    // salts took more than four places a search, one 63; so stirred, none took more than 2.5.
    let product = (block ^ salt).multipliedFullWidth(by: factor)
    let folded = product.high ^ product.low
    let stirred = (folded ^ folded &>> 32) &* 0xD6E8_FEB8_6659_FD93
    return Int(truncatingIfNeeded: stirred.multipliedFullWidth(by: homes).high &+ place)
  }

  /// Where a key stands, or the empty place where it would: at most two thirds of the places are taken, so that one is
  /// met soon.
  ///
  /// Always inlined: as a call it had the whole table, `blank` included, copied for it, as many instructions as the search.
  @inline(__always)
  private func search(_ key: UInt64) -> Int {
    var place = home(of: key)
    let slots = slots.span
    while true {
      let here = slots[place].key
      if here == key || here == Self.noKey { return place }
      place &+= 1
      if place == slots.count { place = 0 }
    }
  }

  private static func legal(_ key: UInt64) -> UInt64 { key == noKey ? noKey &- 1 : key }

  /// The place of a key, if it is held; it is not touched, and the place is good until the next `seek`, `enter`, `turn` or
  /// `trim`.
  ///
  /// - Complexity: O(1) on average, as everything here but `turn`.
  // Always inlined, as the search is.
  @inline(__always)
  func place(of key: UInt64) -> Int? {
    guard count > 0 else { return nil }
    let place = search(Self.legal(key))
    return isFree(place) ? nil : place
  }

  /// The value at a place.
  subscript(place: Int) -> Value {
    // Lent and not copied: a type's counts are two cache lines. Inlined: an address is less than a call.
    @inline(__always) _read { yield slots[place].value }
    @inline(__always) _modify { yield &slots[place].value }
  }

  /// The key at a place that is taken.
  func key(at place: Int) -> UInt64 { slots[place].key }

  /// The value of a key, if it is held.
  // Always inlined, as the search is.
  @inline(__always)
  func value(of key: UInt64) -> Value? { place(of: key).map { slots[$0].value } }

  /// Whether the present generation has touched what stands at a place.
  func isYoung(_ place: Int) -> Bool { slots[place].stamp == stamp }

  /// The place of a key, if it is held, which is young now.
  mutating func touch(_ key: UInt64) -> Int? {
    guard let place = place(of: key) else { return nil }
    touch(at: place)
    return place
  }

  /// Makes young what stands at a place.
  mutating func touch(at place: Int) {
    if isYoung(place) { return }
    slots[place].stamp = stamp
    young += 1
  }

  /// The place of a key, which is young now if it is held, or else the free one where it is to be entered at once.
  ///
  /// So what is counted for the first time is searched for once.
  // Always inlined, as the search is.
  @inline(__always)
  mutating func seek(_ key: UInt64) -> Int {
    if 3 * (count + 1) > 2 * slots.count { grow() }
    let place = search(Self.legal(key))
    if !isFree(place) { touch(at: place) }
    return place
  }

  /// Whether nothing stands at a place.
  // Always inlined: a load.
  @inline(__always)
  func isFree(_ place: Int) -> Bool { slots[place].key == Self.noKey }

  /// Enters a key where `seek` has just found that it is to be.
  // Always inlined: three stores.
  @inline(__always)
  mutating func enter(_ key: UInt64, _ value: Value, at place: Int, isYoung: Bool = true) {
    precondition(isFree(place), "a key entered twice")
    slots[place] = Slot(key: Self.legal(key), value: value, stamp: isYoung ? stamp : stamp ^ 1)
    count += 1
    if isYoung { young += 1 }
  }

  /// Enters a key that is not held, and returns its place; as if an earlier generation had, if it is not young.
  @discardableResult
  mutating func enter(_ key: UInt64, _ value: Value, isYoung: Bool = true) -> Int {
    let place = seek(key)
    enter(key, value, at: place, isYoung: isYoung)
    return place
  }

  /// Drops what the present generation has not touched; what is left is old.
  ///
  /// - Complexity: O(places).
  mutating func turn() {
    // Six: a table that was full when it turned, and half of it young, has three to four places for each young entry.
    if slots.count > 6 * young {
      rebuild(slots: young == 0 ? 0 : max(Self.fewestSlots, 2 * young), onlyYoung: true)
    } else if count > young {
      sweep()
    }
    stamp ^= 1
    young = 0
  }

  /// Gives back what memory the entries need not have.
  ///
  /// - Complexity: O(places).
  mutating func trim() {
    let enough = count == 0 ? 0 : max(Self.fewestSlots, 2 * count)
    if slots.count > enough { rebuild(slots: enough, onlyYoung: false) }
  }

  /// Drops the old entries where they are, and moves the young ones nearer to where they belong.
  private mutating func sweep() {
    // From behind a free place on, so that nothing belongs before the places that were swept.
    var place = 0
    while !isFree(place) { place &+= 1 }
    // Behind a place that became free entries may not stay.
    var hasGap = false
    for _ in 1..<slots.count {
      place &+= 1
      if place == slots.count { place = 0 }
      if isFree(place) {
        hasGap = false
      } else if !isYoung(place) {
        slots[place].key = Self.noKey
        hasGap = true
      } else if hasGap {
        let slot = slots[place]
        slots[place].key = Self.noKey
        slots[search(slot.key)] = slot
      }
    }
    count = young
  }

  /// Not inlined: it is rare.
  @inline(never)
  private mutating func grow() {
    rebuild(slots: max(Self.fewestSlots, slots.count * 4 / 3 + 1), onlyYoung: false)
  }

  /// Moves what is kept, which must fit, to so many places.
  private mutating func rebuild(slots size: Int, onlyYoung: Bool) {
    var before = OwnedArray(repeating: Slot(value: blank), count: size)
    swap(&before, &slots)
    lastOfBlock = bytes < Neighbors.fewestBytes ? 0 : Neighbors.block - 1
    homes = UInt64(size) &- lastOfBlock
    for place in before.indices {
      let key = before[place].key
      if key == Self.noKey || onlyYoung && before[place].stamp != stamp { continue }
      slots[search(key)] = before[place]
    }
    if onlyYoung { count = young }
  }

  /// Calls `body` with every key and value, in an order that is another in every run.
  func forEach<E: Error>(_ body: (UInt64, Value) throws(E) -> Void) throws(E) {
    for place in slots.indices where !isFree(place) { try body(slots[place].key, slots[place].value) }
  }
}

/// Which keys of a table are neighbours, to be kept side by side: those that come soon after one another where all that
/// comes is new, and has numbers that count up.
///
/// Each search of a table of megabytes else waits for memory.
struct Neighbors: BitwiseCopyable {
  /// A smaller table lies in the cache, and there blocks that fall together only make searches longer: 2.5 % of all
  /// instructions of an ordinary log.
  static var fewestBytes: Int { 1 << 20 }
  /// How many keys are kept side by side: of 300,000 lines of new types 1.00 s by one, 0.87 by four, 0.84 by eight.
  static var block: UInt64 { 8 }
  /// The difference of neighbours.
  let step: UInt64
  /// Where in a key the bits are that tell neighbours apart.
  let shift: UInt64

  /// No two keys are neighbours: hashes.
  static var none: Neighbors { Neighbors(step: 0, shift: 0) }
  /// Numbers that follow one another, or pairs with the same first number.
  static var items: Neighbors { Neighbors(step: 1, shift: 0) }
  /// Pairs with the same second number.
  static var contexts: Neighbors { Neighbors(step: 1 &<< 32, shift: 32) }
  /// Pairs both numbers of which follow one another.
  static var pairs: Neighbors { Neighbors(step: 1 &<< 32 | 1, shift: 0) }
}

extension Generations<UInt32> {
  /// Adds to the count at a place that `seek` has found for a pair, which stays at `UInt32.max` once it is there.
  // Always inlined: a load and a store.
  @inline(__always)
  mutating func add(_ amount: UInt32, at place: Int) -> PairAddition {
    let addition = PairAddition(of: amount, to: self[place])
    self[place] += addition.amount
    return addition
  }
}
