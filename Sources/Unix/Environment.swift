/// What surrounds the process: variables, directories, and the way out.

internal import Glibc

/// What surrounds the process.
public enum Environment {
  /// The value of an environment variable; `nil` if it is not set. It may be any bytes (`nameBytes`).
  public static func variable(_ name: String) -> String? {
    // Safety: getenv returns nil or a C string that stays as long as nobody calls setenv; nobody here does,
    // and the bytes are copied at once.
    guard let value = unsafe getenv(name) else { return nil }
    return unsafe String(cName: value)
  }

  /// The arguments behind the program's name. They may be any bytes (`nameBytes`), which `CommandLine.arguments` repairs.
  public static var arguments: [String] {
    // Safety: argc and argv are those of the process, which nobody changes; each argument is a C string.
    unsafe (0..<Int(CommandLine.argc)).dropFirst().compactMap { unsafe CommandLine.unsafeArgv[$0] }
      .map { unsafe String(cName: $0) }
  }

  /// Makes the directory `path` and those above it that are missing; one that is there already is left as it
  /// is.
  ///
  /// - Parameters:
  ///   - path: absolute or relative; empty is the working directory.
  ///   - permissions: of the directories that are made, less the process's umask.
  /// - Throws: what `mkdir` says; `.notADirectory` if `path` is something else.
  public static func makeDirectories(_ path: String, permissions: UInt32 = 0o777) throws(SystemError) {
    guard !path.isEmpty else { return }
    // Safety: mkdir reads the path as a C string during the call; so it does below.
    if unsafe mkdir(path.nameForC, mode_t(permissions)) == 0 { return }
    var error = SystemError.last("mkdir")
    let parent = directory(of: path)
    if error.code == .noSuchFile && parent != path {
      try makeDirectories(parent, permissions: permissions)
      if unsafe mkdir(path.nameForC, mode_t(permissions)) == 0 { return }
      error = .last("mkdir")
    }
    // Something is there already: it may be a directory, or a link to one, or somebody else was faster.
    guard let info = try? FileInfo(path: path) else { throw error }
    if info.kind != .directory { throw SystemError(code: .notADirectory, call: "mkdir") }
  }

  /// True if a `ReplacementFile` at `path` would come into being, as far as permissions say: the file, if it
  /// is there, may be written, and so may, unless the file is a pipe or a device, its directory. Directories
  /// that `makeDirectories` could make count as there.
  public static func isWritable(_ path: String) -> Bool {
    guard let target = try? ReplacementTarget(path) else { return false }
    if target.exists && !mayAccess(target.path, W_OK) { return false }
    return target.isWrittenDirectly || canMakeFiles(in: directory(of: target.path))
  }

  private static func mayAccess(_ path: String, _ mode: Int32) -> Bool {
    // Safety: access reads the path as a C string during the call.
    unsafe access(path.nameForC, mode) == 0
  }

  private static func canMakeFiles(in directory: String) -> Bool {
    do {
      return try FileInfo(path: directory).kind == .directory && mayAccess(directory, W_OK | X_OK)
    } catch {
      let parent = self.directory(of: directory)
      // A dangling link is in the way of a directory.
      let isMissing = error.code == .noSuchFile && (try? FileInfo(linkAt: directory)) == nil
      return isMissing && parent != directory && canMakeFiles(in: parent)
    }
  }

  /// The directory that the last name of `path` stands in: `/` for `/a`, `.` for `a`. The C function is
  /// `dirname`.
  static func directory(of path: String) -> String {
    var bytes = Array(path.utf8)
    let slash = UInt8(ascii: "/")
    while bytes.last == slash { bytes.removeLast() }
    guard !bytes.isEmpty else { return path.isEmpty ? "." : "/" }
    while let last = bytes.last, last != slash { bytes.removeLast() }
    guard !bytes.isEmpty else { return "." }
    while bytes.last == slash { bytes.removeLast() }
    return bytes.isEmpty ? "/" : String(decoding: bytes, as: UTF8.self)
  }
}

/// Ends the process with an exit status; no owner closes or unlinks anything any more. The C function is
/// `exit`.
public func exitProcess(_ status: Int32) -> Never {
  exit(status)
}

extension String {
  /// The name that a C string is.
  fileprivate init(cName: UnsafePointer<CChar>) {
    // Safety: the caller's C string ends in NUL, and its bytes are copied at once.
    let bytes = unsafe UnsafeBufferPointer(start: cName, count: strlen(cName))
    self.init(nameBytes: unsafe bytes.map { UInt8(bitPattern: $0) })
  }
}
