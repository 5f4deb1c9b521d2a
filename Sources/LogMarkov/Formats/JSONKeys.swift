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
  /// The first entry of each bucket of keys, and behind each entry the next one of its bucket; −1 if there is none. Nearly
  /// all keys of an object fall into an empty one: with a look at each entry's length they took 300 instructions each.
  private var firstOfBucket: [Int32] = []
  private var nextOfBucket: [Int32] = []

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
    fillBuckets()
  }

  /// Lets `keys`, the preferred one first, and no others say `field`.
  public mutating func replace(_ field: Field, by keys: [String]) {
    entries.removeAll { $0.field == field }
    for key in keys where !key.isEmpty {
      let key = Array(key.utf8)
      let isJournals = Self.usual.entries.contains { $0.key == key && $0.isJournals }
      entries.append(Entry(key: key, field: field, isJournals: isJournals))
    }
    fillBuckets()
  }

  private mutating func fillBuckets() {
    firstOfBucket = Array(repeating: -1, count: Self.bucketCount)
    nextOfBucket = Array(repeating: -1, count: entries.count)
    for (place, entry) in entries.enumerated().reversed() {
      let bucket = Self.bucket(of: entry.key.indices, in: entry.key.span)
      nextOfBucket[place] = firstOfBucket[bucket]
      firstOfBucket[bucket] = Int32(place)
    }
  }

  /// The first entry behind `place` whose key stands in `key`; `place` is one with this key, or `nil` to begin.
  @inline(__always)
  func nextEntry(of key: Range<Int>, in bytes: Span<UInt8>, behind place: Int? = nil) -> Int? {
    guard !key.isEmpty else { return nil }
    var next =
      if let place { nextOfBucket[place] } else { firstOfBucket[Self.bucket(of: key, in: bytes)] }
    while next >= 0, !bytes.equals(key, entries[Int(next)].key) { next = nextOfBucket[Int(next)] }
    return next < 0 ? nil : Int(next)
  }

  /// For the 40 usual keys eight times as many.
  private static let bucketCount = 256

  /// By length and third byte (or the last, if there is none) of a key: the journal's begin with `_`, some with `__`.
  @inline(__always)
  private static func bucket(of key: Range<Int>, in bytes: Span<UInt8>) -> Int {
    (key.count &* 32 ^ Int(bytes[key.lowerBound + min(key.count, 3) - 1])) & (bucketCount - 1)
  }
}
