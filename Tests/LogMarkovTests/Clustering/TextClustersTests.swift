/// Clusters of texts: what is alike is together, and nothing but the texts decides.

import Support
import Testing

@testable import LogMarkov

/// The text of a type as a model has it.
private func text(_ tag: String, _ message: String) -> [UInt8] { Array("\(tag)\n\(message)".utf8) }

private let names = ["queue", "disk", "lease", "mirror", "route", "cache", "token", "shard"]

/// Two families and somebody who belongs to none.
private let families =
  names.map { text("systemd", "Started the \($0) service.") }
  + names.map { text("sshd", "connection to \($0) refused by peer") } + [text("kernel", "Out of memory")]

/// The clusters as sets of texts, largest first.
private func sets(_ texts: [[UInt8]]) -> [Set<[UInt8]>] {
  let clusters = TextClusters(texts: texts)
  return (0..<clusters.count).map { cluster in
    Set(texts.indices.filter { clusters.numbers[$0] == cluster }.map { texts[$0] })
  }
}

/// Texts of words drawn at random: some are alike, some are not.
private func randomTexts(_ count: Int, seed: UInt64) -> [[UInt8]] {
  var random = SplitMix64(seed: seed)
  return (0..<count).map { _ in
    let words = (0..<Int.random(in: 0...6, using: &random)).map { _ in
      "w\(Int.random(in: 0..<20, using: &random) * Int.random(in: 0..<3, using: &random))"
    }
    return text(["", "a", "b"].randomElement(using: &random) ?? "", words.joined(separator: " * "))
  }
}

@Suite("Clusters of texts")
struct TextClustersTests {
  @Test("families are told apart")
  func plantedFamilies() {
    let clusters = TextClusters(texts: families)
    #expect(clusters.numbers[..<8].allSatisfy { $0 == clusters.numbers[0] })
    #expect(clusters.numbers[8..<16].allSatisfy { $0 == clusters.numbers[8] })
    #expect(Set(clusters.numbers) == [0, 1, 2])
    // Of two with as many the first is the one that has the first text: sshd before systemd.
    #expect(clusters.numbers[8] == 0)
    #expect(clusters.numbers[16] == 2)
  }

  @Test("the tag counts as a word", arguments: [("sshd", 1), ("su", 2)])
  func tag(other: String, count: Int) {
    let texts = [text("sshd", "session closed"), text(other, "session opened"), text("cron", "job done")]
    #expect(Set(TextClusters(texts: texts).numbers[..<2]).count == count)
  }

  @Test("values, digits of masks and punctuation are no words")
  func whatIsNoWord() {
    let texts = [text("", "*"), text("", "* , * ( * )"), text("", ""), text("", "--- ---")]
    #expect(TextClusters(texts: texts).numbers == [1, 2, 0, 3])
  }

  @Test("there may be no text, or one")
  func few() {
    #expect(TextClusters(texts: []).count == 0)
    let one = TextClusters(texts: [text("a", "b")])
    #expect(one.numbers == [0])
    #expect(one.centers == [0])
  }

  @Test(
    "numbers go from the largest cluster to the smallest, and each has a center of its own", arguments: 0..<10
  )
  func numbering(seed: UInt64) {
    let texts = randomTexts(80, seed: seed)
    let clusters = TextClusters(texts: texts)
    let sizes = sets(texts).map(\.count)
    #expect(sizes == sizes.sorted(by: >))
    #expect(sizes.allSatisfy { $0 > 0 })
    for (cluster, center) in clusters.centers.enumerated() { #expect(clusters.numbers[center] == cluster) }
  }

  @Test("neither order nor repetition of texts changes the clusters", arguments: 0..<4)
  func order(seed: UInt64) {
    let texts = randomTexts(80, seed: seed)
    var random = SplitMix64(seed: seed)
    let other = (texts + texts.prefix(20)).shuffled(using: &random)
    let (clusters, otherClusters) = (TextClusters(texts: texts), TextClusters(texts: other))
    for (place, text) in other.enumerated() {
      let known = texts.firstIndex(of: text) ?? 0
      #expect(otherClusters.numbers[place] == clusters.numbers[known])
    }
    #expect(otherClusters.centers.map { other[$0] } == clusters.centers.map { texts[$0] })
  }

  @Test("a cluster stays one among strangers")
  func strangers() {
    let strangers = (0..<60).map { text("tag\($0)", "alpha\($0) beta\($0) gamma\($0)") }
    let found = sets(families + strangers)
    #expect(found[0] == Set(families[8..<16]))
    #expect(found[1] == Set(families[..<8]))
    #expect(found.count == 3 + strangers.count)
  }

  @Test("a family of many more than are compared stays one")
  func largeFamily() {
    let many = 3 * TextWords.listed
    let texts = (0..<many).map { text("su", "login of x\($0) was not allowed") } + families
    #expect(sets(texts)[0].count == many)
  }

  @Test("families of a real log", .enabled(if: sharedData != nil))
  func familiesOfRealLog() throws {
    let log = try recordedLog(realLog("juju/rabbitmq.boot1.log.gz"))
    var known = Counts(settings: settings())
    var typing = TypeIdentification(mask: .values, key: known.settings.key)
    _ = log.types(by: &typing, &known)
    let clusters = sets((0..<known.typeCount).map { Array(known.types.text($0)) })
    #expect(clusters.count == 80)
    for start in ["systemd\nReached target", "systemd\nCondition check"] {
      let holders = clusters.filter { cluster in cluster.contains { $0.starts(with: start.utf8) } }
      #expect(holders.count == 1, "\(start)")
    }
  }
}
