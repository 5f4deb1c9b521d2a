import Testing

@testable import LogMarkov

/// A line, and the stamp and time (in seconds since 1970) that are expected of it.
struct StampCase: CustomTestStringConvertible {
  var line: String
  var stamp: String
  var time: Int64

  init(_ line: String, _ stamp: String, _ time: Int64) {
    (self.line, self.stamp, self.time) = (line, stamp, time)
  }

  var testDescription: String { line }
}

@Suite("Headers")
struct HeaderTests {
  // The times come from `date -u -d '1972-07-31 11:20:19' +%s` and its like.
  @Test(
    "an RFC 3164 stamp is read in all its forms",
    arguments: [
      StampCase("Jul 31 11:20:19 h t: m", "Jul 31 11:20:19", 81_429_619),
      StampCase("Jul  1 11:20:19 h t: m", "Jul  1 11:20:19", 78_837_619),
      StampCase("Jul 01 11:20:19 h t: m", "Jul 01 11:20:19", 78_837_619),
      StampCase("Jul 1 11:20:19 h t: m", "Jul 1 11:20:19", 78_837_619),
      StampCase("JUL 31 11:20:19 h t: m", "JUL 31 11:20:19", 81_429_619),
      StampCase("jUl 31 11:20:19 h t: m", "jUl 31 11:20:19", 81_429_619),
      StampCase("Jul 31 11:20:19: h t: m", "Jul 31 11:20:19", 81_429_619),
      StampCase("Nov 22 11:00:00.000120 h t: m", "Nov 22 11:00:00.000120", 91_278_000),
      StampCase("Nov 22 11:00:00,5 h t: m", "Nov 22 11:00:00,5", 91_278_000),
      StampCase("Nov 22 11:00:00.5: h t: m", "Nov 22 11:00:00.5", 91_278_000),
      StampCase("Mar  7 2008 19:06:53 h t: m", "Mar  7 2008 19:06:53", 1_204_916_813),
      StampCase("Mar 7 2008 19:06:53: h t: m", "Mar 7 2008 19:06:53", 1_204_916_813),
      StampCase("Mar  7 19:06:53 2008 h t: m", "Mar  7 19:06:53 2008", 1_204_916_813),
      StampCase("Mar  7 19:06:53.25 2008: h t: m", "Mar  7 19:06:53.25 2008", 1_204_916_813),
      StampCase("Feb 29 00:00:00 h t: m", "Feb 29 00:00:00", 68_169_600),
      StampCase("Jan  1 00:00:00 h t: m", "Jan  1 00:00:00", 63_072_000),
      StampCase("Dec 31 23:59:60 h t: m", "Dec 31 23:59:60", 94_694_400),
      StampCase("<13>Jul 31 11:20:19 h t: m", "Jul 31 11:20:19", 81_429_619),
      StampCase("<167>  Jul 31 11:20:19 h t: m", "Jul 31 11:20:19", 81_429_619),
      StampCase("Jul 31 11:20:19\th t: m", "Jul 31 11:20:19", 81_429_619),
    ])
  func rfc3164(_ expected: StampCase) throws {
    let line = try #require(parse(expected.line))
    #expect(line == ParsedLine(stamp: expected.stamp, time: expected.time, host: "h", tag: "t", message: "m"))
  }

  @Test(
    "each month has its number",
    arguments: zip(
      ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
      [0, 31, 60, 91, 121, 152, 182, 213, 244, 274, 305, 335] as [Int64]))
  func months(_ name: String, _ daysBefore: Int64) throws {
    let line = try #require(parse("\(name)  1 00:00:01 h t: m"))
    #expect(line.time == 63_072_001 + daysBefore * 86_400)
  }

  @Test(
    "an ISO 8601 stamp is read in all its forms",
    arguments: [
      StampCase("2026-11-22T11:00:01 h t: m", "2026-11-22T11:00:01", 1_795_345_201),
      StampCase("2026-11-22 11:00:01 h t: m", "2026-11-22 11:00:01", 1_795_345_201),
      StampCase("2026-11-22T11:00:01Z h t: m", "2026-11-22T11:00:01Z", 1_795_345_201),
      StampCase("2026-11-22T11:00:01.5+00:00 h t: m", "2026-11-22T11:00:01.5+00:00", 1_795_345_201),
      StampCase("2026-11-22T11:00:01,500000+0000 h t: m", "2026-11-22T11:00:01,500000+0000", 1_795_345_201),
      StampCase("2026-11-22T12:30:01+01:30 h t: m", "2026-11-22T12:30:01+01:30", 1_795_345_201),
      StampCase("2026-11-22T03:00:01-0800 h t: m", "2026-11-22T03:00:01-0800", 1_795_345_201),
      StampCase("2000-02-29T23:59:60Z h t: m", "2000-02-29T23:59:60Z", 951_868_800),
      StampCase("1969-12-31T23:59:59Z h t: m", "1969-12-31T23:59:59Z", -1),
      StampCase("<165>2026-11-22T11:00:01Z h t: m", "2026-11-22T11:00:01Z", 1_795_345_201),
    ])
  func iso8601(_ expected: StampCase) throws {
    let line = try #require(parse(expected.line))
    #expect(line == ParsedLine(stamp: expected.stamp, time: expected.time, host: "h", tag: "t", message: "m"))
  }

  @Test(
    "what is no stamp is message, and so is all of its line",
    arguments: [
      "Feb 30 11:20:19 h t: m", "Jul 32 11:20:19 h t: m", "Jul 00 11:20:19 h t: m", "Jul  0 11:20:19 h t: m",
      "Jul 31 24:00:00 h t: m", "Jul 31 11:60:19 h t: m", "Jul 31 11:20:61 h t: m", "Jul 31 11:20 h t: m",
      "Jul 31 1:20:19 h t: m", "Jul 31 11-20-19 h t: m", "Jul 31 11:20:1: h t: m", "Jul 31 11:20:19x h t: m",
      "Jul 31 11:20:19. h t: m", "Jul 31 11:20:19:h t: m", "July 31 11:20:19 h t: m",
      "Jux 31 11:20:19 h t: m",
      "Jul  31 11:20:19 h t: m", "Jul31 11:20:19 h t: m", "Jul 31  11:20:19 h t: m",
      "Jul 31 07 11:20:19 h t: m",
      "Feb 29 2007 11:20:19 h t: m", "Feb 29 11:20:19 2007 h t: m", "Jul 31 2o07 11:20:19 h t: m",
      "J\u{15}l 31 11:20:19 h t: m", "Jul 31 11:20", "Jul 31 11:20:1",
      "2026-11-22T11:00:01+00 h t: m", "2026-11-22T11:00:01+0 h t: m", "2026-11-22T11:00:01+24:00 h t: m",
      "2026-11-22T11:00:01+00:60 h t: m", "2026-11-22T11:00:01+", "2026-11-22T11:00:01-08:0",
      "2026-11-22t11:00:01 h t: m", "2026-11-22T11:00:01z h t: m", "2026-11-22T11:00:01Zh t: m",
      "2026-02-29T11:00:01 h t: m", "2026-13-01T11:00:01 h t: m", "2026-00-01T11:00:01 h t: m",
      "2026-11-22T24:00:00 h t: m", "2026-11-22T11:00 h t: m", "2026/11/22 11:00:01 h t: m",
      "2026-1-22T11:00:01 h t: m", "26-11-22T11:00:01 h t: m", "2026-11-2a 11:00:01 h t: m",
      "<>Jul 31 11:20:19 h t: m", "<1234>Jul 31 11:20:19 h t: m", "<1x>Jul 31 11:20:19 h t: m",
      "<13Jul 31 11:20:19 h t: m", "<13>", "<13", "<", "<27>xapi: [error] m", " Jul 31 11:20:19 h t: m",
      "no header", "x",
    ])
  func noStamp(_ line: String) {
    #expect(parse(line) == ParsedLine(message: line))
    #expect(parse(line, as: .auto) == ParsedLine(message: line))
  }

  @Test("four digits behind the time are a year only if syslog can have seen it, else a host")
  func digitsBehindTime() throws {
    #expect(try #require(parse("Jul 31 11:20:19 1234 t: m")).behindTime.host == "1234")
    #expect(try #require(parse("Jul 31 11:20:19 20081 t: m")).behindTime.host == "20081")
    #expect(try #require(parse("Jul 31 11:20:19 2008")).stamp == "Jul 31 11:20:19 2008")
    #expect(try #require(parse("Mar 7 2008 11:20:19 2009 t: m")).behindTime.host == "2009")
  }

  @Test("a stamp like the last one's may still have a year, a fraction or a colon behind it")
  func rememberedStamp() {
    let heads = [
      "Jul 31 11:20:19 h", "Jul 31 11:20:19 2008 h", "Jul 31 11:20:19 h", "Jul 31 11:20:19.5 h",
      "Jul 31 11:20:19: h", "Jul 31 11:20:19\th", "Jul 31 11:20:19", "Jul 31 11:20:19 4h", "Jul 31 11:20:19 ",
      "Jul 31 11:20:20 h", "Jul 30 11:20:19 h",
    ]
    #expect(LogText(heads).parsed() == heads.compactMap { parse($0) })
  }

  @Test("a line may end with its header", arguments: ["Jul 31 11:20:19", "2026-11-22T11:00:01Z"])
  func headerAlone(_ stamp: String) throws {
    for end in ["", " ", "\r", " \r"] {
      let line = try #require(parse(stamp + end))
      #expect(line.stamp == stamp)
      #expect(line.time != nil)
      #expect(line.behindTime == ParsedLine())
    }
  }
}
