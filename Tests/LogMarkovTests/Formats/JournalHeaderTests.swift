import Testing

@testable import LogMarkov

@Suite("Headers of journalctl, BusyBox and OpenWrt")
struct JournalHeaderTests {
  @Test(
    "each form is read",
    arguments: [
      // short-unix
      StampCase("1795345201.500000 h t: m", "1795345201.500000", 1_795_345_201),
      StampCase("999999999.000000 h t: m", "999999999.000000", 999_999_999),
      StampCase("<6>1795345201.500000 h t: m", "1795345201.500000", 1_795_345_201),
      // short-full and with-unit
      StampCase("Sun 2026-11-22 11:00:01 UTC h t: m", "Sun 2026-11-22 11:00:01 UTC", 1_795_345_201),
      StampCase("Sun 2026-11-22 11:00:01 CEST h t: m", "Sun 2026-11-22 11:00:01 CEST", 1_795_345_201),
      StampCase("Sun 2026-11-22 14:00:01 +03 h t: m", "Sun 2026-11-22 14:00:01 +03", 1_795_345_201),
      StampCase("Sun 2026-11-22 05:15:01 -0545 h t: m", "Sun 2026-11-22 05:15:01 -0545", 1_795_345_201),
      StampCase(
        "Sun 2026-11-22 11:00:01.500000 UTC h t: m", "Sun 2026-11-22 11:00:01.500000 UTC", 1_795_345_201),
      // short-monotonic and short-delta
      StampCase("[    2.500000] h t[1]: m", "2.500000", 2),
      StampCase("[123456.500000] h t[1]: m", "123456.500000", 123_456),
      StampCase("[    0.000000                ] h t: m", "0.000000", 0),
      StampCase("[    1.000120 <    1.000120 >] h t: m", "1.000120", 1),
      StampCase("[    0.900000 <  596.100000*>] h t: m", "0.900000", 0),
      // BusyBox
      StampCase("Nov 22 11:00:01 h daemon.err t: m", "Nov 22 11:00:01", 91_278_001),
      StampCase("2026-11-22T11:00:01Z h daemon.err t: m", "2026-11-22T11:00:01Z", 1_795_345_201),
    ])
  func forms(_ expected: StampCase) throws {
    var line = try #require(parse(expected.line))
    line.pid = ""
    #expect(line == ParsedLine(stamp: expected.stamp, time: expected.time, host: "h", tag: "t", message: "m"))
  }

  @Test(
    "OpenWrt has no host",
    arguments: [
      ("daemon.err slurmd[12]: m", ParsedLine(tag: "slurmd", pid: "12", message: "m")),
      ("kern.info kernel: [   12.3] m", ParsedLine(tag: "kernel", message: "[   12.3] m")),
      ("[1795345201.123] user.notice t: m", ParsedLine(tag: "t", message: "m")),
      ("user.notice no tag", ParsedLine(message: "no tag")),
      ("user.notice ", ParsedLine()),
    ])
  func openWrt(_ rest: String, _ expected: ParsedLine) throws {
    for (day, time) in [("22", 1_795_345_201), (" 2", 1_793_617_201)] as [(String, Int64)] {
      let line = try #require(parse("Sun Nov \(day) 11:00:01 2026 \(rest)"))
      #expect(line.behindTime == expected)
      #expect(line.stamp == "Sun Nov \(day) 11:00:01 2026")
      #expect(line.time == time)
    }
  }

  @Test(
    "a unit, an identifier or no host may stand in any of the forms",
    arguments: [
      "Sun 2026-11-22 11:00:01 UTC", "1795345201.500000", "[    2.500000 <    0.000120 >]", "Nov 22 11:00:01",
      "2026-11-22T11:00:01.500000+0000", "[    2.500000]",
    ])
  func rests(_ stamp: String) {
    for (rest, expected) in [
      ("n1 ssh.service[4242]: m", ParsedLine(host: "n1", tag: "ssh.service", pid: "4242", message: "m")),
      ("sshd[4242]: m", ParsedLine(tag: "sshd", pid: "4242", message: "m")),
      ("kernel: m", ParsedLine(tag: "kernel", message: "m")),
      ("n1 kernel: m", ParsedLine(host: "n1", tag: "kernel", message: "m")),
      ("n1 empty[784]: ", ParsedLine(host: "n1", tag: "empty", pid: "784")),
    ] {
      #expect(parse("\(stamp) \(rest)")?.behindTime == expected, "\(rest)")
    }
  }

  @Test(
    "what only resembles one of them is all message",
    arguments: [
      "1795345201.500 1234 192.0.2.1 TCP_MISS/200", "17953452.500000 h t: m", "1795345201.500000x h t: m",
      "1795345201,500000 h t: m", "179534520123.500000 h t: m", "1795345201. h t: m", "1795345201",
      "Sun 2026-11-22 11:00:01 h1 t: m", "Sun 2026-11-22 11:00:01", "Sun 2026-11-22 11:00:01 +3 t: m",
      "Sun 2026-11-22 11:00:01 +030 t: m", "sun 2026-11-22 11:00:01 UTC h t: m",
      "Sun 2026-11-22 11:00 UTC h t: m",
      "Sonntag 2026-11-22 11:00:01 UTC h t: m", "Xyz 2026-11-22 11:00:01 UTC h t: m",
      "Sun Nov 22 11:00:01 2026 host t: m", "Sun Nov 22 11:00:01 2026",
      "Sun Nov 22 11:00:01 2026 daemon.e t: m",
      "Sun Nov 22 11:00:01 2026 daemon.err", "Sun Nov 22 11:00:01 2026 [12] daemon.err t: m",
    ])
  func lookalikes(_ line: String) {
    #expect(parse(line) == ParsedLine(message: line))
  }

  @Test(
    "facility and level are part of neither tag nor message, if they are what they seem",
    arguments: [
      (
        "syslog.info syslogd started: BusyBox v1",
        ParsedLine(host: "h", message: "syslogd started: BusyBox v1")
      ),
      ("local7.warning  t[1]: m", ParsedLine(host: "h", tag: "t", pid: "1", message: "m")),
      ("authpriv.debug t: m", ParsedLine(host: "h", tag: "t", message: "m")),
      ("user.notice: m", ParsedLine(host: "h", tag: "user.notice", message: "m")),
      ("user.loud t: m", ParsedLine(host: "h", message: "user.loud t: m")),
      ("local8.info t: m", ParsedLine(host: "h", message: "local8.info t: m")),
      ("daemon.err", ParsedLine(host: "h", message: "daemon.err")),
      ("user.info user.info t: m", ParsedLine(host: "h", message: "user.info t: m")),
    ])
  func facilities(_ rest: String, _ expected: ParsedLine) {
    #expect(parse("Nov 22 11:00:01 h \(rest)")?.behindTime == expected)
  }

  @Test("catalog lines continue their record, and stand for themselves elsewhere")
  func catalog() {
    let record = "Nov 22 11:00:01 h systemd[1]: Started x."
    let catalog = ["░░ Subject: A start job", "░░ Defined-By: systemd", "░░", "░░ "]
    #expect(
      LogText([record] + catalog + ["  more", record]).parsed().map(\.kind)
        == [.record] + Array(repeating: .continuation, count: 5) + [.record])
    #expect(parse("░░ Subject") == ParsedLine(message: "░░ Subject"))
    #expect(LogText([record, "░x"]).parsed().last == ParsedLine(message: "░x"))
  }

  @Test(
    "continuations, repeats and markers stand behind all headers",
    arguments: [
      "Sun 2026-11-22 11:00:01 UTC h", "1795345201.500000 h", "[    2.500000 <    0.000120 >] h",
      "Sun Nov 22 11:00:01 2026 user.info", "Nov 22 11:00:01 h user.info",
    ])
  func otherLines(_ header: String) {
    let lines = LogText([
      "\(header) t: m", "   more", "\(header) t: message repeated 4 times: [ m ]",
      "\(header) last message repeated 5 times", "-- Boot 35d04830020f488d9cf300b24dec7bcc --", " alone",
    ]).parsed()
    #expect(lines.map(\.kind) == [.record, .continuation, .record, .repeatedLast, .bootMarker, .record])
    #expect(lines.map(\.repeats) == [0, 0, 3, 5, 0, 0])
    #expect(lines[2].message == "m")
  }
}
