/// Formats: a header with a stamp of ISO 8601 or RFC 3339, `2026-11-22T11:00:01.5+00:00 host tag[pid]: message`.
///
/// `T` or a blank between date and time; perhaps a fraction behind `.` or `,`; then `Z`, `±hh:mm`, `±hhmm` or
/// nothing, which counts as UTC. What stands behind a stamp as dmesg(1) writes it is the kernel's: see `KernelHeader`.
enum ISOHeader {
  /// `yyyy-mm-ddThh:mm:ss` in bytes.
  private static let shortestStamp = 19

  /// Takes the header of `line` apart into `record`; false, and `record` as it was, if it has no such header.
  static func read(_ bytes: Span<UInt8>, _ line: Range<Int>, into record: inout LogRecord) -> Bool {
    guard let (end, time) = stamp(bytes, line), end == line.upperBound || bytes[end].isBlank,
      !isKernels(bytes, line.lowerBound..<end)
    else { return false }
    record.stamp = Region(line.lowerBound..<end)
    record.time = time
    HostAndTag.read(bytes, end..<line.upperBound, into: &record)
    return true
  }

  /// Where the stamp at the start of `line` ends, and the time it means; `nil` if there is none.
  static func stamp(_ bytes: Span<UInt8>, _ line: Range<Int>) -> (end: Int, time: Int64)? {
    let (start, end) = (line.lowerBound, line.upperBound)
    guard line.count >= shortestStamp else { return nil }
    let date = EightBytes(bytes, at: start)
    let numbers = date.twoDigits
    guard date.fits(.yearAndMonth),
      let day = bytes.twoDigits(at: start + 8, before: end),
      bytes[start + 10] == UInt8(ascii: "T") || bytes[start + 10] == UInt8(ascii: " "),
      let second = CalendarTime.secondOfDay(bytes, at: start + 11, before: end)
    else { return nil }

    let fraction = CalendarTime.endOfFraction(bytes, at: start + shortestStamp, before: end)
    guard let (offset, stampEnd) = offsetFromUTC(bytes, at: fraction, before: end),
      let days = CalendarTime.days(
        year: Int(numbers[0]) * 100 + Int(numbers[2]), month: Int(numbers[5]), day: day)
    else { return nil }
    return (stampEnd, Int64(days * CalendarTime.secondsPerDay + second - offset))
  }

  /// True if a stamp is written as dmesg(1) writes it and nobody else: `,uuuuuu±hh:mm` behind the seconds.
  static func isKernels(_ bytes: Span<UInt8>, _ stamp: Range<Int>) -> Bool {
    let comma = stamp.lowerBound + shortestStamp
    return stamp.count == shortestStamp + 13 && bytes[comma] == UInt8(ascii: ",")
      && bytes[stamp.upperBound - 3] == UInt8(ascii: ":")
  }

  /// The offset from UTC at `start` in seconds and where it ends; none is no seconds and no bytes.
  static func offsetFromUTC(
    _ bytes: Span<UInt8>, at start: Int, before end: Int
  ) -> (seconds: Int, end: Int)? {
    guard start < end else { return (0, start) }
    let isEast: Bool
    switch bytes[start] {
    case UInt8(ascii: "Z"): return (0, start + 1)
    case UInt8(ascii: "+"): isEast = true
    case UInt8(ascii: "-"): isEast = false
    default: return (0, start)
    }
    guard let hours = bytes.twoDigits(at: start + 1, before: end), hours < 24, start + 3 < end else {
      return nil
    }
    let minutesStart = bytes[start + 3] == UInt8(ascii: ":") ? start + 4 : start + 3
    guard let minutes = bytes.twoDigits(at: minutesStart, before: end), minutes < 60 else {
      return nil
    }
    let seconds = hours * 3600 + minutes * 60
    return (isEast ? seconds : -seconds, minutesStart + 2)
  }
}
