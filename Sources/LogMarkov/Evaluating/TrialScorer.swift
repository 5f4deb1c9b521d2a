internal import Unix

/// What the filter says of the lines of a trial.
struct TrialScores {
  /// Without look-ahead, by line.
  private(set) var alone: [Score] = []
  /// With look-ahead, by line; the same where there is none.
  private(set) var ahead: [Score] = []
  /// Which chain each line belongs to; `.max` for none.
  private(set) var chainSlots: [UInt32] = []

  /// Scores a trial as the filter does, with its look-ahead: the stages of `FilterPipeline` between reading and writing,
  /// over records that were read and typed before.
  ///
  /// - Parameters:
  ///   - trial: the lines.
  ///   - material: what it was made of.
  ///   - types: the types of the material's lines, as the scorer's knowledge numbers them.
  ///   - looksAhead: whether scores with look-ahead are wanted too.
  ///   - scorer: a scorer at the start of a stream.
  /// - Complexity: O(lines + bytes).
  init<Known: Knowledge & ~Copyable>(
    _ trial: Trial, of material: TrialMaterial, _ types: [RecordType], looksAhead: Bool,
    by scorer: consuming StreamScorer<Known>
  ) {
    alone.reserveCapacity(trial.records.count)
    ahead.reserveCapacity(looksAhead ? trial.records.count : 0)
    chainSlots.reserveCapacity(trial.records.count)
    let text = material.text.span
    var (batch, final) = (Batch(), Batch())
    var lookAhead = LookAhead()
    var start = 0
    while start < trial.records.count {
      let end = min(start + LineBlock.linesPerBatch, trial.records.count)
      batch.parsed.records += trial.records[start..<end]
      for origin in trial.origins[start..<end] {
        batch.parsed.lines.append(material.lines[Int(origin)])
        batch.types.append(types[Int(origin)])
      }
      scorer.score(
        batch.parsed.records, batch.types, of: text, into: &batch.scores, chainSlots: &batch.chainSlots)
      alone += batch.scores
      chainSlots += batch.chainSlots
      if looksAhead {
        scorer.takeRevisions(into: &batch.revisions)
        lookAhead.hold(batch, of: text)
        takeFinal(from: &lookAhead, through: &final)
      }
      batch.removeAll()
      start = end
    }
    lookAhead.releaseAll()
    takeFinal(from: &lookAhead, through: &final)
    if !looksAhead { ahead = alone }
  }

  /// The same with other scores without look-ahead.
  func changed(_ change: (_ line: Int, inout Score) -> Void) -> TrialScores {
    var scores = self
    for line in scores.alone.indices { change(line, &scores.alone[line]) }
    return scores
  }

  private mutating func takeFinal(from lookAhead: inout LookAhead, through final: inout Batch) {
    while lookAhead.handOn(into: &final) {
      ahead += final.scores
      final.removeAll()
    }
  }
}

/// A way to score trials of a pair: the filter by one model with one set of options.
struct TrialScorer {
  private let model: [UInt8]
  private let estimator: EstimatorName
  private let combination: Combination
  private let isFrozen: Bool
  /// Of the material's lines.
  let types: [RecordType]

  /// The filter by a model, as a file in memory.
  ///
  /// - Throws: nothing in practice: the model was just made.
  init(
    _ model: [UInt8], estimator: EstimatorName, combination: Combination, isFrozen: Bool,
    for material: TrialMaterial
  ) throws {
    self.model = model
    self.estimator = estimator
    self.combination = combination
    self.isFrozen = isFrozen
    var opened = try Model.open(MappedRegion(copying: model))
    var typing = TypeIdentification(mask: opened.settings.mask, key: opened.settings.key)
    var types: [RecordType] = []
    typing.identify(material.records, of: material.text.span, with: &opened, into: &types)
    self.types = types
  }

  /// Scores a trial, from a fresh model on.
  func score(_ trial: Trial, of material: TrialMaterial) throws -> TrialScores {
    // Opened anew for each trial, so that nothing of one gets into the next.
    let model = try Model.open(MappedRegion(copying: model))
    return isFrozen
      ? score(trial, of: material, by: model) : score(trial, of: material, by: OverlaidModel(model))
  }

  private func score<Known: Knowledge & ~Copyable>(
    _ trial: Trial, of material: TrialMaterial, by knowledge: consuming Known
  ) -> TrialScores {
    var settings = EvidenceSettings()
    settings.learns = !isFrozen
    settings.looksAhead = combination == .evidence
    // It says something about the log and nothing about its lines.
    settings.selfTestInterval = 0
    let scorer = StreamScorer(
      knowledge, estimator: estimator, combination: combination, evidence: settings,
      chainLimit: Chains.usualLimit)
    return TrialScores(trial, of: material, types, looksAhead: settings.looksAhead, by: scorer)
  }
}
