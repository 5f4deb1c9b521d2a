import LogMarkov
import Unix

/// What the filter remembers from one run to the next (`--state`).
final class StateFile {
  private let path: String
  /// What the run before has left; nil in the first one.
  let memory: StreamMemory?

  /// Nil if nothing is to be remembered.
  ///
  /// - Throws: `Failure` if the file is no state, or a new one cannot be written there: before the first line and not
  ///   after the last.
  init?(_ command: ParsedCommand) throws {
    guard let path = command.text(ifGiven: .state) else { return nil }
    if path == "-" { throw Failure("standard output: it carries the lines: give --state the name of a file") }
    self.path = path
    memory = try StateFile.read(path)
    do throws(SystemError) {
      _ = try ReplacementFile(at: path)
    } catch {
      throw Failure(path, error)
    }
  }

  /// Throws `Failure` if what is remembered is of other chains or another mask than these.
  func requireFit(_ settings: ModelSettings) throws {
    do throws(StreamMemoryError) {
      try memory?.requireFit(settings)
    } catch {
      throw Failure("\(path): \(error)")
    }
  }

  /// Writes what a filter remembers; the file appears whole or not at all.
  ///
  /// - Throws: `Failure`.
  func write(_ filter: any LogFilter) throws {
    do throws(SystemError) {
      var file = try ReplacementFile(at: path)
      try file.write(filter.remembered().fileBytes.span)
      try file.commit()
    } catch {
      throw Failure(path, error)
    }
  }

  private static func read(_ path: String) throws -> StreamMemory? {
    do {
      guard try FileInfo(path: path).kind == .regular else {
        throw Failure("\(path): a state must be a regular file")
      }
      let file = try FileDescriptor(openingForReading: path)
      return try StreamMemory(file: try ModelFile.readAll(file, path))
    } catch let error as SystemError {
      if error.code == .noSuchFile { return nil }
      throw Failure(path, error)
    } catch let error as StreamMemoryError {
      throw Failure("\(path): \(error)")
    }
  }
}
