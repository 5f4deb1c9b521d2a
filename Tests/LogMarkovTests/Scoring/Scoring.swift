/// Scores of whole logs, for tests.

@testable import LogMarkov

/// The score of each line of a log, by `sum` and without habits of hosts unless told otherwise.
func scores<Known: Knowledge & ~Copyable>(
  of log: [UInt8], by knowledge: consuming Known, _ estimator: EstimatorName, batch: Int = 100,
  chainLimit: Int = Chains.usualLimit, combination: Combination = .sum,
  evidence: EvidenceSettings = EvidenceSettings(learns: false)
) -> [Score] {
  scores(
    of: log, by: knowledge, estimator, batch: batch, chainLimit: chainLimit, combination: combination,
    evidence: evidence
  ) { _ in }
}

/// The same; `afterBatch` sees what is known after each batch.
func scores<Known: Knowledge & ~Copyable>(
  of log: [UInt8], by knowledge: consuming Known, _ estimator: EstimatorName, batch: Int = 100,
  chainLimit: Int = Chains.usualLimit, combination: Combination = .sum,
  evidence: EvidenceSettings = EvidenceSettings(learns: false),
  afterBatch: (borrowing Known) throws -> Void
) rethrows -> [Score] {
  var format = SyslogFormat()
  var typing = TypeIdentification(mask: knowledge.settings.mask, key: knowledge.settings.key)
  var scorer = StreamScorer(
    knowledge, estimator: estimator, combination: combination, evidence: evidence, chainLimit: chainLimit)
  var scores: [Score] = []
  var start = 0
  var regions = lines(of: log).map { line in
    defer { start += line.count }
    return Line(text: Region(start..<start + line.count - (line.last == 0x0A ? 1 : 0)))
  }[...]
  while !regions.isEmpty {
    let records = format.records(of: Array(regions.prefix(batch)), in: log)
    var types: [RecordType] = []
    regions = regions.dropFirst(batch)
    typing.identify(records, of: log.span, with: &scorer, into: &types)
    var found: [Score] = []
    var slots: [UInt32] = []
    scorer.score(records, types, of: log.span, into: &found, chainSlots: &slots)
    scores += found
    try afterBatch(scorer.knowledge)
  }
  return scores
}
