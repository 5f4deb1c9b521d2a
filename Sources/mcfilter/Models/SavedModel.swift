import LogMarkov
import Unix

/// Where the filter writes the model with what it has learned beside it (`--save`).
final class SavedModel {
  private let path: String
  /// True as soon as it could not be written once.
  private(set) var failed = false

  /// Nil if nothing is to be saved. SIGUSR2 asks for it from now on.
  ///
  /// - Throws: `Failure` if it cannot be written there: before the first line and not after the last.
  init?(_ command: ParsedCommand) throws {
    guard let path = command.text(ifGiven: .save) else { return nil }
    if path == "-" {
      throw Failure("standard output: it carries the lines: give --save the name of a file")
    }
    try ModelFile.requirePlace(path)
    try SignalRequest.install(.user2)
    self.path = path
  }

  /// Writes what a filter knows now.
  ///
  /// - Throws: `Failure`.
  func write(_ filter: any LogFilter) throws {
    let learned: Counts?
    do throws(ModelError) {
      learned = try filter.learned()
    } catch {
      throw Failure("the model that was scored by", error)
    }
    if let counts = learned { try ModelFile.write(counts, to: path) }
  }

  /// The same while the filter goes on: what cannot be written is reported.
  func writeReporting(_ filter: any LogFilter) {
    do {
      try write(filter)
    } catch let failure as Failure {
      Diagnostics.report(failure.sentence)
      failed = true
    } catch {
      Diagnostics.report("\(error)")
      failed = true
    }
  }
}
