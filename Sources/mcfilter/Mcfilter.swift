import Unix

/// mcfilter: scores log lines by how unusually they follow each other.
@main
enum Mcfilter {
  /// The version that `--version` prints.
  static let version = "0.1"

  static func main() {
    let command: ParsedCommand
    do {
      command = try OptionParser().parse(Environment.arguments)
    } catch {
      if error.verb == .check { exitProcess(CheckCommand.printUnknown(error.sentence).rawValue) }
      Diagnostics.report(error.sentence)
      Diagnostics.write(error.pointer + "\n")
      exitProcess(ExitStatus.failure.rawValue)
    }
    do {
      exitProcess(try run(command).rawValue)
    } catch is OutputAbandoned {
      TerminationRequest.dieOf(TerminationRequest.pending ?? .terminate)
    } catch let failure as Failure {
      Diagnostics.reportEnd(failure.sentence)
    } catch let error as SystemError {
      Diagnostics.reportEnd("\(error.call): \(error.message)")
    } catch {
      Diagnostics.reportEnd("\(error)")
    }
    exitProcess(ExitStatus.failure.rawValue)
  }

  private static func run(_ command: ParsedCommand) throws -> ExitStatus {
    switch command.request {
    case .help: return try StandardOutput.print(Usage.help(on: command.verb))
    case .version: return try StandardOutput.print("mcfilter \(version)\n")
    case .completions(let shell): return try StandardOutput.print(Completions.script(for: shell))
    case .run: break
    }
    switch command.verb {
    case .filter: return try FilterCommand(command).run()
    case .learn: return try LearnCommand(command).run()
    case .merge: return try MergeCommand(command).run()
    case .show: return try ShowCommand(command).run()
    case .generate: return try GenerateCommand(command).run()
    case .compare: return try CompareCommand(command).run()
    case .evaluate: return try EvaluateCommand(command).run()
    case .plot: return try PlotCommand(command).run()
    case .check: exitProcess(CheckCommand(command).run().rawValue)
    }
  }
}
