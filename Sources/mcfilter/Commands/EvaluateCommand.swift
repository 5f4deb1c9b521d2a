import LogMarkov
import Unix

/// `mcfilter evaluate [OPTION]... TRAIN TEST`: the paper's experiment.
struct EvaluateCommand {
  private let command: ParsedCommand

  init(_ command: ParsedCommand) { self.command = command }

  /// Runs the experiment with all pairs, and prints what came of it.
  ///
  /// - Throws: `Failure`; then nothing is printed.
  func run() throws -> ExitStatus {
    let sets = try EvaluationSets(command)
    let figure = command.text(ifGiven: .figure)
    if figure == "-" { throw Failure("--figure: standard output carries the report: name a file") }
    if let figure { try PictureFile.requirePlace(figure) }
    // One that cannot be read has been reported.
    guard let logs = try Logs(sets, InsertedName(command.text(.insert)), command) else { return .failure }
    var report = EvaluationReport(sets, settings, inserted: command.text(.insert))
    let trainings = try train(sets, logs)
    let all = sets.pairs.count * settings.kinds.count * settings.trials
    var done = 0
    var progress = Progress(totalBytes: nil, isWanted: !command.has(.noProgress))
    defer { progress.clear() }
    for pair in sets.pairs {
      guard let training = trainings[pair.train] else { continue }
      do {
        let experiment = try Experiment(training, on: logs[pair.test], logs.inserted)
        report.add(
          pair,
          try experiment.run {
            done += 1
            progress.show(trials: done, of: all)
          })
      } catch let error as EvaluationError {
        throw Failure("\(name(of: error.log, sets, pair)): \(error.problem)")
      }
    }
    progress.clear()
    var output = BufferedOutput()
    try output.write(Array(report.text(as: command.choice(.format)).utf8))
    try output.finish()
    if let figure { try PictureFile.write(report.figure, to: figure) }
    return .success
  }

  private var settings: ExperimentSettings {
    var settings = ExperimentSettings()
    settings.anomalies = command.integer(.anomalies)
    settings.trials = command.integer(.trials)
    settings.seed = UInt64(command.integer(.seed))
    settings.kinds = command.choices(.kinds)
    settings.estimator = command.choice(.estimator)
    settings.mask = command.choice(.mask)
    return settings
  }

  /// Learns each log that is trained on, by its place; so what is wrong with one is known before the long work.
  private func train(_ sets: EvaluationSets, _ logs: Logs) throws -> [Int: TrainedLog] {
    var trainings: [Int: TrainedLog] = [:]
    for place in Set(sets.pairs.map(\.train)).sorted() {
      do {
        trainings[place] = try TrainedLog(logs[place], settings)
      } catch let problem as EvaluationProblem {
        throw Failure("\(sets.members[place].shownPath): \(problem)")
      }
    }
    return trainings
  }

  private func name(
    of log: EvaluationError.Log, _ sets: EvaluationSets, _ pair: EvaluationSets.Pair
  ) -> String {
    switch log {
    case .training: sets.members[pair.train].shownPath
    case .test: sets.members[pair.test].shownPath
    case .inserted: command.text(.insert)
    }
  }
}

extension EvaluationSets.Member {
  /// The path within a sentence.
  var shownPath: String { path == "-" ? "standard input" : path }
}

/// The logs of an experiment, each read once.
private struct Logs {
  private var members: [RecordedLog] = []
  /// What is inserted.
  let inserted: InsertedLines

  /// Nil if one could not be read, which has been reported.
  ///
  /// - Throws: `Failure`.
  init?(_ sets: EvaluationSets, _ insertion: InsertedName, _ command: ParsedCommand) throws {
    var logs: [String: RecordedLog] = [:]
    for member in sets.members {
      guard let log = try logs[member.path] ?? RecordedLog(member.path, command) else { return nil }
      logs[member.path] = log
      members.append(log)
    }
    switch insertion {
    case .unusual: inserted = .unusual
    case .known: inserted = .known
    case .novel: inserted = .novel
    case .file(let path):
      guard let log = try logs[path] ?? RecordedLog(path, command) else { return nil }
      if log.recordCount == 0 { throw Failure("\(path): \(EvaluationProblem.noRecords)") }
      inserted = .from(log)
    }
  }

  subscript(place: Int) -> RecordedLog { members[place] }
}
