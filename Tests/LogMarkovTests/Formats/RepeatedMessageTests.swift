import Testing

@testable import LogMarkov

/// The digits of a repeat line, and the count that they stand for.
struct CountCase: CustomTestStringConvertible {
  var digits: String
  var count: UInt32
  var testDescription: String { digits }
}

@Suite("Repeat lines")
struct RepeatedMessageTests {
  static let counts = [
    CountCase(digits: "0", count: 0), CountCase(digits: "1", count: 1), CountCase(digits: "14", count: 14),
    CountCase(digits: "007", count: 7), CountCase(digits: "1000000", count: 1_000_000),
    CountCase(digits: "1000001", count: 1_000_000), CountCase(digits: "4294967297", count: 1_000_000),
    CountCase(digits: "99999999999999999999999999", count: 1_000_000),
  ]

  @Test("the last message is repeated, behind any header", arguments: counts)
  func last(_ expected: CountCase) throws {
    for text in [
      "last message repeated \(expected.digits) times",
      "--- last message repeated \(expected.digits) times ---",
    ] {
      for (header, host, tag) in [
        ("", "", ""), ("Jul 31 11:20:19 ", "", ""), ("Jul 31 11:20:19 combo ", "combo", ""),
        ("<13>2026-11-22T11:00:01Z combo ", "combo", ""), ("Jul 31 11:20:19 last ", "last", ""),
        ("Jul 31 11:20:19 combo syslogd: ", "combo", "syslogd"), ("Jul 31 11:20:19 syslogd: ", "", "syslogd"),
      ] {
        let line = try #require(parse(header + text))
        #expect(
          line.behindTime
            == ParsedLine(.repeatedLast, host: host, tag: tag, message: text, repeats: expected.count))
        #expect((line.time == nil) == header.isEmpty)
      }
    }
  }

  @Test("a repeated message stands for itself and counts the others", arguments: counts)
  func message(_ expected: CountCase) throws {
    let text = "message repeated \(expected.digits) times: [ Failed password for root]"
    for (header, host, tag, pid) in [
      ("", "", "", ""), ("Dec 10 07:13:56 ", "", "", ""), ("Dec 10 07:13:56 LabSZ ", "LabSZ", "", ""),
      ("Dec 10 07:13:56 LabSZ sshd[24227]: ", "LabSZ", "sshd", "24227"),
    ] {
      let line = try #require(parse(header + text))
      #expect(
        line.behindTime
          == ParsedLine(
            host: host, tag: tag, pid: pid, message: "Failed password for root",
            repeats: max(expected.count, 1) - 1))
    }
  }

  @Test("one is one time", arguments: FormatName.allCases)
  func singular(_ format: FormatName) {
    #expect(parse("last message repeated 1 time", as: format)?.repeats == 1)
    #expect(parse("--- last message repeated 1 time ---", as: format)?.repeats == 1)
    #expect(parse("message repeated 2 time: [m]", as: format) == ParsedLine(message: "m", repeats: 1))
  }

  @Test(
    "the repeated message is what the brackets hold, without blanks around it",
    arguments: zip(
      [
        "message repeated 3 times: [m]", "message repeated 3 times: [ \t m n  ]",
        "message repeated 3 times: [ ]",
        "message repeated 3 times: []", "message repeated 3 times: [ [a] ]",
        "message repeated 3 times: [ m] ",
        "message repeated 3 times: [ m]\r",
      ], ["m", "m n", "", "", "[a]", "m", "m"]))
  func brackets(_ line: String, _ message: String) {
    #expect(parse(line) == ParsedLine(message: message, repeats: 2))
  }

  @Test(
    "what only resembles a repeat line is a message",
    arguments: [
      "last message repeated times", "last message repeated x times", "last message repeated 3 hours",
      "last message repeated 3 times now", "last message repeated -3 times", "last message repeated 3",
      "Last message repeated 3 times", "last message repeated 3 times ---",
      "--- last message repeated 3 times",
      "--- last message ---", "--- ---", "--- message repeated 3 times ---", "message repeated 3 times",
      "message repeated 3 times: m", "message repeated 3 times: [ m", "message repeated 3 times [ m]",
      "message repeated 3 times: [ m] x", "message repeated times: [ m]", "l", "m", "---",
    ])
  func lookalikes(_ text: String) throws {
    #expect(parse(text) == ParsedLine(message: text))
    let line = try #require(parse("Jul 31 11:20:19 h t: \(text)"))
    #expect(line.behindTime == ParsedLine(host: "h", tag: "t", message: text))
  }
}
