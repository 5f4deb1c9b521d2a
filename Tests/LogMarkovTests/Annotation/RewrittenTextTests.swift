/// Text whose bytes cannot stand as they are: ill-formed parts, control characters, pieces cut anywhere.

import Support
import Testing

@testable import LogMarkov

/// What rules make of bytes that come in pieces of `sizes`, again from the first on.
private func rewritten<Rules: TextRules>(_ bytes: [UInt8], by rules: Rules, sizes: [Int] = [.max]) throws
  -> [UInt8]
{
  var text = RewrittenText(rules)
  var output = OutputBuffer()
  var (start, piece) = (0, 0)
  while start < bytes.count {
    let end = start + min(sizes[piece % sizes.count], bytes.count - start)
    text.append(Region(start..<end), of: bytes.span, to: &output)
    (start, piece) = (end, piece + 1)
  }
  text.finish(to: &output)
  let sink = CollectingSink()
  try output.drain(into: sink)
  return sink.bytes
}

/// Bytes in which beginnings of characters, their ends and what must be escaped are frequent.
private func randomBytes(_ random: inout SplitMix64, most: Int) -> [UInt8] {
  let alphabet: [UInt8] = [
    0x00, 0x09, 0x0D, 0x1B, 0x1F, 0x20, 0x22, 0x41, 0x5C, 0x7E, 0x7F, 0x80, 0x85, 0x8F, 0x90, 0x9B, 0x9F,
    0xA0,
    0xBF, 0xC0, 0xC1, 0xC2, 0xC3, 0xDF, 0xE0, 0xE1, 0xED, 0xEE, 0xEF, 0xF0, 0xF1, 0xF4, 0xF5, 0xFF,
  ]
  return (0..<Int.random(in: 0...most, using: &random)).flatMap { _ -> [UInt8] in
    switch Int.random(in: 0..<4, using: &random) {
    case 0: Array(repeating: 0x61, count: Int.random(in: 1...40, using: &random))
    case 1:
      Array(["é", "€", "😀", "\u{85}", "\u{7FF}", "\u{FFFD}"].randomElement(using: &random)?.utf8 ?? "".utf8)
    default: [alphabet.randomElement(using: &random) ?? 0]
    }
  }
}

struct QuotedTextTests {
  private func decoded(_ bytes: [UInt8]) throws -> String {
    let object = try FlatObject(
      Array("{\"a\":\"".utf8) + rewritten(bytes, by: QuotedText()) + Array("\"}".utf8))
    guard case .text(let text)? = object["a"] else { return "" }
    return text
  }

  @Test(
    "each maximal subpart becomes one U+FFFD, as the Unicode Standard's tables 3-8 to 3-11 show",
    arguments: [
      ([0xC0, 0xAF, 0xE0, 0x80, 0xBF, 0xF0, 0x81, 0x82, 0x41], "########A"),
      ([0xED, 0xA0, 0x80, 0xED, 0xBF, 0xBF, 0xED, 0xAF, 0x41], "########A"),
      ([0xF4, 0x91, 0x92, 0x93, 0xFF, 0x41, 0x80, 0xBF, 0x42], "#####A##B"),
      ([0xE1, 0x80, 0xE2, 0xF0, 0x91, 0x92, 0xF1, 0xBF, 0x41], "####A"),
      ([0xE2, 0x82], "#"), ([0xF0, 0x9F, 0x98], "#"), ([0xE2, 0x82, 0xAC, 0xE2], "€#"),
    ] as [([UInt8], String)])
  func tables(bytes: [UInt8], expected: String) throws {
    #expect(try decoded(bytes) == expected.replacing("#", with: "\u{FFFD}"))
  }

  @Test("every string of two bytes is decoded as Swift does it")
  func pairs() throws {
    for first in UInt8.min...(.max) {
      for second in UInt8.min...(.max) {
        let bytes = [first, second, 0x61]
        let text = try decoded(bytes)
        if text != String(decoding: bytes, as: UTF8.self) { Issue.record("\(bytes): \(text)") }
      }
    }
  }

  @Test("random bytes are decoded as Swift does it, wherever the pieces are cut", arguments: UInt64(1)...200)
  func random(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let bytes = randomBytes(&random, most: 60)
    #expect(try decoded(bytes) == String(decoding: bytes, as: UTF8.self))
    let whole = try rewritten(bytes, by: QuotedText())
    for sizes in [[1], [2], [3], [1, 4, 2]] {
      #expect(try rewritten(bytes, by: QuotedText(), sizes: sizes) == whole, "\(bytes)")
    }
  }

  @Test("no control character of any kind is left")
  func controls() throws {
    let all = (0...0xFF).flatMap { Array(String(Unicode.Scalar(UInt8($0))).utf8) }
    let text = String(decoding: try rewritten(all, by: QuotedText()), as: UTF8.self)
    #expect(!text.unicodeScalars.contains { $0.properties.generalCategory == .control })
    #expect(text.contains(#"\u001b"#) && text.contains(#"\u007f\u0080"#) && text.contains(#"\u009f"#))
  }
}

struct VisibleTextTests {
  @Test(
    "control characters are shown, everything else stands",
    arguments: [
      ([0x1B, 0x5B, 0x33, 0x31, 0x6D], "^[[31m"), ([0x00, 0x07, 0x1F, 0x7F], "^@^G^_^?"),
      ([0x41, 0x09, 0x5C], "A\t\\"), ([0xC2, 0x9B, 0x9B, 0x33], #"\u009b\x9b3"#), ([0x61, 0x0D], "a\r"),
      ([0x61, 0x0D, 0x0D], "a^M\r"), ([0x0D, 0x61], "^Ma"), ([0xC0, 0x9B], "\u{FFFD}" + #"\x9b"#),
      ([0xC5, 0x9B], "ś"),
    ] as [([UInt8], String)])
  func shown(bytes: [UInt8], expected: String) throws {
    #expect(
      String(decoding: try rewritten(bytes, by: VisibleText(isField: false)), as: UTF8.self) == expected)
  }

  @Test("a field has no tab, no end of line and no escape that is not one")
  func fields() throws {
    let bytes: [UInt8] = [0x09, 0x0D, 0x5C, 0x1B, 0x7F, 0xC2, 0x85, 0x85, 0x41, 0x0D]
    let shown = String(decoding: try rewritten(bytes, by: VisibleText(isField: true)), as: UTF8.self)
    #expect(shown == #"\t\r\\\x1b\x7f\u0085\x85A\r"#)
  }

  @Test(
    "no terminal finds anything to obey in random bytes, wherever they are cut", arguments: UInt64(1)...200)
  func random(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let bytes = randomBytes(&random, most: 60)
    for isField in [false, true] {
      let rules = VisibleText(isField: isField)
      let whole = try rewritten(bytes, by: rules)
      for sizes in [[1], [2], [3], [1, 4, 2]] {
        #expect(try rewritten(bytes, by: rules, sizes: sizes) == whole)
      }
      var line = whole[...]
      if line.last == 0x0D, !isField { line.removeLast() }
      #expect(!line.contains { $0 < 0x20 && $0 != 0x09 || $0 == 0x7F })
      // As a terminal reads that takes UTF-8, and as one that takes single bytes where there is no UTF-8.
      let text = String(decoding: line, as: UTF8.self)
      #expect(!text.unicodeScalars.contains { (0x80...0x9F).contains($0.value) })
      var stray = line
      for character in text where character != "\u{FFFD}" {
        if let range = stray.firstRange(of: Array(character.utf8)) { stray.removeSubrange(range) }
      }
      #expect(!stray.contains { (0x80...0x9F).contains($0) }, "\(bytes)")
    }
  }
}
