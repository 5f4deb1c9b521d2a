/// Entries as `journalctl -o verbose` prints them.

import Testing

@testable import LogMarkov

@Suite("The verbose form")
struct VerboseTests {
  static let header = """
    Sun 2026-11-22 11:00:00.000120 UTC \
    [s=6db44c2a102042de9c83343cb41148c1;i=a;b=0f5c1a8bd1664d6e9d0a2e2f6f9a1111;m=f42b8;t=660db60e52c78;x=fe3c51da6f543352]
    """
  static let stamp = "2026-11-22T11:00:00.000120+0000"
  static let entry = """
    \(header)
        PRIORITY=6
        SYSLOG_IDENTIFIER=sshd
        _COMM=sshd-session
        MESSAGE=Accepted = yes
        _PID=4242
        SYSLOG_PID=7
        _HOSTNAME=node001

    """
  static let line = "\(stamp) node001 sshd[4242]: Accepted = yes"
  static let record = ParsedLine(
    stamp: stamp, time: 1_795_345_200, host: "node001", tag: "sshd", pid: "4242", message: "Accepted = yes")

  /// What is printed of an entry with these fields, and the lines behind it.
  func printed(_ fields: String, as format: FormatName = .verbose, maximumLine: Int = 65_536) -> [String] {
    readExport(Array("\(Self.header)\n\(fields)".utf8), as: format, maximumLine: maximumLine).map(\.line)
  }

  @Test(
    "an entry is one line, with the number of its first, once the next one or the end of input is there",
    arguments: [FormatName.verbose, .auto])
  func oneLine(_ format: FormatName) {
    let two = readExport(Array((Self.entry + Self.entry).utf8), as: format)
    #expect(two.map(\.line) == [Self.line, Self.line])
    #expect(two.map(\.record) == [Self.record, Self.record])
    #expect(two.map(\.number) == [1, 9])
    #expect(readExport(Array(Self.entry.dropLast().utf8), as: format).map(\.line) == [Self.line])
  }

  @Test("the time of the source goes before that of the cursor")
  func times() {
    let fields = "    MESSAGE=m\n    _SOURCE_REALTIME_TIMESTAMP=2000000\n"
    #expect(printed(fields) == ["1970-01-01T00:00:02.000000+0000 unknown: m"])
    // The cursor's is gone with its entry.
    let next = readExport(Array("\(Self.entry)x\n__CURSOR=1\nMESSAGE=m\n\n".utf8), as: .auto)
    #expect(next.map(\.line) == [Self.line, "x", "unknown: m"])
  }

  @Test(
    "a message of several lines is indented by its name, and by what it says itself",
    arguments: [
      ("a\n            b", "a#012b"), ("a\n              b", "a#012  b"), ("a\n            ", "a"),
      ("\n            b", "#012b"), ("a\n                MESSAGE=b", "a#012    MESSAGE=b"),
      ("a\n            Sun \(header)", "a#012Sun \(header)"),
      ("a\n            \n            b", "a#012#012b"),
    ])
  func continued(_ message: String, _ printed: String) {
    #expect(self.printed("    MESSAGE=\(message)\n") == ["\(Self.stamp) unknown: \(printed)"])
    // What a field says that does not matter is nothing, however it is indented.
    #expect(self.printed("    MESSAGG=\(message)\n    MESSAGE=m\n") == ["\(Self.stamp) unknown: m"])
  }

  @Test("of a field that comes twice the last value counts, and an entry without message is nothing")
  func twiceAndNever() {
    #expect(printed("    MESSAGE=first\n    MESSAGE=2\n") == ["\(Self.stamp) unknown: 2"])
    #expect(printed("    PRIORITY=6\n").isEmpty)
    #expect(printed("    PRIORITY=6\n\(Self.entry)") == [Self.line])
  }

  @Test(
    "what is no part of an entry ends it and is a line for itself",
    arguments: [
      "-- Boot 0f5c1a8bd1664d6e9d0a2e2f6f9a2222 --", "", "MESSAGE=b", "   MESSAGE=b", "    message=b",
      "    MESSAGE",
      "    ", "             b", "           b", "\t    MESSAGE=b", "\u{2591}\u{2591} Subject: b",
      "Jul 31 11:20:19 h t: m", #"{"MESSAGE":"m"}"#, "__CURSOR=s=1\nMESSAGE=m\n",
    ])
  func foreignLines(_ line: String) {
    for format in [FormatName.verbose, .auto] {
      let alone = readExport(Array("\(line)\n".utf8), as: format).map(\.record.message)
      let found = readExport(Array("\(Self.entry)\(line)\n\(Self.entry)".utf8), as: format)
      #expect(found.first?.line == Self.line && found.last?.line == Self.line, "\(line)")
      #expect(found.dropFirst().dropLast().map(\.record.message) == alone, "\(line)")
    }
  }

  @Test(
    "a line that only resembles the first one of an entry is what syslog says",
    arguments: [
      header + "\r", " " + header, String(header.dropLast()), header + " ", "Sun [s=1;i=1;b=1;m=1;t=1]",
      "Sun [s=1;i=1;b=1;m=1;t=1;x=]", "Sun [s=1;i=1;b=1;m=1;t=g;x=1]", "Sun [i=1;s=1;b=1;m=1;t=1;x=1]",
      "Sun [s=1;i=1;b=1;m=1;t=1;x=1;]", "Sun [s=1;i=1;b=1;m=1;t=1;x=1]]", "Sun [", "Sun ]", "Sun []",
      "Sun [s=]",
      "Sun [s=1;i=1;b=1;m=1;t=1000000000000000;x=1]", "Sat Nov 22 11:00:00 2026 kern.info kernel: [x]",
      "Feb  4 09:42:52 h t: [s=1;i=1;b=1;m=1;t=1;x=1]",
    ])
  func lookalikes(_ line: String) {
    #expect(parse(line, as: .auto) == parse(line, as: .syslog))
    #expect(parse(line, as: .verbose) == parse(line, as: .plain))
  }

  @Test("a time that cannot be printed is left out")
  func absurdTimes() {
    for time in ["0", "fffffffffffffff"] {
      let header = "Sun [s=1;i=1;b=1;m=1;t=\(time);x=1]"
      let found = readExport(Array("\(header)\n    MESSAGE=m\n".utf8), as: .auto)
      #expect(found.map(\.line) == ["unknown: m"])
    }
  }

  @Test("a field longer than a line may be is cut, and so is what is printed of it")
  func longFields() {
    let long = String(repeating: "m", count: 10_000)
    for message in [long, "\(long.prefix(500))\n            \(long)"] {
      let fields = "    LONG=\(long)\n    MESSAGE=\(message)\n    _HOSTNAME=h\n"
      let whole = message.split(separator: "\n            ").joined(separator: "#012")
      #expect(
        printed(fields, maximumLine: 1_000) == ["\(Self.stamp) h unknown: " + whole.prefix(1_000)])
    }
    // Where not even the first line is whole, there are no entries.
    #expect(printed("    MESSAGE=m\n", maximumLine: 100).count == 3)
  }

  @Test("a boot counts once, by its marker or, where none is printed, by its entries")
  func boots() {
    let entries = ["1", "2"].map { boot in
      "Sun [s=1;i=1;b=\(boot);m=1;t=1;x=1]\n    MESSAGE=m\n    _HOSTNAME=h\n"
    }
    for format in [FormatName.verbose, .auto] {
      func records(_ text: String) -> [LogRecord] { LogText(Array(text.utf8)).records(as: format) }
      #expect(records(entries[0] + entries[1]).map(\.followsBoot) == [false, true])
      let marked = records("\(entries[0])-- Boot 2 --\n\(entries[1])\(entries[0])")
      #expect(marked.map(\.kind) == [.record, .bootMarker, .record, .record])
      #expect(marked.map(\.followsBoot) == [false, false, false, true])
    }
  }
}

@Suite("The verbose form of a made journal", .enabled(if: SharedData.isPresent, "../shared/data is not here"))
struct VerboseJournalTests {
  @Test("says what the export form says, but for what is not printed")
  func oddJournal() throws {
    func records(_ mode: String) throws -> [ParsedLine] {
      LogText(try SharedData.bytes("../samples/journal/out.\(mode)")).parsed(as: .auto)
        .filter { $0.kind == .record }
    }
    let (verbose, export) = (try records("verbose"), try records("export"))
    #expect(verbose.count == export.count && verbose.count > 12)
    let differing = zip(verbose, export).filter { $0 != $1 }.map(\.0.message)
    // The address in the kernel's first line was made another one in all modes but export.
    #expect(differing.first == "Linux version 6.1.0-18-amd64 (kernel-build@example.org)")
    #expect(differing.dropFirst() == ["[17B blob data]", "[22B blob data]"])
  }
}
