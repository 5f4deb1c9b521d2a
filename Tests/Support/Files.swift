/// Small files as bytes, read and written without the code under test.

import Glibc
public import Unix

/// All bytes of a file.
///
/// - Throws: `SystemError`.
public func readFile(_ path: String) throws(SystemError) -> [UInt8] {
  // Safety: the stream is open until fclose; fread writes at most `chunk.count` bytes into the borrowed
  // array.
  guard let file = unsafe fopen(path, "re") else { throw lastError("open") }
  defer { unsafe fclose(file) }
  var bytes: [UInt8] = []
  var chunk = [UInt8](repeating: 0, count: 65_536)
  while true {
    let count = unsafe fread(&chunk, 1, chunk.count, file)
    if count == 0 { break }
    bytes += chunk[..<count]
  }
  if unsafe ferror(file) != 0 { throw lastError("read") }
  return bytes
}

/// Makes or replaces a file.
///
/// - Throws: `SystemError`.
public func writeFile(_ bytes: [UInt8], to path: String) throws(SystemError) {
  // Safety: the stream is open until fclose; fwrite reads the bytes of the array during the call.
  guard let file = unsafe fopen(path, "we") else { throw lastError("open") }
  let count = unsafe fwrite(bytes, 1, bytes.count, file)
  if unsafe fclose(file) != 0 || count < bytes.count { throw lastError("write") }
}

/// Makes or replaces a file of text.
///
/// - Throws: `SystemError`.
public func writeFile(_ text: String, to path: String) throws(SystemError) {
  try writeFile(Array(text.utf8), to: path)
}

/// The bytes inside of a file that gzip has compressed.
///
/// - Throws: `SystemError`; `.invalidArgument` if gzip does not understand it.
public func gunzip(_ path: String) throws -> [UInt8] {
  let outcome = try Command("gzip", ["-dc", "--", path]).run()
  guard outcome.ending == .exited(0) else { throw SystemError(code: .invalidArgument, call: "gzip") }
  return outcome.output
}

private func lastError(_ call: String) -> SystemError {
  SystemError(code: ErrorCode(rawValue: errno), call: call)
}
