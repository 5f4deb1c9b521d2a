import Glibc
import Support
import Testing

@testable import Unix

@Suite("The environment")
struct EnvironmentTests {
  @Test("has variables, empty ones and none")
  func variables() async {
    await #expect(processExitsWith: .success) {
      // Safety: no other thread of this process reads the environment.
      unsafe setenv("MCFILTER_TEST", "a=b ä", 1)
      unsafe setenv("MCFILTER_EMPTY", "", 1)
      #expect(Environment.variable("MCFILTER_TEST") == "a=b ä")
      #expect(Environment.variable("MCFILTER_EMPTY") == "")
      #expect(Environment.variable("MCFILTER_NONE") == nil)
    }
  }

  @Test(
    "knows the directory of a path",
    arguments: [
      ("a", "."), ("a/b", "a"), ("/a", "/"), ("/a/b/c", "/a/b"), ("a/", "."), ("a//b", "a"), ("//a", "/"),
      ("/", "/"), ("//", "/"), ("", "."), ("./a", "."), ("../a", ".."), ("a/b//", "a"),
    ])
  func directoryOf(path: String, directory: String) {
    #expect(Environment.directory(of: path) == directory)
  }

  @Test("gets the directories that are missing")
  func directories() throws {
    let directory = try TemporaryDirectory()
    for path in ["a/b/c", "a/b/c", "a/b//d/", "a"] {
      try Environment.makeDirectories(directory.path(of: path))
    }
    #expect(try FileInfo(path: directory.path(of: "a/b/c")).kind == .directory)
    #expect(try FileInfo(path: directory.path(of: "a/b/d")).kind == .directory)
    try Environment.makeDirectories(directory.path(of: "p/q"), permissions: 0o700)
    #expect(try FileInfo(path: directory.path(of: "p")).permissions == 0o700)
    #expect(try FileInfo(path: directory.path(of: "p/q")).permissions == 0o700)
    try Environment.makeDirectories("")
    try Environment.makeDirectories("/")
  }

  @Test("gets no directory where something else is")
  func noDirectories() throws {
    let directory = try TemporaryDirectory()
    try writeFile("", to: directory.path(of: "f"))
    for path in ["f", "f/a", "f/a/b"] {
      let error = systemError { try Environment.makeDirectories(directory.path(of: path)) }
      #expect(error == SystemError(code: .notADirectory, call: "mkdir"))
    }
  }

  @Test("says what may be written, or made")
  func writable() throws {
    let directory = try TemporaryDirectory()
    try writeFile("", to: directory.path(of: "f"))
    // Safety: symlink reads the paths as C strings during the call.
    try #require(unsafe symlink("nowhere/at/all", directory.path(of: "dangling")) == 0)
    try #require(unsafe symlink("f", directory.path(of: "link")) == 0)
    for name in ["f", "new", "a/b/new", "link", "dangling"] {
      #expect(Environment.isWritable(directory.path(of: name)), "\(name)")
    }
    for name in ["", "f/new", "dangling/new", "new/"] {
      #expect(!Environment.isWritable(directory.path(of: name)), "\(name)")
    }
    #expect(Environment.isWritable("/dev/full"))
    #expect(!Environment.isWritable(""))
    #expect(!Environment.isWritable(directory.path))
    #expect(!Environment.isWritable("/"))
  }

  @Test(
    "says what may not be written by somebody who is not root", .enabled(if: geteuid() == 0, "needs root"))
  func unwritable() async {
    await #expect(processExitsWith: .success) {
      let directory = try TemporaryDirectory()
      for name in ["ours", "theirs"] { try Environment.makeDirectories(directory.path(of: name)) }
      for name in ["ours/locked", "theirs/open"] { try writeFile("", to: directory.path(of: name)) }
      // Safety: chmod reads the path as a C string during the call.
      for (name, mode) in [("", 0o755), ("ours", 0o777), ("ours/locked", 0o444), ("theirs", 0o755)] {
        #expect(unsafe chmod(directory.path(of: name), mode_t(mode)) == 0)
      }
      #expect(unsafe chmod(directory.path(of: "theirs/open"), 0o666) == 0)
      // access asks for the real user, open for the effective one; root is saved, to clear up.
      #expect(setreuid(65_534, uid_t.max) == 0)
      #expect(seteuid(65_534) == 0)
      #expect(Environment.isWritable(directory.path(of: "ours/new")))
      #expect(Environment.isWritable(directory.path(of: "ours/a/b/new")))
      #expect(!Environment.isWritable(directory.path(of: "ours/locked")))
      #expect(!Environment.isWritable(directory.path(of: "theirs/open")))
      #expect(Environment.isWritable("/dev/full"))
      #expect(!Environment.isWritable(directory.path(of: "theirs/new")))
      #expect(!Environment.isWritable(directory.path(of: "theirs/a/new")))
      let error = systemError { _ = try ReplacementFile(at: directory.path(of: "theirs/new")) }
      #expect(error == SystemError(code: .accessDenied, call: "open"))
      #expect(seteuid(0) == 0)
    }
  }

  @Test("is left with a status", arguments: [0])
  func exit(status: Int32) async {
    await #expect(processExitsWith: .exitCode(0)) { exitProcess(0) }
    await #expect(processExitsWith: .exitCode(2)) { exitProcess(2) }
  }
}
