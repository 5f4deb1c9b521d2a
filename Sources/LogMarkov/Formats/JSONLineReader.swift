internal import Unix

/// Formats: the record of a line that is a JSON object.

/// Reads one object after the other. Two passes: the first finds where the values stand, the second decodes the few
/// that matter.
struct JSONLineReader {
  /// What a line turned out to be.
  enum Finding {
    /// A record.
    case record
    /// An entry of a journal that says nothing: journalctl leaves it out where it prints for people.
    case entryWithoutMessage
    /// An object of some other kind.
    case objectWithoutMessage
    /// Anything else.
    case noObject
  }

  private let keys: JSONKeys
  /// For each entry of `keys` its value in this line.
  private var values: [JSONValue?]
  /// A key that is spelled with escapes, decoded.
  private var decodedKey: [UInt8] = []
  private var dateHeader = BSDHeader()
  private var isoHeader = ISOHeader()

  /// A reader that goes by `keys`.
  init(_ keys: JSONKeys) {
    self.keys = keys
    values = Array(repeating: nil, count: keys.entries.count)
  }

  /// What precedes an object in `journalctl -o json-seq`: the record separator of RFC 7464.
  static let recordSeparator: UInt8 = 0x1E
  /// What precedes it in `-o json-sse`.
  private static let eventPrefix = Array("data: ".utf8)

  /// Where the object of a line must begin: behind what frames it.
  static func objectStart(_ bytes: Span<UInt8>, _ line: Range<Int>) -> Int {
    guard let first = line.first else { return line.upperBound }
    if bytes[first] == recordSeparator { return first + 1 }
    return bytes.starts(line, with: eventPrefix) ? first + eventPrefix.count : first
  }

  /// Takes the object of a line apart into `record`; leaves it alone if the line is none.
  ///
  /// - Complexity: O(length of the line).
  mutating func read(
    _ line: Line, of text: inout [UInt8], into record: inout LogRecord, _ boots: inout BootIdentity
  ) -> Finding {
    guard line.startsLine, find(line, text.span) else { return .noObject }
    defer { for place in values.indices { values[place] = nil } }
    let host = field(.host, of: &text)
    if let boot = field(.boot, of: &text) {
      let bytes = text.span
      boots.note(
        bytes.extracting(boot.region.range), host: bytes.extracting((host?.region ?? .none).range))
    }
    guard let message = field(.message, of: &text) else {
      let isEntry = keys.entries.indices.contains { keys.entries[$0].isJournals && values[$0] != nil }
      return isEntry ? .entryWithoutMessage : .objectWithoutMessage
    }
    record.kind = .record
    record.host = host?.region ?? .none
    record.tag = field(.tag, of: &text)?.region ?? .none
    record.pid = field(.pid, of: &text)?.region ?? .none
    if let time = field(.time, of: &text) {
      record.stamp = time.region
      record.time = seconds(time, text.span)
    }
    record.message = message.region.withoutCarriageReturn(text.span)
    takeApartTag(of: &record, text.span)
    record.followsBoot = boots.takeBoot()
    RepeatedMessage.resolve(text.span, &record)
    return .record
  }

  /// Finds the values that matter in a line; true if it is an object, or the start of one that is too long to be held.
  private mutating func find(_ line: Line, _ bytes: Span<UInt8>) -> Bool {
    let range = line.readable(in: bytes)
    var scanner = JSONScanner(Self.objectStart(bytes, range)..<range.upperBound)
    scanner.skipBlanks(bytes)
    guard scanner.take(UInt8(ascii: "{"), bytes) else { return false }
    if readMembers(&scanner, bytes) { return true }
    // Of a line that is too long its head decides: by what stands there.
    if line.part == .head, scanner.isAtEnd, hasMessage { return true }
    for place in values.indices { values[place] = nil }
    return false
  }

  private var hasMessage: Bool {
    keys.entries.indices.contains { keys.entries[$0].field == .message && values[$0] != nil }
  }

  /// Goes over the members behind `{`, the closing `}` and the blanks behind it.
  private mutating func readMembers(_ scanner: inout JSONScanner, _ bytes: Span<UInt8>) -> Bool {
    scanner.skipBlanks(bytes)
    if !scanner.take(UInt8(ascii: "}"), bytes) {
      repeat {
        guard let key = scanner.key(bytes) else { return false }
        let start = scanner.at
        guard scanner.skipValue(bytes) else {
          if scanner.isAtEnd, start < scanner.end { note(key, start..<scanner.end, isCut: true, bytes) }
          return false
        }
        note(key, start..<scanner.at, isCut: false, bytes)
        scanner.skipBlanks(bytes)
      } while scanner.take(UInt8(ascii: ","), bytes)
      guard scanner.take(UInt8(ascii: "}"), bytes) else { return false }
    }
    scanner.skipBlanks(bytes)
    return scanner.isAtEnd
  }

  /// Keeps a value if its key matters; of a key that comes twice the last value counts. One that the end of a head cuts
  /// off counts if its start says something.
  private mutating func note(
    _ key: (content: Range<Int>, hasEscapes: Bool), _ value: Range<Int>, isCut: Bool, _ bytes: Span<UInt8>
  ) {
    guard !key.hasEscapes else { return noteEscaped(key.content, value, isCut: isCut, bytes) }
    var found = keys.nextEntry(of: key.content, in: bytes)
    while let place = found {
      values[place] = isCut ? JSONValue(cut: value, bytes) : JSONValue(bytes, value)
      found = keys.nextEntry(of: key.content, in: bytes, behind: place)
    }
  }

  /// The same for a key that is spelled with escapes, as hardly any is.
  private mutating func noteEscaped(
    _ key: Range<Int>, _ value: Range<Int>, isCut: Bool, _ bytes: Span<UInt8>
  ) {
    decodedKey.removeAll(keepingCapacity: true)
    var characters = JSONCharacters(key)
    while let byte = characters.next(bytes) { decodedKey.append(byte) }
    for place in values.indices where keys.entries[place].key == decodedKey {
      values[place] = isCut ? JSONValue(cut: value, bytes) : JSONValue(bytes, value)
    }
  }

  /// The preferred key of a field that says something, and what it says.
  private func field(_ field: JSONKeys.Field, of text: inout [UInt8]) -> (region: Region, entry: Int)? {
    for place in values.indices where keys.entries[place].field == field {
      guard let value = values[place] else { continue }
      // journalctl prints null for what is too long: there was a message.
      if case .null = value.kind, field != .message { continue }
      if let region = value.field(of: &text) { return (region, place) }
    }
    return nil
  }

  /// Seconds since 1970 that a time means.
  private mutating func seconds(_ time: (region: Region, entry: Int), _ bytes: Span<UInt8>) -> Int64? {
    let range = time.region.range
    if let number = wholeNumber(bytes, range) {
      return keys.entries[time.entry].isJournals ? number / 1_000_000 : Self.seconds(number)
    }
    var stamp = LogRecord(kind: .record)
    guard isoHeader.read(bytes, range, into: &stamp) || dateHeader.read(bytes, range, into: &stamp) else {
      return nil
    }
    return stamp.time
  }

  /// The number that `text` is, without its fraction.
  private func wholeNumber(_ bytes: Span<UInt8>, _ text: Range<Int>) -> Int64? {
    let end = bytes.endOfDigits(in: text)
    guard CalendarTime.endOfFraction(bytes, at: end, before: text.upperBound) == text.upperBound else {
      return nil
    }
    return bytes.number(text.lowerBound..<end)
  }

  /// Seconds from a number of seconds, or of milli-, micro- or nanoseconds, by its size: 10^11 seconds are in the year
  /// 5138, and as many milliseconds in 1973.
  private static func seconds(_ number: Int64) -> Int64 {
    switch number {
    case ..<100_000_000_000: number
    case ..<100_000_000_000_000: number / 1_000
    case ..<100_000_000_000_000_000: number / 1_000_000
    default: number / 1_000_000_000
    }
  }

  /// A tag as rsyslog's `syslogtag` has it, `sshd[4242]:`, is a tag and a pid.
  private func takeApartTag(of record: inout LogRecord, _ bytes: Span<UInt8>) {
    guard let last = record.tag.range.last, bytes[last] == UInt8(ascii: ":") else { return }
    let tag = record.tag.range
    let end = bytes.firstPlace(in: tag) { $0.tagEndMarks }
    guard end > tag.lowerBound else { return }
    if end == last {
      record.tag = Region(tag.lowerBound..<end)
    } else if bytes[end] == UInt8(ascii: "["), end < last - 1, bytes[last - 1] == UInt8(ascii: "]") {
      record.tag = Region(tag.lowerBound..<end)
      if record.pid.isEmpty { record.pid = Region(end + 1..<last - 1) }
    }
  }
}
