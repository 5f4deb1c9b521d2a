/// Entries of several lines.

import Testing

@testable import LogMarkov

/// A value that may hold any byte, as the export format writes it.
func binary(_ name: String, _ value: [UInt8], claiming length: UInt64? = nil) -> [UInt8] {
  let length = length ?? UInt64(value.count)
  return Array(name.utf8) + [0x0A] + (0..<8).map { UInt8(truncatingIfNeeded: length >> (8 * $0)) } + value + [
    0x0A
  ]
}

/// What is made of bytes in export form: the lines to print, and the records.
func readExport(
  _ bytes: [UInt8], as name: FormatName = .export, maximumLine: Int = 65_536
) -> [(line: String, record: ParsedLine, number: UInt64)] {
  // As the pipeline cuts lines, in one read.
  var block = LineBlock(
    maximumLine: maximumLine, readSize: bytes.count + 1, firstReadSize: bytes.count + 1)
  var format = name.makeFormat(FormatSettings(maximumLine: maximumLine))
  var (parsed, lines) = (ParsedLines(), [Line]())
  #expect(throws: Never.self) { _ = try block.refill(from: CutSource([bytes])) }
  while block.nextLines(limit: LineBlock.linesPerBatch, into: &lines) {}
  block.finishLine(into: &lines)
  format.parse(lines, of: &block.storage, into: &parsed)
  format.finishInput(of: &block.storage, into: &parsed)
  let text = block.storage
  return zip(parsed.lines, parsed.records).map { line, record in
    (String(decoding: text[line.text.range], as: UTF8.self), ParsedLine(record, of: text), line.number)
  }
}

@Suite("The export format")
struct ExportTests {
  static let entry = """
    __CURSOR=s=1;i=1
    __REALTIME_TIMESTAMP=1643967772084401
    _HOSTNAME=node001
    SYSLOG_IDENTIFIER=sshd
    _COMM=sshd-session
    _PID=4242
    SYSLOG_PID=7
    MESSAGE=Accepted = yes
    PRIORITY=6


    """
  static let line = "2022-02-04T09:42:52.084401+0000 node001 sshd[4242]: Accepted = yes"
  static let record = ParsedLine(
    stamp: "2022-02-04T09:42:52.084401+0000", time: 1_643_967_772, host: "node001", tag: "sshd", pid: "4242",
    message: "Accepted = yes")

  /// An entry of just a host and a message, as it may be spelled.
  func entry(_ message: [UInt8]) -> [UInt8] {
    Array("__CURSOR=s=1\n_HOSTNAME=h\n_COMM=c\n".utf8) + message + [0x0A]
  }

  @Test(
    "an entry is one line, as journalctl prints it, with the number of its first line",
    arguments: [FormatName.export, .auto])
  func oneLine(_ format: FormatName) {
    let two = readExport(Array((Self.entry + Self.entry).utf8), as: format)
    #expect(two.map(\.line) == [Self.line, Self.line])
    #expect(two.map(\.record) == [Self.record, Self.record])
    #expect(two.map(\.number) == [1, 11])
    // An input's end ends it as well, wherever that is.
    #expect(readExport(Array(Self.entry.dropLast().utf8), as: format).map(\.line) == [Self.line])
    #expect(readExport(Array(Self.entry.dropLast(13).utf8), as: format).map(\.line) == [Self.line])
  }

  @Test("the line that is printed reads back as the record that it stands for")
  func readsBack() {
    #expect(parse(Self.line) == Self.record)
  }

  @Test(
    "the times of journalctl",
    arguments: [
      ("__REALTIME_TIMESTAMP=1", "1970-01-01T00:00:00.000001+0000 ", 0),
      ("__REALTIME_TIMESTAMP=951782399999999", "2000-02-28T23:59:59.999999+0000 ", 951_782_399),
      ("__REALTIME_TIMESTAMP=951782400000000", "2000-02-29T00:00:00.000000+0000 ", 951_782_400),
      ("__REALTIME_TIMESTAMP=253402300799999999", "9999-12-31T23:59:59.999999+0000 ", 253_402_300_799),
      ("__REALTIME_TIMESTAMP=1\n_SOURCE_REALTIME_TIMESTAMP=2000000", "1970-01-01T00:00:02.000000+0000 ", 2),
      ("__REALTIME_TIMESTAMP=253402300800000000", "", nil), ("__REALTIME_TIMESTAMP=0", "", nil),
      ("__REALTIME_TIMESTAMP=", "", nil), ("__REALTIME_TIMESTAMP=1.5", "", nil),
      ("__REALTIME_TIMESTAMP=-1", "", nil),
      ("__REALTIME_TIMESTAMP=99999999999999999999999", "", nil),
    ] as [(String, String, Int64?)])
  func times(_ field: String, _ stamp: String, _ time: Int64?) {
    let found = readExport(Array("\(field)\n_COMM=c\nMESSAGE=m\n\n".utf8))
    #expect(found.map(\.line) == [stamp + "c: m"])
    #expect(
      found.first?.record == ParsedLine(stamp: String(stamp.dropLast()), time: time, tag: "c", message: "m"))
  }

  @Test("what is missing is left out, but somebody always speaks")
  func missing() {
    let found = readExport(Array("__CURSOR=s\nMESSAGE=m\n\n__CURSOR=s\nMESSAGE=\nSYSLOG_PID=7\n\n".utf8))
    #expect(found.map(\.line) == ["unknown: m", "unknown[7]: "])
    #expect(found.map(\.record) == [ParsedLine(message: "m"), ParsedLine(pid: "7")])
  }

  @Test("an entry without message is nothing", arguments: [FormatName.export, .auto])
  func noMessage(_ format: FormatName) {
    #expect(readExport(Array("__CURSOR=s\n_HOSTNAME=h\n\n".utf8), as: format).isEmpty)
    #expect(
      readExport(Array("__CURSOR=s\nMESSAGE_ID=m\n\n\(Self.entry)".utf8), as: format).map(\.number) == [4])
  }

  @Test(
    "a value of any bytes: one line is printed, the first one is the message",
    arguments: [
      ("a\nb", "a#012b", "a"), ("a\r\nb\n\n", "a#015#012b", "a"), ("\nb", "#012b", ""), ("a\n", "a", "a"),
      ("", "", ""),
      ("\n", "", ""),
      ("tab\tand\u{1b}[31mred\u{7f}", "tab\tand#033[31mred#177", "tab\tand\u{1b}[31mred\u{7f}"),
      ("\0", "#000", "\0"), ("a\n\nMESSAGE=x\n__CURSOR=y\n\n", "a#012#012MESSAGE=x#012__CURSOR=y", "a"),
      ("last message repeated 2 times", "last message repeated 2 times", "last message repeated 2 times"),
    ])
  func binaryMessages(_ value: String, _ printed: String, _ message: String) {
    for format in [FormatName.export, .auto] {
      let found = readExport(entry(binary("MESSAGE", Array(value.utf8))) + Array(Self.entry.utf8), as: format)
      #expect(found.map(\.line) == ["h c: \(printed)", Self.line])
      let kind = message.hasPrefix("last") ? LogRecord.Kind.repeatedLast : .record
      #expect(
        found.first?.record
          == ParsedLine(
            kind, host: "h", tag: "c", message: message, repeats: message.hasPrefix("last") ? 2 : 0))
    }
  }

  @Test("a length with an LF in it, and one over many lines")
  func lengths() {
    for count in [10, 0x0A0A, 200_000] {
      let value = (0..<count).map { $0 % 7 == 3 ? 0x0A : UInt8(ascii: "a") }
      for field in ["MESSAGE", "COREDUMP"] {
        let found = readExport(entry(binary(field, value) + Array("MESSAGE=m\n".utf8)), maximumLine: 100)
        #expect(found.map(\.line) == ["h c: m"], "\(field) of \(count)")
      }
    }
  }

  @Test("strange hosts and tags are printed in one line, and are what they are up to an LF")
  func strangeFields() {
    let bytes =
      binary("_HOSTNAME", Array("h\nx".utf8)) + binary("SYSLOG_IDENTIFIER", [1]) + Array("MESSAGE=m\n".utf8)
    let found = readExport(Array("__CURSOR=s\n".utf8) + bytes)
    #expect(found.map(\.line) == ["h#012x #001: m"])
    #expect(found.first?.record == ParsedLine(host: "h", tag: "\u{1}", message: "m"))
  }

  @Test("of a field that comes twice the last value counts")
  func twice() {
    #expect(readExport(entry(Array("MESSAGE=first one\nMESSAGE=2\n".utf8))).map(\.line) == ["h c: 2"])
  }

  @Test("a new cursor begins a new entry, even where the end of the last one is lost")
  func lostEnd() {
    let found = readExport(Array("__CURSOR=1\nMESSAGE=a\n__CURSOR=2\nMESSAGE=b\n\n".utf8))
    #expect(found.map(\.line) == ["unknown: a", "unknown: b"])
    #expect(found.map(\.number) == [1, 3])
  }

  @Test("a line that is no field ends the entry and is a line for itself")
  func foreignLines() {
    for foreign in [
      "plain text", "lower=case", "=x", "1A=b", "A-B=c", String(repeating: "A", count: 65) + "=x", " ",
    ] {
      let found = readExport(Array("__CURSOR=1\nMESSAGE=a\n\(foreign)\nMESSAGE=b\n\n".utf8))
      #expect(found.map(\.line) == ["unknown: a", foreign, "unknown: b"])
      #expect(found.dropFirst().first?.record == ParsedLine(message: foreign))
    }
    // Only journalctl's own beginnings open an entry among other lines.
    let mixed = readExport(Array("MESSAGE=b\nHOME=x\n".utf8), as: .auto)
    #expect(mixed.map(\.record) == [ParsedLine(message: "MESSAGE=b"), ParsedLine(message: "HOME=x")])
  }

  @Test("between entries there may be what is no record")
  func between() {
    let found = readExport(Array("\n-- cursor: s=5\n-- No entries --\n-- Reboot --\nHELLO\n".utf8))
    #expect(found.map(\.record.kind) == [.notARecord, .notARecord, .notARecord, .bootMarker, .record])
  }

  @Test(
    "a length that cannot be true takes nothing with it",
    arguments: [UInt64.max, UInt64(1) << 63, UInt64(768 << 20 + 1)])
  func absurdLengths(_ length: UInt64) {
    for format in [FormatName.export, .auto] {
      let lying = entry(Array("MESSAGE=a\n".utf8) + binary("MESSAGE", Array("bc".utf8), claiming: length))
      let found = readExport(lying + Array(Self.entry.utf8), as: format)
      #expect(found.last?.line == Self.line)
      // The field was there, and empty for all that is known.
      #expect(found.first?.line == "h c: ")
    }
    // Where text stands in place of a length, it is a line again.
    let text = readExport(Array("__CURSOR=1\nMESSAGE=a\nOOPS\nPRIORITY=6\n_COMM=c\n\n".utf8))
    #expect(text.map(\.line) == ["c: a"])
  }

  @Test("a length that is a little wrong spoils its own entry")
  func lyingLengths() {
    let next = Array(Self.entry.utf8)
    for (length, lines) in [
      (UInt64(2), ["h c: ab", Self.line]), (3, ["h c: abc", Self.line]), (4, ["h c: abc", Self.line]),
    ] {
      let found = readExport(entry(binary("MESSAGE", Array("abc".utf8), claiming: length)) + next)
      #expect(found.map(\.line) == lines, "\(length)")
    }
    // Lines that it swallows are gone, and what is left of the entry that it ends in is another.
    let swallowing = readExport(entry(binary("MESSAGE", Array("abc".utf8), claiming: 100)) + next + next)
    #expect(swallowing.last?.line == Self.line)
    // In a mixed stream 1 MiB is as much as it may be.
    let long = entry(binary("MESSAGE", [UInt8(ascii: "x")], claiming: 1 << 20 + 1)) + next
    let refused = readExport(long, as: .auto).map(\.line)
    #expect(refused == ["h c: ", "\u{1}\0\u{10}\0\0\0\0\0x", "", Self.line])
    #expect(readExport(long, as: .export).map(\.line).count == 1)
  }

  @Test("a field longer than a line may be is cut, and so is what is printed of it")
  func longFields() {
    let message = String(repeating: "m", count: 500)
    for spelled in [Array("MESSAGE=\(message)\n".utf8), binary("MESSAGE", Array(message.utf8))] {
      let found = readExport(entry(spelled), maximumLine: 100)
      #expect(found.map(\.line) == ["h c: " + message.prefix(100)])
      #expect(found.first?.record.message == String(message.prefix(100)))
    }
    let escapes = readExport(entry(binary("MESSAGE", Array(repeating: 1, count: 90))), maximumLine: 100)
    #expect(escapes.map(\.line) == ["h c: " + String(repeating: "#001", count: 25)])
    #expect(escapes.first?.record.message == String(repeating: "\u{1}", count: 90))
  }

  @Test("memory does not grow with what an entry claims or holds")
  func bounds() {
    var entry = JournalEntry(longestMessage: 1000)
    let bytes = [UInt8](repeating: 1, count: 100_000)
    var (boots, text, parsed) = (BootIdentity(), [UInt8](), ParsedLines())
    for field in JournalEntry.Field.allCases {
      entry.begin(field)
      for _ in 0..<10 { entry.append(bytes.indices, of: bytes.span, to: field) }
    }
    entry.finish(number: 1, &boots, of: &text, into: &parsed)
    #expect(text.count < 20_000)
  }
}

@Suite("Boots of entries")
struct EntryBootTests {
  /// Whether each of these entries, of a host and a boot, follows a boot.
  func boots(_ entries: [(String, String)]) -> [Bool] {
    let lines = entries.map { #"{"_HOSTNAME":"\#($0.0)","_BOOT_ID":"\#($0.1)","MESSAGE":"m"}"# }
    let export = entries.map { "__CURSOR=1\n_HOSTNAME=\($0.0)\n_BOOT_ID=\($0.1)\nMESSAGE=m\n\n" }
    let found = LogText(lines).records(as: .json).map(\.followsBoot)
    #expect(LogText(Array(export.joined().utf8)).records(as: .export).map(\.followsBoot) == found)
    // The two may stand side by side.
    let mixed = zip(lines, export).enumerated().map { $0 % 2 == 0 ? $1.0 + "\n" : $1.1 }
    #expect(LogText(Array(mixed.joined().utf8)).records(as: .auto).map(\.followsBoot) == found)
    return found
  }

  @Test("a host that names another boot than in the entry before has booted")
  func change() {
    #expect(
      boots([("h", "a"), ("h", "a"), ("h", "b"), ("h", "b"), ("h", "a")]) == [
        false, false, true, false, true,
      ])
  }

  @Test("entries of several hosts are mixed without boots")
  func mixedHosts() {
    #expect(
      boots([("h", "a"), ("g", "b"), ("h", "a"), ("g", "b"), ("g", "c")]) == [
        false, false, false, false, true,
      ])
  }

  @Test("an entry without message passes the boot on")
  func noMessage() {
    let lines = [
      #"{"_BOOT_ID":"a","MESSAGE":"m"}"#, #"{"_BOOT_ID":"b"}"#, #"{"_BOOT_ID":"b","MESSAGE":"m"}"#,
    ]
    #expect(LogText(lines).records(as: .json).map(\.followsBoot) == [false, false, true])
  }

  @Test("a boot ends all chains, as a marker does")
  func chains() throws {
    let bytes = (0..<6).map { #"{"MESSAGE":"\#($0 % 2)m","_HOSTNAME":"h","_BOOT_ID":"\#($0 / 3)"}"# + "\n" }
    let marked = (0..<6).map {
      ($0 == 3 ? "-- Reboot --\n" : "") + #"{"MESSAGE":"\#($0 % 2)m","_HOSTNAME":"h"}"# + "\n"
    }
    func rows(_ lines: [String]) throws -> [String] {
      var learner = Learner(Counts(settings: testSettings), format: .json, maximumLine: 65_536)
      try learner.run(from: CutSource([Array(lines.joined().utf8)])) { _ in }
      return try dump(learner.finish()).filter { !$0.hasPrefix("meta\tlines") }
    }
    #expect(try rows(bytes) == rows(marked))
    #expect(try rows(bytes).contains("meta\tboot-markers\t1"))
  }
}
