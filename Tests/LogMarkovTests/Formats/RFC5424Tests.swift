import Testing

@testable import LogMarkov

@Suite("RFC 5424")
struct RFC5424Tests {
  static let stamp = "2003-10-11T22:14:15.003Z"

  @Test(
    "its examples are read",
    arguments: [
      (
        "<34>1 2003-10-11T22:14:15.003Z mymachine.example.com su - ID47 - \u{FEFF}'su root' failed",
        ParsedLine(host: "mymachine.example.com", tag: "su", message: "'su root' failed")
      ),
      (
        "<165>1 2003-08-24T05:14:15.000003-07:00 192.0.2.1 myproc 8710 - - %% It's time.",
        ParsedLine(host: "192.0.2.1", tag: "myproc", pid: "8710", message: "%% It's time.")
      ),
      (
        "<165>1 2003-10-11T22:14:15.003Z h evntslog - ID47 [e@32473 iut=\"3\" eventID=\"1011\"] \u{FEFF}An entry",
        ParsedLine(host: "h", tag: "evntslog", message: "An entry")
      ),
      (
        "<165>1 2003-10-11T22:14:15.003Z h evntslog - ID47 [e@32473 iut=\"3\"][priority@32473 class=\"high\"]",
        ParsedLine(host: "h", tag: "evntslog")
      ),
    ])
  func examples(_ line: String, _ expected: ParsedLine) throws {
    for end in ["", "\r"] { #expect(try #require(parse(line + end)).behindTime == expected) }
  }

  @Test(
    "fields that are not there are hyphens",
    arguments: [
      ("<0>1 - - - - - -", ParsedLine()), ("<0>1 - - - - - - ", ParsedLine()),
      ("<0>1 - - - - - - m", ParsedLine(message: "m")),
      ("1 - h - - - - m", ParsedLine(host: "h", message: "m")),
      ("<0>1 - - t - - -  m", ParsedLine(tag: "t", message: " m")),
      ("<0>1 - - - 7 - - m", ParsedLine(pid: "7", message: "m")),
      ("<0>1 - - a:b[c] x - - m", ParsedLine(tag: "a:b[c]", pid: "x", message: "m")),
      ("<0>1 - - t - - - - m", ParsedLine(tag: "t", message: "- m")),
      ("<0>1 - - t - - - \u{FEFF}", ParsedLine(tag: "t")),
    ])
  func hyphens(_ line: String, _ expected: ParsedLine) {
    #expect(parse(line) == expected)
  }

  @Test(
    "structured data ends where its brackets close outside quotes",
    arguments: [
      "[a]", "[a b=\"c\"]", "[a b=\"]\"]", "[a b=\"\\\"] \"]", "[a b=\"\\]\\\\\"]", "[a][b]",
      "[a b=\"[\"][c d=\"] [\"]",
      "[a b= \"c\"]",
    ])
  func structuredData(_ data: String) {
    let line = "<165>1 \(Self.stamp) h t 7 ID \(data)"
    #expect(
      parse("\(line) m ] \"n")?.behindTime == ParsedLine(host: "h", tag: "t", pid: "7", message: "m ] \"n"))
    #expect(parse(line)?.behindTime == ParsedLine(host: "h", tag: "t", pid: "7"))
  }

  @Test(
    "a line that breaks its rules is all message",
    arguments: [
      "1", "1 ", "1 -", "1 - - - - -", "1 - - - - - ", "1 - - - -  - m", "1  - - - - - - m",
      "2 - - - - - - m",
      "11 - - - - - - m", "1 - - - - - -m", "1 - - - - - [a", "1 - - - - - [a b=\"]", "1 - - - - - [a]m",
      "1 - - - - - a m", "1 2003-10-11 h t - - - m", "1 \(stamp)x h t - - - m", "1\t- - - - - - m",
      "1 Oct 11 22:14:15 h t - - - m", "1 2003-02-30T22:14:15Z h t - - - m",
    ])
  func malformed(_ line: String) {
    #expect(parse(line) == ParsedLine(message: line))
    #expect(parse("<165>\(line)") == ParsedLine(message: "<165>\(line)"))
  }

  @Test("what may stand behind any header may stand behind this one")
  func behindHeader() throws {
    let header = "<46>1 \(Self.stamp) h t 7 - -"
    let lines = LogText([
      "\(header) message repeated 3 times: [ m]", "  more", "\(header) last message repeated 2 times",
      "<46>1 \(Self.stamp) h - - - - last message repeated 5 times",
    ]).parsed()
    #expect(
      lines.map(\.behindTime) == [
        ParsedLine(host: "h", tag: "t", pid: "7", message: "m", repeats: 2), ParsedLine(.continuation),
        ParsedLine(
          .repeatedLast, host: "h", tag: "t", pid: "7", message: "last message repeated 2 times", repeats: 2),
        ParsedLine(.repeatedLast, host: "h", message: "last message repeated 5 times", repeats: 5),
      ])
    #expect(lines[0].stamp == Self.stamp && lines[0].time == 1_065_910_455)
  }
}
