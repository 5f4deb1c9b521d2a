import Glibc
import Support
import Testing

@testable import Unix

/// The errors of a write of so many bytes, and of the commit that was tried even so.
private func errorsOfWriteAndCommit(at path: String, byteCount: Int) throws -> [SystemError] {
  var errors: [SystemError] = []
  var file = try ReplacementFile(at: path)
  do throws(SystemError) {
    try file.write([UInt8](repeating: 1, count: byteCount).span)
  } catch {
    errors.append(error)
  }
  do throws(SystemError) {
    try file.commit()
  } catch {
    errors.append(error)
  }
  return errors
}

@Suite("A replacement file")
struct ReplacementFileTests {
  let directory: TemporaryDirectory
  let path: String

  init() throws {
    directory = try TemporaryDirectory()
    path = directory.path(of: "model.mcm")
  }

  private func replace(_ path: String, with text: String) throws {
    var file = try ReplacementFile(at: path)
    try file.write(Array(text.utf8).span)
    try file.commit()
  }

  @Test("appears at the commit and not before")
  func appears() throws {
    var file = try ReplacementFile(at: path)
    try file.write(Array("one ".utf8).span)
    try file.write(Array("two".utf8).span)
    let names = directory.names()
    #expect(names.count == 1)
    #expect(
      names.allSatisfy { $0.hasPrefix("model.mcm.tmp-") && $0.utf8.count == "model.mcm.tmp-".utf8.count + 6 })
    try file.commit()
    #expect(directory.names() == ["model.mcm"])
    #expect(try readFile(path) == Array("one two".utf8))
  }

  @Test("that is dropped leaves everything as it was")
  func dropped() throws {
    try writeFile("old", to: path)
    func drop() throws {
      var file = try ReplacementFile(at: path)
      try file.write(Array("new".utf8).span)
    }
    try drop()
    #expect(directory.names() == ["model.mcm"])
    #expect(try readFile(path) == Array("old".utf8))
  }

  @Test(
    "keeps the permissions of the file that it replaces",
    arguments: [0o600, 0o640, 0o664, 0o444, 0o755] as [UInt32])
  func permissions(old: UInt32) throws {
    try writeFile("old", to: path)
    // Safety: chmod reads the path as a C string during the call.
    try #require(unsafe chmod(path, old) == 0)
    let before = try FileInfo(path: path)
    try replace(path, with: "new")
    let after = try FileInfo(path: path)
    #expect(after.permissions == old)
    #expect(after.identity != before.identity)
    #expect(try readFile(path) == Array("new".utf8))
  }

  @Test("is nobody else's business while it replaces a secret")
  func secret() throws {
    try writeFile("old", to: path)
    // Safety: chmod reads the path as a C string during the call.
    try #require(unsafe chmod(path, 0o600) == 0)
    let file = try ReplacementFile(at: path)
    for name in directory.names() {
      #expect(try FileInfo(path: directory.path(of: name)).permissions == 0o600)
    }
    try file.commit()
  }

  @Test("keeps the owner, if root writes it", .enabled(if: geteuid() == 0, "only root may give files away"))
  func owner() throws {
    try writeFile("old", to: path)
    // Safety: chown reads the path as a C string during the call.
    try #require(unsafe chown(path, 12_345, 23_456) == 0)
    try replace(path, with: "new")
    let info = try FileInfo(path: path)
    #expect(info.user == 12_345)
    #expect(info.group == 23_456)
  }

  @Test("that is new gets what the umask leaves of 0666")
  func newPermissions() async {
    await #expect(processExitsWith: .success) {
      let directory = try TemporaryDirectory()
      umask(0o027)
      try ReplacementFile(at: directory.path(of: "f")).commit()
      #expect(try FileInfo(path: directory.path(of: "f")).permissions == 0o640)
      umask(0)
      try ReplacementFile(at: directory.path(of: "g")).commit()
      #expect(try FileInfo(path: directory.path(of: "g")).permissions == 0o666)
    }
  }

  @Test("replaces what a symbolic link points to, near or far, there or not", arguments: ["old", nil])
  func links(old: String?) throws {
    try Environment.makeDirectories(directory.path(of: "store/deep"))
    let real = directory.path(of: "store/real")
    if let old { try writeFile(old, to: real) }
    // Safety: symlink reads the paths as C strings during the call.
    try #require(unsafe symlink("../real", directory.path(of: "store/deep/link")) == 0)
    try #require(unsafe symlink(directory.path(of: "store/deep/link"), path) == 0)
    try replace(path, with: "new")
    #expect(try FileInfo(linkAt: path).kind == .symbolicLink)
    #expect(try FileInfo(linkAt: directory.path(of: "store/deep/link")).kind == .symbolicLink)
    #expect(try FileInfo(linkAt: real).kind == .regular)
    #expect(try readFile(real) == Array("new".utf8))
    #expect(directory.names() == ["model.mcm", "store"])
  }

  @Test("does not go round in circles")
  func circle() throws {
    // Safety: symlink reads the paths as C strings during the call.
    try #require(unsafe symlink("model.mcm", path) == 0)
    #expect(systemError { try replace(path, with: "") }?.code == .tooManySymbolicLinks)
  }

  @Test("is no directory, whether it is there, named like one, or linked to")
  func directories() throws {
    // Safety: symlink reads the paths as C strings during the call.
    try #require(unsafe symlink(directory.path, path) == 0)
    for target in [directory.path, directory.path + "/", directory.path(of: "new/"), path, ".", "/"] {
      #expect(systemError { try replace(target, with: "") }?.code == .isADirectory)
    }
    #expect(directory.names() == ["model.mcm"])
  }

  @Test(
    "needs a directory to be in",
    arguments: [("/nonexistent/f", ErrorCode.noSuchFile), ("/dev/null/f", .notADirectory), ("", .noSuchFile)])
  func noDirectory(path: String, code: ErrorCode) {
    #expect(systemError { try replace(path, with: "") }?.code == code)
  }

  @Test("in the working directory needs no slash")
  func workingDirectory() async {
    await #expect(processExitsWith: .success) {
      let directory = try TemporaryDirectory()
      // Safety: chdir reads the path as a C string during the call.
      #expect(unsafe chdir(directory.path) == 0)
      var file = try ReplacementFile(at: "f")
      try file.write([1].span)
      try file.commit()
      #expect(directory.names() == ["f"])
      #expect(try readFile(directory.path(of: "f")) == [1])
    }
  }

  @Test("on a full device says so, at the write and again at the commit")
  func full() throws {
    // Root could replace the machine's own /dev/full if the code under test were wrong, so root makes another
    // one. Nobody else may rename anything in /dev.
    var device = "/dev/full"
    if geteuid() == 0 {
      device = path
      // Safety: mknod reads the path as a C string during the call. Device 1, 7 is "full" in Linux's
      // devices.txt.
      try #require(unsafe mknod(device, S_IFCHR | 0o666, 0x107) == 0)
    }
    let noSpace = SystemError(code: .noSpace, call: "write")
    #expect(try errorsOfWriteAndCommit(at: device, byteCount: 3) == [noSpace, noSpace])
    #expect(try FileInfo(path: device).kind == .characterDevice)
  }

  @Test("that could not be written whole does not appear")
  func tooLarge() async {
    await #expect(processExitsWith: .success) {
      let directory = try TemporaryDirectory()
      signal(SIGXFSZ, SIG_IGN)
      var limit = rlimit(rlim_cur: 1_000, rlim_max: 1_000)
      // Safety: setrlimit reads the structure that is borrowed for this call.
      #expect(unsafe setrlimit(__rlimit_resource_t(UInt32(RLIMIT_FSIZE.rawValue)), &limit) == 0)
      let tooLarge = SystemError(code: ErrorCode(rawValue: EFBIG), call: "write")
      let errors = try errorsOfWriteAndCommit(at: directory.path(of: "f"), byteCount: 2_000)
      #expect(errors == [tooLarge, tooLarge])
      #expect(directory.names() == [])
    }
  }

  @Test("on a FIFO is written to whoever reads it")
  func fifo() throws {
    // Safety: mkfifo reads the path as a C string during the call.
    try #require(unsafe mkfifo(path, 0o600) == 0)
    let reader = try Command("cat", [path]).start()
    try replace(path, with: "through")
    #expect(reader.finish().outputText == "through")
    #expect(try FileInfo(path: path).kind == .fifo)
    #expect(directory.names() == ["model.mcm"])
  }

  @Test(
    "on an open file goes behind what is in it already",
    arguments: ["/dev/fd/", "/proc/self/fd/"])
  func openFile(names: String) throws {
    try writeFile("old ", to: path)
    let file = try FileDescriptor(openingForReading: path)
    // As /dev/stdout is: a link to the entry in /proc.
    let link = directory.path(of: "stdout")
    // Safety: symlink reads the paths as C strings during the call.
    try #require(unsafe symlink(names + "\(file.number)", link) == 0)
    let before = try FileInfo(path: path).identity
    try replace(link, with: "new")
    #expect(try readFile(path) == Array("old new".utf8))
    #expect(try FileInfo(path: path).identity == before)
    #expect(directory.names() == ["model.mcm", "stdout"])
  }

  @Test("is begun even if the end has been asked for")
  func afterTermination() async {
    await #expect(processExitsWith: .success) {
      let directory = try TemporaryDirectory()
      expectSignals()
      try TerminationRequest.install()
      raise(SIGINT)
      var file = try ReplacementFile(at: directory.path(of: "f"))
      try file.write([1].span)
      try file.commit()
      #expect(try readFile(directory.path(of: "f")) == [1])
    }
  }
}
