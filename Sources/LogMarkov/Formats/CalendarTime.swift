/// Formats: dates and times of day as seconds since 1970, without a time zone database.
public enum CalendarTime {
  /// The year of a stamp that has none: a leap year, so that February 29 is a date.
  static let yearOfStampWithoutOne = 1972

  static let secondsPerDay = 86_400

  /// Days from 1970-01-01 to a date of the Gregorian calendar, or `nil` if there is no such date; years 0 to 9999.
  ///
  /// Source: H. Hinnant, "chrono-Compatible Low-Level Date Algorithms", `days_from_civil`. Years begin in March
  /// there, so that the leap day is the last one; day 0 is March 1 of the year −400 here.
  static func days(year: Int, month: Int, day: Int) -> Int? {
    guard 0...9999 ~= year, 1...12 ~= month, 1...31 ~= day,
      day <= 28 || day <= daysIn(month, of: year)
    else { return nil }
    let (years, months) = month > 2 ? (UInt32(year + 400), month - 3) : (UInt32(year + 399), month + 9)
    let leapDays = years / 4 - years / 100 + years / 400
    let dayOfYear = (153 * UInt32(months) + 2) / 5 + UInt32(day) - 1
    return Int(years * 365 + leapDays + dayOfYear) - 865_565
  }

  /// Year, month and day of a day counted from 1970-01-01, by the proleptic Gregorian calendar.
  ///
  /// Years begin in March here, so that a leap day ends its year; 400 years have 146,097 days.
  public static func date(ofDay day: Int64) -> (year: Int64, month: Int64, day: Int64) {
    let shifted = day + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let month = (5 * dayOfYear + 2) / 153
    let isNextYear = month >= 10
    return (
      era * 400 + yearOfEra + (isNextYear ? 1 : 0), isNextYear ? month - 9 : month + 3,
      dayOfYear - (153 * month + 2) / 5 + 1
    )
  }

  private static func daysIn(_ month: Int, of year: Int) -> Int {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  /// Seconds since midnight of the eight bytes `hh:mm:ss` at `start`, or `nil` if that is not what stands there.
  ///
  /// Second 60 is one: a leap second has the time of the second after it. Inlined, because the call and its checks were
  /// half of it.
  @inline(__always)
  static func secondOfDay(_ bytes: Span<UInt8>, at start: Int, before end: Int) -> Int? {
    guard end - start >= 8 else { return nil }
    let time = EightBytes(bytes, at: start)
    guard time.fits(.timeOfDay) else { return nil }
    let numbers = time.twoDigits
    let (hour, minute, second) = (Int(numbers[0]), Int(numbers[3]), Int(numbers[6]))
    guard hour < 24, minute < 60, second <= 60 else { return nil }
    return hour &* 3600 &+ minute &* 60 &+ second
  }

  /// Where a fraction of a second at `start` (`.` or `,` and digits) ends; `start` if there is none.
  static func endOfFraction(_ bytes: Span<UInt8>, at start: Int, before end: Int) -> Int {
    guard start < end, bytes[start] == UInt8(ascii: ".") || bytes[start] == UInt8(ascii: ",") else {
      return start
    }
    let digits = bytes.endOfDigits(in: start + 1..<end)
    return digits > start + 1 ? digits : start
  }

  /// True if a weekday's English name of three letters and a blank stand at the start of `range`.
  static func startsWithWeekday(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    guard range.count > 4, bytes[range.lowerBound + 3] == UInt8(ascii: " ") else { return false }
    return weekdays.contains { bytes.starts(range, with: $0) }
  }

  private static let weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"].map { Array($0.utf8) }
}
