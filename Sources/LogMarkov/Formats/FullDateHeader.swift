/// Formats: a header with weekday and time zone, as `journalctl -o short-full` and `-o with-unit` print it:
/// `Sun 2026-11-22 11:00:01 UTC host tag[pid]: message`.
///
/// The zone is a name or an offset (`+03`, `+0545`). Names count as UTC: there is no telling what `IST` is without
/// the sender's zone database. Where a clock changes between summer and winter, one gap is wrong by an hour.
enum FullDateHeader {
  /// `Sun ` in bytes.
  private static let weekday = 4

  /// Takes the header of `line` apart into `record`; false, and `record` as it was, if it has no such header.
  static func read(_ bytes: Span<UInt8>, _ line: Range<Int>, into record: inout LogRecord) -> Bool {
    let end = line.upperBound
    guard CalendarTime.startsWithWeekday(bytes, line),
      let (dateEnd, time) = ISOHeader.stamp(bytes, line.dropFirst(weekday)),
      dateEnd < end, bytes[dateEnd] == UInt8(ascii: " "),
      let (offset, stampEnd) = zone(bytes, dateEnd + 1..<end)
    else { return false }
    record.stamp = Region(line.lowerBound..<stampEnd)
    record.time = time - Int64(offset)
    HostAndTag.read(bytes, stampEnd..<end, into: &record)
    return true
  }

  /// The offset in seconds of the zone at the start of `range`, and where it ends; `nil` if none stands there.
  private static func zone(_ bytes: Span<UInt8>, _ range: Range<Int>) -> (seconds: Int, end: Int)? {
    guard let first = range.first else { return nil }
    let isOffset = bytes[first] == UInt8(ascii: "+") || bytes[first] == UInt8(ascii: "-")
    var seconds = 0
    var end = first
    if isOffset {
      end = bytes.endOfDigits(in: first + 1..<range.upperBound)
      guard let hours = bytes.twoDigits(at: first + 1, before: end) else { return nil }
      seconds = hours * 3600
      if end - first == 5, let minutes = bytes.twoDigits(at: first + 3, before: end) {
        seconds += minutes * 60
      } else if end - first != 3 {
        return nil
      }
      if bytes[first] == UInt8(ascii: "-") { seconds = -seconds }
    } else {
      while end < range.upperBound, bytes[end].isLetter { end += 1 }
    }
    guard end > first, end == range.upperBound || bytes[end].isBlank else { return nil }
    return (seconds, end)
  }
}
