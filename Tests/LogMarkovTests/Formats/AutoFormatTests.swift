/// Streams in which every line may be of another format.

import Testing

@testable import LogMarkov

@Suite("Mixed streams")
struct AutoFormatTests {
  static let mixed = """
    Jul 31 11:20:19 h t: syslog
     continued
    {"MESSAGE":"object","_HOSTNAME":"h","SYSLOG_IDENTIFIER":"t"}
     not continued
    __CURSOR=s=1
    _HOSTNAME=h
    SYSLOG_IDENTIFIER=t
    MESSAGE=entry

    Jul 31 11:20:20 h t: again
    {"no":"message"}
     continues nothing
    data: {"MESSAGE":"event"}

    data: plain
    -- Reboot --
    __CURSOR=s=2
    MESSAGE=cut by the next
    Jul 31 11:20:21 h t: next
    __REALTIME_TIMESTAMP=1643967772084401
    MESSAGE=at the end

    """

  @Test("every line is read by what fits it")
  func mixedStream() {
    let lines = LogText(Array(Self.mixed.utf8)).parsed(as: .auto)
    #expect(
      lines.map(\.behindTime) == [
        ParsedLine(host: "h", tag: "t", message: "syslog"), ParsedLine(.continuation),
        ParsedLine(host: "h", tag: "t", message: "object"), ParsedLine(message: " not continued"),
        ParsedLine(host: "h", tag: "t", message: "entry"), ParsedLine(host: "h", tag: "t", message: "again"),
        ParsedLine(message: #"{"no":"message"}"#), ParsedLine(message: " continues nothing"),
        ParsedLine(message: "event"), ParsedLine(.notARecord), ParsedLine(message: "data: plain"),
        ParsedLine(.bootMarker), ParsedLine(message: "cut by the next"),
        ParsedLine(host: "h", tag: "t", message: "next"), ParsedLine(message: "at the end"),
      ])
  }

  @Test(
    "lines that only resemble entries are what syslog says",
    arguments: [
      "__CURSOR", "__CURSOR s=1", "_HOSTNAME=h", "__FOO=1", "MESSAGE=m", "{", "{}", "dmesg: x", "data: ",
      "\u{1e}",
      "__REALTIME_TIMESTAMP", "_", "d", "\u{1e}{", "{{}}",
    ])
  func lookalikes(_ line: String) {
    #expect(parse(line, as: .auto) == parse(line, as: .syslog))
  }

  @Test("what is open ends before something else begins")
  func openEnds() {
    let beginnings = ["{", "__CURSOR=s", VerboseTests.header]
    for open in beginnings {
      for next in beginnings {
        let lines = readExport(
          Array("\(open)\n    MESSAGE=1\n\(next)\n    MESSAGE=2\n".utf8), as: .auto)
        #expect(lines.map(\.number) == lines.map(\.number).sorted(), "\(open) \(next)")
      }
    }
    let entry = readExport(Array("{\n__CURSOR=1\nMESSAGE=m\n\n".utf8), as: .auto)
    #expect(entry.map(\.line) == ["{", "unknown: m"])
  }

  @Test("syslog alone is read as if there were nothing else")
  func syslogAlone() throws {
    let lines = FormatLawTests.models.filter { !$0.isEmpty }
    #expect(LogText(lines).records(as: .auto) == LogText(lines).records(as: .syslog))
  }

  @Test("a long object and a long entry in pieces")
  func pieces() {
    let text = LogText([#"{"MESSAGE":"abcdef"}"#, "__CURSOR=1", "MESSAGE=abcdef", "", "x"])
    var cut = text
    cut.lines = text.lines.enumerated().flatMap { number, line -> [Line] in
      let range = line.text.range
      guard range.count > 12 else { return [line] }
      let (head, tail) = (range.prefix(12), range.dropFirst(12))
      return [
        Line(text: Region(head), part: .head, number: UInt64(number)),
        Line(text: Region(tail.prefix(1)), part: .middle, number: UInt64(number)),
        Line(text: Region(tail.dropFirst()), part: .tail, number: UInt64(number)),
      ]
    }
    #expect(
      cut.parsed(as: .auto) == [
        ParsedLine(), ParsedLine(.linePiece), ParsedLine(.linePiece), ParsedLine(message: "abcdef"),
        ParsedLine(message: "x"),
      ])
  }
}
