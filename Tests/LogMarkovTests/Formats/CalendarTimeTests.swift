import Testing

@testable import LogMarkov

@Suite("Dates as days")
struct CalendarTimeTests {
  @Test("days are counted without a gap from 0000-01-01 to 9999-12-31")
  func everyDay() {
    var expected = -719_528
    var wrong: [String] = []
    for year in 0...9999 {
      let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
      for (month, length) in [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31].enumerated() {
        // First and last days pin the month down: what is between is a sum.
        if CalendarTime.days(year: year, month: month + 1, day: 1) != expected
          || CalendarTime.days(year: year, month: month + 1, day: length) != expected + length - 1
          || CalendarTime.days(year: year, month: month + 1, day: length + 1) != nil
        {
          wrong.append("\(year)-\(month + 1)")
        }
        expected += length
      }
    }
    #expect(wrong == [])
    #expect(expected == 2_932_897)
  }

  @Test("known dates have their days")
  func knownDates() {
    #expect(CalendarTime.days(year: 1970, month: 1, day: 1) == 0)
    #expect(CalendarTime.days(year: 1972, month: 3, day: 1) == 790)
    #expect(CalendarTime.days(year: 2000, month: 2, day: 29) == 11_016)
    #expect(CalendarTime.days(year: 2026, month: 11, day: 22) == 20_779)
  }

  @Test("what is no date has none")
  func noDates() {
    for (year, month, day) in [
      (2026, 0, 1), (2026, 13, 1), (2026, 1, 0), (2026, 1, 99), (10_000, 1, 1), (-1, 1, 1), (1900, 2, 29),
    ] {
      #expect(CalendarTime.days(year: year, month: month, day: day) == nil)
    }
  }
}
