/// What a name stands for when it is to be written: a file to be replaced, or something that only takes
/// bytes.

internal import Glibc

/// The file at the end of all symbolic links, which need not exist.
struct ReplacementTarget {
  /// Where the file itself stands, or will stand.
  let path: String
  /// What is there; `nil`: nothing.
  let old: FileInfo?
  /// True for what cannot be replaced: pipes, devices, and the open files of a process.
  let isWrittenDirectly: Bool

  /// True if something is there.
  var exists: Bool { old != nil }

  /// Looks at what `path` names.
  ///
  /// - Throws: `.isADirectory`; `.tooManySymbolicLinks`; else what `stat` or `readlink` says, but not that
  ///   the file or its directory is missing.
  init(_ path: String) throws(SystemError) {
    if path.isEmpty { throw SystemError(code: .noSuchFile, call: "open") }
    do {
      old = try FileInfo(path: path)
    } catch {
      guard error.code == .noSuchFile else { throw error }
      old = nil
    }
    if old?.kind == .directory || path.utf8.last == UInt8(ascii: "/") {
      throw SystemError(code: .isADirectory, call: "open")
    }
    let (end, isOpenFile) = try Self.followLinks(path)
    self.path = end
    isWrittenDirectly = isOpenFile || (old.map { $0.kind != .regular } ?? false)
  }

  /// Follows the last name of `path` to the end, which need not exist. What stands in /proc/…/fd looks like a
  /// link, but is a door to a file that a process has open, whatever its name is now: it is not followed.
  private static func followLinks(_ path: String) throws(SystemError) -> (path: String, isOpenFile: Bool) {
    let processes = (try? FileInfo(path: "/proc/self"))?.identity.device
    var path = path
    // Linux follows as many.
    for _ in 0..<40 {
      guard let info = try? FileInfo(linkAt: path), info.kind == .symbolicLink else { return (path, false) }
      if info.identity.device == processes { return (path, true) }
      let link = try readLink(path)
      path = link.utf8.first == UInt8(ascii: "/") ? link : Environment.directory(of: path) + "/" + link
    }
    throw SystemError(code: .tooManySymbolicLinks, call: "open")
  }

  private static func readLink(_ path: String) throws(SystemError) -> String {
    // Linux keeps no longer one (PATH_MAX).
    var bytes = [CChar](repeating: 0, count: 4096)
    // Safety: readlink writes at most `bytes.count` bytes into the array that is borrowed for this call.
    let count = unsafe readlink(path.nameForC, &bytes, bytes.count)
    guard count >= 0 else { throw .last("readlink") }
    return String(nameBytes: bytes[..<count].map { UInt8(bitPattern: $0) })
  }
}
