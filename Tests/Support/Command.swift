/// A program to be run by a test: described here, run in `RunningCommand`.

import Unix

/// What to run, with what, and where its output goes.
public struct Command: Sendable {
  /// Where standard input comes from.
  public enum Input: Sendable {
    /// A pipe with these bytes, then its end.
    case bytes([UInt8])
    /// A file, a device, a FIFO.
    case file(String)
    /// A pipe that the test writes to step by step (`RunningCommand.send`).
    case steps
    /// Nothing: the descriptor is closed.
    case closed
  }

  /// Where standard output or standard error goes.
  public enum Output: Sendable {
    /// Into a pipe, and from there into the outcome.
    case captured
    /// To a terminal, and from there into the outcome, byte for byte.
    case terminal
    /// Into a file, which is made or emptied, or a device (`/dev/full`).
    case file(String)
    /// Nowhere: the descriptor is closed.
    case closed
  }

  /// A path, or a name that is looked for in this process's PATH.
  public var program: String
  /// What follows the program's name.
  public var arguments: [String]
  /// Variables to be added, replaced, or (`nil`) taken out.
  public var environment: [String: String?] = [:]
  /// True if the program is to see no variable but those of `environment`.
  public var environmentIsComplete = false
  /// Where the program runs; `nil`: where the test does.
  public var workingDirectory: String?
  /// Its standard input; by default at its end.
  public var input: Input = .bytes([])
  /// Its standard output.
  public var output: Output = .captured
  /// Its standard error.
  public var errors: Output = .captured
  /// After this time the program and its children are killed. Far more than any test needs: the machine may
  /// be busy.
  public var timeout: Duration = .seconds(60)

  /// Any program.
  public init(_ program: String, _ arguments: [String] = []) {
    self.program = program
    self.arguments = arguments
  }

  /// The `mcfilter` that was built with the tests.
  ///
  /// - Throws: `BuiltProgram.Missing`.
  public static func mcfilter(_ arguments: String...) throws -> Command {
    try Command(BuiltProgram.path(of: "mcfilter"), arguments)
  }

  /// A line of `/bin/sh`, in which `mcfilter` is the one that was built with the tests; `arguments` are `$1`,
  /// `$2`, ….
  ///
  /// - Throws: `BuiltProgram.Missing`.
  public static func shell(_ script: String, _ arguments: String...) throws -> Command {
    var command = Command("/bin/sh", ["-c", script, "sh"] + arguments)
    let path = Environment.variable("PATH") ?? "/usr/local/bin:/usr/bin:/bin"
    command.environment["PATH"] = try BuiltProgram.directory(of: "mcfilter") + ":" + path
    return command
  }

  /// Runs the program to its end.
  ///
  /// - Throws: what kept it from being started.
  public func run() throws -> Outcome { try start().finish() }

  /// Starts the program; the test goes on beside it.
  ///
  /// - Throws: what kept it from being started.
  public func start() throws -> RunningCommand { try RunningCommand(self) }
}
