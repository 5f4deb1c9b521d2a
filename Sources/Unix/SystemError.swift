/// The lowest room: what the kernel answers when it says no.

internal import Glibc

/// A failed call into libc: which call, and why.
public struct SystemError: Error, Equatable, Sendable {
  /// Why it failed.
  public let code: ErrorCode
  /// The C function that failed, as its manual page is called: `open`, `write`.
  public let call: String

  /// The reason as the C library words it: `No such file or directory`.
  public var message: String { code.message }

  /// An error with a known reason.
  public init(code: ErrorCode, call: String) {
    self.code = code
    self.call = call
  }

  /// The reason that the last failed call of this thread left in `errno`.
  static func last(_ call: String) -> SystemError {
    SystemError(code: ErrorCode(rawValue: errno), call: call)
  }
}

/// The reason of a failure: a value of `errno`.
public struct ErrorCode: RawRepresentable, Hashable, Sendable {
  /// The value that C knows.
  public let rawValue: Int32

  /// The reason with the number `rawValue`.
  public init(rawValue: Int32) { self.rawValue = rawValue }

  /// The C name is `EACCES`.
  public static var accessDenied: ErrorCode { ErrorCode(rawValue: EACCES) }
  /// The C name is `EBADF`: closed, or opened for the other direction.
  public static var badDescriptor: ErrorCode { ErrorCode(rawValue: EBADF) }
  /// The C name is `EPIPE`: nobody reads any more.
  public static var brokenPipe: ErrorCode { ErrorCode(rawValue: EPIPE) }
  /// The C name is `EEXIST`.
  public static var exists: ErrorCode { ErrorCode(rawValue: EEXIST) }
  /// The C name is `EINTR`: a signal that the program asked for came first.
  public static var interrupted: ErrorCode { ErrorCode(rawValue: EINTR) }
  /// The C name is `EINVAL`.
  public static var invalidArgument: ErrorCode { ErrorCode(rawValue: EINVAL) }
  /// The C name is `EISDIR`.
  public static var isADirectory: ErrorCode { ErrorCode(rawValue: EISDIR) }
  /// The C name is `ENOSPC`.
  public static var noSpace: ErrorCode { ErrorCode(rawValue: ENOSPC) }
  /// The C name is `ENODEV`: nothing that can be mapped.
  public static var noSuchDevice: ErrorCode { ErrorCode(rawValue: ENODEV) }
  /// The C name is `ENOENT`.
  public static var noSuchFile: ErrorCode { ErrorCode(rawValue: ENOENT) }
  /// The C name is `ENOTDIR`.
  public static var notADirectory: ErrorCode { ErrorCode(rawValue: ENOTDIR) }
  /// The C name is `ENOTSUP`.
  public static var notSupported: ErrorCode { ErrorCode(rawValue: ENOTSUP) }
  /// The C name is `EDQUOT`.
  public static var quotaExceeded: ErrorCode { ErrorCode(rawValue: EDQUOT) }
  /// The C name is `EROFS`.
  public static var readOnly: ErrorCode { ErrorCode(rawValue: EROFS) }
  /// The C name is `ELOOP`.
  public static var tooManySymbolicLinks: ErrorCode { ErrorCode(rawValue: ELOOP) }
  /// The C name is `EAGAIN`: the descriptor does not block, and would have to.
  static var wouldBlock: ErrorCode { ErrorCode(rawValue: EAGAIN) }

  /// The reason as the C library words it, in English whatever the locale (none is ever set).
  public var message: String {
    // The longest text of glibc has 50 bytes.
    var text = [CChar](repeating: 0, count: 128)
    // Safety: strerror_r writes at most `text.count` bytes into the array that is borrowed for this call.
    guard unsafe strerror_r(rawValue, &text, text.count) == 0 else { return "Error \(rawValue)" }
    return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
