/// The law of `evaluate`: what it scores a trial with is what the filter prints for the same log.

import Support
import Testing
import Unix

@testable import LogMarkov

/// What the filter prints of a line.
private struct PrintedScore: Equatable {
  var message: String
  var combined: String
  var stray: String
  var missing: String

  /// From the columns of `--format=tsv`.
  init(_ row: [UInt8].SubSequence) {
    let columns = row.split(separator: 0x09, maxSplits: 6, omittingEmptySubsequences: false)
      .map { String(decoding: $0, as: UTF8.self) }
    (message, combined, stray, missing) = (columns[0], columns[2], columns[4], columns[5])
  }

  /// As a score would be printed.
  init(_ score: Score) {
    func text(_ bits: Centibits?) -> String {
      guard let bits, score.flag != .skip else { return "-" }
      let hundredths = abs(bits.rawValue)
      let digits = hundredths % 100
      return "\(bits.rawValue < 0 ? "-" : "")\(hundredths / 100).\(digits < 10 ? "0" : "")\(digits)"
    }
    (message, combined) = (text(score.message), text(score.combined))
    (stray, missing) = (text(score.stray), text(score.missing))
  }
}

@Suite("Trials and the filter")
struct EvaluationLawTests {
  /// What a filter prints of the lines of a trial.
  private func printed(_ lines: [[UInt8]], by filter: any LogFilter) throws -> [PrintedScore] {
    let sink = CollectingSink()
    try filter.run(from: CutSource([Array(lines.map { $0 + [0x0A] }.joined())]), to: sink)
    return sink.bytes.split(separator: 0x0A).map(PrintedScore.init)
  }

  private func settings(lookAhead: Bool) -> FilterSettings {
    var settings = FilterSettings()
    settings.annotation = .tsv
    settings.lookAhead = lookAhead ? .seconds(1) : nil
    return settings
  }

  /// Holds some trials of an experiment to the filter.
  private func hold(_ train: [UInt8], _ test: [UInt8], _ inserted: InsertedLines = .known) throws {
    let experiment = try makeExperiment(train, test, inserted)
    let training = try TrainedLog(recordedLog(train), ExperimentSettings())
    #expect(training.model == (try modelBytes(learn(train))))
    for kind in AnomalyKind.allCases {
      let trial = experiment.trial(1, of: kind)
      let lines = writtenLines(trial, of: experiment.material)
      let own = try experiment.filter.score(trial, of: experiment.material)
      for (scores, lookAhead) in [(own.alone, false), (own.ahead, true)] {
        let filter = LearningFilter(
          OverlaidModel(try open(training.model)), settings(lookAhead: lookAhead))
        let expected = try printed(lines, by: filter)
        let differences = zip(scores.map { PrintedScore($0) }, expected).enumerated().filter {
          $0.element.0 != $0.element.1
        }
        #expect(scores.count == expected.count)
        #expect(differences.isEmpty, "\(kind), look-ahead \(lookAhead): \(differences.prefix(3))")
      }
      var papers = settings(lookAhead: false)
      (papers.estimator, papers.combination, papers.isFrozen) = (.mle, .sum, true)
      let filter = ModelFilter(try open(training.paperModel), papers)
      let scores = try experiment.paper.score(trial, of: experiment.material)
      #expect(scores.alone.map { PrintedScore($0) } == (try printed(lines, by: filter)))
    }
  }

  @Test("on a log of several hosts, with repeats, continued records and boot markers")
  func mixed() throws {
    try hold(mixedLog(lines: 1_500, seed: 11), mixedLog(lines: 1_500, seed: 12))
    try hold(mixedLog(lines: 1_500, seed: 13), mixedLog(lines: 1_500, seed: 14), .novel)
  }

  @Test("on the example, by itself and by its first half")
  func example() throws {
    let log = lines(of: try readFile("\(packageRoot)/examples/cluster.log"))
    let (first, second) = (log[..<(log.count / 2)], log[(log.count / 2)...])
    try hold(Array(first.joined()), Array(second.joined()))
    try hold(Array(first.joined()), Array(first.joined()), .unusual)
  }

  @Test(
    "on real logs, one by another's model", .enabled(if: sharedData != nil, "../shared is absent"),
    .disabled(if: Environment.variable("MCFILTER_SANITIZER") != nil, "the same code as in shorter tests"))
  func real() throws {
    let vault = try realLog("juju/vault.boot1.log.gz", lines: 3_000)
    try hold(vault, try realLog("linux/Linux.log.gz", lines: 3_000), .unusual)
  }
}
