import LogMarkov
import Unix

/// Standard output, whose errors are noticed: a full disk or a closed descriptor is one sentence and exit 2.
final class StandardOutput: ByteSink {

  /// Throws `Failure` if the bytes cannot be written, `OutputAbandoned` if nobody takes them.
  func write(_ bytes: Span<UInt8>) throws {
    let isWritten: Bool
    do throws(SystemError) {
      isWritten = try FileDescriptor.standardOutput.writeAllInTime(bytes)
    } catch {
      throw Failure("standard output", error)
    }
    if !isWritten { throw OutputAbandoned() }
  }

  /// Closes standard output: only then is everything written.
  func finish() throws {
    do throws(SystemError) {
      try FileDescriptor.standardOutput.close()
    } catch {
      throw Failure("standard output", error)
    }
  }

  /// Prints a text that was asked for, and ends well.
  static func print(_ text: String) throws -> ExitStatus {
    let output = StandardOutput()
    try output.write(Array(text.utf8).span)
    try output.finish()
    return .success
  }

  /// True if a person would see what is written.
  static var isTerminal: Bool { FileDescriptor.standardOutput.isTerminal }
}

/// The program was asked to end, and nobody has read its output for as long as it may take to.
struct OutputAbandoned: Error {}
