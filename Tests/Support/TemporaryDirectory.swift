/// A place for a test to make a mess in.

import Glibc
import Unix

/// A new, empty directory, removed with all that is in it when nobody refers to it any more.
public final class TemporaryDirectory {
  /// Where it is.
  public let path: String

  /// Makes a directory with a new name in `$TMPDIR`, or in `/tmp`.
  ///
  /// - Throws: `SystemError`.
  public init() throws {
    let parent = Environment.variable("TMPDIR") ?? "/tmp"
    var template = Array((parent + "/mcfilter-tests.XXXXXX").utf8CString)
    // Safety: mkdtemp replaces the six letters inside of the C string that is borrowed for this call.
    guard unsafe mkdtemp(&template) != nil else {
      throw SystemError(code: ErrorCode(rawValue: errno), call: "mkdtemp")
    }
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  deinit { Self.remove(path) }

  /// The path of `name` in the directory, whether it is there or not.
  public func path(of name: String) -> String { path + "/" + name }

  /// The names in the directory, sorted.
  public func names() -> [String] { Self.names(in: path) }

  private static func names(in path: String) -> [String] {
    // Safety: the stream is open until closedir; an entry is read before the next one replaces it, and its
    // name is a C string inside of it.
    guard let stream = unsafe opendir(path) else { return [] }
    defer { unsafe closedir(stream) }
    var names: [String] = []
    while let entry = unsafe readdir(stream) {
      let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) {
        unsafe $0.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
      }
      if name != "." && name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  private static func remove(_ path: String) {
    // Safety: here and below, the path is read as a C string during the call. Links are removed, not
    // followed.
    if unsafe unlink(path) == 0 { return }
    for name in names(in: path) { remove(path + "/" + name) }
    unsafe rmdir(path)
  }
}
