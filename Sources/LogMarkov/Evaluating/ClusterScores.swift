internal import Unix

/// What becomes of the paper's sum with a third matrix: P(message) + P(tag) + P(cluster), the clusters being those of
/// similar messages.
///
/// Source: Haque, DeLucia, Baseman, HUST'17, section 7, hopes that such clusters help where logs are unlike.
struct ClusterScores {
  private let transitions: ClusterTransitions
  /// The cluster of each line of the material; nil for what is no record, or like no message of the model.
  private let clusters: [Int32?]

  /// The clusters of a model, as a file in memory, and of the lines that trials are made of.
  ///
  /// A message that the model does not know is of the cluster of the message most similar to it.
  ///
  /// - Parameters:
  ///   - model: a model with clusters.
  ///   - types: those of the material's lines, as that model numbers them.
  ///   - material: what trials are made of.
  /// - Throws: nothing in practice: the model was just made.
  init(_ model: [UInt8], _ types: [RecordType], of material: TrialMaterial) throws {
    let model = try Model.open(MappedRegion(copying: model))
    let known = try model.clusters() ?? []
    transitions = try ClusterTransitions(of: model, clusters: known)
    let texts = try (0..<UInt32(model.typeCount)).map { try model.text(of: MessageTypeID(rawValue: $0)) }
    var nearest = NearestCluster(texts: texts, numbers: known)
    var tokenizer = TypeTokenizer(mask: model.settings.mask, key: model.settings.key)
    var unknown: [TypeHash: Int32?] = [:]
    var clusters = [Int32?](repeating: nil, count: types.count)
    for (line, record) in material.records.enumerated() where record.kind == .record {
      let type = types[line]
      if type.type != .unknown {
        clusters[line] = known[Int(type.type.rawValue)]
      } else if let found = unknown[type.hash] {
        clusters[line] = found
      } else {
        _ = tokenizer.type(of: record, in: material.text.span)
        clusters[line] = nearest.number(of: tokenizer.text)
        unknown[type.hash] = clusters[line]
      }
    }
    self.clusters = clusters
  }

  /// The scores of a trial's lines by the paper's model with the third matrix in their combined scores.
  func adding(to scores: TrialScores, of trial: Trial) -> TrialScores {
    var last: [UInt32: Int32] = [:]
    return scores.changed { line, score in
      guard score.flag != .skip else { return }
      let chain = scores.chainSlots[line]
      let cluster = clusters[Int(trial.origins[line])]
      var probability = 0.0
      if let before = last[chain], let cluster {
        probability = transitions.probability(of: cluster, after: before)
      }
      last[chain] = cluster
      let sum = score.messageProbability + score.tagProbability + probability
      score.combined = Centibits(surprisalOf: sum / 3)
    }
  }
}
