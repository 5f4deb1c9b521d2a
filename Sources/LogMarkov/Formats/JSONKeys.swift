/// Formats: which keys of a JSON object say what, in order of preference.
///
/// The journal's own keys come first, then those that syslog-ng (capitals), rsyslog and common log libraries use. Keys are
/// those of the object itself: nothing is looked for in objects that lie in it.
public struct JSONKeys: Equatable, Sendable {
  /// A field of a record that a key may say.
  public enum Field: String, CaseIterable, Sendable {
    /// What was said; an object without it is no record.
    case message
    /// Who said it.
    case tag
    /// Where.
    case host
    /// When: ISO 8601 text, or a number of seconds (or of milli-, micro- or nanoseconds) since 1970.
    case time
    /// Which process.
    case pid
    /// Which boot of the machine.
    case boot
  }

  /// A key, and what it is good for.
  struct Entry: Equatable, Sendable {
    var key: [UInt8]
    var field: Field
    /// True if the journal has this key: its times are microseconds, and its objects without message are no records.
    var isJournals = false
  }

  /// All keys; of one field the preferred one first.
  private(set) var entries: [Entry]
  /// Bit n is set if there is a key of n bytes (63 for all longer ones): most keys of an object are turned down by it.
  private var lengths: UInt64 = 0
  /// What tells nearly all other keys of the same length from each entry's, in one comparison.
  private var marks: [UInt16] = []

  /// The keys that are known without being told.
  public static let usual = JSONKeys(
    [
      (.message, [.message]), (.tag, [.identifier, .command]), (.host, [.host]),
      (.time, [.sourceTime, .time]),
      (.pid, [.pid, .claimedPID]), (.boot, [.boot]),
    ],
    [
      (.message, ["message", "msg", "log"]),
      (.tag, ["PROGRAM", "programname", "program", "app-name", "appname", "ident", "tag", "syslogtag"]),
      (.host, ["HOST", "hostname", "host"]),
      (.time, ["ISODATE", "timestamp", "@timestamp", "time", "ts", "timereported", "DATE"]),
      (.pid, ["PID", "pid", "procid"]),
    ])

  private init(_ journals: [(Field, [JournalEntry.Field])], _ others: [(Field, [String])]) {
    entries = []
    for (field, keys) in journals {
      for key in keys { entries.append(Entry(key: Array(key.name.utf8), field: field, isJournals: true)) }
    }
    for (field, keys) in others {
      for key in keys { entries.append(Entry(key: Array(key.utf8), field: field)) }
    }
    noteMarks()
  }

  /// Lets `keys`, the preferred one first, and no others say `field`.
  public mutating func replace(_ field: Field, by keys: [String]) {
    entries.removeAll { $0.field == field }
    for key in keys where !key.isEmpty {
      let key = Array(key.utf8)
      let isJournals = Self.usual.entries.contains { $0.key == key && $0.isJournals }
      entries.append(Entry(key: key, field: field, isJournals: isJournals))
    }
    noteMarks()
  }

  private mutating func noteMarks() {
    lengths = 0
    marks = entries.map { Self.mark(length: $0.key.count, third: $0.key[min($0.key.count, 3) - 1]) }
    for entry in entries { lengths |= 1 << UInt64(min(entry.key.count, 63)) }
  }

  /// The first entry from `start` on whose key stands in `key`.
  func nextEntry(of key: Range<Int>, in bytes: Span<UInt8>, from start: Int = 0) -> Int? {
    guard lengths >> UInt64(min(key.count, 63)) & 1 == 1, !key.isEmpty else { return nil }
    let mark = Self.mark(length: key.count, third: bytes[key.lowerBound + min(key.count, 3) - 1])
    for place in start..<marks.count where marks[place] == mark && bytes.equals(key, entries[place].key) {
      return place
    }
    return nil
  }

  /// Length and third byte (or the last, if there is none) of a key in one number; the journal's begin with `_`, some
  /// with `__`.
  private static func mark(length: Int, third: UInt8) -> UInt16 {
    UInt16(truncatingIfNeeded: length) << 8 | UInt16(third)
  }
}
