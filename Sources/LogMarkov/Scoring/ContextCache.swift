internal import Unix

/// What many predictions have in common: the rows of the types and tags that they come after, and how often their tags
/// occurred. Each is looked up once whenever it has changed, and not once for each prediction.
///
/// Direct-mapped, as `PredictionCache` is, whose oracle it shares.
struct ContextCache: ~Copyable {
  struct RowEntry {
    /// A type's or tag's number; there is none of this.
    var number = UInt32.max
    var revision: UInt64 = 0
    var row = Row()
  }

  struct TagEntry {
    var number = UInt32.max
    var revision: UInt64 = 0
    var totals = TagTotals()
  }

  /// 32 KiB and 4 KiB.
  private static let types = 1024
  private static let tags = 128

  private var ofTypes = OwnedArray(repeating: RowEntry(), count: types)
  private var ofTags = OwnedArray(repeating: RowEntry(), count: tags)
  private var totals = OwnedArray(repeating: TagEntry(), count: tags)

  /// Nothing looked up yet.
  init() {}

  /// What came after a type.
  mutating func row(
    of type: MessageTypeID, in counts: borrowing some TransitionCounts & ~Copyable
  ) -> Row {
    let (place, revision) = (Int(type.rawValue) & (Self.types &- 1), counts.revision(after: type))
    if ofTypes[place].number != type.rawValue || ofTypes[place].revision != revision {
      ofTypes[place] = RowEntry(number: type.rawValue, revision: revision, row: counts.row(of: type))
    }
    return ofTypes[place].row
  }

  /// What came after a tag.
  mutating func row(of tag: TagID, in counts: borrowing some TransitionCounts & ~Copyable) -> Row {
    let (place, revision) = (Int(tag.rawValue) & (Self.tags &- 1), counts.revision(after: tag))
    if ofTags[place].number != tag.rawValue || ofTags[place].revision != revision {
      ofTags[place] = RowEntry(number: tag.rawValue, revision: revision, row: counts.row(of: tag))
    }
    return ofTags[place].row
  }

  /// How often a tag occurred.
  mutating func totals(of tag: TagID, in counts: borrowing some TransitionCounts & ~Copyable) -> TagTotals {
    let (place, revision) = (Int(tag.rawValue) & (Self.tags &- 1), counts.revision(of: tag))
    if totals[place].number != tag.rawValue || totals[place].revision != revision {
      totals[place] = TagEntry(
        number: tag.rawValue, revision: revision, totals: TagTotals(of: tag, in: counts))
    }
    return totals[place].totals
  }
}
