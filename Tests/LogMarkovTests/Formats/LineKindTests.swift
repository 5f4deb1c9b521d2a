import Testing

@testable import LogMarkov

@Suite("Kinds of lines")
struct LineKindTests {
  static let record = "Jul 31 11:20:19 h t: m"
  static let parsedRecord = ParsedLine(host: "h", tag: "t", message: "m")

  func kinds(_ lines: [String], as name: FormatName = .syslog) -> [LogRecord.Kind] {
    LogText(lines).parsed(as: name).map(\.kind)
  }

  @Test(
    "empty lines and markers are no records", arguments: FormatName.allCases,
    [
      "", "\r", "-- No entries --", "-- No entries --\r", "-- Logs begin at Mon 2020-01-06, end at … --",
      "-- Journal begins at Mon 2020-01-06. --", "-- cursor: s=55016e56d517452db60dcce305938cb4;i=1",
    ])
  func noRecords(_ format: FormatName, _ line: String) {
    #expect(parse(line, as: format) == ParsedLine(.notARecord))
  }

  @Test(
    "boot markers are told apart from other markers", arguments: FormatName.allCases,
    ["-- Boot 35d04830020f488d9cf300b24dec7bcc --", "-- Reboot --", "-- Reboot --\r"])
  func bootMarkers(_ format: FormatName, _ line: String) {
    #expect(parse(line, as: format) == ParsedLine(.bootMarker))
  }

  @Test(
    "what only resembles a marker is a record", arguments: FormatName.allCases,
    [
      "-- MARK --", "-- Boot --", "-- Boot  --x", "-- Reboot -- now", "-- No entries", "-- cursor", "--", "-",
      "- Reboot --", "-- reboot --", "--- last message repeated 3 hours ---",
    ])
  func lookalikes(_ format: FormatName, _ line: String) {
    #expect(parse(line, as: format) == ParsedLine(message: line))
  }

  @Test("a marker behind a header is a message")
  func markerBehindHeader() throws {
    let line = try #require(parse("Jul 31 11:20:19 h -- Reboot --"))
    #expect(line.behindTime == ParsedLine(host: "h", message: "-- Reboot --"))
  }

  @Test("an indented line continues a syslog record, or its continuation")
  func continuations() {
    #expect(
      kinds([Self.record, "  a", "\tb", " ", Self.record, " c"])
        == [.record, .continuation, .continuation, .continuation, .record, .continuation])
    #expect(
      kinds(["Jul 31 11:20:19 h last message repeated 2 times", " a"]) == [.repeatedLast, .continuation])
  }

  @Test(
    "an indented line elsewhere is a record that is all message",
    arguments: [
      [], ["no header"], [""], ["-- Reboot --"], [record, ""], [record, "no header"],
      [record, "-- No entries --"],
    ])
  func indentedElsewhere(_ before: [String]) {
    let lines = LogText(before + [" Jul 31 11:20:19 h t: m", "\ta"]).parsed()
    #expect(
      Array(lines.suffix(2)) == [ParsedLine(message: " Jul 31 11:20:19 h t: m"), ParsedLine(message: "\ta")])
  }

  @Test("plain lines are all message and never continue one another")
  func plain() {
    let lines = [Self.record, "  indented", "CRLF\r", " ", "caf\u{e9}"]
    #expect(
      LogText(lines).parsed(as: .plain)
        == [Self.record, "  indented", "CRLF", " ", "caf\u{e9}"].map { ParsedLine(message: $0) })
  }

  @Test("one CR before LF is no part of the message, and no other CR")
  func carriageReturns() throws {
    #expect(try #require(parse(Self.record + "\r")).behindTime == Self.parsedRecord)
    #expect(try #require(parse(Self.record + "\r\r")).message == "m\r")
    #expect(try #require(parse("Jul 31 11:20:19 h t: a\rb")).message == "a\rb")
    #expect(parse("a\r") == ParsedLine(message: "a"))
  }

  @Test(
    "a head is read like a line, without a CR to drop, and its pieces are pieces",
    arguments: FormatName.allCases)
  func longLines(_ name: FormatName) {
    let bytes = Array("Jul 31 11:20:19 h t: a\rbbb\r\n c".utf8)
    let parts = [
      Line(text: Region(0..<23), part: .head), Line(text: Region(23..<25), part: .middle),
      Line(text: Region(25..<27), part: .tail), Line(text: Region(28..<30), part: .whole),
    ]
    var format = name.makeFormat()
    let records = format.records(of: parts, in: bytes)
    let isPlain = ![.auto, .syslog].contains(name)
    #expect(records.map(\.kind) == [.record, .linePiece, .linePiece, isPlain ? .record : .continuation])
    #expect(
      ParsedLine(records[0], of: bytes).message == (isPlain ? "Jul 31 11:20:19 h t: a\r" : "a\r"))
  }

  @Test("lines and records are appended to those that are there")
  func appends() {
    var format = SyslogFormat()
    var parsed = ParsedLines()
    parsed.append(Line(text: .none), LogRecord(kind: .bootMarker))
    var text = LogText([Self.record])
    format.parse(text.lines, of: &text.bytes, into: &parsed)
    #expect(parsed.records.map(\.kind) == [.bootMarker, .record])
    #expect(parsed.lines == [Line(text: .none)] + text.lines)
  }

  @Test("a format is found by the name an option gives")
  func names() {
    #expect(FormatName.allCases.map(\.rawValue) == ["auto", "syslog", "json", "export", "verbose", "plain"])
    #expect(FormatName(rawValue: "plain") == .plain)
  }
}
