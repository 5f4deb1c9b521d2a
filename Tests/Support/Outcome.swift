/// What a program that a test ran has left behind.

/// How a program ended and what it wrote.
public struct Outcome: Equatable, Sendable {
  /// How a program ended.
  public enum Ending: Equatable, Sendable {
    /// By itself, with this status.
    case exited(Int32)
    /// Of this signal.
    case died(of: Int32)
    /// Not in time; it was killed.
    case timedOut
  }

  /// How it ended.
  public var ending: Ending
  /// What it wrote to standard output, as far as that was captured.
  public var output: [UInt8]
  /// What it wrote to standard error, as far as that was captured.
  public var errors: [UInt8]

  /// An outcome to compare with.
  public init(ending: Ending, output: [UInt8], errors: [UInt8]) {
    self.ending = ending
    self.output = output
    self.errors = errors
  }

  /// The output as text, ill-formed parts replaced.
  public var outputText: String { String(decoding: output, as: UTF8.self) }
  /// The errors as text, ill-formed parts replaced.
  public var errorText: String { String(decoding: errors, as: UTF8.self) }
}
