internal import Unix

/// Formats: a header with a stamp of ISO 8601 or RFC 3339, `2026-11-22T11:00:01.5+00:00 host tag[pid]: message`.
///
/// `T` or a blank between date and time; perhaps a fraction behind `.` or `,`; then `Z`, `±hh:mm`, `±hhmm` or
/// nothing, which counts as UTC. What stands behind a stamp as dmesg(1) writes it is the kernel's: see `KernelHeader`.
///
/// Logs go from day to day in one zone, so both are remembered, and of most lines the time of day is read only.
struct ISOHeader {
  /// `yyyy-mm-ddThh:mm:ss` in bytes.
  private static let shortestStamp = 19
  /// `yyyy-mm-ddT` in bytes.
  private static let dateLength = 11
  /// How many bytes `usualStamp` looks at: sixteen behind the seconds, and the word in which a zone ends.
  private static let usualLength = shortestStamp + 16 + 8

  /// The last stamp's `yyyy-mm-` and `ddT`, and its zone with the blank behind it.
  private var (month, day, zone) = (EightBytes.none, EightBytes.none, EightBytes.none)
  /// When that day began in that zone.
  private var midnight: Int64 = 0

  /// Takes the header of `line` apart into `record`; false, and `record` as it was, if it has no such header.
  ///
  /// Inlined for the lines of other forms, which end at their first byte.
  @inline(__always)
  mutating func read(_ bytes: Span<UInt8>, _ line: Range<Int>, into record: inout LogRecord) -> Bool {
    guard let first = line.first, bytes[first].isDigit else { return false }
    guard line.count >= Self.usualLength,
      let (count, time) = usualStamp(bytes.extracting(first..<first &+ Self.usualLength))
    else { return readAny(bytes, line, into: &record) }
    let end = first &+ count
    record.stamp = Region(first..<end)
    record.time = time
    HostAndTag.read(bytes, end..<line.upperBound, into: &record)
    return true
  }

  /// The length of the stamp at the start of `window`, and the time it means, if day and zone are those of the stamp
  /// before, and the fraction stands behind a point or there is none: 90 instructions, where `stamp` takes 490.
  @inline(__always)
  private func usualStamp(_ window: Span<UInt8>) -> (count: Int, time: Int64)? {
    guard EightBytes(window, at: 0) == month, EightBytes(window, at: 8).first(3) == day,
      let second = CalendarTime.secondOfDay(window, at: Self.dateLength, before: Self.shortestStamp)
    else { return nil }
    let tail = SixteenBytes(window.vector(at: Self.shortestStamp))
    let count = tail.blankMarks.first
    var fraction = 0
    if window[Self.shortestStamp] == UInt8(ascii: ".") {
      let digits = tail.marks(UInt8(ascii: "0")...UInt8(ascii: "9"))
      fraction = (~digits.bits & ~1).trailingZeroBitCount
      guard fraction > 1 else { return nil }
    }
    // With the blank behind it a zone has at most seven bytes.
    guard count < 16, 0..<7 ~= count &- fraction,
      EightBytes(window, at: Self.shortestStamp &+ fraction).first(count &- fraction &+ 1) == zone
    else { return nil }
    return (Self.shortestStamp &+ count, midnight &+ Int64(second))
  }

  /// The same whatever day and zone it is, and remembers them.
  @inline(never)
  private mutating func readAny(
    _ bytes: Span<UInt8>, _ line: Range<Int>, into record: inout LogRecord
  ) -> Bool {
    let (start, lineEnd) = (line.lowerBound, line.upperBound)
    guard let (end, time) = Self.stamp(bytes, line), end == lineEnd || bytes[end].isBlank,
      !Self.isKernels(bytes, start..<end)
    else { return false }
    record.stamp = Region(start..<end)
    record.time = time
    if end < lineEnd, let second = CalendarTime.secondOfDay(bytes, at: start + Self.dateLength, before: end) {
      let zoneStart = CalendarTime.endOfFraction(bytes, at: start + Self.shortestStamp, before: end)
      month = EightBytes(bytes, at: start)
      day = EightBytes(bytes, at: start + 8).first(3)
      zone = EightBytes(bytes, at: zoneStart).first(end - zoneStart + 1)
      midnight = time - Int64(second)
    }
    HostAndTag.read(bytes, end..<lineEnd, into: &record)
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
