/// An open file, and who has to close it.

internal import Glibc

/// What a read brought.
public enum ReadResult: Equatable, Sendable {
  /// So many bytes, at least one.
  case bytes(Int)
  /// The end of the file; nobody holds the other end of the pipe any more.
  case end
  /// No byte yet, and a caught signal waits to be seen to (`TerminationRequest`, `SignalRequest`).
  case interrupted
}

/// An open file. Whoever opens it owns it: it is closed when its owner goes.
public struct FileDescriptor: ~Copyable {
  /// The number that the kernel knows it by.
  public let number: Int32
  private let isOwned: Bool

  /// A descriptor that nobody else closes.
  init(owning number: Int32) {
    self.number = number
    isOwned = true
  }

  private init(borrowing number: Int32) {
    self.number = number
    isOwned = false
  }

  /// Standard input; it stays open when the value goes.
  public static var standardInput: FileDescriptor { FileDescriptor(borrowing: 0) }
  /// Standard output; it stays open when the value goes, unless `close()` is called.
  public static var standardOutput: FileDescriptor { FileDescriptor(borrowing: 1) }
  /// Standard error; it stays open when the value goes.
  public static var standardError: FileDescriptor { FileDescriptor(borrowing: 2) }

  deinit {
    // An error here has nobody left to hear it; whoever wrote calls `close()`.
    if isOwned { _ = Glibc.close(number) }
  }

  /// Opens a file, a device or a FIFO for reading.
  ///
  /// A directory can be opened too; reading it then fails with `.isADirectory`. A FIFO waits for a writer.
  ///
  /// - Throws: what `open` says; `.interrupted` if a caught signal ended the wait for a writer.
  public init(openingForReading path: String) throws(SystemError) {
    try self.init(opening: path, flags: O_RDONLY, permissions: 0)
  }

  /// Opens a file for appending; one that is not there is made, with what the umask leaves of 0666. A FIFO waits for a
  /// reader.
  ///
  /// - Throws: what `open` says.
  public init(openingForAppending path: String) throws(SystemError) {
    try self.init(opening: path, flags: O_WRONLY | O_APPEND | O_CREAT, permissions: 0o666)
  }

  /// Opens `path`, never as a controlling terminal, never to be inherited by another program, and never as
  /// one of the three standard descriptors: if the caller was started with standard output closed, its output
  /// must fail and not end up in a file that happened to be opened next.
  init(opening path: String, flags: Int32, permissions: UInt32) throws(SystemError) {
    let opened = try retryingInterrupted("open") {
      // Safety: open reads the path as a C string during the call.
      unsafe Glibc.open(path.nameForC, flags | O_CLOEXEC | O_NOCTTY, mode_t(permissions))
    }
    try self.init(movingAboveStandard: opened)
  }

  /// Takes over `opened`, under another number if it is one of the three standard ones.
  init(movingAboveStandard opened: Int32) throws(SystemError) {
    guard opened <= 2 else {
      self.init(owning: opened)
      return
    }
    let moved = fcntl(opened, F_DUPFD_CLOEXEC, 3)
    let error = SystemError.last("fcntl")
    _ = Glibc.close(opened)
    guard moved != -1 else { throw error }
    self.init(owning: moved)
  }

  /// Reads what is there, at most up to the end of `buffer`; waits only if nothing is. The C function is
  /// `read`.
  ///
  /// A signal that comes in the instant before the wait begins does not end it; a program that must not sleep
  /// through one calls `waitUntilReadable` first.
  ///
  /// - Parameters:
  ///   - buffer: gets the bytes.
  ///   - offset: where in `buffer` the first byte goes; there must be room for one.
  /// - Returns: how many bytes came, or why none did.
  /// - Throws: what `read` says, never `.interrupted`.
  public borrowing func read(
    into buffer: inout MutableSpan<UInt8>, from offset: Int = 0
  ) throws(SystemError) -> ReadResult {
    precondition(offset >= 0 && offset < buffer.count, "a read needs room for a byte")
    while true {
      do {
        // Safety: read writes at most `count - offset` bytes from `offset` on, all of them inside the buffer
        // that is borrowed exclusively for this call; the precondition keeps `offset` inside.
        let count = try unsafe buffer.withUnsafeMutableBufferPointer { (bytes) throws(SystemError) in
          try retryingInterrupted("read") {
            unsafe Glibc.read(number, bytes.baseAddress.map { unsafe $0 + offset }, bytes.count - offset)
          }
        }
        return count == 0 ? .end : .bytes(count)
      } catch {
        switch error.code {
        case .interrupted:
          return .interrupted
        case .wouldBlock:
          // Somebody who shares our standard input (ssh does) made it non-blocking.
          if waitUntilReadable(timeout: nil) == .interrupted { return .interrupted }
        default:
          throw error
        }
      }
    }
  }

  /// Writes all of `bytes`, in as many pieces as the other end wants. The C function is `write`.
  ///
  /// - Throws: what `write` says, never `.interrupted`; some of the bytes may then have been written. A pipe
  ///   that nobody reads ends the program by SIGPIPE, or is `.brokenPipe` if that signal is ignored.
  public borrowing func writeAll(_ bytes: Span<UInt8>) throws(SystemError) {
    _ = try write(bytes) { false }
  }

  /// Writes all of `bytes`, as `writeAll` does, unless the program was asked to end and its time is over
  /// (`TerminationRequest.isOverdue`): nobody may be reading.
  ///
  /// - Returns: false if the time was over; some of the bytes may then have been written.
  /// - Throws: what `writeAll` throws.
  public borrowing func writeAllInTime(_ bytes: Span<UInt8>) throws(SystemError) -> Bool {
    try write(bytes) { TerminationRequest.isOverdue }
  }

  private borrowing func write(
    _ bytes: Span<UInt8>, until isOver: () -> Bool
  ) throws(SystemError) -> Bool {
    var written = 0
    while written < bytes.count {
      if isOver() { return false }
      do {
        // Safety: write reads `count - written` bytes from `written` on, inside the span that is borrowed for
        // this call; the loop's condition keeps `written` inside.
        written += try unsafe bytes.withUnsafeBufferPointer { (bytes) throws(SystemError) in
          let count = unsafe Glibc.write(
            number, bytes.baseAddress.map { unsafe $0 + written }, bytes.count - written)
          if count == -1 { throw .last("write") }
          return count
        }
      } catch {
        switch error.code {
        case .interrupted: continue
        case .wouldBlock: waitUntilWritable()
        default: throw error
        }
      }
    }
    return true
  }

  /// Closes the descriptor, a standard one too, and says whether everything written has arrived. The C
  /// function is `close`.
  ///
  /// - Throws: what `close` says; the descriptor is closed even so.
  public consuming func close() throws(SystemError) {
    let number = number
    discard self
    guard Glibc.close(number) == -1 else { return }
    // Linux has let go of the number before it could be interrupted: to try again might close somebody else's
    // file.
    let error = SystemError.last("close")
    if error.code != .interrupted { throw error }
  }

  /// Has the kernel read ahead; where that makes no sense (a pipe), nothing happens. The C function is
  /// `posix_fadvise`.
  public borrowing func adviseSequentialReading() {
    _ = posix_fadvise(number, 0, 0, POSIX_FADV_SEQUENTIAL)
  }

  /// How much a pipe holds that nobody has asked to hold more, in bytes. The pipes of a user who is not root may together
  /// have 64 MiB; the next ones are much smaller than this, so that one is to be enlarged only where much comes.
  public static var usualPipeSize: Int { 64 << 10 }

  /// Has a pipe, whichever end of it this is, hold so many bytes where it holds fewer, or as many as the system allows; on
  /// anything else nothing happens. The C function is `fcntl`.
  ///
  /// - Returns: how many bytes it holds now; nil if this is no pipe.
  @discardableResult
  public borrowing func enlargePipe(to bytes: Int) -> Int? {
    let held = Int(fcntl(number, Self.getPipeSize))
    guard held >= 0 else { return nil }
    var wanted = bytes
    while wanted > held {
      let granted = Int(fcntl(number, Self.setPipeSize, CInt(clamping: wanted)))
      if granted >= 0 { return granted }
      wanted /= 2
    }
    return held
  }

  /// `F_SETPIPE_SZ` and `F_GETPIPE_SZ`, which the C library keeps for GNU's dialect: Linux's, on every processor.
  private static var setPipeSize: CInt { 1031 }
  private static var getPipeSize: CInt { 1032 }
}
