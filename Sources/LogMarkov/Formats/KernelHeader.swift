internal import Unix

/// Formats: the headers that dmesg(1) prints before what the kernel said, and those of the journal that look like them.
///
/// For the stamps see `BracketedTime`; dmesg has ISO dates, too (`2026-11-22T10:51:46,000000+00:00`, with a comma), and
/// puts `kern  :info  : ` before any of them with `-x`. A kernel with CONFIG_PRINTK_CALLER adds `[    T0]`. Lines of
/// the kernel have no host, and the tag `kernel` that none of them spells; who wrote a line is told by `JournalHosts`.
///
/// The time since boot counts as one since 1970: what matters of a time is how long after its neighbours' it is, and
/// boots are parted by markers. Where only the time since the line before is printed, times are added up.
struct KernelHeader {
  private var journalHosts = JournalHosts()
  /// Microseconds since 1970 of the last line, by which times since the last line are added up.
  private var clock: Int64 = 0
  /// What the line read last implies.
  private var implied: ImpliedText?

  private static let microsecond: Int64 = 1_000_000

  /// True if the line read last says more than it spells.
  var impliesText: Bool { implied != nil }

  /// What the line read last says without spelling it; asked for once.
  mutating func takeImplied() -> ImpliedText? { implied.take() }

  /// Takes the header of `line` apart into `record`; false, and `record` as it was, if it has no such header.
  mutating func read(_ bytes: Span<UInt8>, _ line: Range<Int>, into record: inout LogRecord) -> Bool {
    guard let first = line.first else { return false }
    if bytes[first] == UInt8(ascii: "[") { return readBracketed(bytes, line, into: &record) }
    if bytes[first].isDigit {
      return readISO(bytes, line, into: &record) || readDeviceRecord(bytes, line, into: &record)
    }
    guard let levelEnd = FacilityAndLevel.paddedEnd(bytes, line) else { return false }
    let rest = levelEnd..<line.upperBound
    if !readBracketed(bytes, rest, into: &record), !readISO(bytes, rest, into: &record) {
      // dmesg -t -x: the blank behind the colons is the one before the message.
      readMessage(bytes, levelEnd - 1..<line.upperBound, into: &record)
    }
    return true
  }

  private mutating func readBracketed(
    _ bytes: Span<UInt8>, _ line: Range<Int>, into record: inout LogRecord
  ) -> Bool {
    guard let time = BracketedTime(bytes, line) else { return false }
    let end = Self.endOfCaller(bytes, time.end..<line.upperBound)
    guard end == line.upperBound || bytes[end] == UInt8(ascii: " ") else { return false }
    record.stamp = Region(time.stamp)
    record.time = seconds(time.meaning)
    let rest = end..<line.upperBound
    switch time.writer {
    case .journal: HostAndTag.read(bytes, rest, into: &record)
    case .kernel, .either: readMessage(bytes, rest, into: &record)
    }
    return true
  }

  private mutating func readISO(_ bytes: Span<UInt8>, _ line: Range<Int>, into record: inout LogRecord)
    -> Bool
  {
    guard let (end, time) = ISOHeader.stamp(bytes, line), ISOHeader.isKernels(bytes, line.lowerBound..<end),
      end == line.upperBound || bytes[end] == UInt8(ascii: " ")
    else { return false }
    record.stamp = Region(line.lowerBound..<end)
    record.time = time
    readMessage(bytes, end..<line.upperBound, into: &record)
    return true
  }

  /// A record of /dev/kmsg: `12,346,803444406,-;text`, which are facility × 8 + level, a running number, microseconds
  /// since boot, flags and perhaps more between commas.
  private mutating func readDeviceRecord(
    _ bytes: Span<UInt8>, _ line: Range<Int>, into record: inout LogRecord
  ) -> Bool {
    let end = line.upperBound
    let level = bytes.endOfDigits(in: line)
    guard 1...4 ~= level - line.lowerBound, level < end, bytes[level] == UInt8(ascii: ",") else {
      return false
    }
    let number = bytes.endOfDigits(in: level + 1..<end)
    guard number > level + 1, number < end, bytes[number] == UInt8(ascii: ",") else { return false }
    let stamp = number + 1..<bytes.endOfDigits(in: number + 1..<end)
    guard let time = bytes.number(stamp), stamp.upperBound < end, bytes[stamp.upperBound] == UInt8(ascii: ",")
    else {
      return false
    }
    let semicolon = bytes.firstPlace(in: stamp.upperBound..<end) {
      $0.marks(UInt8(ascii: ";")) | $0.marks(UInt8(ascii: " "))
    }
    guard semicolon < end, bytes[semicolon] == UInt8(ascii: ";") else { return false }
    record.stamp = Region(stamp)
    record.time = time / Self.microsecond
    let message = semicolon + 1..<end
    let hasTag = journalHosts.startsWithTag(bytes, message)
    if hasTag {
      HostAndTag.readTag(bytes, message, into: &record)
    } else {
      record.message = Region(message)
    }
    implied = ImpliedText(isEscaped: true, impliesTag: !hasTag)
    return true
  }

  /// `rest`, the line behind its stamp and with the blank that follows it, may be the journal's or the kernel's.
  private mutating func readMessage(_ bytes: Span<UInt8>, _ rest: Range<Int>, into record: inout LogRecord) {
    if journalHosts.isJournals(bytes, rest) { return HostAndTag.read(bytes, rest, into: &record) }
    record.message = Region(rest.dropFirst())
    implied = ImpliedText(isEscaped: false, impliesTag: true)
  }

  /// Where the kernel's note of who called printk, `[    T0]` or `[   C12]`, at the start of `range` ends; the start if
  /// there is none.
  private static func endOfCaller(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int {
    guard let first = range.first, bytes[first] == UInt8(ascii: "[") else { return range.lowerBound }
    let letter = bytes.endOfBlanks(in: first + 1..<range.upperBound)
    guard letter < range.upperBound, bytes[letter] == UInt8(ascii: "T") || bytes[letter] == UInt8(ascii: "C")
    else {
      return first
    }
    let end = bytes.endOfDigits(in: letter + 1..<range.upperBound)
    return end > letter + 1 && end < range.upperBound && bytes[end] == UInt8(ascii: "]") ? end + 1 : first
  }

  private mutating func seconds(_ meaning: BracketedTime.Meaning) -> Int64 {
    switch meaning {
    case .sinceBoot(let time): return time / Self.microsecond
    case .calendar(let time): clock = time * Self.microsecond
    // Wraps after 290,000 years, which only a forged log has.
    case .sinceLast(let time): clock &+= time
    }
    return clock / Self.microsecond
  }
}
