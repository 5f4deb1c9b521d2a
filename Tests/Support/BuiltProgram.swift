/// Where the build has put the programs that the tests run.

import Glibc

/// Programs of this package, built together with the tests.
public enum BuiltProgram {
  /// A program that was not built, and where it was looked for.
  public struct Missing: Error, Equatable {
    /// Its name.
    public let name: String
    /// The directory where the search began; it went on upwards.
    public let directory: String
  }

  /// The program `name`: beside the running test bundle, or in a directory above it.
  ///
  /// - Throws: `Missing`.
  public static func path(of name: String) throws(Missing) -> String {
    try directory(of: name) + "/" + name
  }

  /// The directory of the program `name`.
  ///
  /// - Throws: `Missing`.
  public static func directory(of name: String) throws(Missing) -> String {
    let start = parent(of: runningTests)
    var directory = start
    while !directory.isEmpty {
      // Safety: access reads the path as a C string during the call.
      if unsafe access(directory + "/" + name, X_OK) == 0 { return directory }
      directory = parent(of: directory)
    }
    throw Missing(name: name, directory: start)
  }

  /// The executable that this code runs in.
  private static var runningTests: String {
    var bytes = [CChar](repeating: 0, count: 4096)
    // Safety: readlink writes at most `bytes.count` bytes into the array that is borrowed for this call.
    let count = unsafe readlink("/proc/self/exe", &bytes, bytes.count)
    return String(decoding: bytes.prefix(max(count, 0)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  private static func parent(of path: String) -> String {
    path.lastIndex(of: "/").map { String(path[..<$0]) } ?? ""
  }
}
