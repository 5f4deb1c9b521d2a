import Glibc
import Support
import Synchronization
import Testing

@testable import Unix

@Suite("A descriptor")
struct FileDescriptorTests {
  @Test("of a file gives its bytes, then its end")
  func reading() throws {
    let directory = try TemporaryDirectory()
    try writeFile("abcdef", to: directory.path(of: "f"))
    let file = try FileDescriptor(openingForReading: directory.path(of: "f"))
    file.adviseSequentialReading()
    var buffer = Array("......".utf8)
    var span = buffer.mutableSpan
    #expect(try file.read(into: &span, from: 2) == .bytes(4))
    #expect(try file.read(into: &span, from: 5) == .bytes(1))
    #expect(try file.read(into: &span) == .bytes(1))
    #expect(try file.read(into: &span) == .end)
    #expect(buffer == Array("f.abce".utf8))
  }

  @Test("of a file that is not there is an error of open")
  func missing() {
    let error = systemError { _ = try FileDescriptor(openingForReading: "/nonexistent/file") }
    #expect(error == SystemError(code: .noSuchFile, call: "open"))
    #expect(error?.message == "No such file or directory")
  }

  @Test("of a directory can be opened and not read")
  func directory() throws {
    let descriptor = try FileDescriptor(openingForReading: "/")
    #expect(systemError { _ = try descriptor.bytes() } == SystemError(code: .isADirectory, call: "read"))
  }

  @Test("is closed when its owner goes, and not inherited meanwhile")
  func ownership() throws {
    func open() throws -> Int32 {
      let file = try FileDescriptor(openingForReading: "/dev/null")
      #expect(fcntl(file.number, F_GETFD) == FD_CLOEXEC)
      #expect(file.number > 2)
      return file.number
    }
    // Another test may be given the number at once, but then it is another file.
    let null = try FileInfo(path: "/dev/null")
    let number = try open()
    var answer = stat()
    // Safety: fstat writes the structure that is borrowed for this call.
    let status = unsafe fstat(number, &answer)
    #expect(status == -1 || UInt64(answer.st_ino) != null.identity.inode)
  }

  @Test("that is standard stays open when its value goes")
  func standard() throws {
    do { _ = FileDescriptor.standardError }
    #expect(fcntl(2, F_GETFD) != -1)
  }

  @Test("that is closed fails with every call")
  func closed() {
    // A number beyond every limit: one that was open a moment ago another thread may be given.
    let closed: Int32 = 1 << 30
    let errors = [
      systemError { _ = try FileDescriptor(owning: closed).bytes() },
      systemError { try FileDescriptor(owning: closed).writeAll([1].span) },
      systemError { try FileDescriptor(owning: closed).close() },
      systemError { _ = try FileInfo(descriptor: FileDescriptor(owning: closed)) },
    ]
    #expect(errors.map { $0?.code } == [.badDescriptor, .badDescriptor, .badDescriptor, .badDescriptor])
    #expect(errors.map { $0?.call } == ["read", "write", "close", "fstat"])
    #expect(FileDescriptor(owning: closed).wouldBlock() == false)
  }

  @Test("that is opened while standard output is closed does not become standard output")
  func aboveStandard() async {
    await #expect(processExitsWith: .success) {
      close(0)
      close(1)
      let file = try FileDescriptor(openingForReading: "/dev/null")
      #expect(file.number > 2)
      #expect(fcntl(file.number, F_GETFD) == FD_CLOEXEC)
    }
  }

  @Test("that was standard is not held under its old number")
  func movedAboveStandard() async {
    await #expect(processExitsWith: .success) {
      let pipe = try Pipe()
      let identity = try FileInfo(descriptor: pipe.readEnd).identity
      dup2(pipe.readEnd.number, 0)
      let moved = try FileDescriptor(movingAboveStandard: 0)
      #expect(moved.number > 2)
      #expect(fcntl(moved.number, F_GETFD) == FD_CLOEXEC)
      #expect(try FileInfo(descriptor: moved).identity == identity)
      // Another thread may have been given the number, but for another file.
      #expect((try? FileInfo(descriptor: FileDescriptor.standardInput))?.identity != identity)
    }
  }

  @Test("of a full device says so")
  func full() throws {
    let descriptor = try FileDescriptor(opening: "/dev/full", flags: O_WRONLY, permissions: 0)
    let error = systemError { try descriptor.writeAll([1, 2, 3].span) }
    #expect(error == SystemError(code: .noSpace, call: "write"))
  }

  @Test("of a pipe that nobody reads says so, if SIGPIPE is ignored")
  func brokenPipe() throws {
    ignoreBrokenPipes()
    let writeEnd = try Pipe().closingReadEnd()
    #expect(systemError { try writeEnd.writeAll([1].span) } == SystemError(code: .brokenPipe, call: "write"))
  }

  @Test("of a pipe that nobody reads kills, if SIGPIPE does what it does by default")
  func deadlyPipe() async {
    await #expect(processExitsWith: .signal(SIGPIPE)) {
      signal(SIGPIPE, SIG_DFL)
      expectSignals()
      try TerminationRequest.install()
      try Pipe().closingReadEnd().writeAll([1].span)
    }
  }

  @Test(
    "of a pipe has it hold more, and never less, whichever end it is; of anything else it does nothing",
    .enabled(if: pipesGrow, "the system keeps pipes small"))
  func pipeSize() throws {
    let pipe = try Pipe()
    let (reader, writer) = (pipe.readEnd.enlargePipe(to: 256 << 10), pipe.writeEnd.enlargePipe(to: 512 << 10))
    #expect(reader == 256 << 10 && writer == 512 << 10)
    let smaller = pipe.readEnd.enlargePipe(to: 4096)
    #expect(smaller == 512 << 10)
    _ = fcntl(pipe.writeEnd.number, F_SETFL, O_NONBLOCK)
    try pipe.writeEnd.writeAll([UInt8](repeating: 7, count: 512 << 10).span)
    let file = try FileDescriptor(openingForReading: "/dev/null").enlargePipe(to: 256 << 10)
    #expect(file == nil)
  }

  @Test("takes all bytes, however slowly they are read", arguments: [0, O_NONBLOCK])
  func shortWrites(flags: Int32) throws {
    var generator = SplitMix64(seed: 1)
    let bytes = (0..<300_000).map { _ in UInt8.random(in: 0...255, using: &generator) }
    let pipe = try Pipe()
    try #require(fcntl(pipe.writeEnd.number, F_SETFL, flags) == 0)
    let reader = try SlowReader(of: pipe.readEnd.number)
    try pipe.writeEnd.writeAll(bytes.span)
    _ = try pipe.closingWriteEnd()
    #expect(reader.bytes() == bytes)
  }

  @Test("that does not block is waited for")
  func nonBlockingRead() throws {
    let pipe = try Pipe()
    try #require(fcntl(pipe.readEnd.number, F_SETFL, O_NONBLOCK) == 0)
    let writeEnd = pipe.writeEnd.number
    let thread = try Thread {
      var byte = UInt8(ascii: "x")
      // Safety: write reads one byte of a local variable.
      _ = unsafe write(writeEnd, &byte, 1)
    }
    #expect(try pipe.readEnd.bytes() == Array("x".utf8))
    thread.join()
  }

  @Test("goes on reading after a signal that nobody waits for")
  func interruptedRead() async {
    await #expect(processExitsWith: .success) {
      expectSignals()
      var action = sigaction()
      // Safety: the handler is a function that does nothing; sigaction reads the borrowed structure.
      unsafe action.__sigaction_handler.sa_handler = { _ in }
      unsafe sigaction(SIGUSR1, &action, nil)
      let pipe = try Pipe()
      let writeEnd = pipe.writeEnd.number
      let reader = pthread_self()
      let thread = try Thread {
        // Far apart, so that they do not all come before the read; together they cannot all miss it.
        for _ in 0..<50 {
          pthread_kill(reader, SIGUSR1)
          _ = usleep(1_000)
        }
        var byte = UInt8(ascii: "x")
        // Safety: write reads one byte of a local variable.
        _ = unsafe write(writeEnd, &byte, 1)
      }
      #expect(try pipe.readEnd.bytes() == Array("x".utf8))
      thread.join()
    }
  }
}
