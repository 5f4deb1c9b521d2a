/// A program that runs beside the test: fed, listened to, signalled, and waited for by one loop.

import Glibc
import Unix

/// A started program. Whatever the test waits for, both outputs are read and the input is fed meanwhile, so
/// that nobody waits for a full pipe.
public final class RunningCommand {
  /// The number of the process, which leads a process group of the same number.
  public let id: Int32
  private var inputEnd: Int32
  private var outputEnd: Int32
  private var errorEnd: Int32
  private var unsent: [UInt8]
  private var closesInputWhenSent: Bool
  private let deadline: Instant
  /// The end, once the process has been waited for.
  private var ending: Outcome.Ending?

  /// What came from standard output so far.
  public private(set) var output: [UInt8] = []
  /// What came from standard error so far.
  public private(set) var errors: [UInt8] = []

  init(_ command: Command) throws {
    ignoreBrokenPipes()
    let process = try command.spawn()
    id = process.id
    inputEnd = process.input
    outputEnd = process.output
    errorEnd = process.errors
    deadline = Instant.now + command.timeout
    if case .bytes(let bytes) = command.input {
      unsent = bytes
      closesInputWhenSent = true
    } else {
      unsent = []
      closesInputWhenSent = false
    }
    // A program that does not read must not stop the test from listening to it.
    if inputEnd != -1 { _ = fcntl(inputEnd, F_SETFL, O_NONBLOCK) }
    closeInputIfSent()
  }

  deinit {
    if ending == nil { _ = reap(killing: true) }
    for end in [inputEnd, outputEnd, errorEnd] where end != -1 { close(end) }
  }

  /// Writes `bytes` to the program's standard input; returns when the pipe has taken all of them.
  ///
  /// - Returns: false if the program has closed its input, or the time was over.
  @discardableResult
  public func send(_ bytes: [UInt8]) -> Bool {
    unsent += bytes
    return wait { inputEnd == -1 || unsent.isEmpty } && inputEnd != -1
  }

  /// Ends the program's standard input, as soon as all that was sent is in the pipe.
  public func closeInput() {
    closesInputWhenSent = true
    closeInputIfSent()
  }

  /// Sends the program a signal.
  public func signal(_ number: Int32) { kill(id, number) }

  /// How many bytes the pipes of its standard input and output hold.
  public var pipeSizes: (input: Int, output: Int) {
    let getPipeSize: CInt = 1032
    return (Int(fcntl(inputEnd, getPipeSize)), Int(fcntl(outputEnd, getPipeSize)))
  }

  /// Waits until its standard output fulfils `condition`.
  ///
  /// - Returns: false if it never will (the program has closed it), or the time was over.
  public func waitForOutput(_ condition: ([UInt8]) -> Bool) -> Bool {
    _ = wait { outputEnd == -1 || condition(output) }
    return condition(output)
  }

  /// Waits until its standard error fulfils `condition`.
  ///
  /// - Returns: false if it never will (the program has closed it), or the time was over.
  public func waitForErrors(_ condition: ([UInt8]) -> Bool) -> Bool {
    _ = wait { errorEnd == -1 || condition(errors) }
    return condition(errors)
  }

  /// Ends the program's input, and waits for its end.
  public func finish() -> Outcome {
    closeInput()
    let wasInTime = wait { outputEnd == -1 && errorEnd == -1 }
    return Outcome(ending: reap(killing: !wasInTime), output: output, errors: errors)
  }

  /// Feeds and listens until `isDone`.
  ///
  /// - Returns: false if the time was over first.
  private func wait(until isDone: () -> Bool) -> Bool {
    while !isDone() {
      let left = Instant.now.duration(to: deadline)
      guard left > .zero else { return false }
      var entries = [
        pollfd(fd: unsent.isEmpty ? -1 : inputEnd, events: Int16(POLLOUT), revents: 0),
        pollfd(fd: outputEnd, events: Int16(POLLIN), revents: 0),
        pollfd(fd: errorEnd, events: Int16(POLLIN), revents: 0),
      ]
      // Safety: poll reads and writes the three entries that are borrowed for this call.
      guard unsafe poll(&entries, 3, Int32(min(left.components.seconds, 3_600) * 1_000) + 1) > 0 else {
        continue
      }
      if entries[0].revents != 0 { feed() }
      if entries[1].revents != 0 { Self.listen(&outputEnd, &output) }
      if entries[2].revents != 0 { Self.listen(&errorEnd, &errors) }
    }
    return true
  }

  private func feed() {
    // Safety: write reads the bytes of the array during the call.
    let count = unsafe write(inputEnd, unsent, unsent.count)
    if count > 0 {
      unsent.removeFirst(count)
      closeInputIfSent()
    } else if errno != EAGAIN && errno != EINTR {
      // Nobody reads any more: what is left goes nowhere.
      unsent = []
      closesInputWhenSent = true
      closeInputIfSent()
    }
  }

  private func closeInputIfSent() {
    guard closesInputWhenSent, unsent.isEmpty, inputEnd != -1 else { return }
    close(inputEnd)
    inputEnd = -1
  }

  private static func listen(_ end: inout Int32, _ bytes: inout [UInt8]) {
    var buffer = [UInt8](repeating: 0, count: 65_536)
    // Safety: read writes at most `buffer.count` bytes into the array that is borrowed for this call.
    let count = unsafe read(end, &buffer, buffer.count)
    if count > 0 {
      bytes += buffer[..<count]
    } else if count == 0 || errno != EINTR {
      close(end)
      end = -1
    }
  }

  /// Waits for the end of the process, which has closed its outputs or is to be killed.
  private func reap(killing: Bool) -> Outcome.Ending {
    if let ending { return ending }
    var isKilled = killing
    if killing { kill(-id, SIGKILL) }
    var status: Int32 = 0
    // Safety: waitpid writes the number that is borrowed for this call.
    while unsafe waitpid(id, &status, isKilled ? 0 : WNOHANG) != id {
      if !isKilled && Instant.now > deadline {
        kill(-id, SIGKILL)
        isKilled = true
      }
      // Nothing to wait for together with the time: look again every millisecond.
      _ = poll(nil, 0, 1)
    }
    let signal = status & 0x7f
    let result: Outcome.Ending =
      isKilled ? .timedOut : signal == 0 ? .exited(status >> 8 & 0xff) : .died(of: signal)
    ending = result
    return result
  }
}

/// `F_SETPIPE_SZ`, and how much the program asks a pipe to hold at most.
private let setPipeSize: CInt = 1031
private let largestPipe: CInt = 512 << 10

/// Whether the system lets a pipe hold as much as the program may ask for.
public let pipesGrow: Bool = {
  guard let (reader, writer) = try? pipeEnds() else { return false }
  defer {
    close(reader)
    close(writer)
  }
  return fcntl(reader, setPipeSize, largestPipe) == largestPipe
}()

/// Fills a pipe, through an end that does not block, so that nothing goes into it any more: it holds as much as the program
/// would ask it to hold, if the system allows that.
public func fillPipe(_ end: CInt) {
  _ = fcntl(end, setPipeSize, largestPipe)
  let page = [UInt8](repeating: 0, count: 4096)
  // Safety: write reads the bytes of the array during the call.
  while unsafe write(end, page, page.count) > 0 {}
}

/// From now on a write to a pipe that nobody reads fails with `EPIPE`, and does not end the tests. Programs
/// that are started by `Command` die of it as by default.
public func ignoreBrokenPipes() {
  _ = signal(SIGPIPE, SIG_IGN)
}
