import LogMarkov
import Unix

/// Standard output, whose errors are noticed: a full disk or a closed descriptor is one sentence and exit 2.
final class StandardOutput: ByteSink {

  /// Throws `Failure` if the bytes cannot be written.
  func write(_ bytes: Span<UInt8>) throws {
    do throws(SystemError) {
      try FileDescriptor.standardOutput.writeAll(bytes)
    } catch {
      throw Failure("standard output", error)
    }
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
