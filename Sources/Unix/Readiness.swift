/// Whether a read would have to wait, and a wait that no signal can slip past.

internal import Glibc

/// Why a wait ended.
public enum Readiness: Equatable, Sendable {
  /// A read would not block: there are bytes, or the end, or an error.
  case ready
  /// A caught signal waits to be seen to (`TerminationRequest`, `SignalRequest`).
  case interrupted
  /// The time is over.
  case timedOut
}

extension FileDescriptor {
  /// True if a read now would have to wait; false for regular files, at the end, and where a read would fail.
  public borrowing func wouldBlock() -> Bool {
    var entry = pollfd(fd: number, events: Int16(POLLIN), revents: 0)
    // Safety: poll reads and writes the one entry that is borrowed for this call.
    return (try? finishing("poll") { unsafe poll(&entry, 1, 0) }) == 0
  }

  /// Waits until a read would not block, or a caught signal wants to be seen to.
  ///
  /// A signal that was caught before the call, or in the instant before the wait, ends it too: its handler
  /// writes into a pipe that is waited for together with the descriptor. If both are there, the input goes
  /// first.
  ///
  /// - Parameter timeout: how long to wait at most; `nil`: for ever.
  /// - Returns: why the wait ended.
  public borrowing func waitUntilReadable(timeout: Duration?) -> Readiness {
    let deadline = timeout.map { Instant.now + $0 }
    while true {
      let left = deadline.map { max(Instant.now.duration(to: $0), .zero) }
      let signalWaits = CaughtSignals.areWaiting
      // poll passes over an entry whose descriptor is negative: no signal is caught then.
      var entries: [2 of pollfd] = [
        pollfd(fd: number, events: Int16(POLLIN), revents: 0),
        pollfd(fd: CaughtSignals.alarmBell, events: Int16(POLLIN), revents: 0),
      ]
      var span = entries.mutableSpan
      // Safety: poll reads and writes the two entries that are borrowed for this call.
      let count = unsafe span.withUnsafeMutableBufferPointer {
        unsafe poll($0.baseAddress, 2, signalWaits ? 0 : pollMilliseconds(left))
      }
      if count > 0 && entries[0].revents != 0 { return .ready }
      if CaughtSignals.areWaiting { return .interrupted }
      // The bell may still ring for a signal that has been seen to.
      if count > 0 { CaughtSignals.silenceBell() }
      if let deadline, Instant.now >= deadline { return .timedOut }
    }
  }

  /// Waits until a write would not block, or a signal comes.
  borrowing func waitUntilWritable() {
    var entry = pollfd(fd: number, events: Int16(POLLOUT), revents: 0)
    // Safety: poll reads and writes the one entry that is borrowed for this call.
    _ = unsafe poll(&entry, 1, -1)
  }
}

/// What `poll` takes as `time`: milliseconds, rounded up so that it is not called again for the last fraction
/// of one.
private func pollMilliseconds(_ time: Duration?) -> Int32 {
  guard let time else { return -1 }
  let (seconds, attoseconds) = time.components
  let attosecondsPerMillisecond: Int64 = 1_000_000_000_000_000
  let milliseconds = (attoseconds + attosecondsPerMillisecond - 1) / attosecondsPerMillisecond
  // A day at a time is enough: the caller looks at its clock and waits again.
  return Int32(min(seconds, 86_400) * 1_000 + milliseconds)
}
