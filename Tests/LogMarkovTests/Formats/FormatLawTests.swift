import Testing
import Unix

@testable import LogMarkov

/// SplitMix64 (Steele, Lea, Flood 2014): small, seeded, the same everywhere.
private struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ mixed >> 30) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ mixed >> 27) &* 0x94d0_49bb_1331_11eb
    return mixed ^ mixed >> 31
  }
}

@Suite(
  "Laws of formats",
  .disabled(
    if: Environment.variable("MCFILTER_SANITIZER") != nil, "minutes of what only computes"))
struct FormatLawTests {
  static let seeds: [UInt64] = [1, 2, 3]

  static let models = [
    "<167>Mar  6 16:57:54 172.20.245.8 %PIX-7-710005: UDP request discarded",
    "Jul 31 11:20:19 centostest1 acpid: starting up\r",
    "Jul 31 11:20:19 centostest1 sshd(pam_unix)[12750]: opened",
    "Nov 22 11:00:00.000120 2026 node001 kernel: m", "Mar 7 2008 19:06:53: example tag: m",
    "2026-11-22T11:00:01.5+00:00 node001 sshd[4242]: m", "2026-11-22 11:00:01,500-0800 [INFO] m",
    "Jul 31 11:20:19 h last message repeated 14 times", "--- last message repeated 3 times ---",
    "Dec 10 07:13:56 LabSZ sshd[24227]: message repeated 5 times: [ Failed password]", "  continued\tline",
    "-- Boot 35d04830020f488d9cf300b24dec7bcc --", "-- Reboot --", "-- cursor: s=5", "-- No entries --", "",
    "\r",
    "no header at all",
    "<165>1 2003-10-11T22:14:15.003Z h.example evntslog 7 ID47 [e@32473 iut=\"3]\\\"\"][p x=\"y\"] \u{FEFF}An entry",
    "<34>1 - - - - - -", "Sun 2026-11-22 11:00:01 UTC node001 ssh.service[4242]: m",
    "1795345201.500000 node001 kernel: m",
    "[    2.500000] node001 sshd[4242]: m", "[    2.500000] node001 cron: m", "[   12.345678] usb 1-1: m",
    "[    1.000120 <  596.100000*>] node001 kernel: m", "[    0.000000                ] node001 kernel: m",
    "[    1.000120 <    0.000120>] m", "[<    0.000120>] m", "[  +0.000120] m", "[Nov22 10:51] m",
    "<6>[   12.345678][    T0] m", "[Sun Nov 22 10:51:46 2026] m", "kern  :info  : [    0.000000] m",
    "2026-11-22T10:51:46,000000+00:00 usb 1-1: m", "12,346,803444406,-;a\\x0ab\\x5c", " SUBSYSTEM=acpi",
    "░░ Subject: m",
    "Nov 22 11:13:06 vm daemon.err slurmd: m", "Sun Nov 22 11:13:06 2026 daemon.err slurmd[12]: m",
    "[2026-11-22T11:07:44.141] [5.batch] done with job",
  ]

  /// Lines of formats that decode, or join lines.
  static let entries = [
    #"{"MESSAGE":"m \"q\" \u00e4","_HOSTNAME":"h","_PID":"1","__REALTIME_TIMESTAMP":"1643967772084401"}"#,
    "\u{1e}"
      + #"{"MESSAGE":[72,105,10,33],"SYSLOG_IDENTIFIER":"t","_BOOT_ID":"b","a":[{"b":[[]]},null,-1.5e3]}"#,
    #"data: {"MESSAGE":["a",[98]],"_COMM":"c","k":true}"#,
    #"{"msg":"message repeated 3 times: [ m]","ts":12}"#,
    "__CURSOR=s=1;i=2", "_HOSTNAME=h", "SYSLOG_IDENTIFIER=t", "MESSAGE=export m", "MESSAGE", "_BOOT_ID=b2",
    "", "", "{", "\t\"MESSAGE\" : \"spread\",", "\t\"_HOSTNAME\" : \"h\"", "}",
    "\u{2}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}ab", "__REALTIME_TIMESTAMP=1643967772084401",
    "Fri 2022-02-04 09:42:52.084401 UTC [s=5;i=1;b=9;m=1faf3453;t=5d72e1313c8b1;x=3]", "    _HOSTNAME=h",
    "    MESSAGE=verbose m", "            continued", "    _BOOT_ID=b3",
  ]

  /// Lines like real ones with bytes changed, cut out, doubled or put in, and lines of nothing but chance.
  private func mutatedText(
    _ count: Int, of models: [String] = models, _ generator: inout SeededGenerator
  ) -> LogText {
    let spice = Array(" \t\r:;[]<>-_.,+*Z019aJ\\\u{0}\u{1b}{\"".utf8) + [0x80, 0xff]
    var bytes: [UInt8] = []
    for _ in 0..<count {
      var line = Array(models[Int.random(in: 0..<models.count, using: &generator)].utf8)
      for _ in 0..<Int.random(in: 0...4, using: &generator) where !line.isEmpty {
        let place = Int.random(in: 0..<line.count, using: &generator)
        switch Int.random(in: 0..<6, using: &generator) {
        case 0: line[place] = spice[Int.random(in: 0..<spice.count, using: &generator)]
        case 1: line.insert(spice[Int.random(in: 0..<spice.count, using: &generator)], at: place)
        case 2: line.remove(at: place)
        case 3: line.removeSubrange(place...)
        case 4: line.insert(contentsOf: line[place...], at: place)
        default: line = line.map { _ in UInt8.random(in: 0...255, using: &generator) }
        }
      }
      bytes += line.map { $0 == UInt8(ascii: "\n") ? 0 : $0 } + [UInt8(ascii: "\n")]
    }
    return LogText(bytes)
  }

  @Test("where batches are cut does not change the records", arguments: FormatName.allCases, seeds)
  func cuts(_ name: FormatName, _ seed: UInt64) {
    var generator = SeededGenerator(state: seed)
    let text = mutatedText(3_000, of: Self.models + Self.entries, &generator)
    let whole = text.records(as: name)
    // A format that joins lines has fewer.
    if ![.auto, .export, .verbose].contains(name) { #expect(whole.count == text.lines.count) }
    for cutCount in [1, 10, 1_000] {
      let cuts = (0..<cutCount).map { _ in Int.random(in: 0...text.lines.count, using: &generator) }
      #expect(text.records(as: name, cuts: cuts) == whole)
    }
    #expect(text.records(as: name, cuts: Array(0..<text.lines.count)) == whole)
  }

  @Test(
    "no bytes trap where lines are decoded or joined",
    arguments: [FormatName.auto, .json, .export, .verbose],
    seeds)
  func decodedFields(_ name: FormatName, _ seed: UInt64) {
    var generator = SeededGenerator(state: seed)
    let text = mutatedText(20_000, of: Self.entries, &generator)
    let (parsed, bytes) = text.parsedLines(as: name)
    #expect(parsed.lines.count == parsed.records.count && parsed.lines.count > 0)
    for (line, record) in zip(parsed.lines, parsed.records) {
      for field in [line.text, record.stamp, record.host, record.tag, record.pid, record.message] {
        if field.range.upperBound > bytes.count { Issue.record("\(field) outside the buffer") }
      }
      for field in [line.text, record.message] where bytes[field.range].contains(0x0A) {
        Issue.record("an LF in \(field)")
      }
      #expect(record.repeats <= 1_000_000)
    }
  }

  @Test(
    "no bytes trap, and every field lies inside its line or is decoded",
    arguments: [FormatName.syslog, .plain], seeds)
  func fields(_ name: FormatName, _ seed: UInt64) {
    var generator = SeededGenerator(state: seed)
    let text = mutatedText(20_000, &generator)
    let (parsed, decoded) = text.parsedLines(as: name)
    for (line, record) in zip(text.lines, parsed.records) {
      let fields = [record.stamp, record.host, record.tag, record.pid, record.message].filter { !$0.isEmpty }
      let isDecoded = fields.map { $0.range.lowerBound >= text.bytes.count }
      for (field, isDecoded) in zip(fields, isDecoded) {
        let around = isDecoded ? text.bytes.count..<decoded.count : line.text.range
        if field.range.clamped(to: around) != field.range { Issue.record("\(field) outside \(around)") }
      }
      // Fields stand in this order and do not overlap, in the line and behind the lines.
      for place in [false, true] {
        let ends = zip(fields, isDecoded).filter { $0.1 == place }.map(\.0)
        for (left, right) in zip(ends, ends.dropFirst()) where left.range.upperBound > right.range.lowerBound
        {
          Issue.record("\(left) overlaps \(right)")
        }
      }
      #expect(record.repeats <= 1_000_000)
    }
  }

  /// True if a line may be read by what was read before: hosts that are known, times that are added up.
  private func hasMemory(_ line: Line, of bytes: [UInt8]) -> Bool {
    var header = KernelHeader()
    var record = LogRecord(kind: .record)
    return header.read(bytes.span, Priority.skip(bytes.span, line.readable(in: bytes.span)), into: &record)
  }

  @Test(
    "what came before changes nothing but continuations, and host and time of some lines", arguments: seeds)
  func memory(_ seed: UInt64) {
    var generator = SeededGenerator(state: seed)
    let text = mutatedText(20_000, &generator)
    var (continuations, others) = (0, 0)
    let (parsed, decoded) = text.parsedLines()
    for (line, record) in zip(text.lines, parsed.records) {
      if record.kind == .continuation {
        continuations += 1
        continue
      }
      var here = ParsedLine(record, of: decoded)
      var there = LogText(Array(text.bytes[line.text.range])).parsed().first ?? ParsedLine(.notARecord)
      if hasMemory(line, of: text.bytes) {
        others += 1
        (here, there) = (ParsedLine(stamp: here.stamp), ParsedLine(stamp: there.stamp))
      }
      if here != there { Issue.record("\(here) \(there)") }
    }
    #expect(continuations > 0 && others > 0)
  }

  @Test("a line that ends the buffer reads as one that does not", arguments: seeds)
  func endOfBuffer(_ seed: UInt64) {
    var generator = SeededGenerator(state: seed)
    let text = mutatedText(5_000, &generator)
    let behind = Array("0 1]: [<>x\",;".utf8)
    for line in text.lines {
      let bytes = Array(text.bytes[line.text.range])
      let whole = Line(text: Region(0..<bytes.count))
      let here = LogText(bytes: bytes, lines: [whole]).parsed()
      let there = LogText(bytes: bytes + behind, lines: [whole]).parsed()
      if here != there { Issue.record("\(here) \(there)") }
    }
  }
}
