/// A file that is not finished, under a name that nobody will miss.

internal import Glibc

/// A new file in the directory of another one, open for writing.
struct TemporaryFile: ~Copyable {
  let descriptor: FileDescriptor
  let name: TemporaryName

  /// Makes an empty file with a name of its own: the name of `target`, `.tmp-` and six letters.
  ///
  /// If the process is killed the file stays. It is not looked for later: another process may be writing it.
  ///
  /// - Parameters:
  ///   - target: the file that is to be replaced; it need not exist.
  ///   - permissions: of the new file, less the process's umask.
  /// - Throws: what `open` says, never `.interrupted`.
  init(beside target: String, permissions: UInt32) throws(SystemError) {
    let letters = Array("abcdefghijklmnopqrstuvwxyz".utf8)
    while true {
      let suffix = (0..<6).map { _ in letters[Int.random(in: letters.indices)] }
      let path = target + ".tmp-" + String(decoding: suffix, as: UTF8.self)
      do {
        descriptor = try FileDescriptor(
          opening: path, flags: O_WRONLY | O_CREAT | O_EXCL, permissions: permissions)
        name = TemporaryName(path)
        return
      } catch {
        // The name is taken (308 million are not), or ^C came: what has been learnt is still to be written.
        if error.code != .exists && error.code != .interrupted { throw error }
      }
    }
  }
}

/// A file's name that goes when its owner goes, unless the file has got its real one.
struct TemporaryName: ~Copyable {
  private let path: String
  private var isGone = false

  /// From now on the file `path` has an owner.
  init(_ path: String) { self.path = path }

  deinit {
    // Safety: unlink reads the path as a C string during the call.
    if !isGone { _ = unsafe unlink(path.nameForC) }
  }

  /// Gives the file the name `target`, in place of the file that had it. The C function is `rename`.
  ///
  /// - Throws: what `rename` says; the temporary name is gone even so.
  consuming func change(to target: String) throws(SystemError) {
    // Safety: rename reads both paths as C strings during the call.
    guard unsafe rename(path.nameForC, target.nameForC) == 0 else { throw .last("rename") }
    isGone = true
  }
}
