import Glibc
import Support
import Testing

@testable import Unix

/// Each in a process of its own: a signal that was noted once is noted for ever.
@Suite("A signal")
struct SignalTests {
  @Test("that asks for the end is noted and does not kill")
  func noted() async {
    await #expect(processExitsWith: .success) {
      expectSignals()
      try TerminationRequest.install()
      #expect(TerminationRequest.pending == nil)
      raise(SIGTERM)
      #expect(TerminationRequest.pending == .terminate)
      raise(SIGINT)
      #expect(TerminationRequest.pending == .interrupt)
    }
  }

  @Test("that was ignored at the start stays ignored")
  func ignored() async {
    await #expect(processExitsWith: .success) {
      signal(SIGINT, SIG_IGN)
      expectSignals()
      try TerminationRequest.install()
      raise(SIGINT)
      #expect(TerminationRequest.pending == nil)
      raise(SIGTERM)
      #expect(TerminationRequest.pending == .terminate)
    }
  }

  @Test("is what the process dies of, even if it is blocked")
  func death() async {
    await #expect(processExitsWith: .signal(SIGTERM)) {
      expectSignals()
      try TerminationRequest.install()
      raise(SIGTERM)
      var blocked = sigset_t()
      // Safety: the functions read and write the structure that is borrowed for each call.
      unsafe sigemptyset(&blocked)
      unsafe sigaddset(&blocked, SIGTERM)
      unsafe pthread_sigmask(SIG_BLOCK, &blocked, nil)
      TerminationRequest.dieOf(.terminate)
    }
    await #expect(processExitsWith: .signal(SIGINT)) { TerminationRequest.dieOf(.interrupt) }
  }

  @Test("that came before the wait ends it, but input goes first")
  func beforeTheWait() async {
    await #expect(processExitsWith: .success) {
      expectSignals()
      try TerminationRequest.install()
      raise(SIGTERM)
      let pipe = try Pipe()
      #expect(pipe.readEnd.waitUntilReadable(timeout: nil) == .interrupted)
      #expect(pipe.readEnd.waitUntilReadable(timeout: .seconds(1)) == .interrupted)
      try pipe.writeEnd.writeAll([1].span)
      #expect(pipe.readEnd.waitUntilReadable(timeout: nil) == .ready)
    }
  }

  @Test("that another thread gets during the wait ends it")
  func duringTheWait() async {
    await #expect(processExitsWith: .success) {
      expectSignals()
      try TerminationRequest.install()
      let pipe = try Pipe()
      // The thread raises it for itself: poll here is not cut short, only the pipe can wake it.
      let thread = try Thread { pthread_kill(pthread_self(), SIGINT) }
      #expect(pipe.readEnd.waitUntilReadable(timeout: nil) == .interrupted)
      #expect(TerminationRequest.pending == .interrupt)
      thread.join()
    }
  }

  @Test("ends a read that waits, and an open")
  func duringARead() async {
    await #expect(processExitsWith: .success) {
      expectSignals()
      try TerminationRequest.install()
      let pipe = try Pipe()
      var buffer: [UInt8] = [0]
      var span = buffer.mutableSpan
      let reader = pthread_self()
      let thread = try Thread {
        // A single one might come just before the read.
        while pthread_kill(reader, SIGTERM) == 0, usleep(1_000) == 0 {}
      }
      #expect(try pipe.readEnd.read(into: &span) == .interrupted)
      let directory = try TemporaryDirectory()
      let path = directory.path(of: "fifo")
      // Safety: mkfifo reads the path as a C string during the call.
      #expect(unsafe mkfifo(path, 0o600) == 0)
      let error = systemError { _ = try FileDescriptor(openingForReading: path) }
      #expect(error == SystemError(code: .interrupted, call: "open"))
      _ = thread
    }
  }

  @Test("does not keep a write from being finished")
  func duringAWrite() async {
    await #expect(processExitsWith: .success) {
      expectSignals()
      try TerminationRequest.install()
      raise(SIGTERM)
      let bytes = [UInt8](repeating: 7, count: 300_000)
      let pipe = try Pipe()
      let writer = pthread_self()
      let reader = try SlowReader(of: pipe.readEnd.number)
      let thread = try Thread { for _ in 0..<50 { pthread_kill(writer, SIGTERM) } }
      try pipe.writeEnd.writeAll(bytes.span)
      thread.join()
      _ = try pipe.closingWriteEnd()
      #expect(reader.bytes() == bytes)
    }
  }

  @Test("that asks for something else is taken once, and then waits no more")
  func request() async {
    await #expect(processExitsWith: .success) {
      expectSignals()
      try SignalRequest.install(.user1)
      try SignalRequest.install(.hangUp)
      #expect(SignalRequest.take() == nil)
      raise(SIGUSR1)
      raise(SIGUSR1)
      raise(SIGHUP)
      let pipe = try Pipe()
      #expect(pipe.readEnd.waitUntilReadable(timeout: nil) == .interrupted)
      #expect(SignalRequest.take() == .hangUp)
      #expect(SignalRequest.take() == .user1)
      #expect(SignalRequest.take() == nil)
      #expect(pipe.readEnd.waitUntilReadable(timeout: .milliseconds(1)) == .timedOut)
      // A bell that went on ringing would make the next wait a busy one.
      #expect(FileDescriptor(owning: dup(CaughtSignals.alarmBell)).wouldBlock() == true)
      raise(SIGUSR1)
      #expect(pipe.readEnd.waitUntilReadable(timeout: nil) == .interrupted)
      #expect(TerminationRequest.pending == nil)
    }
  }

  @Test("handler leaves errno as it was")
  func errnoIsKept() async {
    await #expect(processExitsWith: .success) {
      expectSignals()
      try TerminationRequest.install()
      // So many that the pipe is full and the handler's write fails.
      for _ in 0..<70_000 {
        errno = EXDEV
        raise(SIGTERM)
        if errno != EXDEV { break }
      }
      #expect(errno == EXDEV)
    }
  }
}
