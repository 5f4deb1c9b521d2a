/// What a file is, asked without opening it.

internal import Glibc

/// What the kernel knows about a file. The C function is `stat`.
public struct FileInfo: Equatable, Sendable {
  /// What can be done with a file.
  public enum Kind: Equatable, Sendable {
    /// Bytes on a disk: has a size, can be mapped and replaced.
    case regular
    /// A directory.
    case directory
    /// A pipe, with a name or without.
    case fifo
    /// A terminal, `/dev/null`, `/dev/full`.
    case characterDevice
    /// A symbolic link, if the link itself was asked for.
    case symbolicLink
    /// A socket or a block device.
    case other
  }

  /// Which file it is, whatever its names are.
  public struct Identity: Hashable, Sendable {
    /// The file system.
    public let device: UInt64
    /// The file's number in its file system.
    public let inode: UInt64
  }

  /// What the file is.
  public let kind: Kind
  /// Its size in bytes; 0 for what has none.
  public let size: Int
  /// Its permission bits, set-user-ID and sticky bit included: at most octal 7777.
  public let permissions: UInt32
  /// Which file it is.
  public let identity: Identity
  /// The number of the user whom it belongs to.
  let user: UInt32
  /// The number of the group that it belongs to.
  let group: UInt32

  /// Asks about the file that `path` names, at the end of all symbolic links.
  ///
  /// - Throws: what `stat` says: `.noSuchFile`, `.accessDenied`, `.notADirectory`.
  public init(path: String) throws(SystemError) {
    var answer = stat()
    // Safety: stat writes the structure that is borrowed for this call; `path` is passed as a C string for as
    // long.
    guard unsafe stat(path.nameForC, &answer) == 0 else { throw .last("stat") }
    self.init(answer)
  }

  /// Asks about what lies at `path` itself, be it a symbolic link.
  ///
  /// - Throws: what `lstat` says.
  init(linkAt path: String) throws(SystemError) {
    var answer = stat()
    // Safety: lstat writes the structure that is borrowed for this call; `path` is passed as a C string for
    // as long.
    guard unsafe lstat(path.nameForC, &answer) == 0 else { throw .last("lstat") }
    self.init(answer)
  }

  /// Asks about an open file.
  ///
  /// - Throws: what `fstat` says: `.badDescriptor`.
  public init(descriptor: borrowing FileDescriptor) throws(SystemError) {
    var answer = stat()
    // Safety: fstat writes the structure that is borrowed for this call.
    guard unsafe fstat(descriptor.number, &answer) == 0 else { throw .last("fstat") }
    self.init(answer)
  }

  private init(_ answer: stat) {
    kind =
      switch answer.st_mode & S_IFMT {
      case S_IFREG: .regular
      case S_IFDIR: .directory
      case S_IFIFO: .fifo
      case S_IFCHR: .characterDevice
      case S_IFLNK: .symbolicLink
      default: .other
      }
    size = Int(answer.st_size)
    permissions = answer.st_mode & 0o7777
    identity = Identity(device: UInt64(answer.st_dev), inode: UInt64(answer.st_ino))
    user = answer.st_uid
    group = answer.st_gid
  }
}
