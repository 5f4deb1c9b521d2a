/// What holds of every mask and every message: masking twice is masking once, and where the reads cut a
/// message does not matter.

import Support
import Testing
import Unix

@testable import LogMarkov

@Suite(
  "Laws of masks",
  .disabled(
    if: Environment.variable("MCFILTER_SANITIZER") != nil, "minutes of what only computes"))
struct MaskLawTests {
  /// Bytes and words that touch every rule of `values`, so that short texts of them meet every pair of rules.
  private static let tokens = [
    " ", "=", "*", "5", "user", "kB", "s", "Mon", "uid:", "a.b", "a", ":", ".", "..", "!", ",", "-", "+", "#",
    "/",
    "@", "(", ")", "\"", "'", "<", "|", "\t", "\r", "\0", "é", "User",
  ].map { Array($0.utf8) }

  private func expectIdempotence(
    _ message: [UInt8], _ tokenizer: inout TypeTokenizer, _ location: SourceLocation = #_sourceLocation
  ) {
    let once = tokenizer.tokenize(message, tag: [])
    let twice = tokenizer.tokenize(Array(once.text.dropFirst()), tag: [])
    if once != twice {
      Issue.record(
        "\(String(decoding: message, as: UTF8.self)) → \(once.message) → \(twice.message)",
        sourceLocation: location)
    }
  }

  @Test("masking all texts of three tokens twice is masking them once", arguments: Mask.allCases)
  func idempotenceExhaustive(mask: Mask) {
    var tokenizer = TypeTokenizer(mask)
    for first in Self.tokens {
      for second in Self.tokens {
        for third in Self.tokens { expectIdempotence(first + second + third, &tokenizer) }
      }
    }
  }

  @Test("masking random texts twice is masking them once", arguments: Mask.allCases)
  func idempotenceRandom(mask: Mask) {
    var tokenizer = TypeTokenizer(mask)
    var generator = SplitMix64(seed: 20_261_122)
    for _ in 0..<10_000 {
      expectIdempotence(Self.randomText(using: &generator), &tokenizer)
    }
  }

  @Test("masking random bytes twice is masking them once", arguments: Mask.allCases)
  func idempotenceBytes(mask: Mask) {
    var tokenizer = TypeTokenizer(mask)
    var generator = SplitMix64(seed: 7)
    for _ in 0..<3_000 {
      let message = (0..<40).map { _ in UInt8.random(in: 0...255, using: &generator) }
      expectIdempotence(message, &tokenizer)
    }
  }

  @Test(
    "masking real lines twice is masking them once", .enabled(if: RealLogs.areThere),
    arguments: RealLogs.paths)
  func idempotenceReal(path: String) throws {
    for mask in Mask.allCases {
      var tokenizer = TypeTokenizer(mask)
      for line in try RealLogs.lines(of: path) { expectIdempotence(line, &tokenizer) }
    }
  }

  @Test(
    "two cuts anywhere change nothing",
    arguments: [
      "user uid:500 x", "a = b=c 5 kB. 7", "comm=\" cron job\" d='' e=", "1, 2 - 3... user : 'bob'!",
      "Nov 22 : \t 5", "k:a.b.c http://h/ ==> .a.b", "  café\0\r\t user= s ( = )", "Mon 5! 6 s, 7 bytes",
    ])
  func everyCut(message: String) {
    let message = Array(message.utf8)
    for mask in Mask.allCases {
      var tokenizer = TypeTokenizer(mask)
      let whole = tokenizer.tokenize(message)
      for first in 0...message.count {
        for second in first...message.count {
          #expect(tokenizer.tokenize(message, cutAt: [first, second]) == whole)
        }
      }
      #expect(tokenizer.tokenize(message, cutAt: Array(0...message.count)) == whole)
    }
  }

  @Test(
    "random cuts of real lines change nothing", .enabled(if: RealLogs.areThere),
    arguments: [
      "openssh/OpenSSH_2k.log", "juju/vault.boot0.log.gz", "journal/ceph-mon.system.short-full.gz",
    ])
  func randomCuts(path: String) throws {
    var generator = SplitMix64(seed: 3)
    let lines = try RealLogs.lines(of: path)
    for mask in Mask.allCases {
      var tokenizer = TypeTokenizer(mask)
      for line in lines {
        let cuts = (0..<3).map { _ in Int.random(in: 0...line.count, using: &generator) }.sorted()
        if tokenizer.tokenize(line) != tokenizer.tokenize(line, cutAt: cuts) {
          Issue.record("\(String(decoding: line, as: UTF8.self)) cut at \(cuts)")
        }
      }
    }
  }

  /// A message whose bytes come one by one goes the plain way: whatever looks at several bytes at once sees one.
  private func expectPlain(_ message: [UInt8], _ tokenizer: inout TypeTokenizer) {
    if tokenizer.tokenize(message) != tokenizer.tokenize(message, cutAt: Array(0...message.count)) {
      Issue.record("\(String(decoding: message, as: UTF8.self)) is not what it is byte by byte")
    }
  }

  @Test("random texts and bytes say what they say byte by byte", arguments: Mask.allCases)
  func plainRandom(mask: Mask) {
    var tokenizer = TypeTokenizer(mask)
    var generator = SplitMix64(seed: 11)
    for _ in 0..<2_000 {
      let words = (0..<3).flatMap { _ in
        Self.randomText(using: &generator) + Array("word longer-than-sixteen".utf8)
      }
      expectPlain(words, &tokenizer)
      expectPlain((0..<70).map { _ in UInt8.random(in: 0...255, using: &generator) }, &tokenizer)
      expectPlain((0..<70).map { _ in UInt8.random(in: 0x1E...0x40, using: &generator) }, &tokenizer)
    }
  }

  @Test(
    "real lines say what they say byte by byte", .enabled(if: RealLogs.areThere), arguments: RealLogs.paths)
  func plainReal(path: String) throws {
    for mask in Mask.allCases {
      var tokenizer = TypeTokenizer(mask)
      for line in try RealLogs.lines(of: path) { expectPlain(line, &tokenizer) }
    }
  }

  private static func randomText(using generator: inout SplitMix64) -> [UInt8] {
    let blankShare = Double.random(in: 0.1...0.5, using: &generator)
    var text: [UInt8] = []
    for _ in 0..<Int.random(in: 4...14, using: &generator) {
      let token = Int.random(in: 0..<tokens.count, using: &generator)
      text += Double.random(in: 0..<1, using: &generator) < blankShare ? tokens[0] : tokens[token]
    }
    return text
  }
}
