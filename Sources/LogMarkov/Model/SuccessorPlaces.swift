/// Where the counts lie of records that came before after the same two others, so that they are found by one search and
/// not by one for each table.
///
/// The transition z→a and the type x that follow each other say everything: the numbers of the transitions z→a and a→x, the
/// skip z→x, the tags. Only what was counted is kept, and it lies where it lay as long as no table has grown (`layout`).
/// So the searches of the tables, which the cache stands before, and it say the same.
///
/// Direct-mapped, as `PredictionCache` is: who chose pairs that share a place would make learning as slow as it is
/// without.
struct SuccessorPlaces {
  /// The places of one record's counts.
  struct Entry {
    fileprivate var pair = UInt32.max
    fileprivate var type = UInt32.max
    /// The number of the transition a→x.
    var transition: UInt32 = 0
    /// Of the values in the tables of their names.
    var secondOrder: UInt32 = 0
    var skip: UInt32 = 0
    var tags: UInt32 = 0

    /// An entry before it is kept.
    init(transition: UInt32 = 0, secondOrder: UInt32 = 0, skip: UInt32 = 0, tags: UInt32 = 0) {
      (self.transition, self.secondOrder, self.skip, self.tags) = (transition, secondOrder, skip, tags)
    }
  }

  /// Entries at first, and at most: 6 and 98 KB. Of 417,000 records of 2,000 hosts, 72 of 1,000 were searched
  /// for with at most 4,096 of them, 59 with 16,384, which took 1 % less.
  private static let fewest = 256
  private static let most = 4096

  private var entries = [Entry](repeating: Entry(), count: 2)
  private var shift: UInt64 = 63
  /// What the tables' sizes came to when the entries were made.
  private var layout = 0
  /// How many entries were overwritten since it grew.
  private var misses = 0

  /// Nothing counted yet.
  init() {}

  // A multiplication and a shift, several times a record.
  @inline(__always)
  private func index(_ pair: UInt32, _ type: MessageTypeID) -> Int {
    let key = UInt64(pair) &<< 32 | UInt64(type.rawValue)
    return Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) &>> shift)
  }

  /// The places of the counts of a type after a transition.
  ///
  /// - Parameters:
  ///   - type: x.
  ///   - pair: the number of z→a, or what else says which two stood before.
  ///   - layout: the sum of the sizes of all tables now.
  /// - Returns: nil if they are not remembered.
  /// - Complexity: O(1).
  @inline(__always)  // By a call it would cost what half a search does.
  func find(_ type: MessageTypeID, after pair: UInt32, layout: Int) -> Entry? {
    guard layout == self.layout else { return nil }
    let entries = entries.span
    let index = index(pair, type)
    guard entries[index].pair == pair, entries[index].type == type.rawValue else { return nil }
    return entries[index]
  }

  /// Remembers places, which must be those of a type after a transition; `layout` is the sum of the sizes of all tables now.
  mutating func keep(_ entry: Entry, of type: MessageTypeID, after pair: UInt32, layout: Int) {
    misses += 1
    if layout != self.layout || misses > 2 * entries.count && entries.count < Self.most {
      let count =
        misses > 2 * entries.count ? min(max(4 * entries.count, Self.fewest), Self.most) : entries.count
      entries = [Entry](repeating: Entry(), count: count)
      shift = UInt64(64 - count.trailingZeroBitCount)
      self.layout = layout
      misses = 0
    }
    var entry = entry
    (entry.pair, entry.type) = (pair, type.rawValue)
    entries[index(pair, type)] = entry
  }
}

/// What was counted of a type after two others, as far as it is told by one search.
struct SuccessorCounts {
  /// n_ax.
  var transitions: UInt32
  /// Its number.
  var transition: TransitionNumber
  /// n_zax.
  var secondOrder: UInt32
  /// How often the tag of the one followed the tag of the other.
  var tags: UInt32
}
