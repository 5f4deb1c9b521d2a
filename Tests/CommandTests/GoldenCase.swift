/// A golden case: a directory with a script, what it reads, and what must come out (see Tests/README.md).

import Glibc
import Support
import Testing
import Unix

/// A directory below Cases/, by its name `VERB/CASE`.
struct GoldenCase: Sendable, CustomTestStringConvertible {
  /// What a script writes and how it ends.
  struct Result: Equatable {
    var output: [UInt8]
    var errors: [UInt8]
    var status: Int32
  }

  let name: String

  var testDescription: String { name }

  /// The directory that holds all cases.
  static let root = packageRoot + "/Tests/CommandTests/Cases"

  /// True if what comes out is to be written down, and not to be compared.
  static let isRecording = Environment.variable("MCFILTER_RECORD") == "1"

  /// All cases, by name.
  static let all: [GoldenCase] = {
    guard let outcome = try? Command("find", [root, "-name", "cmd"]).run() else { return [] }
    return outcome.outputText.split(separator: "\n").map { path in
      GoldenCase(name: String(path.dropFirst(root.count + 1).dropLast("/cmd".count)))
    }.sorted { $0.name < $1.name }
  }()

  private func path(of file: String) -> String { "\(Self.root)/\(name)/\(file)" }

  private func exists(_ file: String) -> Bool { (try? FileInfo(path: path(of: file))) != nil }

  /// Runs the script in a scratch copy of the directory.
  func run() throws -> Result {
    let scratch = try TemporaryDirectory()
    let copied = try Command("cp", ["-R", "\(Self.root)/\(name)/.", scratch.path]).run()
    try #require(copied.ending == .exited(0))
    var command = try Command.shell("rm -f cmd out err status; mkdir home; . \"$1\"", path(of: "cmd"))
    command.workingDirectory = scratch.path
    command.environment["HOME"] = "home"
    command.environment["XDG_DATA_HOME"] = "home/data"
    command.environmentIsComplete = true
    if exists("in") { command.input = .file(path(of: "in")) }
    let outcome = try command.run()
    guard case .exited(let status) = outcome.ending else {
      Issue.record("\(name): \(outcome.ending)")
      return Result(output: outcome.output, errors: outcome.errors, status: -1)
    }
    return Result(output: outcome.output, errors: outcome.errors, status: status)
  }

  /// What was written down.
  func recorded() throws -> Result {
    let status = exists("status") ? String(decoding: try readFile(path(of: "status")), as: UTF8.self) : "0\n"
    return Result(
      output: exists("out") ? try readFile(path(of: "out")) : [],
      errors: exists("err") ? try readFile(path(of: "err")) : [],
      status: try #require(Int32(status.dropLast())))
  }

  /// Writes down what came; what is empty, or 0, needs no file.
  func record(_ result: Result) throws {
    try write(result.output, to: "out")
    try write(result.errors, to: "err")
    try write(result.status == 0 ? [] : Array("\(result.status)\n".utf8), to: "status")
  }

  private func write(_ bytes: [UInt8], to file: String) throws {
    if !bytes.isEmpty {
      try writeFile(bytes, to: path(of: file))
    } else if exists(file) {
      // Safety: remove reads the path as a C string during the call.
      unsafe remove(path(of: file))
    }
  }
}
