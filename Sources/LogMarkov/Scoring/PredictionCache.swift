internal import Unix

/// What was looked up for a record after two others, so that it need not be looked up again where it stands there again.
///
/// Logs repeat themselves: one entry answers for three look-ups of transitions, three of occurrences and, where the host
/// makes nothing of its own of a type, for the logarithms too. An entry knows the revisions (`TransitionCounts`) of the
/// counts that it was made of, and what has changed since is looked up anew; so a cache never shows in the scores. The
/// plain way, `BackOff.predict`, is the oracle of its test.
///
/// Direct-mapped: who chose numbers that share a place would make the filter as slow as it is without a cache.
struct PredictionCache: ~Copyable {
  /// What an entry is of: the record and all that its prediction may depend on.
  struct Key: Equatable {
    var pairAndType = UInt64.max
    var lastAndTag = UInt64.max
    /// And how many records there are before it; no entry has this many.
    var tagAndCount = UInt64.max

    /// The key of no record.
    init() {}

    @inline(__always)
    init(_ record: TypeAndTag, _ before: Predecessors) {
      pairAndType = UInt64(OptionalNumber(before.pair).word) &<< 32 | UInt64(record.type.rawValue)
      lastAndTag = UInt64(before.last.rawValue) &<< 32 | UInt64(before.lastTag.rawValue)
      tagAndCount = UInt64(record.tag.rawValue) &<< 32 | UInt64(before.count)
    }

    /// All bits of the three stirred.
    var hash: UInt64 {
      let mixed = (pairAndType ^ lastAndTag &* 0x9E37_79B9_7F4A_7C15) &* 0xD6E8_FEB8_6659_FD93
      return (mixed ^ mixed &>> 32 ^ tagAndCount) &* 0xBF58_476D_1CE4_E5B9
    }
  }

  /// An entry: five lines of the processor's cache. What a record asks of it that stands there unchanged comes first.
  struct Entry {
    var key = Key()
    /// The revisions of what it was made of; those of parts, at the end, are asked for where these have changed.
    var afterType: UInt64 = 0
    var afterTag: UInt64 = 0
    var ofTag: UInt64 = 0
    /// The last prediction, and what the host made of the record then.
    var prediction = Prediction(tag: 1, low: 1, firstOrder: 1, probability: 1)
    var share = ShareInHost(tag: -1, ofTag: -1)
    var bits = PredictionBits()
    /// N when the occurrences were told.
    var records = UInt64.max
    var terms = PredictionTerms()
    var occurrences = Occurrences()
    var ofTransition: UInt64 = 0
    var afterPair: UInt64 = 0
    var ofTagTransition: UInt64 = 0
    var ofType: UInt64 = 0
  }

  /// Entries at first, and at most: 70 KB and 1.1 MB. Of 417,000 records of 2,000 hosts, frozen, 1,024, 4,096 and 16,384
  /// entries had 137, 73 and 38 of 1,000 to look up; against 4,096 the time was 3 % more and 3 % less. How many are looked
  /// up for each entry until it grows: with 2, not 8, a log of 43,000 lines took 400 page faults and 3 % more time, and
  /// long ones no less.
  private static let fewest = 256
  private static let most = 4096
  private static let missesOfEach = 8

  private var entries = OwnedArray(repeating: Entry(), count: fewest)
  private var shift = UInt64(64 - fewest.trailingZeroBitCount)
  private var contexts = ContextCache()
  /// How many entries were overwritten since it grew.
  private var misses = 0

  /// Nothing looked up yet.
  init() {}

  /// Forgets everything, as when numbers get another meaning.
  mutating func removeAll() { self = PredictionCache() }

  /// The place where all stands that the counts say of a record there; good until the next is asked for.
  ///
  /// - Complexity: O(1): nine look-ups for what is new or has changed, else none.
  @inline(__always)
  mutating func place<Known: TransitionCounts & ~Copyable>(
    of record: TypeAndTag, after before: Predecessors, in counts: borrowing Known
  ) -> Int {
    let key = Key(record, before)
    let place = Known.areWorthRemembering ? Int(truncatingIfNeeded: key.hash &>> shift) : 0
    if !Known.areWorthRemembering || entries[place].key != key {
      return fill(place, key, record, before, in: counts)
    }
    if entries[place].afterType != counts.revision(after: before.last)
      || entries[place].afterTag != counts.revision(after: before.lastTag)
      || entries[place].ofTag != counts.revision(of: record.tag)
    {
      renew(place, record, before, in: counts)
    }
    return place
  }

  /// Looks everything up.
  @inline(never)
  private mutating func fill<Known: TransitionCounts & ~Copyable>(
    _ place: Int, _ key: Key, _ record: TypeAndTag, _ before: Predecessors, in counts: borrowing Known
  ) -> Int {
    var place = place
    if Known.areWorthRemembering {
      misses += 1
      if misses > Self.missesOfEach * entries.count, entries.count < Self.most {
        grow()
        place = Int(truncatingIfNeeded: key.hash &>> shift)
      }
    }
    // Filled where it stands: made elsewhere and moved it took 5 % more time of 8.1 million transitions, frozen, and 3 % of
    // new types.
    entries[place].key = key
    entries[place].share = ShareInHost(tag: -1, ofTag: -1)
    if !Known.areWorthRemembering {
      entries[place].terms = PredictionTerms(of: record, after: before, in: counts)
    } else {
      entries[place].terms = PredictionTerms()
      if before.count > 0 { lookUpTerms(place, record, before, in: counts) }
    }
    entries[place].occurrences.lookUp(record.type, in: counts)
    entries[place].occurrences.set(totals(of: record.tag, in: counts))
    renewTotals(place, in: counts)
    if Known.neverChange || !Known.areWorthRemembering { return place }
    entries[place].afterType = counts.revision(after: before.last)
    entries[place].afterTag = counts.revision(after: before.lastTag)
    entries[place].ofTag = counts.revision(of: record.tag)
    entries[place].ofTransition = counts.revision(from: before.last, to: record.type)
    if let pair = before.pair { entries[place].afterPair = counts.revision(after: pair) }
    entries[place].ofTagTransition = counts.revision(from: before.lastTag, to: record.tag)
    entries[place].ofType = counts.revision(of: record.type)
    return place
  }

  /// Looks up what the counts say of a record after others.
  // Inlined as its only caller.
  @inline(__always)
  private mutating func lookUpTerms<Known: TransitionCounts & ~Copyable>(
    _ place: Int, _ record: TypeAndTag, _ before: Predecessors, in counts: borrowing Known
  ) {
    entries[place].terms.lookUpTagTransition(record.tag, after: before, in: counts)
    if before.lastTag != .unknown { entries[place].terms.weighTag(row(of: before.lastTag, in: counts)) }
    entries[place].terms.lookUpTransition(record.type, after: before, in: counts)
    if before.last != .unknown { entries[place].terms.weighFirstOrder(row(of: before.last, in: counts)) }
    entries[place].terms.lookUpSecondOrder(record.type, after: before, in: counts)
  }

  /// Looks up what has changed.
  @inline(never)
  private mutating func renew<Known: TransitionCounts & ~Copyable>(
    _ place: Int, _ record: TypeAndTag, _ before: Predecessors, in counts: borrowing Known
  ) {
    let (afterType, afterTag) = (counts.revision(after: before.last), counts.revision(after: before.lastTag))
    let ofTag = counts.revision(of: record.tag)
    if entries[place].afterType != afterType {
      entries[place].afterType = afterType
      if before.count > 0 { renewTypes(place, record.type, before, in: counts) }
    }
    if entries[place].afterTag != afterTag {
      entries[place].afterTag = afterTag
      if before.count > 0 { renewTags(place, record.tag, before, in: counts) }
    }
    if entries[place].ofTag != ofTag {
      entries[place].ofTag = ofTag
      let ofType = counts.revision(of: record.type)
      if entries[place].ofType != ofType {
        entries[place].ofType = ofType
        entries[place].occurrences.lookUp(record.type, in: counts)
      }
      entries[place].occurrences.set(totals(of: record.tag, in: counts))
      entries[place].records = .max
    }
    entries[place].share = ShareInHost(tag: -1, ofTag: -1)
  }

  /// Looks up what has changed behind the last type; nearly always that is only how much there is in all.
  private mutating func renewTypes<Known: TransitionCounts & ~Copyable>(
    _ place: Int, _ type: MessageTypeID, _ before: Predecessors, in counts: borrowing Known
  ) {
    let ofTransition = counts.revision(from: before.last, to: type)
    if entries[place].ofTransition != ofTransition {
      entries[place].ofTransition = ofTransition
      entries[place].terms.lookUpTransition(type, after: before, in: counts)
    }
    if before.last != .unknown { entries[place].terms.weighFirstOrder(row(of: before.last, in: counts)) }
    guard let pair = before.pair else { return }
    let afterPair = counts.revision(after: pair)
    guard entries[place].afterPair != afterPair else { return }
    entries[place].afterPair = afterPair
    entries[place].terms.lookUpSecondOrder(type, after: before, in: counts)
  }

  /// The same behind the last tag.
  private mutating func renewTags<Known: TransitionCounts & ~Copyable>(
    _ place: Int, _ tag: TagID, _ before: Predecessors, in counts: borrowing Known
  ) {
    let ofTransition = counts.revision(from: before.lastTag, to: tag)
    if entries[place].ofTagTransition != ofTransition {
      entries[place].ofTagTransition = ofTransition
      entries[place].terms.lookUpTagTransition(tag, after: before, in: counts)
    }
    if before.lastTag != .unknown { entries[place].terms.weighTag(row(of: before.lastTag, in: counts)) }
  }

  /// What came after a type; remembered where that is worth it, as all that follows.
  private mutating func row<Known: TransitionCounts & ~Copyable>(
    of type: MessageTypeID, in counts: borrowing Known
  ) -> Row { Known.areWorthRemembering ? contexts.row(of: type, in: counts) : counts.row(of: type) }

  /// What came after a tag.
  private mutating func row<Known: TransitionCounts & ~Copyable>(
    of tag: TagID, in counts: borrowing Known
  ) -> Row { Known.areWorthRemembering ? contexts.row(of: tag, in: counts) : counts.row(of: tag) }

  /// How often a tag occurred.
  private mutating func totals<Known: TransitionCounts & ~Copyable>(
    of tag: TagID, in counts: borrowing Known
  ) -> TagTotals {
    Known.areWorthRemembering ? contexts.totals(of: tag, in: counts) : TagTotals(of: tag, in: counts)
  }

  /// Four times the room; what was looked up is forgotten.
  private mutating func grow() {
    let count = 4 * entries.count
    entries = OwnedArray(repeating: Entry(), count: count)
    shift = UInt64(64 - count.trailingZeroBitCount)
    misses = 0
  }

  /// How often the type and the tag at a place occurred, by the totals of now.
  mutating func occurrences(_ place: Int, in counts: borrowing some TransitionCounts & ~Copyable)
    -> Occurrences
  {
    if entries[place].records != counts.recordCount { renewTotals(place, in: counts) }
    return entries[place].occurrences
  }

  /// What the counts alone say of the tag and the type at a place.
  @inline(__always)  // Of a frozen model it is a comparison.
  mutating func share(_ place: Int, in counts: borrowing some TransitionCounts & ~Copyable) -> ShareInHost {
    if entries[place].records != counts.recordCount { renewTotals(place, in: counts) }
    return entries[place].occurrences.share
  }

  /// Out of the way of the inlined comparison above.
  @inline(never)
  private mutating func renewTotals(_ place: Int, in counts: borrowing some TransitionCounts & ~Copyable) {
    entries[place].records = counts.recordCount
    entries[place].occurrences.renewTotals(in: counts)
  }

  /// The prediction at a place for a host.
  @inline(__always) @discardableResult
  mutating func predict(_ place: Int, _ share: ShareInHost) -> Prediction {
    if entries[place].share != share { predictAnew(place, share) }
    return entries[place].prediction
  }

  /// Out of the way of the inlined comparison above.
  @inline(never)
  private mutating func predictAnew(_ place: Int, _ share: ShareInHost) {
    entries[place].share = share
    entries[place].prediction = entries[place].terms.prediction(share)
  }

  /// The last prediction at a place.
  subscript(place: Int) -> Prediction {
    @inline(__always)
    get { entries[place].prediction }
  }

  /// What the host made of the record then.
  func predictedShare(_ place: Int) -> ShareInHost { entries[place].share }

  /// The last prediction in bits.
  @inline(__always)
  mutating func bits(_ place: Int) -> PredictionBits {
    if !entries[place].bits.areOf(entries[place].prediction) { makeBits(place) }
    return entries[place].bits
  }

  /// Out of the way of the inlined comparison above.
  @inline(never)
  private mutating func makeBits(_ place: Int) {
    entries[place].bits = PredictionBits(entries[place].prediction)
  }

  /// Whether the type at a place was never counted.
  func isUnseen(_ place: Int) -> Bool { entries[place].occurrences.isUnseen }

  /// How probable a type is after two records, as `BackOff.predict` says.
  mutating func predict<Known: TransitionCounts & ~Copyable>(
    _ record: TypeAndTag, _ share: ShareInHost, after before: Predecessors, in counts: borrowing Known
  ) -> Prediction {
    guard Known.areWorthRemembering else { return BackOff.predict(record, share, after: before, in: counts) }
    return predict(place(of: record, after: before, in: counts), share)
  }
}
