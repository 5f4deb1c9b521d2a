/// Objects a line: what each way to spell a value says.

import Testing

@testable import LogMarkov

/// An object whose MESSAGE is spelled so.
private func object(message: String) -> String { #"{"_PID":"1","MESSAGE":\#(message)}"# }

@Suite("JSON Lines")
struct JSONLineTests {
  static let entry = ParsedLine(
    stamp: "1643967772084401", time: 1_643_967_772, host: "node001", tag: "sshd", pid: "4242", message: "m")

  @Test("an entry of the journal is its fields, in any order of keys, and in any frame")
  func journal() {
    let members = [
      #""MESSAGE":"m""#, #""_HOSTNAME":"node001""#, #""SYSLOG_IDENTIFIER":"sshd""#,
      #""_COMM":"sshd-session""#,
      #""_PID":"4242""#, #""SYSLOG_PID":"7""#, #""__REALTIME_TIMESTAMP":"1643967772084401""#,
      #""PRIORITY":"6""#,
    ]
    for turn in members.indices {
      let line = "{" + (members[turn...] + members[..<turn]).joined(separator: ",") + "}"
      for framed in [line, "\u{1e}" + line, "data: " + line, line + "\r", line + " "] {
        for format in [FormatName.json, .auto] { #expect(parse(framed, as: format) == Self.entry) }
      }
    }
    #expect(parse(#"{ "MESSAGE" : "m" , "a" : [ ] }"#, as: .json)?.message == "m")
  }

  @Test("what is missing is made up for")
  func alternatives() {
    #expect(
      parse(#"{"MESSAGE":"m","_COMM":"cron","SYSLOG_PID":"7"}"#, as: .json)
        == ParsedLine(tag: "cron", pid: "7", message: "m"))
    // A process's own time goes before the time of reception, as in what journalctl prints for people.
    let times = #"{"MESSAGE":"m","__REALTIME_TIMESTAMP":"2000000","_SOURCE_REALTIME_TIMESTAMP":"1000000"}"#
    #expect(parse(times, as: .json) == ParsedLine(stamp: "1000000", time: 1, message: "m"))
    // The first days of 1970 are microseconds too.
    #expect(parse(#"{"MESSAGE":"m","__REALTIME_TIMESTAMP":"86400000000"}"#, as: .json)?.time == 86_400)
    #expect(parse(#"{"MESSAGE":"m","SYSLOG_IDENTIFIER":null,"_COMM":"c"}"#, as: .json)?.tag == "c")
  }

  @Test(
    "strings are decoded",
    arguments: [
      (#""a\"b\\c\/d""#, #"a"b\c/d"#), (#""tab\there""#, "tab\there"), (#""\b\f\u0001""#, "\u{8}\u{c}\u{1}"),
      (#""caf\u00e9 \u20AC""#, "café €"), (#""\ud83d\ude00!""#, "😀!"), (#""\u0000""#, "\0"), (#""é""#, "é"),
      (#""\ud83d""#, "\u{fffd}"), (#""\ude00x""#, "\u{fffd}x"), (#""\ud83dA""#, "\u{fffd}A"),
      (#""\ud83d\u0041""#, "\u{fffd}A"), (#""\ud83d\ud83d\ude00""#, "\u{fffd}😀"),
      (#""\uD83D\n""#, "\u{fffd}"),
      (#""""#, ""), ("12.5", "12.5"),
    ])
  func strings(_ spelled: String, _ said: String) {
    #expect(parse(object(message: spelled), as: .json) == ParsedLine(pid: "1", message: said))
  }

  @Test(
    "a message is bytes, or the last of several, or too long to be told",
    arguments: [
      ("[72,105,33]", "Hi!"), ("[ 72 , 105 ]", "Hi"), ("[]", ""), (#"["a","b"]"#, "b"),
      (#"["a",[72,105]]"#, "Hi"),
      (#"["a",null]"#, ""), ("null", ""), ("[27,91,51,49,109]", "\u{1b}[31m"), ("[0]", "\0"),
    ])
  func arrays(_ spelled: String, _ said: String) {
    #expect(parse(object(message: spelled), as: .json) == ParsedLine(pid: "1", message: said))
    #expect(parse(object(message: spelled), as: .auto) == ParsedLine(pid: "1", message: said))
  }

  @Test(
    "what can be no message makes an entry without one",
    arguments: ["[256]", "[1,-1]", "[1.5]", #"[[72],1]"#, "[[[72]]]", "true", #"{"a":1}"#, "[72,true]"])
  func noMessages(_ spelled: String) {
    #expect(parse(object(message: spelled), as: .json) == ParsedLine(.notARecord))
  }

  @Test(
    "of a message of several lines the first counts, without its CR",
    arguments: [
      (#""a\nb""#, "a"), (#""a\r\nb""#, "a"), ("[97,13,10,98]", "a"), (#""\na""#, ""), (#""a\r""#, "a"),
    ])
  func firstLines(_ spelled: String, _ said: String) {
    #expect(parse(object(message: spelled), as: .json)?.message == said)
  }

  @Test("a string without escapes is a region of its line, and any other is decoded behind it")
  func regions() {
    let text = LogText([#"{"MESSAGE":"plain","_HOSTNAME":"\u0068"}"#])
    let (parsed, bytes) = text.parsedLines(as: .json)
    #expect(parsed.records[0].message.range.upperBound < text.bytes.count)
    #expect(parsed.records[0].host == Region(text.bytes.count..<text.bytes.count + 1))
    #expect(bytes == text.bytes + Array("h".utf8))
    #expect(parsed.lines == text.lines)
  }

  @Test(
    "what is no object is all message",
    arguments: [
      "{", "{}x", #"{"MESSAGE":"m""#, #"{"MESSAGE":"m}"#, #"{"MESSAGE" "m"}"#, #"{"MESSAGE":"m",}"#,
      #"{MESSAGE:"m"}"#,
      #"{"MESSAGE":"\x"}"#, #"{"MESSAGE":"\u12g4"}"#, #"{"MESSAGE":"m","a":tru}"#, #"{"MESSAGE":"m","a":01}"#,
      #"{"MESSAGE":"m","a":[1}}"#, #"{"MESSAGE":"m","a":{"b"}}"#, #"{"MESSAGE":"m","a":-}"#,
      #"{"MESSAGE":"m","a":1.}"#,
      #"{"MESSAGE":"m","a":1e}"#, #"{"MESSAGE":"m"}{}"#, #"["MESSAGE","m"]"#, #""MESSAGE""#, "plain text",
      "data: x",
      #"data:{"MESSAGE":"m"}"#,
    ])
  func broken(_ line: String) {
    #expect(parse(line, as: .json) == ParsedLine(message: line))
    #expect(parse(line, as: .auto) == parse(line, as: .syslog))
  }

  @Test(
    "an object without message is no record, and in a mixed stream a line like any other unless it is an entry"
  )
  func withoutMessage() {
    for line in ["{}", #"{"a":1}"#] {
      #expect(parse(line, as: .json) == ParsedLine(.notARecord))
      #expect(parse(line, as: .auto) == ParsedLine(message: line))
    }
    let entry = #"{"__REALTIME_TIMESTAMP":"1643967772084401","PRIORITY":"6"}"#
    for format in [FormatName.json, .auto] { #expect(parse(entry, as: format) == ParsedLine(.notARecord)) }
  }

  @Test("nesting is walked over, up to 64 levels, in no stack")
  func nesting() {
    func line(_ depth: Int) -> String {
      #"{"a":"# + String(repeating: #"[{"b":"#, count: depth / 2) + "1"
        + String(repeating: "}]", count: depth / 2) + #","MESSAGE":"m"}"#
    }
    #expect(parse(line(64), as: .json)?.message == "m")
    #expect(parse(line(66), as: .json)?.message == line(66))
    for opening in ["[", #"{"a":"#, #"["#, #"{"MESSAGE":["#] {
      let deep = #"{"MESSAGE":"# + String(repeating: opening, count: 100_000)
      #expect(parse(deep, as: .json)?.message == deep)
    }
  }

  @Test("of a key that comes twice the last value counts, and a key may be spelled with escapes")
  func keys() {
    #expect(parse(#"{"MESSAGE":"a","MESSAGE":"b"}"#, as: .json)?.message == "b")
    #expect(parse(#"{"\u004dESSAGE":"a"}"#, as: .json)?.message == "a")
    #expect(parse(#"{"MESSAGE\u0000":"a"}"#, as: .json) == ParsedLine(.notARecord))
    #expect(parse(#"{"a":{"MESSAGE":"inner"}}"#, as: .json) == ParsedLine(.notARecord))
  }

  @Test(
    "the keys of other programs are known",
    arguments: [
      (
        #"{ "msg": " m", "rawmsg": "<13>r", "timereported": "2026-11-22T10:58:00+00:00", "hostname": "h", "syslogtag": "app[7]:" }"#,
        ParsedLine(
          stamp: "2026-11-22T10:58:00+00:00", time: 1_795_345_080, host: "h", tag: "app", pid: "7",
          message: " m")
      ),
      (
        #"{"PROGRAM":"p","PID":"3","MESSAGE":"m","HOST":"h","DATE":"Nov 22 11:00:00"}"#,
        ParsedLine(stamp: "Nov 22 11:00:00", time: 91_278_000, host: "h", tag: "p", pid: "3", message: "m")
      ),
      (
        #"{"level":30,"time":1795345200123,"pid":12,"hostname":"h","msg":"m"}"#,
        ParsedLine(stamp: "1795345200123", time: 1_795_345_200, host: "h", pid: "12", message: "m")
      ),
      (
        #"{"log":"m\n","stream":"stdout","time":"2026-11-22T11:00:00.123456789Z"}"#,
        ParsedLine(stamp: "2026-11-22T11:00:00.123456789Z", time: 1_795_345_200, message: "m")
      ),
      (
        #"{"message":"m","host":{"name":"h"},"ts":1795345200.25,"tag":"x:"}"#,
        ParsedLine(stamp: "1795345200.25", time: 1_795_345_200, tag: "x", message: "m")
      ),
      (#"{"message":"m","time":"noon"}"#, ParsedLine(stamp: "noon", message: "m")),
      (
        #"{"msg":"last message repeated 3 times"}"#,
        ParsedLine(.repeatedLast, message: "last message repeated 3 times", repeats: 3)
      ),
    ])
  func otherPrograms(_ line: String, _ expected: ParsedLine) {
    for format in [FormatName.json, .auto] { #expect(parse(line, as: format) == expected) }
  }

  @Test("numbers are seconds, or by their size milli-, micro- or nanoseconds")
  func times() {
    for (text, time) in [
      ("0", 0), ("1795345200", 1_795_345_200), ("99999999999", 99_999_999_999),
      ("1795345200123", 1_795_345_200),
      ("1795345200123456", 1_795_345_200), ("1795345200123456789", 1_795_345_200), ("1.9", 1),
    ] {
      #expect(parse(#"{"message":"m","time":\#(text)}"#, as: .json)?.time == Int64(time), "\(text)")
    }
    for text in ["-1", "1e9", "99999999999999999999", #""""#, #"" 1""#, #""2026-13-01T00:00:00Z""#] {
      #expect(parse(#"{"message":"m","time":\#(text)}"#, as: .json)?.time == nil, "\(text)")
    }
  }

  @Test("keys that are told replace the usual ones of their field")
  func toldKeys() {
    var keys = JSONKeys.usual
    keys.replace(.message, by: ["event", "text"])
    keys.replace(.tag, by: ["app"])
    func read(_ line: String) -> ParsedLine? {
      LogText([line]).parsed(as: .json, FormatSettings(jsonKeys: keys)).first
    }
    #expect(
      read(#"{"event":"e","text":"t","app":"a","msg":"m","tag":"x","host":"h"}"#)
        == ParsedLine(host: "h", tag: "a", message: "e"))
    #expect(read(#"{"text":"t"}"#)?.message == "t")
    #expect(read(#"{"msg":"m","host":"h"}"#) == ParsedLine(.notARecord))
  }

  @Test("a head that is cut is read as far as it goes, if its message has begun")
  func heads() {
    let line = #"{"_HOSTNAME":"h","MESSAGE":"abc\u00e9","_PID":"12"}"#
    let longest = line.utf8.count
    func head(_ line: String, _ count: Int) -> ParsedLine? {
      var text = LogText([line])
      text.lines = [
        Line(text: Region(0..<count), part: .head), Line(text: Region(count..<longest), part: .tail),
      ]
      let lines = text.parsed(as: .json)
      #expect(lines.last?.kind == .linePiece)
      return lines.first
    }
    let start = #"{"_HOSTNAME":"h","MESSAGE":""#.utf8.count
    for count in 0..<start {
      #expect(
        head(line, count)
          == (count == 0 ? ParsedLine(.notARecord) : ParsedLine(message: String(line.prefix(count)))))
    }
    let said = ["", "a", "ab"] + Array(repeating: "abc", count: 6) + Array(repeating: "abcé", count: 10)
    for (offset, message) in said.enumerated() {
      #expect(head(line, start + offset) == ParsedLine(host: "h", message: message), "\(offset)")
    }
    let array = #"{"MESSAGE":[72,105,33],"_PID":"12"}        "#
    #expect(head(array, 19)?.message == "Hi")
    #expect(head(array, 18)?.message == "H")
  }
}
