import Testing

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

@Suite("Laws of formats")
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
  ]

  /// Lines like real ones with bytes changed, cut out, doubled or put in, and lines of nothing but chance.
  private func mutatedText(_ count: Int, _ generator: inout SeededGenerator) -> LogText {
    let spice = Array(" \t\r:[]<>-_.,+Z019aJ\u{0}\u{1b}{\"".utf8) + [0x80, 0xff]
    var bytes: [UInt8] = []
    for _ in 0..<count {
      var line = Array(Self.models[Int.random(in: 0..<Self.models.count, using: &generator)].utf8)
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
    let text = mutatedText(3_000, &generator)
    let whole = text.records(as: name)
    #expect(whole.count == text.lines.count)
    for cutCount in [1, 10, 1_000] {
      let cuts = (0..<cutCount).map { _ in Int.random(in: 0...text.lines.count, using: &generator) }
      #expect(text.records(as: name, cuts: cuts) == whole)
    }
    #expect(text.records(as: name, cuts: Array(0..<text.lines.count)) == whole)
  }

  @Test("no bytes trap, and every field lies inside its line", arguments: FormatName.allCases, seeds)
  func fields(_ name: FormatName, _ seed: UInt64) {
    var generator = SeededGenerator(state: seed)
    let text = mutatedText(20_000, &generator)
    for (line, record) in zip(text.lines, text.records(as: name)) {
      for field in [record.stamp, record.host, record.tag, record.pid, record.message] where field != .none {
        let isInside =
          field.range.lowerBound >= line.text.range.lowerBound
          && field.range.upperBound <= line.text.range.upperBound
        if !isInside { Issue.record("\(field) outside \(line.text)") }
      }
      // Fields stand in this order and do not overlap.
      let ends = [record.stamp, record.host, record.tag, record.pid, record.message].filter { !$0.isEmpty }
      for (left, right) in zip(ends, ends.dropFirst()) where left.range.upperBound > right.range.lowerBound {
        Issue.record("\(left) overlaps \(right)")
      }
      #expect(record.repeats <= 1_000_000)
    }
  }

  @Test("what came before changes nothing but whether a line continues", arguments: seeds)
  func memory(_ seed: UInt64) {
    var generator = SeededGenerator(state: seed)
    let text = mutatedText(20_000, &generator)
    var continuations = 0
    for (line, record) in zip(text.lines, text.records(as: .syslog)) {
      if record.kind == .continuation {
        continuations += 1
        continue
      }
      var fresh = SyslogFormat()
      let alone = fresh.records(of: [line], in: text.bytes)
      if alone != [record] { Issue.record("\(String(decoding: text.bytes[line.text.range], as: UTF8.self))") }
    }
    #expect(continuations > 0)
  }

  @Test("a line that ends the buffer reads as one that does not", arguments: seeds)
  func endOfBuffer(_ seed: UInt64) {
    var generator = SeededGenerator(state: seed)
    let text = mutatedText(5_000, &generator)
    for (line, record) in zip(text.lines, text.records(as: .syslog)) where record.kind != .continuation {
      let alone = LogText(Array(text.bytes[line.text.range]))
      let here = ParsedLine(record, of: text.bytes)
      let there = alone.parsed().first ?? ParsedLine(.notARecord)
      if here != there { Issue.record("\(here) \(there)") }
    }
  }
}
