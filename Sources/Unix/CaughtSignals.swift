/// What a signal handler may touch: a set of bits and a pipe that rings, nothing else.

internal import Glibc
internal import Synchronization

/// The signals that were caught and not yet seen to, in a form that a handler can write and a wait can be
/// ended by.
///
/// The bits are the truth; a byte in the pipe only wakes the wait. The handler sets the bit before it writes
/// the byte, so whoever finds no bit and then waits for the pipe misses nothing.
enum CaughtSignals {
  private static let waiting = Atomic<UInt64>(0)
  private static let bellReadEnd = Atomic<Int32>(-1)
  private static let bellWriteEnd = Atomic<Int32>(-1)
  /// How many seconds ago a signal asked for the end.
  private static let seconds = Atomic<Int>(0)

  /// How many seconds ago a signal asked for the end, as far as `countSeconds` was called before it; else 0.
  static var secondsSinceTermination: Int { seconds.load(ordering: .acquiring) }

  /// True if a caught signal has not been seen to.
  static var areWaiting: Bool { waiting.load(ordering: .acquiring) != 0 }

  /// The descriptor that becomes readable when a signal is caught; −1 as long as none is to be.
  static var alarmBell: Int32 { bellReadEnd.load(ordering: .acquiring) }

  /// True if `signal` was caught and not yet taken.
  static func contain(_ signal: Signal) -> Bool {
    waiting.load(ordering: .acquiring) & bit(signal.number) != 0
  }

  /// Takes `signal` out; true if it was there.
  static func take(_ signal: Signal) -> Bool {
    take(signal.number)
  }

  private static func take(_ number: Int32) -> Bool {
    waiting.bitwiseAnd(~bit(number), ordering: .acquiringAndReleasing).oldValue & bit(number) != 0
  }

  /// The place of a signal in the set; Linux has 64 of them.
  private static func bit(_ number: Int32) -> UInt64 { 1 &<< UInt64(UInt32(bitPattern: number)) }

  /// Empties the pipe. A signal caught meanwhile keeps its bit.
  static func silenceBell() {
    var bytes: [64 of UInt8] = .init(repeating: 0)
    var span = bytes.mutableSpan
    // Safety: read writes at most 64 bytes into the buffer that is borrowed for this call.
    unsafe span.withUnsafeMutableBufferPointer {
      while unsafe read(alarmBell, $0.baseAddress, $0.count) > 0 {}
    }
  }

  /// From the first signal that asks for the end on, SIGALRM comes every second: what waits for somebody who does not
  /// read is cut short again and again, so that no moment is missed.
  static func countSeconds() {
    _ = secondsSinceTermination
    var action = sigaction()
    // Safety: the handler uses a lock-free atomic, which exists by now, and calls alarm, which is async-signal-safe.
    unsafe action.__sigaction_handler.sa_handler = { _ in
      CaughtSignals.seconds.add(1, ordering: .acquiringAndReleasing)
      _ = alarm(1)
    }
    // Safety: sigaction reads the structure that is borrowed for this call.
    unsafe sigaction(SIGALRM, &action, nil)
  }

  /// From now on `signal` does again what it does by default, unless it is ignored.
  static func release(_ signal: Signal) {
    var action = sigaction()
    // Safety: sigaction writes the structure that is borrowed for this call.
    unsafe sigaction(signal.number, nil, &action)
    // Safety: a handler is a pointer or one of the small numbers SIG_DFL and SIG_IGN; only the bits are compared.
    let handler = unsafe unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self)
    // Safety: the same of the constant.
    if unsafe handler == unsafeBitCast(SIG_IGN, to: Int.self) { return }
    // Safety: SIG_DFL is a number that is never called; sigaction reads the structure that is borrowed for this call.
    unsafe action.__sigaction_handler.sa_handler = SIG_DFL
    unsafe sigaction(signal.number, &action, nil)
  }

  /// From now on `signal` is noted instead of doing what it does by default, unless it was ignored when the
  /// program started: `nohup` and shell scripts mean that.
  ///
  /// - Throws: what `pipe` says.
  static func note(_ signal: Signal) throws(SystemError) {
    try hangBell()
    var current = sigaction()
    // Safety: sigaction writes the structure that is borrowed for this call.
    unsafe sigaction(signal.number, nil, &current)
    // Safety: a handler is a pointer or one of the small numbers SIG_DFL and SIG_IGN; only the bits are
    // compared.
    let handler = unsafe unsafeBitCast(current.__sigaction_handler.sa_handler, to: Int.self)
    // Safety: the same of the constant.
    if unsafe handler == unsafeBitCast(SIG_IGN, to: Int.self) { return }
    // A rehearsal, with a number that no signal has: what Swift and the linker make at first use (the globals
    // for instance) must be there before a signal comes, for a handler may not wait for a lock.
    handle(0)
    _ = take(0)
    // Without SA_RESTART: a read that waits comes back and says that it was interrupted.
    var action = sigaction()
    // Safety: the handler calls write, which is async-signal-safe, and uses lock-free atomics, which exist by
    // now.
    unsafe action.__sigaction_handler.sa_handler = { CaughtSignals.handle($0) }
    // Safety: sigaction reads the structure that is borrowed for this call.
    unsafe sigaction(signal.number, &action, nil)
  }

  /// Runs inside whatever the signal interrupted.
  private static func handle(_ number: Int32) {
    let interruptedErrno = errno
    let before = waiting.bitwiseOr(bit(number), ordering: .acquiringAndReleasing).oldValue
    let askingForTheEnd = bit(SIGINT) | bit(SIGTERM)
    if bit(number) & askingForTheEnd != 0, before & askingForTheEnd == 0 { _ = alarm(1) }
    var byte: UInt8 = 0
    // Safety: write reads one byte of a local variable. A full pipe, which does not block, rings already.
    _ = unsafe write(bellWriteEnd.load(ordering: .acquiring), &byte, 1)
    errno = interruptedErrno
  }

  /// Makes the pipe, once.
  private static func hangBell() throws(SystemError) {
    guard alarmBell == -1 else { return }
    var ends: [2 of Int32] = [-1, -1]
    var span = ends.mutableSpan
    // Safety: pipe writes two numbers into the buffer that is borrowed for this call.
    guard unsafe span.withUnsafeMutableBufferPointer({ unsafe pipe($0.baseAddress) }) == 0 else {
      throw .last("pipe")
    }
    let readEnd = try bellEnd(ends[0])
    let writeEnd = try bellEnd(ends[1])
    bellReadEnd.store(readEnd, ordering: .releasing)
    bellWriteEnd.store(writeEnd, ordering: .releasing)
  }

  /// An end of the pipe that never blocks and that no other program inherits.
  private static func bellEnd(_ opened: Int32) throws(SystemError) -> Int32 {
    // Duplicated even if it lies above the standard ones: that makes it close-on-exec, too.
    let number = fcntl(opened, F_DUPFD_CLOEXEC, 3)
    let error = SystemError.last("fcntl")
    _ = close(opened)
    guard number != -1, fcntl(number, F_SETFL, O_NONBLOCK) != -1 else { throw error }
    return number
  }
}
