import LogMarkov
import Unix

/// `mcfilter generate [OPTION]... [MODEL]`: a synthetic log by random walk.
struct GenerateCommand {
  private let command: ParsedCommand

  init(_ command: ParsedCommand) { self.command = command }

  /// Walks over the model and prints a line for each step.
  ///
  /// - Throws: `Failure`.
  func run() throws -> ExitStatus {
    let path = try ModelPlaces.findAny(named: command.operands.first)
    let model = try ModelFile.open(path)
    do {
      return try walk(model, path)
    } catch let error as ModelError {
      throw Failure(path, error)
    } catch LogGenerator.Problem.noRecords {
      throw Failure("\(path): a model of no records: there is nothing to walk: learn one from a log")
    } catch LogGenerator.Problem.notAHost {
      throw Failure(
        """
        --host: no host that a header can carry: letters, digits and . _ - : % / @ make one, and no ':' ends \
        it
        """)
    }
  }

  private func walk(_ model: borrowing Model, _ path: String) throws -> ExitStatus {
    let records = command.integer(ifGiven: .number).map { UInt64($0) }
    var settings = LogGenerator.Settings(records: records ?? model.recordCount)
    settings.seed = UInt64(command.integer(.seed))
    settings.atEnd = command.has(.paper) ? .stays : .startsAnew
    settings.time = command.integer(ifGiven: .time).map { Int64($0) }
    settings.host = command.text(ifGiven: .host).map { Array($0.utf8) }
    settings.start = try command.text(ifGiven: .start).map { try ShownText.type($0, in: model, path) }
    var generator = try LogGenerator(over: model, settings)
    let output = StandardOutput()
    let tally = try generator.run(over: model, to: output)
    try output.finish()
    if tally.leftOut > 0 {
      let why =
        tally.typesLeftOut == 1 ? "their message type fits" : "their \(tally.typesLeftOut) message types fit"
      Diagnostics.report(
        "\(path): \(tally.leftOut) of \(settings.records) records left out: \(why) no line")
    }
    return .success
  }
}
