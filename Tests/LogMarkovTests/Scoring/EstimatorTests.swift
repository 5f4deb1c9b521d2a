/// Estimators: every probability is the one that the paper and mcfilter(1) define.

import Support
import Testing

@testable import LogMarkov

private let logs = ["linux/Linux.log.gz", "juju/vault.boot1.log.gz", "openssh/OpenSSH_2k.log"]

/// Expects the scores of the program to be the plain ones.
private func expectSame(_ scores: [Score], _ plain: [PlainScore?]) {
  #expect(scores.count == plain.count)
  var wrong = 0
  for (row, (score, plain)) in zip(scores, plain).enumerated() where wrong < 3 {
    let isSame: Bool
    if let plain {
      isSame =
        abs(score.messageProbability - plain.message) <= 1e-12
        && abs(score.tagProbability - plain.tag) <= 1e-12
        && score.flag == plain.flag && score.message == Centibits(surprisalOf: score.messageProbability)
        && score.tag == Centibits(surprisalOf: score.tagProbability)
        && score.combined == Centibits(surprisalOf: (score.messageProbability + score.tagProbability) / 2)
    } else {
      isSame = score == .skipped
    }
    if !isSame {
      wrong += 1
      Issue.record("line \(row + 1): \(score), plain \(String(describing: plain))")
    }
  }
}

struct EstimatorTests {
  private func expectSameFrozen(
    train: [UInt8], test: [UInt8], _ settings: ModelSettings, _ estimator: EstimatorName
  ) throws {
    var plain = PlainMarkov(settings)
    _ = plain.score(plainRecords(train, settings), estimator, learns: true)
    plain.beginStream()
    let expected = plain.score(plainRecords(test, settings), estimator, learns: false)
    expectSame(scores(of: test, by: try model(of: train, settings), estimator), expected)
  }

  @Test(
    "a small log is scored as defined, by a model and while learning", arguments: EstimatorName.allCases,
    ChainKey.allCases)
  func small(estimator: EstimatorName, chainKey: ChainKey) throws {
    for mask in Mask.allCases {
      let settings = settings(mask: mask, by: chainKey)
      let all = lines(of: smallLog)
      for cut in [0, 4, 9, 14, all.count] {
        try expectSameFrozen(train: Array(all[..<cut].joined()), test: smallLog, settings, estimator)
      }
      var plain = PlainMarkov(settings)
      let expected = plain.score(plainRecords(smallLog, settings), estimator, learns: true)
      for batch in [1, 2, 5, 128] {
        expectSame(scores(of: smallLog, by: Counts(settings: settings), estimator, batch: batch), expected)
      }
    }
  }

  @Test(
    "half of a real log, scored by a model of the other half, has the probabilities defined",
    .enabled(if: sharedData != nil), arguments: logs, EstimatorName.allCases)
  func frozen(name: String, estimator: EstimatorName) throws {
    let all = lines(of: try realLog(name, lines: 4000))
    let (train, test) = (Array(all[..<(all.count / 2)].joined()), Array(all[(all.count / 2)...].joined()))
    try expectSameFrozen(train: train, test: test, testSettings, estimator)
  }

  @Test(
    "a real log scored while it is learned has the probabilities defined", .enabled(if: sharedData != nil),
    arguments: logs, EstimatorName.allCases)
  func learning(name: String, estimator: EstimatorName) throws {
    let log = try realLog(name, lines: 1500)
    for chainKey in [ChainKey.host, .tag] {
      let settings = settings(by: chainKey)
      var plain = PlainMarkov(settings)
      let expected = plain.score(plainRecords(log, settings), estimator, learns: true)
      expectSame(scores(of: log, by: Counts(settings: settings), estimator), expected)
    }
  }

  @Test("a message that occurs only where its chain ends is certain to stay, one never seen is not")
  func stays() throws {
    let train = Array("Nov 22 11:00:00 a x: m\nNov 22 11:00:01 a y: last\n".utf8)
    let test = Array("Nov 22 11:00:00 a y: last\nNov 22 11:00:01 a y: last\nNov 22 11:00:01 a y: m\n".utf8)
    let known = scores(of: test, by: try model(of: train), .mle)
    #expect(known[1].messageProbability == 1 && known[1].tagProbability == 1 && known[1].flag == .new)
    #expect(known[2].messageProbability == 0 && known[2].message == .greatest)
    let strange = Array("Nov 22 11:00:00 a z: what\nNov 22 11:00:01 a z: what\n".utf8)
    let unknown = scores(of: strange, by: try model(of: train), .mle)
    #expect(
      unknown[1].messageProbability == 0 && unknown[1].tagProbability == 0 && unknown[1].flag == .unknown)
  }

  @Test(
    "what follows an unknown record is scored, and nothing is ever infinite or no number",
    arguments: EstimatorName.allCases)
  func finite(estimator: EstimatorName) throws {
    let empty = scores(of: smallLog, by: try open(modelBytes(Counts(settings: testSettings))), estimator)
    let other = scores(of: smallLog, by: try model(of: tinyLog), estimator)
    for score in empty + other {
      #expect(score.messageProbability.isFinite && score.tagProbability.isFinite)
      #expect(score.messageProbability >= 0 && score.tagProbability >= 0)
      #expect(Centibits.zero...Centibits.greatest ~= score.combined)
    }
  }

  @Test("the tally counts records, unknown types and new transitions")
  func tally() throws {
    var scorer = StreamScorer(
      Counts(settings: testSettings), estimator: .backoff, chainLimit: Chains.usualLimit)
    var format = SyslogFormat()
    var typing = TypeIdentification(mask: .values, key: testSettings.key)
    var (types, found, slots) = ([RecordType](), [Score](), [UInt32]())
    let log = tinyLog
    var start = 0
    let regions = lines(of: log).map { line in
      defer { start += line.count }
      return Line(text: Region(start..<start + line.count - 1))
    }
    let records = format.records(of: regions, in: log)
    typing.identify(records, of: log.span, with: &scorer, into: &types)
    scorer.score(records, types, of: log.span, into: &found, chainSlots: &slots)
    #expect(scorer.tally.records == 7)
    #expect(scorer.tally.unknownTypes == 4, "m, n, o and p")
    #expect(found.map(\.flag) == [.first, .unknown, .new, .seen, .first, .new, .unknown])
    #expect(scorer.tally.newTransitions == 2)
    #expect(slots == [0, 0, 0, 0, 1, 1, 1])
  }
}
