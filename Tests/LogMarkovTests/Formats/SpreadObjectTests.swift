import Testing

@testable import LogMarkov

private let spreadObject = [
  "{", "\t\"MESSAGE\" : \"Accepted {\",", "\t\"a\" : [", "\t\t1", "\t],", "\t\"_HOSTNAME\" : \"h\"", "}",
]
private let header = "Nov 22 11:00:00 h t: m"

@Suite("Objects over several lines")
struct SpreadObjectTests {
  private func printed(_ lines: [String], _ name: FormatName, _ settings: FormatSettings = FormatSettings())
    -> [String]
  {
    let (parsed, text) = LogText(lines).parsedLines(as: name, settings)
    return parsed.lines.map { String(decoding: text[$0.text.range], as: UTF8.self) }
  }

  @Test("are records, and printed as one line", arguments: [FormatName.auto, .json])
  func object(_ name: FormatName) {
    let text = LogText(spreadObject + spreadObject)
    #expect(
      text.parsed(as: name)
        == [ParsedLine](repeating: ParsedLine(host: "h", message: "Accepted {"), count: 2))
    let line = #"{ "MESSAGE" : "Accepted {", "a" : [ 1 ], "_HOSTNAME" : "h" }"#
    #expect(printed(spreadObject, name) == [line])
    #expect(text.parsedLines(as: name).parsed.lines.map(\.number) == [0, 0])
  }

  @Test(
    "that do not end, are none or are too long are given back as they came",
    arguments: [FormatName.auto, .json],
    [
      Array(spreadObject.dropLast()), ["{"], ["{", "{", "{"], ["{", ""], ["{", "x", "}"], ["{", "\tx", "}"],
      ["{", "\t\"a\" : 1", "}"], spreadObject.dropLast() + [header], ["}", "\t\"MESSAGE\" : \"m\"", "{"],
      ["{", "\t" + String(repeating: "x", count: 70_000), "}"],
    ])
  func foreign(_ name: FormatName, _ lines: [String]) {
    if lines == ["{", "\t\"a\" : 1", "}"], name == .json {
      // An object, but one that says nothing.
      #expect(printed(lines, name) == [#"{ "a" : 1 }"#])
    } else {
      #expect(printed(lines, name) == lines)
    }
    #expect(printed(lines + [header], name).last == header)
  }

  @Test("of a line limit that holds no object pass as lines", arguments: [FormatName.auto, .json])
  func tiny(_ name: FormatName) {
    #expect(printed(spreadObject, name, FormatSettings(maximumLine: 1)) == spreadObject)
  }
}
