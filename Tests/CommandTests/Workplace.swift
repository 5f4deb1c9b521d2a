/// Where the tests of commands work: a scratch directory with a small log, its model, and nothing else.

import Support
import Testing
import Unix

/// A scratch directory with `day.log` and `day.mcm`, in which commands are run.
final class Workplace {
  /// Records of one host: `open` and `close` in turn.
  static let log = (0..<20).map { line($0) }.joined()

  private let directory: TemporaryDirectory

  var path: String { directory.path }

  init() throws {
    directory = try TemporaryDirectory()
    try writeFile(Self.log, to: path(of: "day.log"))
    let outcome = try shell("mcfilter learn --seed=1 -o day.mcm day.log").run()
    try #require(outcome.ending == .exited(0), "\(outcome.errorText)")
  }

  /// A line of the log.
  static func line(_ number: Int) -> String {
    let second = number % 60 < 10 ? "0\(number % 60)" : "\(number % 60)"
    return "Nov 22 11:00:\(second) node001 sshd[\(number)]: \(number % 2 == 0 ? "open" : "close") \(number)\n"
  }

  func path(of name: String) -> String { directory.path(of: name) }

  /// Everything that is there, by name.
  func names() -> [String] { directory.names() }

  /// A line of `sh` to be run here, with a home without models.
  func shell(_ script: String) throws -> Command {
    var command = try Command.shell(script)
    command.workingDirectory = path
    command.environmentIsComplete = true
    command.environment["HOME"] = path(of: "home")
    return command
  }

  /// The program itself, to be run here: signals go to it and to no shell.
  func mcfilter(_ arguments: String...) throws -> Command {
    var command = try shell("")
    command.program = try BuiltProgram.path(of: "mcfilter")
    command.arguments = arguments
    return command
  }

  /// Runs a script that is to fail: one sentence that begins with `mcfilter: ` and what is wrong, exit 2, and
  /// every file as it was before.
  func expectFailure(of script: String, about subject: String, output: String = "") throws {
    let before = try contents()
    let outcome = try shell(script).run()
    #expect(outcome.ending == .exited(2), "\(script)")
    #expect(outcome.outputText == output, "\(script)")
    let sentence = outcome.errorText
    #expect(sentence.hasPrefix("mcfilter: \(subject): "), "\(script): \(sentence)")
    #expect(sentence.hasSuffix("\n") && sentence.split(separator: "\n").count == 1, "\(script): \(sentence)")
    #expect(try contents() == before, "\(script) has left or changed something")
  }

  /// The names of all files, and of regular ones the bytes.
  func contents() throws -> [String: [UInt8]] {
    var contents: [String: [UInt8]] = [:]
    for name in names() {
      let kind = try? FileInfo(path: path(of: name)).kind
      contents[name] = kind == .regular ? try readFile(path(of: name)) : []
    }
    return contents
  }
}
