import LogMarkov
import Unix

/// Model files: opened, read from a pipe, written.
enum ModelFile {
  /// Maps and opens a model.
  ///
  /// - Throws: `Failure`.
  static func open(_ path: String) throws -> Model {
    let region: MappedRegion
    do {
      // To open a FIFO is to wait for its writer.
      guard try FileInfo(path: path).kind == .regular else {
        throw Failure("\(path): a model must be a regular file")
      }
      region = try MappedRegion(mapping: FileDescriptor(openingForReading: path), farewell(path))
    } catch let error as SystemError {
      throw Failure(path, error)
    }
    return try open(region, path)
  }

  /// What is said if somebody cuts the model short while it is in use.
  private static func farewell(_ path: String) -> Farewell {
    Farewell(
      sentence: """
        mcfilter: \(path): the model was cut short while it was in use, or its disk fails: put a new model in its \
        place by renaming it\n
        """, status: ExitStatus.failure.rawValue)
  }

  private static func open(_ region: consuming MappedRegion, _ name: String) throws -> Model {
    do {
      return try Model.open(region)
    } catch {
      throw Failure(name, error)
    }
  }

  /// Calls `body` for each of the models that stand one behind the other on standard input.
  ///
  /// - Throws: `Failure`, and what `body` throws.
  static func forEachOnStandardInput(_ body: (borrowing Model) throws -> Void) throws {
    var rest = try readAll(FileDescriptor.standardInput, "standard input")[...]
    if rest.isEmpty { throw Failure("standard input: no model there: give models one behind the other") }
    while !rest.isEmpty {
      let length = Model.length(ofFirstIn: rest) ?? rest.count
      try body(try open(MappedRegion(copying: Array(rest.prefix(length))), "standard input"))
      rest = rest.dropFirst(length)
    }
  }

  /// Writes counts as a model that appears whole or not at all; `-` is standard output.
  ///
  /// - Parameters:
  ///   - counts: what the model says.
  ///   - path: where it goes.
  ///   - stopsWhenTold: whether a request to terminate stops it; then nothing has happened to the file, and
  ///     the program is to die of the signal.
  /// - Throws: `Failure`.
  static func write(_ counts: borrowing Counts, to path: String, stopsWhenTold: Bool = false) throws {
    if path == "-" {
      try requireNoTerminal()
      let output = StandardOutput()
      do {
        try counts.write { try output.write($0) }
      } catch let error as ModelError {
        throw Failure("standard output", error)
      }
      return try output.finish()
    }
    do {
      var file = try ReplacementFile(at: path)
      try counts.write { piece in
        if stopsWhenTold, TerminationRequest.pending != nil { throw Failure("\(path): not written") }
        try file.write(piece)
      }
      try file.commit()
    } catch let error as SystemError {
      throw Failure(path, error)
    } catch let error as ModelError {
      throw Failure(path, error)
    }
  }

  /// Throws, before the long work begins, if a model cannot be written to `path`, or must not: a file that is no model
  /// is not replaced by one, so that `-o *.log` costs nobody a log.
  static func requirePlace(_ path: String) throws {
    if path == "-" { return try requireNoTerminal() }
    try OutputPlace.require(path, for: "a model of mcfilter") { Model.length(ofFirstIn: $0) != nil }
  }

  /// True if a regular file begins as models do.
  static func isModel(at path: String) -> Bool {
    guard (try? FileInfo(path: path))?.kind == .regular, let head = try? OutputPlace.head(of: path) else {
      return false
    }
    return Model.length(ofFirstIn: head) != nil
  }

  /// Throws if a model would be written to a person's screen.
  static func requireNoTerminal() throws {
    if StandardOutput.isTerminal {
      throw Failure("standard output: a terminal cannot take a model: name a file with -o")
    }
  }

  /// All bytes of a descriptor.
  static func readAll(_ file: borrowing FileDescriptor, _ name: String) throws -> [UInt8] {
    var bytes: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 1 << 16)
    do throws(SystemError) {
      while true {
        var span = block.mutableSpan
        switch try file.read(into: &span) {
        case .bytes(let count): bytes += block[..<count]
        case .end: return bytes
        case .interrupted:
          // Half a dump, or half a model, must not pass for all of it.
          if let signal = TerminationRequest.pending { TerminationRequest.dieOf(signal) }
        }
      }
    } catch {
      throw Failure(name, error)
    }
  }
}
