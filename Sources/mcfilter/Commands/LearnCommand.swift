import LogMarkov
import Unix

/// `mcfilter learn [OPTION]... [FILE]...`: learns a model.
struct LearnCommand {
  private let command: ParsedCommand

  init(_ command: ParsedCommand) { self.command = command }

  /// Learns from the input and writes the model.
  ///
  /// - Throws: `Failure`; then no model is touched.
  func run() throws -> ExitStatus {
    try TerminationRequest.install()
    let target = try target()
    try ModelFile.requirePlace(target)
    var inputFailed = false
    var counts = try command.has(.counts) ? readDump() : learn(&inputFailed)
    // A model that goes on keeps its clusters.
    if command.has(.clusters) { counts.isClustered = true }
    // What could not be read has been reported; a model of nothing must not replace a good one because of it.
    if counts.recordCount == 0, inputFailed { return .failure }
    if counts.recordCount == 0, !command.has(.output) {
      throw Failure("no records in the input: nothing was learned and no model was written")
    }
    try ModelFile.write(counts, to: target)
    summarize(counts, target)
    if let signal = TerminationRequest.pending { TerminationRequest.dieOf(signal) }
    return inputFailed ? .failure : .success
  }

  /// Where the model goes.
  private func target() throws -> String {
    if let update = command.text(ifGiven: .update) { return command.text(ifGiven: .output) ?? update }
    return try ModelPlaces.forWriting(named: command.text(ifGiven: .output))
  }

  /// What was known before the first line.
  private func countsBefore() throws -> Counts {
    guard let update = command.text(ifGiven: .update) else {
      return Counts(settings: ModelSettings(newModelBy: command))
    }
    let model = try ModelFile.open(update)
    let settings = model.settings
    if let mask: Mask = command.choice(ifGiven: .mask), mask != settings.mask {
      throw Failure("\(update): its mask is \(settings.mask.rawValue): leave --mask out or learn a new model")
    }
    if let by: ChainKey = command.choice(ifGiven: .by), by != settings.chainKey {
      throw Failure(
        "\(update): its chains are by \(settings.chainKey.rawValue): leave --by out or learn a new model")
    }
    if let seed = command.integer(ifGiven: .seed), TypeKey(seed: UInt64(seed)) != settings.key {
      throw Failure("\(update): its key is not that of --seed=\(seed): leave --seed out or learn a new model")
    }
    var counts = Counts(settings: settings)
    do throws(ModelError) {
      try model.verify()
      try counts.merge(model)
    } catch {
      throw Failure(update, error)
    }
    return counts
  }

  private func learn(_ inputFailed: inout Bool) throws -> Counts {
    var learner = Learner(
      try countsBefore(), format: command.choice(.inputFormat), skippedFields: command.integer(.skipFields),
      jsonKeys: command.jsonKeys(ifGiven: .jsonKeys) ?? .usual, maximumLine: command.integer(.maxLine))
    let input = InputFiles(command.operands, compressed: .refused(reader: "| mcfilter learn"))
    var progress = Progress(totalBytes: input.totalBytes, isWanted: !command.has(.noProgress))
    do {
      try learner.run(from: input) { progress.show(bytes: $0.bytes) }
    } catch {
      progress.clear()
      throw error
    }
    progress.clear()
    inputFailed = input.failed
    return learner.finish()
  }

  private func readDump() throws -> Counts {
    if command.operands.count > 1 {
      throw Failure("--counts reads one dump: make a model of each, and add them with 'mcfilter merge'")
    }
    let path = command.operands.first ?? "-"
    let name = path == "-" ? "standard input" : path
    do {
      let dump =
        try path == "-"
        ? ModelFile.readAll(FileDescriptor.standardInput, name)
        : ModelFile.readAll(FileDescriptor(openingForReading: path), name)
      return try Counts.read(dump: dump, settings: ModelSettings(newModelBy: command))
    } catch let error as SystemError {
      throw Failure(path, error)
    } catch let error as DumpError {
      throw Failure("\(name): \(error)")
    }
  }

  private func summarize(_ counts: borrowing Counts, _ target: String) {
    let without =
      counts.recordCount == 0 ? 0 : Double(counts.recordsWithoutHeader) / Double(counts.recordCount)
    Diagnostics.report(
      """
      \(target == "-" ? "standard output" : target): \(counts.lines) lines, \(counts.recordCount) records, \
      \(counts.typeCount) message types, \(counts.transitionCount) transitions, \(counts.chainCount) chains, \
      \((without * 100).rounded(decimals: 2)) % not understood
      """)
    if without > 0.5 {
      Diagnostics.report(
        "most records have no header that is known: --input-format=plain if they have none, else --skip-fields or "
          + "--json-keys")
    }
  }
}
