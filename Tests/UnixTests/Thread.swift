/// A thread that does something to the thread under test.

import Glibc
import Support
import Synchronization
import Unix

/// A thread of its own, never one of a pool that the test itself may keep busy.
final class Thread: Sendable {
  private let id: pthread_t

  private final class Task {
    let body: @Sendable () -> Void
    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
  }

  init(_ body: @escaping @Sendable () -> Void) throws {
    var id = pthread_t()
    // Safety: the task is retained until the thread takes it over, exactly once.
    let task = unsafe Unmanaged.passRetained(Task(body)).toOpaque()
    let code = unsafe pthread_create(
      &id, nil,
      { argument in
        if let argument = unsafe argument {
          unsafe Unmanaged<Task>.fromOpaque(argument).takeRetainedValue().body()
        }
        return nil
      }, task)
    guard code == 0 else { throw SystemError(code: ErrorCode(rawValue: code), call: "pthread_create") }
    self.id = id
  }

  /// Waits for its end.
  func join() {
    _ = pthread_join(id, nil)
  }
}

/// Reads a pipe to its end, a few bytes at a time.
final class SlowReader: Sendable {
  private let collected: Collected
  private let thread: Thread

  private final class Collected: Sendable {
    let bytes = Mutex<[UInt8]>([])
  }

  init(of number: Int32) throws {
    let collected = Collected()
    self.collected = collected
    // The test may close its descriptor before the end is read.
    let number = dup(number)
    thread = try Thread {
      var buffer = [UInt8](repeating: 0, count: 1_000)
      while true {
        // Safety: read writes at most `buffer.count` bytes into the array that is borrowed for this call.
        let count = unsafe read(number, &buffer, buffer.count)
        if count <= 0 { break }
        collected.bytes.withLock { $0 += buffer[..<count] }
        sched_yield()
      }
      close(number)
    }
  }

  /// Everything up to the end of the pipe.
  func bytes() -> [UInt8] {
    thread.join()
    return collected.bytes.withLock { $0 }
  }
}

/// From now on this thread gets the signals that are sent to it, and the process, which a test has made for
/// itself, ends of SIGALRM should it wait for one in vain. (The threads that tests run on belong to
/// libdispatch, which blocks all signals.)
func expectSignals() {
  var none = sigset_t()
  // Safety: the functions read and write the structure that is borrowed for each call.
  unsafe sigemptyset(&none)
  unsafe pthread_sigmask(SIG_SETMASK, &none, nil)
  alarm(60)
}
