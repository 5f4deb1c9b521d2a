/// The examples for other programs' sake are held against those programs.

import Support
import Testing
import Unix

/// The folders of `examples/` that have a `prove`.
private let provenExamples: [String] = {
  let found = try? Command("find", ["\(packageRoot)/examples", "-name", "prove", "-printf", "%h\n"]).run()
  return (found?.outputText ?? "").split(separator: "\n").map { String($0.split(separator: "/").last ?? "") }
    .sorted()
}()

@Suite(
  "Examples",
  .disabled(
    if: Environment.variable("MCFILTER_SANITIZER") != nil, "they are about other programs than mcfilter"))
struct ExampleTests {
  /// A status that says: a program that the proof needs is absent.
  static let skipped: Int32 = 77

  @Test("each proves that it works, or says which program is absent", arguments: provenExamples)
  func proof(of example: String) throws {
    try prove(example)
  }

  @Test("the paper's pictures are made anew", .enabled(if: sharedData != nil, "../shared/data is not there"))
  func pictures() throws {
    let scratch = try TemporaryDirectory()
    let data = sharedData ?? ""
    try writeFile(
      gunzip("\(data)/juju/rabbitmq.boot1.log.gz"), to: scratch.path(of: "rabbitmq.boot1.log"))
    try writeFile(gunzip("\(data)/thunderbird/an566.txt.gz"), to: scratch.path(of: "an566.txt"))
    try prove("paper", scratch.path)
  }

  @Test(
    "a real journal is scored alike in two forms",
    .enabled(if: sharedData != nil, "../shared/data is not there"))
  func realJournal() throws {
    let journal = try gunzip("\(sharedData ?? "")/journal/ceph-mon.system.export.gz")
    let scratch = try TemporaryDirectory()
    try writeFile(journal, to: scratch.path(of: "journal.export"))
    try prove("journald", scratch.path(of: "journal.export"))
  }

  @Test("a proof says what is absent, or wrong, and leaves nothing behind")
  func endings() throws {
    let scratch = try TemporaryDirectory()
    let script = """
      mkdir examples examples/x temporary && cp '\(packageRoot)/examples/proving.sh' examples
      cp '\(packageRoot)/examples/cluster.log' examples && export TMPDIR="$PWD/temporary"
      printf '. "$(dirname "$0")/../proving.sh"\n%s\n' "$1" > examples/x/prove
      sh examples/x/prove && status=0 || status=$?
      ls temporary
      exit $status
      """
    func ending(_ proof: String) throws -> Outcome {
      var command = try Command.shell("rm -rf examples temporary\n" + script, proof)
      command.workingDirectory = scratch.path
      return try command.run()
    }
    let skipped = try ending("need no-such-program")
    #expect(skipped.ending == .exited(Self.skipped))
    #expect(skipped.outputText == "skipped: needs no-such-program\n")
    #expect(try ending("false").ending == .exited(1))
    let going = try ending("sleep 1000 & own $!; cmp node.mcm node.mcm")
    #expect(going == Outcome(ending: .exited(0), output: [], errors: []))
  }

  /// Runs the example's proof; if a program is absent, the test is cancelled and says so.
  private func prove(_ example: String, _ arguments: String...) throws {
    var command = try Command.shell("exec \"$@\"", "\(packageRoot)/examples/\(example)/prove")
    command.arguments += arguments
    // Spark alone takes a minute to start on a busy machine.
    command.timeout = .seconds(300)
    let outcome = try command.run()
    if outcome.ending == .exited(Self.skipped) {
      try Test.cancel("\(example): \(outcome.outputText)")
    }
    #expect(outcome.ending == .exited(0), "\(outcome.outputText)\(outcome.errorText)")
  }
}
