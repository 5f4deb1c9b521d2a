/// How a test's program comes into the world: three descriptors, an environment, no inheritance beyond that.

import Glibc
import Synchronization
public import Unix

/// A process that was started, and our ends of its pipes (−1 where there is none).
struct SpawnedProcess {
  var id: pid_t
  var input: Int32
  var output: Int32
  var errors: Int32
}

/// One process is started at a time: between `pipe` and `fcntl` another one would inherit the pipe, hold it
/// open, and keep its reader waiting.
private let spawning = Mutex(())

extension Command {
  /// Starts the program as the leader of a process group of its own, with every signal as by default.
  ///
  /// - Throws: `SystemError`.
  func spawn() throws -> SpawnedProcess {
    try spawning.withLock { _ in try spawnAlone() }
  }

  private func spawnAlone() throws -> SpawnedProcess {
    var process = SpawnedProcess(id: -1, input: -1, output: -1, errors: -1)
    var actions = unsafe posix_spawn_file_actions_t()
    // Safety: here and below, the functions of posix_spawn read and write structures that live as long as
    // this call.
    unsafe posix_spawn_file_actions_init(&actions)
    defer { unsafe posix_spawn_file_actions_destroy(&actions) }
    var childEnds: [Int32] = []
    defer { for end in childEnds { close(end) } }

    switch input {
    case .bytes, .steps:
      let (readEnd, writeEnd) = try pipeEnds()
      process.input = writeEnd
      childEnds.append(readEnd)
      unsafe posix_spawn_file_actions_adddup2(&actions, readEnd, 0)
    case .file(let path):
      unsafe posix_spawn_file_actions_addopen(&actions, 0, path, O_RDONLY, 0)
    case .closed:
      unsafe posix_spawn_file_actions_addclose(&actions, 0)
    }
    for (target, destination) in [(Int32(1), output), (2, errors)] {
      switch destination {
      case .captured:
        let (readEnd, writeEnd) = try pipeEnds()
        if target == 1 { process.output = readEnd } else { process.errors = readEnd }
        childEnds.append(writeEnd)
        unsafe posix_spawn_file_actions_adddup2(&actions, writeEnd, target)
      case .terminal:
        let (testEnd, path) = try pseudoTerminal()
        if target == 1 { process.output = testEnd } else { process.errors = testEnd }
        unsafe posix_spawn_file_actions_addopen(&actions, target, path, O_WRONLY | O_NOCTTY, 0)
      case .file(let path):
        let flags = O_WRONLY | O_CREAT | O_TRUNC
        unsafe posix_spawn_file_actions_addopen(&actions, target, path, flags, 0o666)
      case .closed:
        unsafe posix_spawn_file_actions_addclose(&actions, target)
      }
    }

    var attributes = posix_spawnattr_t()
    unsafe posix_spawnattr_init(&attributes)
    defer { unsafe posix_spawnattr_destroy(&attributes) }
    var signals = sigset_t()
    unsafe sigemptyset(&signals)
    unsafe posix_spawnattr_setsigmask(&attributes, &signals)
    unsafe sigfillset(&signals)
    unsafe posix_spawnattr_setsigdefault(&attributes, &signals)
    unsafe posix_spawnattr_setpgroup(&attributes, 0)
    let flags = POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP
    unsafe posix_spawnattr_setflags(&attributes, Int16(flags))

    // posix_spawn cannot change the directory without _GNU_SOURCE; env can.
    let directory = workingDirectory.map { ["env", "-C", $0] } ?? []
    let words = directory + [program] + arguments
    let code = unsafe withCStrings(words) { arguments in
      unsafe withCStrings(environmentLines) { environment in
        unsafe posix_spawnp(&process.id, words[0], &actions, &attributes, arguments, environment)
      }
    }
    guard code == 0 else {
      for end in [process.input, process.output, process.errors] where end != -1 { close(end) }
      throw SystemError(code: ErrorCode(rawValue: code), call: "posix_spawn")
    }
    return process
  }

  /// The environment as `name=value`, in a stable order.
  private var environmentLines: [String] {
    var variables = environmentIsComplete ? [:] : inheritedEnvironment()
    // Swift's crash reporter outlives its program and holds its pipes open, for minutes.
    variables["SWIFT_BACKTRACE"] = "enable=no"
    for (name, value) in environment { variables[name] = value }
    return variables.map { $0.key + "=" + $0.value }.sorted()
  }

  private func inheritedEnvironment() -> [String: String] {
    var variables: [String: String] = [:]
    // Safety: environ is a list of C strings that ends with nil; no test changes it.
    var next = unsafe environ
    while let line = unsafe next.pointee {
      let words = unsafe String(cString: line).split(
        separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      if words.count == 2 { variables[String(words[0])] = String(words[1]) }
      unsafe next += 1
    }
    return variables
  }
}

/// A pipe whose ends no other program inherits.
///
/// - Throws: `SystemError`.
public func pipeEnds() throws(SystemError) -> (readEnd: Int32, writeEnd: Int32) {
  var ends: [Int32] = [-1, -1]
  // Safety: pipe writes two numbers into the array that is borrowed for this call.
  guard unsafe pipe(&ends) == 0 else {
    throw SystemError(code: ErrorCode(rawValue: errno), call: "pipe")
  }
  for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
  return (ends[0], ends[1])
}

/// Calls `body` with what `execve` takes: C strings, then nil.
private func withCStrings<Result>(
  _ strings: [String], _ body: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> Result
) -> Result {
  var pointers = unsafe strings.map { unsafe strdup($0) } + [nil]
  defer { for index in unsafe pointers.indices { unsafe free(pointers[index]) } }
  return unsafe pointers.withUnsafeMutableBufferPointer { buffer in
    guard let start = buffer.baseAddress else { preconditionFailure("the list has a nil at least") }
    return unsafe body(start)
  }
}
