/// Explanations: texts that harm no terminal, and the probabilities that the scores are made of.

import Support
import Testing

@testable import LogMarkov

private func shown(_ text: String) -> String {
  String(decoding: TypeText(Array(text.utf8).span).bytes, as: UTF8.self)
}

struct TypeTextTests {
  @Test(
    "a type is shown with its tag, without control characters",
    arguments: [
      ("sshd\nopen *", "sshd: open *"), ("\nno tag", "no tag"), ("cron\n", "cron: "),
      ("x\u{1B}[1m\na\tb\r\u{7F}\u{0}c", "x?[1m: a?b???c"), ("x\né \u{85}\u{9F}\u{A0}", "x: é ??\u{A0}"),
    ])
  func texts(text: String, expected: String) { #expect(shown(text) == expected) }

  @Test("a long text ends in dots, and not within a character", arguments: 0...4)
  func long(shift: Int) {
    let start = String(repeating: "a", count: shift) + "\n"
    let whole = start + String(repeating: "b", count: TypeText.limit - start.utf8.count)
    #expect(!shown(whole).hasSuffix(".") && shown(whole + "b") == shown(whole) + "...")
    for character in ["é", "€", "😀"] {
      let long = shown(start + String(repeating: character, count: TypeText.limit))
      #expect(long.utf8.count <= TypeText.limit + 4 && long.hasSuffix(character + "..."))
    }
  }
}

/// A scorer's explanations of a log by row, and its scores.
private func explained(
  _ log: [UInt8], batch: Int, estimator: EstimatorName = .backoff, evidence: EvidenceSettings
) throws -> (explanations: [Int: Explanation], scores: [Score]) {
  let knowledge = try OverlaidModel.empty(testSettings)
  var format = SyslogFormat()
  var typing = TypeIdentification(mask: knowledge.settings.mask, key: knowledge.settings.key)
  var scorer = StreamScorer(
    knowledge, estimator: estimator, combination: estimator == .mle ? .sum : .evidence, evidence: evidence,
    chainLimit: 100)
  var found: (explanations: [Int: Explanation], scores: [Score]) = ([:], [])
  var start = 0
  var regions = lines(of: log).map { line in
    defer { start += line.count }
    return Line(text: Region(start..<start + line.count - 1))
  }[...]
  while !regions.isEmpty {
    let records = format.records(of: Array(regions.prefix(batch)), in: log)
    var types: [RecordType] = []
    regions = regions.dropFirst(batch)
    typing.identify(records, of: log.span, with: &scorer, into: &types)
    var (scores, slots): ([Score], [UInt32]) = ([], [])
    scorer.score(records, types, of: log.span, into: &scores, chainSlots: &slots)
    var explanations: [Int: Explanation] = [:]
    scorer.takeExplanations(into: &explanations)
    for (row, explanation) in explanations { found.explanations[found.scores.count + row] = explanation }
    found.scores += scores
  }
  return found
}

/// A log of two hosts that say some words in an order that is loosely kept.
private func log(_ count: Int, seed: UInt64) -> [UInt8] {
  var random = SplitMix64(seed: seed)
  let words = ["up", "down", "start", "stop", "fail", "idle", "busy", "wait"]
  return (0..<count).flatMap { number in
    let word = Int.random(in: 0..<5, using: &random) == 0 ? words.randomElement(using: &random) : nil
    return Array("Nov 22 11:00:00 h x[1]: \(word ?? words[number % 8])\n".utf8)
  }
}

struct ExplanationTests {
  private static let all: EvidenceSettings = {
    var settings = EvidenceSettings()
    settings.explainsFrom = -.infinity
    return settings
  }()

  @Test("what came is expected as probably as it scores", arguments: [EstimatorName.mle, .backoff])
  func probabilities(estimator: EstimatorName) throws {
    let (explanations, scores) = try explained(
      log(1_500, seed: 1), batch: 100, estimator: estimator, evidence: Self.all)
    // The first record came after none.
    #expect(explanations.count == 1_499)
    var compared = 0
    for row in 1..<1_500 {
      let explanation = try #require(explanations[row])
      #expect(row == 1 || explanation.previous == explanations[row - 1]?.type)
      #expect(explanation.expected.count <= 3)
      #expect(
        zip(explanation.expected, explanation.expected.dropFirst()).allSatisfy {
          $0.probability >= $1.probability
        })
      if let itself = explanation.expected.first(where: { $0.text == explanation.type }) {
        #expect(itself.probability == scores[row].messageProbability)
        compared += 1
      }
    }
    #expect(compared > 1_000)
  }

  @Test("batches do not show in explanations", arguments: [1, 7, 128])
  func batches(size: Int) throws {
    let log = log(600, seed: 2)
    let whole = try explained(log, batch: 600, evidence: Self.all)
    #expect(try explained(log, batch: size, evidence: Self.all).explanations == whole.explanations)
  }

  @Test("only what may be selected is explained, and to explain changes no score")
  func threshold() throws {
    let log = log(1_500, seed: 3)
    var settings = EvidenceSettings()
    #expect(try explained(log, batch: 100, evidence: settings).explanations.isEmpty)
    let plain = try explained(log, batch: 100, evidence: settings).scores
    settings.explainsFrom = 4
    let some = try explained(log, batch: 100, evidence: settings)
    #expect(some.scores == plain)
    for (row, score) in some.scores.enumerated().dropFirst() {
      let most = [score.combined, score.stray ?? .zero, score.missing ?? .zero].map(\.bits).max()
      #expect((some.explanations[row] != nil) == ((most ?? 0) >= 4), "\(row)")
    }
    #expect((1..<700).contains(some.explanations.count))
  }
}
