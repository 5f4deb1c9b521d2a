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
      region = try MappedRegion(mapping: FileDescriptor(openingForReading: path))
    } catch let error as SystemError {
      throw Failure(path, error)
    }
    return try open(region, path)
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
  /// - Throws: `Failure`.
  static func write(_ counts: borrowing Counts, to path: String) throws {
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
      try counts.write { try file.write($0) }
      try file.commit()
    } catch let error as SystemError {
      throw Failure(path, error)
    } catch let error as ModelError {
      throw Failure(path, error)
    }
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
