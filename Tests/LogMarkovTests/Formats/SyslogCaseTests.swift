import Testing

@testable import LogMarkov

/// rsyslog's own parser cases: a raw line, then what rsyslog puts on the wire for it, in columns
/// (`PRI,facility,severity,time,host,program,tag,message`).
///
/// Where rsyslog's wire form differs, and why:
///
/// | cases | rsyslog | here |
/// |---|---|---|
/// | 8bit (both), malformed1, mark, snare, weird, reallife.parse3, samples.parse_invld_regex | the first word behind the host is the tag, with or without a colon | a tag is followed by a colon or brackets, else all is message: `-- MARK --` is no program, and a word of a message would be a tag of its own |
/// | 8bit.parse_8bit_escape | bytes above 127 are escaped as it is configured | bytes are bytes |
/// | reallife.parse2 | `#001` is a tag | it can be neither host nor tag, so the message starts there |
/// | samples.parse-nodate | `xapi:` without a date is a tag; `This` is a host, `is` a tag | without a time there is no header, since every text has words |
/// | upcase-date | 2009 behind the time is the host | it is a year, as in `Mar 7 2008 19:06:53` |
/// | date3, date4, samples.parse-3164-buggyday, weird | years dropped, days padded anew | stamps are as printed |
/// | RFC 5424 | a space before the message stays in all forms but this | one blank belongs to the header in every form |
@Suite("rsyslog's parser cases", .enabled(if: SharedData.isPresent, "../shared/data is not here"))
struct SyslogCaseTests {
  /// Cases that read alike or differ in a tag without a colon only, and how many lines they have.
  static let alike: [(file: String, lines: Int)] = [
    ("1.parse1", 1), ("2.parse1", 1), ("3.parse1", 1), ("4.parse1", 1), ("8bit.parse1", 1),
    ("8bit.parse_8bit_escape", 1), ("date1.parse1", 1), ("date2.parse1", 1), ("date3.parse1", 1),
    ("date4.parse1", 1), ("date5.parse1", 1), ("empty.parse1", 1), ("malformed1.parse1", 1),
    ("mark.parse1", 2),
    ("oversizeTag-1.parse1", 1), ("reallife.parse1", 1), ("rfc3164.parse1", 1),
    ("samples.parse-3164-buggyday", 2), ("snare.parse1", 17), ("weird.parse1", 10),
  ]

  /// Cases in which we read more than the tag otherwise, each with our reading and the reason.
  static let different: [String: [ParsedLine]] = [
    // `#001` is no host.
    "reallife.parse2": [
      ParsedLine(
        message: "#001 MSWinEventLog 0#011Security#01119023582#011Fri Oct 16 16:30:44 2009#011592#011Security"
          + "#011rgabcde#011User#011Success Audit#011XSXSXSN01#011Detailed Tracking#011#0112572#01119013885")
    ],
    // The wire form has other columns; of the two tags without colon the one with brackets is one.
    "reallife.parse3": [
      ParsedLine(host: "hostname", message: "tag This is a message"),
      ParsedLine(host: "hostname", tag: "tag", pid: "1234", message: "This is a message"),
    ],
    "samples.parse_invld_regex": [ParsedLine(host: "hostname", message: "tag This is a message")],
    // No header fits, so the whole line is the message; rsyslog makes hosts and tags of its words.
    "samples.parse-nodate": [
      ParsedLine(
        message:
          "<27>xapi: [error|xen3|15|Guest liveness monitor D:bca30ab3f1c1|master_connection] Connection to "
          + "master died. I will continue to retry indefinitely (supressing future logging of this message)"),
      ParsedLine(message: "This is a message!"),
    ],
    // The year behind the time is a year and no host.
    "upcase-date.parse1": [
      ParsedLine(
        host: "netips-warden2-p",
        message: "[audit] user=[*SMS] src=192.168.11.11 iface=5 access=9 Update State Reset")
    ],
  ]

  /// The raw lines of a case, each with its wire form.
  func cases(_ file: String) throws -> [(raw: String, wire: String)] {
    let text = String(decoding: try SharedData.bytes("syslog-cases/\(file)"), as: UTF8.self)
    let lines = text.split(separator: "\n").map(String.init).filter { !$0.hasPrefix("#") }
    try #require(lines.count % 2 == 0)
    return stride(from: 0, to: lines.count, by: 2).map { (lines[$0], lines[$0 + 1]) }
  }

  /// Our reading of a line, made of rsyslog's: see the suite.
  func expectation(_ raw: String, _ wire: String) throws -> ParsedLine {
    let columns = wire.split(separator: ",", maxSplits: 7, omittingEmptySubsequences: false).map(String.init)
    try #require(columns.count == 8)
    // `~H` is the host of rsyslog's receiver: the line has none.
    let host = columns[4] == "~H" ? "" : columns[4]
    let tag = columns[6]
    guard tag.hasSuffix(":") else {
      let behindHost = host.isEmpty ? [] : raw.split(separator: " \(host) ", maxSplits: 1)
      return ParsedLine(host: host, message: behindHost.count == 2 ? String(behindHost[1]) : "")
    }
    let parts = tag.dropLast().split(separator: "[")
    let behindTag = raw.split(separator: "\(tag) ", maxSplits: 1)
    return ParsedLine(
      host: host, tag: String(parts[0]), pid: parts.count > 1 ? String(parts[1].dropLast()) : "",
      message: String(try #require(behindTag.last)))
  }

  @Test("lines read as rsyslog reads them, but for tags without a colon", arguments: alike)
  func readAlike(_ file: String, _ count: Int) throws {
    let cases = try cases(file)
    #expect(cases.count == count)
    for (raw, wire) in cases {
      let line = try #require(parse(raw))
      #expect(line.time != nil, "\(raw)")
      #expect(line.behindTime == (try expectation(raw, wire)), "\(raw)")
    }
  }

  /// The examples of RFC 5424. They read alike, pid and all; the third has a blank before a value, and no message.
  static let rfc5424 = (1...4).map { "rfc5424-\($0).parse1" }

  @Test("lines of RFC 5424 read as rsyslog reads them", arguments: rfc5424)
  func readRFC5424(_ file: String) throws {
    for (raw, wire) in try cases(file) {
      let columns = wire.split(separator: ",", maxSplits: 7, omittingEmptySubsequences: false).map(
        String.init)
      let tag = columns[6].split(separator: "[")
      let line = try #require(parse(raw))
      #expect(
        line.behindTime
          == ParsedLine(
            host: columns[4], tag: String(tag[0]), pid: tag.count > 1 ? String(tag[1].dropLast()) : "",
            message: columns[7]))
      #expect(line.time != nil)
    }
  }

  @Test("no case is left out")
  func all() {
    #expect(Self.alike.count + Self.different.count + Self.rfc5424.count == 29)
  }

  @Test("lines that we read otherwise read as the contract says", arguments: different.keys.sorted())
  func readDifferently(_ file: String) throws {
    let raw = try cases(file).map(\.raw)
    #expect(LogText(raw).parsed().map(\.behindTime) == Self.different[file])
  }
}
