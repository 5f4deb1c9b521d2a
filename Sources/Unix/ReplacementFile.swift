/// A file that appears whole or not at all.

internal import Glibc

/// A file that is being written beside the one that it will replace.
///
/// The bytes go into a new file in the same directory, whose name is the target's, `.tmp-` and six letters;
/// `commit()` puts it in the target's place. If the value goes without a commit the new file goes too; if the
/// process is killed it stays, and its name says what it was going to be.
///
/// - A symbolic link stays one: the file that it points to is replaced.
/// - Permissions of the file that is replaced are kept, and its owner and group as far as we may give files
///   away.
/// - What exists and is no regular file (a FIFO, `/dev/full`), and what is an open file under another name
///   (`/dev/stdout`), cannot be replaced and is written to directly.
public struct ReplacementFile: ~Copyable {
  private let descriptor: FileDescriptor
  /// The name until the commit; `nil` if the bytes go to the target directly.
  private let temporaryName: TemporaryName?
  private let targetPath: String
  /// Why a write failed: then there will be no commit.
  private var failure: SystemError?

  /// Begins a file that will stand at `path`; nothing is to be seen there yet.
  ///
  /// - Throws: `.isADirectory` if `path` is one; what `open` says if its directory is missing or may not be
  ///   written to.
  public init(at path: String) throws(SystemError) {
    let target = try ReplacementTarget(path)
    if target.isWrittenDirectly {
      // Appending is what both `> file` and `>> file` mean by /dev/stdout; a pipe or a device does not mind.
      let file = try FileDescriptor(opening: target.path, flags: O_WRONLY | O_APPEND, permissions: 0)
      self.init(file, nil, target.path)
    } else {
      // What replaces a secret is secret from its first moment; a new file gets what the umask leaves of
      // 0666.
      let file = try TemporaryFile(beside: target.path, permissions: target.exists ? 0o600 : 0o666)
      if let old = target.old { try file.descriptor.takeOver(old) }
      self.init(file.descriptor, .some(file.name), target.path)
    }
  }

  private init(
    _ descriptor: consuming FileDescriptor, _ temporaryName: consuming TemporaryName?, _ targetPath: String
  ) {
    self.descriptor = descriptor
    self.temporaryName = temporaryName
    self.targetPath = targetPath
  }

  /// Appends `bytes`.
  ///
  /// - Throws: what `write` says; `commit()` will then say the same.
  public mutating func write(_ bytes: Span<UInt8>) throws(SystemError) {
    do {
      try descriptor.writeAll(bytes)
    } catch {
      failure = failure ?? error
      throw error
    }
  }

  /// Puts the file in its place, on disk for good; or, if that fails, leaves the old one as it was.
  ///
  /// - Parameter isLasting: false for what is soon replaced again, and need not survive a loss of power.
  /// - Throws: the first error of a `write`, or what `fsync`, `close` or `rename` says.
  public consuming func commit(isLasting: Bool = true) throws(SystemError) {
    if let failure { throw failure }
    guard let temporaryName else {
      try descriptor.close()
      return
    }
    if isLasting { try descriptor.synchronize() }
    try descriptor.close()
    try temporaryName.change(to: targetPath)
    guard isLasting else { return }
    // The name is on disk when its directory is. One that we may write to but not read cannot be opened for
    // that.
    if let directory = try? FileDescriptor(openingForReading: Environment.directory(of: targetPath)) {
      do {
        try directory.synchronize()
      } catch {
        // Some network file systems know no such thing, and keep directories safe by themselves.
        if error.code != .invalidArgument && error.code != .notSupported { throw error }
      }
    }
  }
}

extension FileDescriptor {
  /// Waits until everything written is on disk.
  ///
  /// - Throws: what `fsync` says, never `.interrupted`.
  fileprivate borrowing func synchronize() throws(SystemError) {
    _ = try finishing("fsync") { fsync(number) }
  }

  /// Gives the file the owner, as far as that is allowed, and the permissions of the file that it will
  /// replace.
  ///
  /// - Throws: what `fchmod` says.
  fileprivate borrowing func takeOver(_ old: FileInfo) throws(SystemError) {
    // Only root may give a file to another user; to another group of ours everybody may.
    if fchown(number, old.user, old.group) != 0 { _ = fchown(number, uid_t.max, old.group) }
    // Without set-user-ID: what we write is no program of its owner.
    guard fchmod(number, old.permissions & 0o777) == 0 else { throw .last("fchmod") }
  }
}
