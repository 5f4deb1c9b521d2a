internal import Unix

/// What a record comes to where it stands, as far as neither its time nor what was new lately has a say: of a frozen
/// model that is always the same.
struct RoutineRecord {
  /// The score, but for S and the stray evidence.
  var score = Score.skipped
  /// −log2 p3 + log2 Q.
  var light = 0.0
  /// w0·p3: pm is at least this.
  var least = 0.0
  /// The same, four times where the transition was seen, which the missing evidence loses 2 bits for.
  var leastOfMissing = 0.0
  /// The record as the next one will suspect it.
  var suspect = StrayEvidence.Suspect()
  /// n_ax, and the transition's number.
  var transitions: UInt32 = 0
  var transition = OptionalNumber()
  /// What its chain notes of it.
  var marks = ChainEvidence.Marks()
}

/// What routine records come to, so that most records of a frozen model cost one search here and no arithmetic but what
/// their time and the burst allowance ask for.
///
/// Direct-mapped, as `PredictionCache` is, from which what stands here is worked out; only for counts that never change,
/// so that nothing here goes stale. The plain way, `EvidenceScorer.glance`, is the oracle of its test.
struct RoutineCache: ~Copyable {
  /// Where a record stands: the number of the transition into the last record and its type, and the type of this one.
  struct Key: Equatable {
    var pairAndType = UInt64.max
    var last = UInt32.max

    /// The key of no record: there is no type of this number.
    init() {}

    /// The key of a record of known type after one of known type; their tags are their types'.
    @inline(__always)  // Once for each record.
    init(_ type: MessageTypeID, after chain: borrowing ChainContext) {
      pairAndType = UInt64(chain.storedTransition.word) &<< 32 | UInt64(type.rawValue)
      last = chain.last.rawValue
    }

    /// The key of such a record where no more than the last one matters.
    init(_ type: MessageTypeID, after last: MessageTypeID) {
      pairAndType = UInt64(type.rawValue)
      self.last = last.rawValue
    }

    /// All bits stirred.
    @inline(__always)  // As `init`.
    var hash: UInt64 {
      let mixed = (pairAndType ^ UInt64(last) &* 0x9E37_79B9_7F4A_7C15) &* 0xD6E8_FEB8_6659_FD93
      return (mixed ^ mixed &>> 32) &* 0xBF58_476D_1CE4_E5B9
    }
  }

  struct Entry {
    var key = Key()
    var record = RoutineRecord()
  }

  /// Entries at first, and at most: as many as `PredictionCache` has.
  private static let fewest = 256
  private static let most = 4096

  private var entries = OwnedArray(repeating: Entry(), count: fewest)
  private var shift = UInt64(64 - fewest.trailingZeroBitCount)
  /// How many entries were written since it grew.
  private var insertions = 0

  /// Nothing worked out yet.
  init() {}

  /// Forgets everything, as when numbers get another meaning.
  mutating func removeAll() { self = RoutineCache() }

  /// Where a record is that has this key; nil if it is not here.
  @inline(__always)  // Once for each record.
  func place(of key: Key) -> Int? {
    let place = Int(truncatingIfNeeded: key.hash &>> shift)
    return entries[place].key == key ? place : nil
  }

  /// The record at a place. Inlined, so that only what is asked of it is read.
  subscript(place: Int) -> RoutineRecord {
    @inline(__always)
    get { entries[place].record }
  }

  /// Remembers a record.
  mutating func insert(_ record: RoutineRecord, for key: Key) {
    insertions += 1
    if insertions > 2 * entries.count, entries.count < Self.most {
      let count = 4 * entries.count
      entries = OwnedArray(repeating: Entry(), count: count)
      shift = UInt64(64 - count.trailingZeroBitCount)
      insertions = 0
    }
    entries[Int(truncatingIfNeeded: key.hash &>> shift)] = Entry(key: key, record: record)
  }
}
