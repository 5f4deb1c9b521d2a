import Glibc
import Support
import Testing

@testable import Unix

@Suite("A program that a test runs")
struct CommandRunTests {
  @Test("takes bytes and gives bytes, more than a pipe holds, on both outputs")
  func muchOfEverything() throws {
    var generator = SplitMix64(seed: 3)
    let bytes = (0..<500_000).map { _ in UInt8.random(in: 0...255, using: &generator) }
    var command = Command("/bin/sh", ["-c", "tee /dev/stderr"])
    command.input = .bytes(bytes)
    let outcome = try command.run()
    #expect(outcome.ending == .exited(0))
    #expect(outcome.output == bytes)
    #expect(outcome.errors == bytes)
  }

  @Test("need not read its input")
  func unreadInput() throws {
    var command = Command("true")
    command.input = .bytes([UInt8](repeating: 0, count: 500_000))
    #expect(try command.run() == Outcome(ending: .exited(0), output: [], errors: []))
  }

  @Test(
    "ends with a status or of a signal",
    arguments: [
      ("exit 3", Outcome.Ending.exited(3)), ("kill -TERM $$", .died(of: SIGTERM)),
      ("kill -PIPE $$", .died(of: SIGPIPE)),
    ])
  func endings(script: String, ending: Outcome.Ending) throws {
    #expect(try Command.shell(script).run().ending == ending)
  }

  @Test("is killed with its children when it takes too long")
  func timeout() throws {
    var command = Command("/bin/sh", ["-c", "echo begun; sleep 1000 & wait"])
    command.timeout = .milliseconds(200)
    let outcome = try command.run()
    #expect(outcome.ending == .timedOut)
  }

  @Test("is killed with its children when the test has lost interest")
  func abandoned() throws {
    let directory = try TemporaryDirectory()
    let path = directory.path(of: "fifo")
    // Safety: mkfifo reads the path as a C string during the call.
    try #require(unsafe mkfifo(path, 0o600) == 0)
    let reader = try FileDescriptor(opening: path, flags: O_RDONLY | O_NONBLOCK, permissions: 0)
    func begin() throws {
      let script = "exec 9> \"$1\"; sleep 1000 & echo begun; wait"
      let program = try Command("/bin/sh", ["-c", script, "sh", path]).start()
      #expect(program.waitForOutput { $0 == Array("begun\n".utf8) })
    }
    try begin()
    // The FIFO hangs up when the last of them is gone.
    #expect(reader.waitUntilReadable(timeout: .seconds(30)) == .ready)
  }

  @Test("is killed too if it has closed its outputs")
  func silentTimeout() throws {
    var command = Command("sleep", ["1000"])
    command.output = .closed
    command.errors = .closed
    command.timeout = .milliseconds(50)
    #expect(try command.run().ending == .timedOut)
  }

  @Test("that is not there is an error")
  func missing() {
    let error = systemError { _ = try Command("/nonexistent").run() }
    #expect(error == SystemError(code: .noSuchFile, call: "posix_spawn"))
  }

  @Test("is fed and listened to step by step")
  func steps() throws {
    var command = Command("cat")
    command.input = .steps
    let program = try command.start()
    for text in ["one", "two\n", "three"] {
      let before = program.output.count
      #expect(program.send(Array(text.utf8)))
      #expect(program.waitForOutput { $0.count == before + text.utf8.count })
    }
    let outcome = program.finish()
    #expect(outcome.outputText == "onetwo\nthree")
    #expect(outcome.ending == .exited(0))
  }

  @Test("gets signals, each as by default")
  func signals() throws {
    ignoreBrokenPipes()
    var command = Command("/bin/sh", ["-c", "echo ready >&2; exec cat"])
    command.input = .steps
    let program = try command.start()
    #expect(program.waitForErrors { $0 == Array("ready\n".utf8) })
    program.signal(SIGPIPE)
    #expect(program.finish().ending == .died(of: SIGPIPE))
  }

  @Test("writes where it is told to")
  func redirected() throws {
    let directory = try TemporaryDirectory()
    var command = Command("/bin/sh", ["-c", "cat; echo bad >&2"])
    command.input = .file(directory.path(of: "in"))
    command.output = .file(directory.path(of: "out"))
    command.errors = .file(directory.path(of: "err"))
    try writeFile("good\n", to: directory.path(of: "in"))
    #expect(try command.run() == Outcome(ending: .exited(0), output: [], errors: []))
    #expect(try readFile(directory.path(of: "out")) == Array("good\n".utf8))
    #expect(try readFile(directory.path(of: "err")) == Array("bad\n".utf8))
  }

  @Test("finds nothing where a descriptor is closed")
  func closed() throws {
    var command = Command("/bin/sh", ["-c", "cat || echo unread; echo x >&2 || echo unwritten"])
    command.input = .closed
    command.errors = .closed
    #expect(try command.run().outputText == "unread\nunwritten\n")
    command = Command("/bin/sh", ["-c", "echo x; echo $? >&2"])
    command.output = .closed
    #expect(try command.run().errorText.hasSuffix("1\n"))
    command.output = .file("/dev/full")
    #expect(try command.run().errorText.hasSuffix("1\n"))
  }

  @Test("sees the environment and the directory that it is given")
  func surroundings() throws {
    let directory = try TemporaryDirectory()
    var command = Command("/bin/sh", ["-c", "pwd; env"])
    command.workingDirectory = directory.path
    command.environment = ["A": "1", "B": nil]
    let inherited = try command.run().outputText
    #expect(inherited.hasPrefix(directory.path + "\n"))
    #expect(inherited.contains("\nA=1\n"))
    #expect(inherited.contains("\nPATH="))
    command = Command("/usr/bin/env")
    command.environment = ["A": "1", "B": nil]
    command.environmentIsComplete = true
    #expect(try command.run().outputText == "A=1\nSWIFT_BACKTRACE=enable=no\n")
  }

  @Test("is the mcfilter that was built, under its name in a shell too")
  func builtProgram() throws {
    let path = try BuiltProgram.path(of: "mcfilter")
    #expect(
      try Command.shell("command -v mcfilter; echo \"$2\"", "a", "b").run().outputText == path + "\nb\n")
    #expect(try Command.mcfilter("--version").program == path)
    #expect(throws: BuiltProgram.Missing.self) { try BuiltProgram.path(of: "no-such-program") }
  }

  @Test("unpacks what gzip packed")
  func gzip() throws {
    let directory = try TemporaryDirectory()
    let path = directory.path(of: "f")
    try writeFile("packed", to: path)
    #expect(systemError { _ = try gunzip(path) }?.call == "gzip")
    try #require(try Command("gzip", [path]).run().ending == .exited(0))
    #expect(try gunzip(path + ".gz") == Array("packed".utf8))
  }

  @Test("works in a directory that is gone afterwards")
  func temporaryDirectory() throws {
    func use() throws -> String {
      let directory = try TemporaryDirectory()
      try Environment.makeDirectories(directory.path(of: "a/b"))
      try writeFile("x", to: directory.path(of: "a/b/f"))
      // Safety: symlink reads the paths as C strings during the call.
      try #require(unsafe symlink("/", directory.path(of: "a/root")) == 0)
      #expect(directory.names() == ["a"])
      return directory.path
    }
    let path = try use()
    #expect(systemError { _ = try FileInfo(path: path) }?.code == .noSuchFile)
  }

  @Test("has random numbers that are those of splitmix64.c")
  func randomNumbers() {
    var generator = SplitMix64(seed: 1_234_567)
    let numbers = (0..<3).map { _ in generator.next() }
    #expect(numbers == [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423])
  }

  @Test("finds the real logs", .enabled(if: sharedData != nil, "../shared/data is absent"))
  func realLogs() throws {
    let path = try #require(sharedData)
    #expect(try !readFile(path + "/README.md").isEmpty)
  }
}
