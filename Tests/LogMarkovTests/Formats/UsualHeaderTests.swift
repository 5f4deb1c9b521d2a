/// Formats: what is read at once, or remembered from the line before, is what the plain way gives.

import Support
import Testing

@testable import LogMarkov

@Suite("Usual headers")
struct UsualHeaderTests {
  static let seeds: [UInt64] = [1, 2, 3, 4]

  /// A few bytes of some kind, or none.
  private func word(_ kind: String, upTo count: Int, _ random: inout SplitMix64) -> [UInt8] {
    let bytes = Array(kind.utf8)
    return (0..<Int.random(in: 0...count, using: &random)).map { _ in bytes.randomElement(using: &random) ?? 0
    }
  }

  /// What may stand behind a time: host, tag and pid of all lengths about those that are read at once, perhaps with a
  /// byte changed.
  private func fields(_ random: inout SplitMix64) -> [UInt8] {
    let blanks = [" ", " ", " ", " ", "", "  ", "\t"]
    func oneOf(_ texts: [String]) -> [UInt8] { Array((texts.randomElement(using: &random) ?? "").utf8) }
    var text = oneOf(blanks) + word("azlm09.-:%/@_", upTo: 34, &random) + oneOf(blanks)
    text += word("aZ9()/-", upTo: 34, &random)
    text +=
      oneOf(["[1]", "[4242]", "[]", "[a b]", "[1", "]", "", ""]) + oneOf([": ", ":", " ", "", ":\t", ":  "])
    text += word("message 19:[]", upTo: 60, &random)
    if Bool.random(using: &random), let place = text.indices.randomElement(using: &random) {
      text[place] =
        word(" \t:[]l-\u{e4}", upTo: 1, &random).first ?? UInt8.random(in: 0...255, using: &random)
    }
    return text
  }

  @Test("host, tag and pid are the same at once as one by one", arguments: seeds)
  func hostAndTag(_ seed: UInt64) {
    var random = SplitMix64(seed: seed)
    var usualOnes = 0
    for _ in 0..<20_000 {
      let text = fields(&random)
      // What stands behind a line is no part of it, whatever it is.
      let bytes = text + word(" :[]a", upTo: 99, &random) + Array(repeating: UInt8(ascii: "]"), count: 65)
      let line = 0..<text.count
      var (plain, usual) = (LogRecord(kind: .record), LogRecord(kind: .record))
      HostAndTag.readAny(bytes.span, line, into: &plain)
      let window = bytes.span.extracting(0..<HostAndTag.usualLength)
      if HostAndTag.readUsual(bytes.span, line, window, into: &usual) {
        usualOnes += 1
        if usual != plain { Issue.record("\(String(decoding: text, as: UTF8.self)): \(usual), not \(plain)") }
      } else {
        #expect(usual == LogRecord(kind: .record))
      }
    }
    #expect(usualOnes > 2_000)
  }

  static let stamps = [
    "Nov 12 03:04:05", "Nov 12 23:59:60", "Nov 12 24:00:00", "Nov 12 03:04:05.5", "Nov 12 03:04:05 2026",
    "Nov 12 2026 03:04:05", "Nov 12 03:04:05:", "NOV 12 03:04:05", "Nov  2 03:04:05", "Nov 2 03:04:05",
    "Nov 02 03:04:05", "Nov 30 03:04:05", "Nov 31 03:04:05", "Dec 12 03:04:05", "Nov 12 03:04:05\t",
    "2026-11-12T03:04:05", "2026-11-12 03:04:05", "2026-11-12T03:04:05Z", "2026-11-12T23:59:60Z",
    "2026-11-12T24:00:00Z", "2026-11-12T03:04:05.5Z", "2026-11-12T03:04:05.Z", "2026-11-12T03:04:05,5Z",
    "2026-11-12T03:04:05Z\0", "2026-11-12T03:04:05z", "2026-11-12T03:04:05.123456+00:00",
    "2026-11-12T03:04:05,123456+00:00", "2026-11-12T03:04:05.123456-08:00", "2026-11-12T03:04:05.123456-0800",
    "2026-11-12T03:04:05.123456789012+05:30", "2026-11-13T03:04:05.123456789-08:00",
    "2026-11-12T03:04:05.123456+00:00\t", "2026-11-31T03:04:05.123456+00:00", "2026-11-12T03:04:05+",
    "Nov 12 04:15:26", "2026-11-12T04:15:26.654321+00:00", "2026-11-13T04:15:26.654321+00:00",
    "2026-11-12T04:15:26.654321-08:00", "2026-11-12T04:15:26.6-08:00", "2026-11-12T04:15:26Z",
  ]

  private var longMessage: String { String(repeating: "x", count: 40) }

  @Test("a stamp means the same whatever stamp stood before it", arguments: stamps)
  func remembered(_ stamp: String) {
    for before in Self.stamps {
      // Only a line with room behind its stamp is read the usual way.
      for rest in [
        " h t[1]: m", " 2026 t: m", "", " h t[1]: a message that is long enough", "\th t: \(longMessage)",
      ] {
        let line = stamp + rest
        // A line alone in its buffer is read the plain way; the third line is room behind the second.
        let alone = LogText(Array(line.utf8)).parsed()
        let behind = LogText([before + " h t[1]: \(longMessage)", line, String(repeating: "x", count: 99)])
          .parsed()
        #expect(behind[1] == alone[0], "\(line) behind \(before)")
      }
    }
  }
}
