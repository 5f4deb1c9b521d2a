import LogMarkov
import Unix

/// `mcfilter check [OPTION]... [FILE]...`: a plugin of Nagios, Icinga or NHC.
///
/// It scores as with `--freeze`, so that the same log always has the same answer. Source: Monitoring Plugins Development
/// Guidelines: one line on standard output, exit status 0 to 3, nothing on standard error.
struct CheckCommand {
  private let command: ParsedCommand

  init(_ command: ParsedCommand) { self.command = command }

  /// Scores the input, and prints what the monitor is told.
  func run() -> MonitorStatus {
    StandardError.isSilent = true
    do {
      return try report().print()
    } catch {
      return CheckCommand.printUnknown((error as? Failure)?.sentence ?? "\(error)")
    }
  }

  /// Prints that nothing can be said, and why.
  static func printUnknown(_ sentence: String) -> MonitorStatus {
    let line = CheckReport.line(.unknown, sentence)
    // A monitor that cannot read this sees the status.
    _ = try? StandardOutput.print(line)
    return .unknown
  }

  private func report() throws -> CheckReport {
    let path = try ModelPlaces.findAny(named: command.text(ifGiven: .model))
    let model = try ModelFile.open(path)
    let state = try StateFile(command)
    try state?.requireFit(model.settings)
    let filter = ModelFilter(model, settings, from: state?.memory)
    // Else the log itself would say what is usual, and its first thousand records would pass.
    guard (filter.tally.thresholds.combined ?? filter.tally.thresholds.stray) != nil else {
      throw Failure("\(path): it says nothing of rates: learn it from more lines, or give -t")
    }
    let input = InputFiles(command.operands, compressed: .refused(reader: "> FILE"))
    let output = CollectedLines()
    try filter.run(from: input, to: output)
    if let failure = input.firstFailure { throw Failure(failure) }
    let tally = filter.tally
    try state?.write(filter)
    return CheckReport(
      alerts: tally.alerts, selected: tally.selected, records: tally.scoring.records,
      highest: output.bytes, warning: command.alertLimit(.warning),
      critical: command.alertLimit(.critical))
  }

  private var settings: FilterSettings {
    var settings = FilterSettings(inputOf: command)
    settings.isFrozen = true
    settings.printing.top = 1
    settings.display.showsControls = true
    if let bits = command.decimal(ifGiven: .threshold) {
      settings.threshold = .bits(bits)
    } else {
      var budget = AlertBudget.Settings(rate: command.decimal(.rate), combination: .evidence)
      budget.adapts = false
      settings.threshold = .budget(budget)
    }
    return settings
  }
}

/// The few bytes that a filter prints for somebody within the program.
private final class CollectedLines: ByteSink {
  private(set) var bytes: [UInt8] = []

  func write(_ span: Span<UInt8>) {
    for index in span.indices { bytes.append(span[index]) }
  }
}
