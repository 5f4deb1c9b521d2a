import LogMarkov
import Unix

/// `mcfilter compare [OPTION]... A B`: how alike two logs are, or a log and a model.
struct CompareCommand {
  private let command: ParsedCommand

  init(_ command: ParsedCommand) { self.command = command }

  /// Compares both and prints all measures.
  ///
  /// - Throws: `Failure`; then nothing is printed.
  func run() throws -> ExitStatus {
    guard command.operands.count == 2 else { throw Failure("compare needs two logs or models, A and B") }
    guard command.operands != ["-", "-"] else {
      throw Failure("standard input: it can be only one of the logs: name a file for the other")
    }
    // One that cannot be read has been reported.
    guard let a = try ComparedFile(command.operands[0], command) else { return .failure }
    guard let b = try ComparedFile(command.operands[1], command) else { return .failure }
    var comparison = Comparison(try settings(a, b))
    let one = try a.log(in: &comparison, beside: b, seed: seed)
    let other = try b.log(in: &comparison, beside: a, seed: seed)
    let report = ComparisonReport(
      a: .init(name: a.name, isModel: a.isModel, log: one),
      b: .init(name: b.name, isModel: b.isModel, log: other),
      measurements: comparison.measure(one, other))
    return try StandardOutput.print(report.text(as: command.choice(.format)))
  }

  private var seed: UInt64 { UInt64(command.integer(.seed)) }

  /// A model's mask and chain key, else those of the options.
  private func settings(_ a: borrowing ComparedFile, _ b: borrowing ComparedFile) throws -> ModelSettings {
    try agree(a, b, .mask, \.mask, "its mask is", "of one mask")
    try agree(a, b, .by, \.chainKey, "its chains are by", "whose chains are by the same")
    let ofModel = a.settings ?? b.settings
    return ModelSettings(
      key: .random(), mask: ofModel?.mask ?? command.choice(.mask),
      chainKey: ofModel?.chainKey ?? command.choice(.by))
  }

  /// Throws unless models and option say the same of a setting.
  private func agree<Word: RawRepresentable & Equatable>(
    _ a: borrowing ComparedFile, _ b: borrowing ComparedFile, _ option: OptionName,
    _ setting: KeyPath<ModelSettings, Word>, _ isWhat: String, _ alike: String
  ) throws where Word.RawValue == String {
    let (ofA, ofB) = (a.settings?[keyPath: setting], b.settings?[keyPath: setting])
    if let ofA, let ofB, ofA != ofB {
      throw Failure(
        "\(b.name): \(isWhat) \(ofB.rawValue), and \(ofA.rawValue) in \(a.name): compare models \(alike)")
    }
    guard let asked: Word = command.choice(ifGiven: option), let ofModel = ofA ?? ofB, asked != ofModel else {
      return
    }
    throw Failure("\(ofA == nil ? b.name : a.name): \(isWhat) \(ofModel.rawValue): leave \(option.long) out")
  }
}

/// One of the two files: a log, which has been read, or a model.
private struct ComparedFile: ~Copyable {
  /// The path within a sentence.
  let name: String
  /// What the model was made with; nil for a log.
  let settings: ModelSettings?
  private let model: Model?
  private let recorded: RecordedLog?

  /// Reads a log, or opens a model; nil for a log that could not be read, which has been reported.
  ///
  /// - Throws: `Failure`.
  init?(_ path: String, _ command: ParsedCommand) throws {
    name = path == "-" ? "standard input" : path
    if path != "-", ModelFile.isModel(at: path) {
      let opened = try ModelFile.open(path)
      do {
        try opened.verify()
      } catch {
        throw Failure(path, error)
      }
      settings = opened.settings
      model = consume opened
      recorded = nil
    } else {
      guard let log = try RecordedLog(path, command) else { return nil }
      if log.isModel { throw Failure("\(name): a model must be a regular file") }
      if log.recordCount == 0 { throw Failure("\(name): \(EvaluationProblem.noRecords)") }
      settings = nil
      model = nil
      recorded = log
    }
  }

  var isModel: Bool { recorded == nil }

  /// How many records it says there were.
  private var recordCount: UInt64 {
    if let recorded { return UInt64(recorded.recordCount) }
    switch model {
    case .none: return 0
    case .some(let model): return model.recordCount
    }
  }

  /// The log, or what stands for it: as many steps of a walk as the other log has records.
  borrowing func log(
    in comparison: inout Comparison, beside other: borrowing ComparedFile, seed: UInt64
  ) throws -> ComparedLog {
    if let recorded { return comparison.read(recorded) }
    let length = other.isModel ? recordCount : other.recordCount
    do {
      switch model {
      case .none: break
      case .some(let model):
        if let walked = try comparison.walk(model, length: length, seed: seed) { return walked }
      }
    } catch let error as ModelError {
      throw Failure(name, error)
    }
    throw Failure("\(name): a model of no records: there is nothing to compare: learn one from a log")
  }
}
