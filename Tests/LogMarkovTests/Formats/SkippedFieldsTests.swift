import Testing

@testable import LogMarkov

@Suite("Skipped fields")
struct SkippedFieldsTests {
  static let thunderbird =
    "- 1131566461 2005.11.09 tbird-admin1 Nov 9 12:01:01 local@tbird-admin1 crond[2915]: m"
  static let blueGene =
    "- 1117838570 2005.06.03 R02-M1 2005-06-03-15.42.50.363779 R02-M1 RAS KERNEL INFO parity error"

  @Test("fields before a header are left out, whatever parts them", arguments: [FormatName.auto, .syslog])
  func headers(_ name: FormatName) {
    let expected = ParsedLine(host: "local@tbird-admin1", tag: "crond", pid: "2915", message: "m")
    let read = LogText([Self.thunderbird]).parsed(as: name, FormatSettings(skippedFields: 4)).first
    #expect(read?.behindTime == expected)
    #expect(read?.stamp == "Nov 9 12:01:01")
    for line in ["a Nov 9 12:01:01 h t: m", "  a\t  Nov 9 12:01:01 h t: m", "a <6>Nov 9 12:01:01 h t: m"] {
      #expect(
        LogText([line]).parsed(as: name, FormatSettings(skippedFields: 1)).first?.behindTime
          == ParsedLine(host: "h", tag: "t", message: "m"))
    }
  }

  @Test(
    "what no header fits is all message behind the fields", arguments: [FormatName.auto, .syslog, .plain])
  func messages(_ name: FormatName) {
    #expect(
      LogText([Self.blueGene]).parsed(as: name, FormatSettings(skippedFields: 6))
        == [ParsedLine(message: "RAS KERNEL INFO parity error")])
    #expect(
      LogText(["a last message repeated 3 times"]).parsed(as: name, FormatSettings(skippedFields: 1))
        == [ParsedLine(.repeatedLast, message: "last message repeated 3 times", repeats: 3)])
  }

  @Test("a line with too few fields is a record, too", arguments: FormatName.allCases)
  func tooFew(_ name: FormatName) {
    for line in ["a", "a b", "a b ", "a\r"] {
      let message = line.hasSuffix("\r") ? "a" : line
      #expect(
        LogText([line]).parsed(as: name, FormatSettings(skippedFields: 2)) == [ParsedLine(message: message)])
    }
  }

  @Test("empty lines, markers and continuations are what they are")
  func others() {
    let lines = ["x Nov 9 12:01:01 h t: m", "  a b", "", "-- Reboot --", " x Nov 9 12:01:01 h t: m"]
    #expect(
      LogText(lines).parsed(FormatSettings(skippedFields: 1)).map(\.kind)
        == [.record, .continuation, .notARecord, .bootMarker, .record])
  }
}
