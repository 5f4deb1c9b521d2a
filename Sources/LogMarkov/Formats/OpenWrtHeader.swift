/// Formats: what OpenWrt's logread(1) prints: `Sun Nov 22 11:13:06 2026 daemon.err slurmd[12]: message`.
///
/// The time as ctime(3) writes it, perhaps again as `[1795345986.123]` (`-t`), facility and level; no host. Lines of the
/// kernel have the tag `kernel`.
enum OpenWrtHeader {
  /// `Sun ` in bytes.
  private static let weekday = 4

  /// Takes the header of `line` apart into `record`; false, and `record` as it was, if it has no such header.
  static func read(_ bytes: Span<UInt8>, _ line: Range<Int>, into record: inout LogRecord) -> Bool {
    guard CalendarTime.startsWithWeekday(bytes, line) else { return false }
    let date = line.dropFirst(weekday)
    guard let (stamp, end, time) = BSDHeader.stamp(bytes, date, EightBytes(bytes, at: date.lowerBound)) else {
      return false
    }
    let behindTime = bytes.endOfBlanks(in: end..<line.upperBound)
    let start = endOfSecondTime(bytes, behindTime..<line.upperBound)
    guard let rest = FacilityAndLevel.end(bytes, start..<line.upperBound) else { return false }
    record.stamp = Region(line.lowerBound..<stamp.upperBound)
    record.time = time
    HostAndTag.readTag(bytes, rest..<line.upperBound, into: &record)
    return true
  }

  /// Where `[seconds.milliseconds] ` at the start of `range` ends; the start if nothing like it stands there.
  private static func endOfSecondTime(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int {
    guard let first = range.first, bytes[first] == UInt8(ascii: "[") else { return range.lowerBound }
    let point = bytes.endOfDigits(in: first + 1..<range.upperBound)
    guard point < range.upperBound, bytes[point] == UInt8(ascii: ".") else { return first }
    let end = bytes.endOfDigits(in: point + 1..<range.upperBound)
    guard end < range.upperBound, bytes[end] == UInt8(ascii: "]") else { return first }
    return bytes.endOfBlanks(in: end + 1..<range.upperBound)
  }
}
