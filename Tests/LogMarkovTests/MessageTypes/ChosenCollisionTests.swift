/// Messages that somebody chose: those that would fill one bucket under a known key fill none under a secret one.

import Support
import Testing
import Unix

@testable import LogMarkov

@Suite(
  "Chosen collisions",
  .disabled(
    if: Environment.variable("MCFILTER_SANITIZER") != nil, "minutes of what only computes"))
struct ChosenCollisionTests {
  /// Cleaned texts whose hashes begin with the same ten bits under the key of seed 1: an enemy who knew the key.
  private static let chosen: [[UInt8]] = {
    var random = SplitMix64(seed: 9)
    var texts: [[UInt8]] = []
    while texts.count < 64 {
      let text = (0..<12).map { _ in UInt8.random(in: 0x61...0x7A, using: &random) }
      if hash(text, 1).rawValue >> 54 == 0 { texts.append(text) }
    }
    return texts
  }()

  private static func hash(_ text: [UInt8], _ seed: UInt64) -> TypeHash {
    var tokenizer = TypeTokenizer(mask: .values, key: TypeKey(seed: seed))
    return tokenizer.tokenize(text, tag: Array("t".utf8)).hash
  }

  private static func log(_ texts: [[UInt8]]) -> [UInt8] {
    texts.flatMap { Array("Nov 22 11:00:00 h t: ".utf8) + $0 + [0x0A] }
  }

  @Test("fall apart under any other key", arguments: [2, 3, 4, 5] as [UInt64])
  func fallApart(seed: UInt64) {
    var buckets = [Int](repeating: 0, count: 1024)
    for text in Self.chosen { buckets[Int(Self.hash(text, seed).rawValue >> 54)] += 1 }
    // 64 in 1024 buckets by chance: more than four in one is less likely than 1 in 10^5.
    #expect(buckets.allSatisfy { $0 <= 4 })
  }

  @Test("do not change what is counted even if the key is known", arguments: [1, 2] as [UInt64])
  func counted(seed: UInt64) throws {
    let model = try model(of: Self.log(Self.chosen + Self.chosen.reversed()), settings(seed: seed))
    try model.verify()
    #expect(model.typeCount == Self.chosen.count)
    for text in Self.chosen {
      let type = model.type(of: Self.hash(text, seed))
      #expect(type.map { model.occurrences(of: $0) } == 2)
    }
  }
}
