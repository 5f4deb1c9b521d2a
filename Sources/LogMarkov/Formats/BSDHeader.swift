/// Formats: the header of RFC 3164 and what daemons made of it, `Nov 22 11:00:00 host tag[pid]: message`.
///
/// The stamp, in bytes:
///
///     Mmm d hh:mm:ss          a blank-padded, zero-padded or bare day; the month in any case
///     Mmm d yyyy hh:mm:ss     a year before the time …
///     Mmm d hh:mm:ss.ff yyyy  … or behind it; perhaps a fraction
///     Mmm d hh:mm:ss:         perhaps a colon at the end, which is no part of the stamp
///
/// Logs go from day to day, so the last date is remembered, and of most lines the time of day is read only.
struct BSDHeader {
  /// `Mmm dd hh:mm:ss` in bytes; a bare day makes it shorter by one.
  private static let plainStamp = 15
  /// `Mmm dd ` in bytes.
  private static let plainDate = 7
  /// What is taken for a year behind the time: any other four digits are a host. Syslog is younger than 1970.
  private static let yearsBehindTime = 1970...2099

  /// The last date of a plain stamp, `Mmm dd `.
  private var date = EightBytes.none
  /// When that day began.
  private var midnight: Int64 = 0

  /// Takes the header of `line` apart into `record`; false, and `record` as it was, if it has no such header.
  ///
  /// Inlined, with what it calls: out of line the same took 110 instructions more, of 310 for a line.
  @inline(__always)
  mutating func read(_ bytes: Span<UInt8>, _ line: Range<Int>, into record: inout LogRecord) -> Bool {
    let (start, end) = (line.lowerBound, line.upperBound)
    let usualLength = Self.plainStamp + HostAndTag.usualLength
    guard end &- start > Self.plainStamp + 1, bytes.count &- start >= usualLength else {
      return readAny(bytes, line, into: &record)
    }
    // Its length is known where it is used, so that none of its bytes needs a check.
    let window = bytes.extracting(start..<start &+ usualLength)
    guard window[0].isLetter else { return false }
    // A digit behind the blank may begin a year, which belongs to the stamp.
    guard EightBytes(window, at: 0).first(Self.plainDate) == date,
      window[Self.plainStamp] == UInt8(ascii: " "),
      !window[Self.plainStamp + 1].isDigit,
      let second = CalendarTime.secondOfDay(window, at: Self.plainDate, before: Self.plainStamp)
    else { return readAny(bytes, line, into: &record) }
    let rest = start &+ Self.plainStamp..<end
    record.stamp = Region(start..<rest.lowerBound)
    record.time = midnight &+ Int64(second)
    let behindStamp = window.extracting(Self.plainStamp..<usualLength)
    if !HostAndTag.readUsual(bytes, rest, behindStamp, into: &record) {
      HostAndTag.readAny(bytes, rest, into: &record)
    }
    return true
  }

  /// The same whatever day it is, and remembers that.
  @inline(never)
  private mutating func readAny(
    _ bytes: Span<UInt8>, _ line: Range<Int>, into record: inout LogRecord
  ) -> Bool {
    guard line.count >= Self.plainStamp - 1 else { return false }
    let head = EightBytes(bytes, at: line.lowerBound)
    guard let (stamp, end, time) = Self.stamp(bytes, line, head) else { return false }
    record.stamp = Region(stamp)
    record.time = time
    if stamp.count == Self.plainStamp, end < line.upperBound, bytes[end] == UInt8(ascii: " ") {
      // Not the remainder of a division: the leap second of a day would begin the next one.
      if let second = CalendarTime.secondOfDay(bytes, at: stamp.lowerBound + Self.plainDate, before: end) {
        (date, midnight) = (head.first(Self.plainDate), time - Int64(second))
      }
    }
    HostAndTag.read(bytes, end..<line.upperBound, into: &record)
    return true
  }

  /// The stamp at the start of `line`, whose first bytes are `head`: where it is, where the rest of the line
  /// starts, and the time it means.
  static func stamp(
    _ bytes: Span<UInt8>, _ line: Range<Int>, _ head: EightBytes
  ) -> (stamp: Range<Int>, end: Int, time: Int64)? {
    guard let (month, day, dateCount) = date(head) else { return nil }
    let end = line.upperBound
    var at = line.lowerBound + dateCount
    var year: Int?
    if end - at > 4, bytes[at + 4] == UInt8(ascii: " ") {
      guard let number = fourDigits(bytes, at: at, before: end) else { return nil }
      year = number
      at += 5
    }
    guard let second = CalendarTime.secondOfDay(bytes, at: at, before: end) else { return nil }
    at = CalendarTime.endOfFraction(bytes, at: at + 8, before: end)
    if year == nil, let number = yearBehindTime(bytes, at: at, before: end) {
      year = number
      at += 5
    }
    let stamp = line.lowerBound..<at
    if at < end, bytes[at] == UInt8(ascii: ":") { at += 1 }
    guard at == end || bytes[at].isBlank,
      let days = CalendarTime.days(
        year: year ?? CalendarTime.yearOfStampWithoutOne, month: month, day: day)
    else { return nil }
    return (stamp, at, Int64(days * CalendarTime.secondsPerDay + second))
  }

  /// Month and day of `Mmm  d `, `Mmm dd ` or `Mmm d `, and how many bytes they are.
  private static func date(_ word: EightBytes) -> (month: Int, day: Int, count: Int)? {
    guard let month = month(word), word[3] == UInt8(ascii: " ") else { return nil }
    let (first, second, third) = (word[4], word[5], word[6])
    if second.isDigit, third == UInt8(ascii: " "), first.isDigit || first == UInt8(ascii: " ") {
      // A blank's low half is 0, as that of the digit it stands for.
      return (month, Int(first & 0xf) * 10 + Int(second & 0xf), 7)
    }
    if first.isDigit, second == UInt8(ascii: " ") {
      return (month, Int(first & 0xf), 6)
    }
    return nil
  }

  /// The month, 1 to 12, that the first three letters name.
  static func month(_ word: EightBytes) -> Int? {
    switch word.threeSmallLetters {
    case 0x6e_616a: 1  // jan, the first letter lowest
    case 0x62_6566: 2  // feb
    case 0x72_616d: 3  // mar
    case 0x72_7061: 4  // apr
    case 0x79_616d: 5  // may
    case 0x6e_756a: 6  // jun
    case 0x6c_756a: 7  // jul
    case 0x67_7561: 8  // aug
    case 0x70_6573: 9  // sep
    case 0x74_636f: 10  // oct
    case 0x76_6f6e: 11  // nov
    case 0x63_6564: 12  // dec
    default: nil
    }
  }

  /// The year of ` yyyy` at `start` if a blank, a colon or the end of the line follows.
  private static func yearBehindTime(_ bytes: Span<UInt8>, at start: Int, before end: Int) -> Int? {
    guard end - start >= 5, bytes[start] == UInt8(ascii: " "), bytes[start + 1].isDigit,
      let year = fourDigits(bytes, at: start + 1, before: end), yearsBehindTime ~= year,
      start + 5 == end || bytes[start + 5].isBlank || bytes[start + 5] == UInt8(ascii: ":")
    else { return nil }
    return year
  }

  private static func fourDigits(_ bytes: Span<UInt8>, at start: Int, before end: Int) -> Int? {
    guard let century = bytes.twoDigits(at: start, before: end),
      let year = bytes.twoDigits(at: start + 2, before: end)
    else { return nil }
    return century * 100 + year
  }
}
