internal import Unix

/// A log, and the models that the rankings of an experiment have of it.
public final class TrainedLog {
  /// A message type of the log.
  struct Kind {
    var hash: TypeHash
    /// The first line of this type.
    var row: Int
    var count: Int
  }

  let log: RecordedLog
  let settings: ExperimentSettings
  /// What the filter's own rankings go by, as a file.
  let model: [UInt8]
  /// What the paper's go by, with clusters.
  let paperModel: [UInt8]
  /// The message types, rarest first, in order of appearance where they are equally rare.
  let kinds: [Kind]

  /// Learns a log.
  ///
  /// - Throws: `EvaluationProblem` if there is nothing to learn for so many anomalies.
  public init(_ log: RecordedLog, _ settings: ExperimentSettings) throws {
    self.log = log
    self.settings = settings
    try log.check(settings)
    kinds = log.kinds(settings.modelSettings)
    guard kinds.count > 1 else { throw EvaluationProblem.oneType }
    paperModel = try TrainedLog.learn(log, settings.paperModelSettings, isClustered: true)
    model = settings.mask == .digits ? paperModel : try TrainedLog.learn(log, settings.modelSettings)
  }

  private static func learn(
    _ log: RecordedLog, _ settings: ModelSettings, isClustered: Bool = false
  ) throws -> [UInt8] {
    var counts = try log.learned(settings)
    counts.isClustered = isClustered
    var bytes: [UInt8] = []
    try counts.write { piece in
      for index in piece.indices { bytes.append(piece[index]) }
    }
    return bytes
  }
}

extension ExperimentSettings {
  /// What the filter's own rankings clean and chain by. The key decides nothing but must not change.
  var modelSettings: ModelSettings {
    ModelSettings(key: TypeKey(seed: seed), mask: mask, chainKey: .host)
  }

  /// The same of the paper's.
  var paperModelSettings: ModelSettings {
    ModelSettings(key: TypeKey(seed: seed), mask: .digits, chainKey: .host)
  }
}

extension RecordedLog {
  /// How many records there must be for each anomaly, so that those next to anomalies stay few. Source: the study's trials.
  private static let recordsPerAnomaly = 30

  /// Throws `EvaluationProblem` if the log is too short.
  func check(_ settings: ExperimentSettings) throws(EvaluationProblem) {
    let (records, needed) = (recordCount, settings.anomalies * RecordedLog.recordsPerAnomaly)
    if records == 0 { throw .noRecords }
    guard records >= needed else {
      throw .tooShort(records: records, needed: needed, anomalies: settings.anomalies)
    }
  }

  /// Its message types, rarest first.
  func kinds(_ settings: ModelSettings) -> [TrainedLog.Kind] {
    var kinds: [TrainedLog.Kind] = []
    var places: [TypeHash: Int] = [:]
    for (row, type) in hashes(settings).enumerated() where records[row].kind == .record {
      if let place = places[type] {
        kinds[place].count += 1
      } else {
        places[type] = kinds.count
        kinds.append(TrainedLog.Kind(hash: type, row: row, count: 1))
      }
    }
    return kinds.sorted { ($0.count, $0.row) < ($1.count, $1.row) }
  }

  /// The hashes of its types, by line.
  func hashes(_ settings: ModelSettings) -> [TypeHash] {
    var typing = TypeIdentification(mask: settings.mask, key: settings.key)
    var nobody = NobodysNumbers()
    return types(by: &typing, &nobody).map(\.hash)
  }
}

/// Knows no type: for those who need hashes alone.
private struct NobodysNumbers: TypeResolver {
  mutating func resolve(
    _ hash: TypeHash, tagHash: TagHash, text: Span<UInt8>
  ) -> (MessageTypeID, TagID) { (.unknown, .unknown) }
}
