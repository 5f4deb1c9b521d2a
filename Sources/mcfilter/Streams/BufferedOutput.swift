/// Standard output for commands that print many short lines.
struct BufferedOutput: ~Copyable {
  /// From how many bytes on they are written.
  private static let flushSize = StandardOutput.pipeSize / 2

  private let output = StandardOutput()
  private var pending: [UInt8] = []

  /// Throws `Failure` if the bytes cannot be written.
  mutating func write(_ bytes: [UInt8]) throws {
    pending += bytes
    if pending.count >= BufferedOutput.flushSize { try flush() }
  }

  /// Writes what is left and closes standard output.
  consuming func finish() throws {
    try flush()
    try output.finish()
  }

  private mutating func flush() throws {
    let bytes = pending
    pending = []
    try output.write(bytes.span)
  }
}
