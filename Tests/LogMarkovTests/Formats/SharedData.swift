import Glibc

/// The real logs of `../shared/data`, seen from the project's root; they are no part of the project.
enum SharedData {
  static let path: String = {
    // Tests/LogMarkovTests/Formats/SharedData.swift lies four names below the root.
    let root = #filePath.split(separator: "/").dropLast(4).joined(separator: "/")
    return "/\(root)/../shared/data"
  }()

  /// False if the data is not there: then the tests that need it are skipped.
  ///
  /// Safety: the path is a String, which Swift lends as a C string for the call.
  static var isPresent: Bool { unsafe access("\(path)/README.md", R_OK) == 0 }

  /// The bytes of `name`, unpacked if its name ends in `.gz`.
  static func bytes(_ name: String) throws(Missing) -> [UInt8] {
    let tool = name.hasSuffix(".gz") ? "gzip -dc" : "cat"
    // Safety: the stream is closed below and used by no one else; fread writes within the array it is given.
    guard let stream = unsafe popen("\(tool) '\(path)/\(name)'", "r") else { throw Missing(name: name) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = unsafe fread(&chunk, 1, chunk.count, stream)
      if count == 0 { break }
      bytes += chunk[..<count]
    }
    guard unsafe pclose(stream) == 0 else { throw Missing(name: name) }
    return bytes
  }

  struct Missing: Error {
    var name: String
  }
}
