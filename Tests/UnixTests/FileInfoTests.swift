import Glibc
import Support
import Testing

@testable import Unix

@Suite("What a file is")
struct FileInfoTests {
  @Test(
    "is known without opening it",
    arguments: [
      ("/", FileInfo.Kind.directory), ("/dev/null", .characterDevice), ("/dev/full", .characterDevice),
      ("/proc/self/exe", .regular),
    ])
  func kinds(path: String, kind: FileInfo.Kind) throws {
    #expect(try FileInfo(path: path).kind == kind)
  }

  @Test("is a FIFO for a pipe, open or named")
  func pipes() throws {
    let pipe = try Pipe()
    #expect(try FileInfo(descriptor: pipe.readEnd).kind == .fifo)
    #expect(pipe.readEnd.isTerminal == false)
    #expect(pipe.readEnd.terminalColumns == nil)
    let directory = try TemporaryDirectory()
    // Safety: mkfifo reads the path as a C string during the call.
    try #require(unsafe mkfifo(directory.path(of: "fifo"), 0o600) == 0)
    #expect(try FileInfo(path: directory.path(of: "fifo")).kind == .fifo)
  }

  @Test("includes size, permissions, and which file it is")
  func regular() throws {
    let directory = try TemporaryDirectory()
    let path = directory.path(of: "f")
    try writeFile("abc", to: path)
    // Safety: chmod and link read the paths as C strings during the call.
    try #require(unsafe chmod(path, 0o640) == 0)
    try #require(unsafe link(path, directory.path(of: "g")) == 0)
    let info = try FileInfo(path: path)
    #expect(info.kind == .regular)
    #expect(info.size == 3)
    #expect(info.permissions == 0o640)
    try #require(unsafe chmod(directory.path, 0o1750) == 0)
    #expect(try FileInfo(path: directory.path).permissions == 0o1750)
    let file = try FileDescriptor(openingForReading: directory.path(of: "g"))
    #expect(try FileInfo(descriptor: file) == info)
    try writeFile("abc", to: directory.path(of: "h"))
    #expect(try FileInfo(path: directory.path(of: "h")).identity != info.identity)
  }

  @Test("is an error for a file that is not there")
  func missing() {
    let error = systemError { _ = try FileInfo(path: "/nonexistent") }
    #expect(error == SystemError(code: .noSuchFile, call: "stat"))
    let error2 = systemError { _ = try FileInfo(path: "/dev/null/x") }
    #expect(error2?.code == .notADirectory)
  }

  @Test("may be a terminal of some width")
  func terminal() throws {
    // Each opening makes a new terminal; this is the end that a window would hold.
    let terminal = try FileDescriptor(opening: "/dev/ptmx", flags: O_RDWR, permissions: 0)
    #expect(terminal.isTerminal == true)
    #expect(terminal.terminalColumns == nil)
    var size = winsize(ws_row: 24, ws_col: 132, ws_xpixel: 0, ws_ypixel: 0)
    // Safety: TIOCSWINSZ reads the structure that is borrowed for this call.
    try #require(unsafe ioctl(terminal.number, UInt(TIOCSWINSZ), &size) == 0)
    #expect(terminal.terminalColumns == 132)
  }
}
