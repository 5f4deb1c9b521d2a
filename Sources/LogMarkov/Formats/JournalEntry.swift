/// Formats: an entry of a journal while it is put together, and the line that stands for it.
///
/// The line is what `journalctl --utc -o short-iso-precise` of systemd 252 prints:
///
///     2026-11-22T11:00:01.500000+0000 node001 sshd[4242]: Accepted publickey for …
///
/// but for what that makes several lines of, or hides as `[17B blob data]`: a control byte (not TAB) is printed as
/// rsyslog does, `#012` for an LF.
struct JournalEntry {
  /// The fields of an entry that matter.
  enum Field: Int, CaseIterable {
    case message, identifier, command, host, pid, claimedPID, sourceTime, time, boot

    /// What the journal calls it.
    var name: String {
      switch self {
      case .message: "MESSAGE"
      case .identifier: "SYSLOG_IDENTIFIER"
      case .command: "_COMM"
      case .host: "_HOSTNAME"
      case .pid: "_PID"
      case .claimedPID: "SYSLOG_PID"
      case .sourceTime: "_SOURCE_REALTIME_TIMESTAMP"
      case .time: "__REALTIME_TIMESTAMP"
      case .boot: "_BOOT_ID"
      }
    }
  }

  /// As of systemd: no field's name is longer.
  private static let longestName = 64
  /// The longest value of a field that is not the message: a host has 64 bytes at most, a command 15.
  private static let longestShortField = 4096

  private static let names = Field.allCases.map { Array($0.name.utf8) }

  private let longestMessage: Int
  /// The values by field, and which of them the entry has. Their memory is kept from entry to entry.
  private var values = Field.allCases.map { _ in [UInt8]() }
  private var isPresent = Field.allCases.map { _ in false }
  /// When it was received, in microseconds since 1970, if its cursor says that and no field does.
  var cursorTime: Int64?

  /// An entry without fields; of the message so many bytes are kept.
  init(longestMessage: Int) { self.longestMessage = longestMessage }

  /// The name of the field that `range` begins with: capitals, digits and `_` up to `=`, or all of it.
  static func fieldName(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Range<Int>? {
    var at = range.lowerBound
    while at < range.upperBound, at - range.lowerBound <= longestName {
      switch bytes[at] {
      case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"): at += 1
      case UInt8(ascii: "0")...UInt8(ascii: "9") where at > range.lowerBound: at += 1
      case UInt8(ascii: "=") where at > range.lowerBound: return range.lowerBound..<at
      default: return nil
      }
    }
    return at == range.upperBound && 1...longestName ~= range.count ? range : nil
  }

  /// The field whose name stands in `range`, if it matters.
  static func field(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Field? {
    Field.allCases.first { bytes.equals(range, names[$0.rawValue]) }
  }

  /// Begins the value of a field; of one that comes twice the last value counts, as it does for journalctl.
  mutating func begin(_ field: Field) {
    values[field.rawValue].removeAll(keepingCapacity: true)
    isPresent[field.rawValue] = true
  }

  /// Appends to the value of a field; what is too long is cut.
  mutating func append(_ range: Range<Int>, of bytes: Span<UInt8>, to field: Field) {
    let longest = field == .message ? longestMessage : min(longestMessage, Self.longestShortField)
    let room = longest - values[field.rawValue].count
    for index in range.prefix(max(room, 0)) { values[field.rawValue].append(bytes[index]) }
  }

  /// Appends an LF to the value of a field.
  mutating func appendNewline(to field: Field) { append(0..<1, of: Self.newline.span, to: field) }

  private static let newline: [UInt8] = [0x0A]

  /// Forgets all fields.
  mutating func removeAll() {
    for field in Field.allCases { isPresent[field.rawValue] = false }
    cursorTime = nil
  }

  /// The value of the first of these fields that the entry has.
  private func value(_ fields: Field...) -> [UInt8]? {
    fields.first { isPresent[$0.rawValue] }.map { values[$0.rawValue] }
  }

  /// Appends the entry's line to `text`, and the line and its record to `parsed`; forgets all fields. An entry without
  /// message is nothing.
  mutating func finish(
    number: UInt64, _ boots: inout BootIdentity, of text: inout [UInt8], into parsed: inout ParsedLines
  ) {
    defer { removeAll() }
    let host = value(.host)
    if let boot = value(.boot) {
      let host = host ?? []
      boots.note(boot.span, host: host.span)
    }
    guard let message = value(.message) else { return }
    var record = LogRecord(kind: .record)
    var line = EntryLine(start: text.count, longestField: longestMessage)
    let time = value(.sourceTime, .time).map(Self.number) ?? cursorTime
    if let microseconds = time, Self.printableTimes ~= microseconds {
      record.time = microseconds / 1_000_000
      record.stamp = line.append(stamp: microseconds, to: &text)
    }
    if let host {
      line.append(host, as: .host, to: &text)
      text.append(UInt8(ascii: " "))
    }
    if let tag = value(.identifier, .command) {
      line.append(tag, as: .tag, to: &text)
    } else {
      // As journalctl does; nobody is called that.
      text += "unknown".utf8
    }
    if let pid = value(.pid, .claimedPID) {
      text.append(UInt8(ascii: "["))
      line.append(pid, as: .pid, to: &text)
      text.append(UInt8(ascii: "]"))
    }
    text += ": ".utf8
    line.append(message, as: .message, to: &text)
    let printed = Line(text: Region(line.start..<text.count), number: number)
    line.finish(&record, of: &text)
    record.followsBoot = boots.takeBoot()
    RepeatedMessage.resolve(text.span, &record)
    parsed.append(printed, record)
  }

  /// Microseconds since 1970 that can be printed with four digits for the year.
  private static let printableTimes = 1..<253_402_300_800 * Int64(1_000_000)

  private static func number(_ value: [UInt8]) -> Int64? {
    let digits = value.span
    guard digits.endOfDigits(in: digits.indices) == digits.count else { return nil }
    return digits.number(digits.indices)
  }
}
