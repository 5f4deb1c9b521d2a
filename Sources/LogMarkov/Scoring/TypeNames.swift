internal import Unix

/// What records and those before them are called, for programs: whole texts of types, one row for each line.
///
/// Known when a record is scored, and kept as text, since what a number means may be forgotten before a line that looks
/// ahead is written. A text is a type's: cleaned tag, LF, cleaned message.
struct TypeNames: Sendable {
  /// Of one line: regions of `text`, `.none` where there is no name; a name has one byte at least, its LF.
  struct Row: Equatable, Sendable {
    /// The record's type.
    var type = Region.none
    /// The type of the record before it in its chain; none if there was none, or if its type is not known.
    var previous = Region.none
    /// b*: what seems to be missing before the record, should a record be missing there.
    var missing = Region.none

    /// How many bytes the names have.
    var byteCount: Int { Int(type.count) + Int(previous.count) + Int(missing.count) }
  }

  /// One for each line; none at all if names are not asked for.
  var rows: [Row] = []
  /// The bytes of all names.
  var text: [UInt8] = []

  /// Empties the columns and keeps their memory.
  mutating func removeAll() {
    rows.removeAll(keepingCapacity: true)
    text.removeAll(keepingCapacity: true)
  }

  /// Appends a row whose names stand in another buffer.
  mutating func append(_ row: Row, of bytes: Span<UInt8>) {
    func copy(_ name: Region, to text: inout [UInt8]) -> Region {
      guard !name.isEmpty else { return .none }
      let start = text.count
      for index in name.range { text.append(bytes[index]) }
      return Region(start..<text.count)
    }
    rows.append(
      Row(
        type: copy(row.type, to: &text), previous: copy(row.previous, to: &text),
        missing: copy(row.missing, to: &text)))
  }

  /// Appends the text of a type to the names; returns where it stands, `.none` if the type is not known.
  ///
  /// - Complexity: O(length of the text).
  mutating func append(
    _ type: MessageTypeID, in knowledge: borrowing some Knowledge & ~Copyable
  ) -> Region {
    guard type != .unknown else { return .none }
    let start = text.count
    knowledge.appendText(of: type, to: &text)
    return text.count > start ? Region(start..<text.count) : .none
  }

  /// Appends the text of the record that `tokenizer` has just finished; returns where it stands.
  mutating func append(finishedBy tokenizer: TypeTokenizer) -> Region {
    let start = text.count
    let bytes = tokenizer.text
    for index in bytes.indices { text.append(bytes[index]) }
    return Region(start..<text.count)
  }
}

/// Where the names of types stand that a batch has had, so that each is written once while it means the same.
struct RecentNames: ~Copyable {
  struct Entry {
    var type = UInt32.max
    /// The batch, by how many rows came before it, and the revision of numbers.
    var batch: UInt64 = 0
    var revision: UInt64 = 0
    var start: UInt32 = 0
    var count: UInt32 = 0
  }

  /// More than a batch of most logs has types. 4 KiB.
  private static let size = 128

  private var entries = OwnedArray(repeating: Entry(), count: size)

  /// The name of a type in this batch; nil if it is not known to stand there.
  func name(of type: MessageTypeID, _ batch: UInt64, _ revision: UInt64) -> Region? {
    let entry = entries[Int(type.rawValue) & (Self.size - 1)]
    guard type != .unknown, entry.type == type.rawValue, entry.batch == batch, entry.revision == revision
    else {
      return nil
    }
    return Region(Int(entry.start)..<Int(entry.start + entry.count))
  }

  /// Notes where a name stands, if there is one.
  mutating func note(_ name: Region, of type: MessageTypeID, _ batch: UInt64, _ revision: UInt64) {
    guard !name.isEmpty else { return }
    entries[Int(type.rawValue) & (Self.size - 1)] = Entry(
      type: type.rawValue, batch: batch, revision: revision, start: name.offset, count: name.count)
  }
}
