import Glibc
import Testing

@testable import Unix

@Suite("A failed call")
struct SystemErrorTests {
  @Test(
    "knows its reason by name and in words",
    arguments: [
      (ErrorCode.noSuchFile, ENOENT, "No such file or directory"),
      (.accessDenied, EACCES, "Permission denied"),
      (.isADirectory, EISDIR, "Is a directory"),
      (.notADirectory, ENOTDIR, "Not a directory"),
      (.noSpace, ENOSPC, "No space left on device"),
      (.quotaExceeded, EDQUOT, "Disk quota exceeded"),
      (.brokenPipe, EPIPE, "Broken pipe"),
      (.badDescriptor, EBADF, "Bad file descriptor"),
      (.interrupted, EINTR, "Interrupted system call"),
      (.readOnly, EROFS, "Read-only file system"),
      (.exists, EEXIST, "File exists"),
      (.invalidArgument, EINVAL, "Invalid argument"),
      (.noSuchDevice, ENODEV, "No such device"),
      (.notSupported, ENOTSUP, "Operation not supported"),
      (.tooManySymbolicLinks, ELOOP, "Too many levels of symbolic links"),
    ])
  func reason(code: ErrorCode, number: Int32, words: String) {
    #expect(code.rawValue == number)
    #expect(SystemError(code: code, call: "open").message == words)
  }

  @Test("has words even for a number that nobody gave out")
  func unknownReason() {
    #expect(ErrorCode(rawValue: 12_345).message.contains("12345"))
  }

  @Test("is repeated as long as a signal cuts it short")
  func repeated() throws {
    var calls = 0
    let result = try retryingInterrupted("read") {
      calls += 1
      errno = EINTR
      return calls < 4 ? -1 : 7
    }
    #expect(result == 7)
    #expect(calls == 4)
    calls = 0
    let finished = try finishing("write") {
      calls += 1
      errno = EINTR
      return calls < 4 ? -1 : 8
    }
    #expect(finished == 8)
    #expect(calls == 4)
  }

  @Test("is not repeated for any other reason")
  func notRepeated() {
    var calls = 0
    let error = systemError {
      _ = try retryingInterrupted("read") {
        calls += 1
        errno = EIO
        return -1
      }
    }
    #expect(error == SystemError(code: ErrorCode(rawValue: EIO), call: "read"))
    #expect(calls == 1)
  }
}
