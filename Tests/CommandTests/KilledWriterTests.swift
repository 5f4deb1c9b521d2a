/// kill −9 at any moment of writing a model: its reader finds the old one, or the new one, and nothing else.

import Support
import Testing
import Unix

@Suite("A writer that is killed")
struct KilledWriterTests {
  /// Whether strace is there and may trace.
  static let canTrace: Bool = {
    let outcome = try? Command("strace", ["-o", "/dev/null", "true"]).run()
    return outcome?.ending == .exited(0)
  }()

  /// Everything that writes a model.
  static let writers = [
    "mcfilter learn --seed=1 -o day.mcm more.log", "mcfilter learn --update=day.mcm more.log",
    "mcfilter merge -o day.mcm day.mcm more.mcm", "mcfilter -m day.mcm --save=day.mcm more.log",
  ]

  @Test(
    "at any system call leaves the old model or the new one",
    .enabled(if: canTrace, "strace is missing, or may not trace"),
    .disabled(if: Environment.variable("MCFILTER_SANITIZER") != nil, "sanitizers' own calls are thousands"),
    arguments: writers)
  func killed(writer: String) throws {
    let workplace = try Workplace()
    let made = try workplace.shell(
      """
      tail -n 7 day.log > more.log; mcfilter learn --seed=1 -o more.mcm more.log; cp day.mcm old.mcm
      strace -f -o calls \(writer) > /dev/null && mv day.mcm new.mcm
      """
    ).run()
    try #require(made.ending == .exited(0), "\(made.errorText)")
    let (old, new) = (
      try readFile(workplace.path(of: "old.mcm")), try readFile(workplace.path(of: "new.mcm"))
    )
    try #require(old != new)
    let calls = Self.calls(String(decoding: try readFile(workplace.path(of: "calls")), as: UTF8.self))
    // All from the last new file on; before it the model is only read.
    let first = try #require(calls.lastIndex { $0.isCreation })
    var found: [[UInt8]] = []
    for call in calls[first...] {
      let script = """
        cp old.mcm day.mcm
        strace -f -o /dev/null -e inject=\(call.name):signal=KILL:when=\(call.count) \(writer) > /dev/null 2>&1
        """
      let outcome = try workplace.shell(script).run()
      #expect(outcome.ending != .exited(0) || call.name == "exit_group", "\(call) did not kill")
      let model = try readFile(workplace.path(of: "day.mcm"))
      #expect(model == old || model == new, "killed at \(call): \(model.count) bytes")
      found.append(model)
      let opens = try workplace.shell("mcfilter show --verify day.mcm").run().ending
      #expect(opens == .exited(0), "killed at \(call)")
      // What stays is recognised by its name.
      let known = ["day.log", "day.mcm", "more.log", "more.mcm", "old.mcm", "new.mcm", "calls", "home"]
      for name in workplace.names() where !known.contains(name) {
        #expect(name.hasPrefix("day.mcm.tmp-") && name.utf8.count == "day.mcm.tmp-".utf8.count + 6, "\(name)")
        _ = try workplace.shell("rm \(name)").run()
      }
    }
    #expect(found.first == old && found.last == new, "killed before and behind the change")
  }

  @Test(
    "leaves the old model, and nothing else, if a system call fails",
    .enabled(if: canTrace, "strace is missing, or may not trace"),
    .disabled(if: Environment.variable("MCFILTER_SANITIZER") != nil, "sanitizers' own calls are thousands"),
    arguments: writers)
  func failing(writer: String) throws {
    let (workplace, calls) = try Self.trace(writer)
    try #require(try workplace.shell("rm new.mcm calls").run().ending == .exited(0))
    for (name, error) in [
      ("openat", "EDQUOT"), ("fchmod", "EPERM"), ("write", "ENOSPC"), ("write", "EDQUOT"), ("fsync", "EIO"),
      ("close", "EDQUOT"), ("rename", "EROFS"),
    ] {
      // A descriptor is closed, too, when it is given another number; the file itself is just before its renaming.
      let renaming = try #require(calls.firstIndex { $0.name == "rename" })
      let call = try #require(
        name == "close"
          ? calls[..<renaming].last { $0.name == name } : calls.first { $0.name == name }, "\(name)")
      try workplace.expectFailure(
        of:
          "strace -f -o /dev/null -e inject=\(name):error=\(error):when=\(call.count) \(writer) > /dev/null",
        about: "day.mcm")
    }
  }

  /// A workplace with `old.mcm`, which is also `day.mcm`, and `new.mcm`, and what a writer calls from the creation of
  /// its last file on; before that the model is only read.
  private static func trace(_ writer: String) throws -> (Workplace, ArraySlice<Call>) {
    let workplace = try Workplace()
    let made = try workplace.shell(
      """
      tail -n 7 day.log > more.log; mcfilter learn --seed=1 -o more.mcm more.log; cp day.mcm old.mcm
      strace -f -o calls \(writer) > /dev/null && mv day.mcm new.mcm && cp old.mcm day.mcm
      """
    ).run()
    try #require(made.ending == .exited(0), "\(made.errorText)")
    let calls = calls(String(decoding: try readFile(workplace.path(of: "calls")), as: UTF8.self))
    let first = try #require(calls.lastIndex { $0.isCreation })
    return (workplace, calls[first...])
  }

  /// A system call in a trace: which of its name it is, counted from 1.
  private struct Call: CustomStringConvertible {
    var name: String
    var count: Int
    var isCreation: Bool
    var description: String { "\(name) \(count)" }
  }

  private static func calls(_ trace: String) -> [Call] {
    var counts: [String: Int] = [:]
    return trace.split(separator: "\n").compactMap { line in
      // `PID name(arguments…`; signals and ends have no name.
      let words = line.drop { $0.isNumber }.drop { $0 == " " }
      guard let end = words.firstIndex(of: "("),
        words[..<end].allSatisfy({ $0.isLetter || $0.isNumber || $0 == "_" })
      else { return nil }
      let name = String(words[..<end])
      counts[name, default: 0] += 1
      return Call(name: name, count: counts[name, default: 0], isCreation: words.contains("O_EXCL"))
    }
  }
}
