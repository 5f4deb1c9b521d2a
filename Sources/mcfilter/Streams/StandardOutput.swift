import LogMarkov
import Unix

/// Standard output, whose errors are noticed: a full disk or a closed descriptor is one sentence and exit 2.
final class StandardOutput: ByteSink {
  /// How much a pipe is asked to hold: twice what is written at a time, so that its reader has something to do meanwhile.
  ///
  /// 200 MB into `grep` took a frozen model's filter 0.85 s with the usual 64 KiB, 0.61 with 256, 0.52 with 512, 0.55 with
  /// 1024; a learning one 1.44, 1.18, 1.13 and 1.16 s.
  static let pipeSize = 512 << 10
  /// Whether it was asked.
  private var isPipeAsked = false

  /// Throws `Failure` if the bytes cannot be written, `OutputAbandoned` if nobody takes them.
  func write(_ bytes: Span<UInt8>) throws {
    if bytes.count > FileDescriptor.usualPipeSize, !isPipeAsked {
      isPipeAsked = true
      FileDescriptor.standardOutput.enlargePipe(to: Self.pipeSize)
    }
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
