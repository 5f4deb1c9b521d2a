/// Formats: what dmesg(1) and `journalctl -o short-monotonic` print between brackets at the start of a line.
///
///     [    2.500000]                      seconds since boot: either of them
///     [    2.500000 <    0.000120 >]      journalctl -o short-delta: …
///     [    2.500000 <  596.100000*>]      … another boot than the line before; …
///     [    2.500000                ]      … its first line
///     [    2.500000 <    0.000120>]       dmesg -d
///     [<    0.000120>]                    dmesg --time-format=delta
///     [  +0.000120]                       dmesg -e and -H, unless a minute begins: …
///     [Nov22 10:51]
///     [Sun Nov 22 10:51:46 2026]          dmesg -T
///
/// Seconds always have six decimals, so that little else begins like this.
struct BracketedTime {
  /// Who prints such a stamp.
  enum Writer {
    /// journalctl(1): host and tag follow.
    case journal
    /// dmesg(1): the kernel's words follow.
    case kernel
    /// Either of them: what follows has to tell.
    case either
  }

  /// What the number between the brackets counts from.
  enum Meaning: Equatable {
    /// Microseconds since boot.
    case sinceBoot(Int64)
    /// Microseconds since the line before.
    case sinceLast(Int64)
    /// Seconds since 1970.
    case calendar(Int64)
  }

  /// The stamp without brackets and padding.
  var stamp: Range<Int>
  var writer: Writer
  var meaning: Meaning
  /// Where the brackets end.
  var end: Int

  /// Reads what stands in the brackets at the start of `line`; `nil` if it is nothing of these.
  init?(_ bytes: Span<UInt8>, _ line: Range<Int>) {
    guard let first = line.first, bytes[first] == UInt8(ascii: "[") else { return nil }
    let inside = first + 1..<line.upperBound
    let start = Self.endOfPadding(bytes, inside)
    guard start < line.upperBound else { return nil }
    switch bytes[start] {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): self.init(bytes, sinceBoot: start..<line.upperBound)
    case UInt8(ascii: "<"): self.init(bytes, delta: start..<line.upperBound)
    case UInt8(ascii: "+"), UInt8(ascii: "-"): self.init(bytes, signed: start..<line.upperBound)
    default: self.init(bytes, calendar: inside)
    }
  }

  private init(_ stamp: Range<Int>, _ writer: Writer, _ meaning: Meaning, end: Int) {
    (self.stamp, self.writer, self.meaning, self.end) = (stamp, writer, meaning, end)
  }

  private init?(_ bytes: Span<UInt8>, sinceBoot range: Range<Int>) {
    guard let (time, stampEnd) = Self.microseconds(bytes, range), stampEnd < range.upperBound else {
      return nil
    }
    let writer: Writer
    let end: Int
    switch bytes[stampEnd] {
    case UInt8(ascii: "]"):
      (writer, end) = (.either, stampEnd + 1)
    case UInt8(ascii: " "):
      guard let (deltaWriter, deltaEnd) = Self.delta(bytes, stampEnd..<range.upperBound) else { return nil }
      (writer, end) = (deltaWriter, deltaEnd)
    default: return nil
    }
    self.init(range.lowerBound..<stampEnd, writer, .sinceBoot(time), end: end)
  }

  /// Who writes the rest of the brackets, ` <    0.000120 >]` or blanks, and where they end.
  private static func delta(_ bytes: Span<UInt8>, _ range: Range<Int>) -> (Writer, end: Int)? {
    let start = endOfPadding(bytes, range)
    guard start < range.upperBound else { return nil }
    if bytes[start] == UInt8(ascii: "]") {
      return start - range.lowerBound == noDelta ? (.journal, start + 1) : nil
    }
    guard bytes[start] == UInt8(ascii: "<"), start == range.lowerBound + 1,
      let (_, end) = microseconds(bytes, endOfPadding(bytes, start + 1..<range.upperBound)..<range.upperBound)
    else { return nil }
    let rest = end..<range.upperBound
    if bytes.starts(rest, with: deltaEnd) { return (.kernel, end + deltaEnd.count) }
    if bytes.starts(rest, with: journalDeltaEnd) || bytes.starts(rest, with: otherBootDeltaEnd) {
      return (.journal, end + journalDeltaEnd.count)
    }
    return nil
  }

  private init?(_ bytes: Span<UInt8>, delta range: Range<Int>) {
    let start = Self.endOfPadding(bytes, range.dropFirst())
    guard let (time, end) = Self.microseconds(bytes, start..<range.upperBound),
      bytes.starts(end..<range.upperBound, with: Self.deltaEnd)
    else { return nil }
    self.init(start..<end, .kernel, .sinceLast(time), end: end + Self.deltaEnd.count)
  }

  private init?(_ bytes: Span<UInt8>, signed range: Range<Int>) {
    guard let (time, end) = Self.microseconds(bytes, range.dropFirst()), end < range.upperBound,
      bytes[end] == UInt8(ascii: "]")
    else { return nil }
    let isBack = bytes[range.lowerBound] == UInt8(ascii: "-")
    self.init(range.lowerBound..<end, .kernel, .sinceLast(isBack ? -time : time), end: end + 1)
  }

  private init?(_ bytes: Span<UInt8>, calendar inside: Range<Int>) {
    if let close = Self.close(bytes, inside, Self.dateAndTime), CalendarTime.startsWithWeekday(bytes, inside)
    {
      let date = inside.lowerBound + 4..<close
      guard let (stamp, end, time) = BSDHeader.stamp(bytes, date, EightBytes(bytes, at: date.lowerBound)),
        stamp.count == date.count, end == close
      else { return nil }
      self.init(inside.lowerBound..<close, .kernel, .calendar(time), end: close + 1)
    } else if let close = Self.close(bytes, inside, Self.dayAndMinute), let time = Self.minute(bytes, inside)
    {
      self.init(inside.lowerBound..<close, .kernel, .calendar(time), end: close + 1)
    } else {
      return nil
    }
  }

  // The widths of what stands between brackets, in bytes.
  private static let noDelta = 16  // in place of ` <    0.000120 >`
  private static let dateAndTime = 24  // `Sun Nov 22 10:51:46 2026`
  private static let dayAndMinute = 11  // `Nov22 10:51`

  private static let deltaEnd = Array(">]".utf8)
  private static let journalDeltaEnd = Array(" >]".utf8)
  private static let otherBootDeltaEnd = Array("*>]".utf8)

  /// Where the bracket closes, if it does so after `width` bytes.
  private static func close(_ bytes: Span<UInt8>, _ inside: Range<Int>, _ width: Int) -> Int? {
    inside.count > width && bytes[inside.lowerBound + width] == UInt8(ascii: "]")
      ? inside.lowerBound + width : nil
  }

  /// The time of `Nov22 10:51` or `Nov 2 10:51`, in the year of stamps without one.
  private static func minute(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int64? {
    let start = range.lowerBound
    guard let month = BSDHeader.month(EightBytes(bytes, at: start)) else { return nil }
    let tens = bytes[start + 3] == UInt8(ascii: " ") ? 0 : bytes[start + 3] &- UInt8(ascii: "0")
    let ones = bytes[start + 4] &- UInt8(ascii: "0")
    guard tens < 4, ones < 10, bytes[start + 5] == UInt8(ascii: " "), bytes[start + 8] == UInt8(ascii: ":"),
      let hour = bytes.twoDigits(at: start + 6, before: range.upperBound), hour < 24,
      let minute = bytes.twoDigits(at: start + 9, before: range.upperBound), minute < 60,
      let days = CalendarTime.days(
        year: CalendarTime.yearOfStampWithoutOne, month: month, day: Int(tens) * 10 + Int(ones))
    else { return nil }
    return Int64(days * CalendarTime.secondsPerDay + hour * 3600 + minute * 60)
  }

  /// The number `s.uuuuuu` at the start of `range` in microseconds, and where it ends.
  private static func microseconds(_ bytes: Span<UInt8>, _ range: Range<Int>) -> (Int64, end: Int)? {
    let point = bytes.endOfDigits(in: range)
    // Twelve digits of seconds are 30,000 years, and fit.
    guard 1...12 ~= point - range.lowerBound, point < range.upperBound, bytes[point] == UInt8(ascii: ".")
    else {
      return nil
    }
    let end = bytes.endOfDigits(in: point + 1..<range.upperBound)
    guard end - point == 7, let seconds = bytes.number(range.lowerBound..<point),
      let rest = bytes.number(point + 1..<end)
    else { return nil }
    return (seconds * 1_000_000 + rest, end)
  }

  private static func endOfPadding(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int {
    var at = range.lowerBound
    while at < range.upperBound, bytes[at] == UInt8(ascii: " ") { at += 1 }
    return at
  }
}
