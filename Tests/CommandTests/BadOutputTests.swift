/// Outputs that cannot be written: one sentence, exit 2, and no file that is half there.

import Support
import Testing
import Unix

@Suite("Bad outputs")
struct BadOutputTests {
  /// Everything that writes to standard output.
  static let writers = [
    "mcfilter -m day.mcm day.log", "mcfilter -m day.mcm -t 99 --help", "mcfilter --version",
    "mcfilter --completions=zsh", "mcfilter learn -o - day.log", "mcfilter merge day.mcm",
    "mcfilter merge -o - day.mcm day.mcm", "mcfilter show day.mcm", "mcfilter show --counts day.mcm",
    "mcfilter show --transitions day.mcm", "mcfilter generate day.mcm",
  ]

  @Test("a full disk behind standard output is one sentence", arguments: writers)
  func full(_ command: String) throws {
    try Workplace().expectFailure(of: "\(command) > /dev/full", about: "standard output")
  }

  @Test("closed standard output is one sentence", arguments: writers)
  func closed(_ command: String) throws {
    try Workplace().expectFailure(of: "\(command) >&-", about: "standard output")
  }

  @Test("who has nothing to write needs no standard output")
  func unneeded() throws {
    let workplace = try Workplace()
    for script in ["mcfilter learn -o new.mcm day.log >&-", "mcfilter merge -o new.mcm day.mcm >&- 2>&-"] {
      #expect(try workplace.shell(script).run().ending == .exited(0), "\(script)")
      #expect(try workplace.shell("mcfilter show --verify new.mcm").run().ending == .exited(0), "\(script)")
    }
  }

  @Test("closed standard error keeps sentences out of files")
  func closedErrors() throws {
    let workplace = try Workplace()
    #expect(try workplace.shell("mcfilter learn --seed=1 -o new.mcm day.log 2>&-").run().ending == .exited(0))
    #expect(try workplace.shell("cmp new.mcm day.mcm").run().ending == .exited(0))
    #expect(try workplace.shell("mcfilter -m missing.mcm 2>&-").run().ending == .exited(2))
  }

  @Test("a device that is full is no place for a model")
  func fullDevice() throws {
    let workplace = try Workplace()
    try workplace.expectFailure(of: "mcfilter learn -o /dev/full day.log", about: "/dev/full")
    try workplace.expectFailure(of: "mcfilter merge -o /dev/full day.mcm", about: "/dev/full")
  }

  @Test(
    "a disk that fills up while a model is written leaves the old one, and nothing else",
    .disabled(
      if: Environment.variable("MCFILTER_SANITIZER") == "thread",
      "that sanitizer needs larger files for itself"))
  func fullWhileWriting() throws {
    let workplace = try Workplace()
    // No file may grow beyond 1024 bytes, and a model is larger; the signal that says so is ignored.
    for command in [
      "learn -o day.mcm day.log", "learn -o new.mcm day.log", "merge -o day.mcm day.mcm day.mcm",
      "learn --update=day.mcm day.log", "-m day.mcm --save=new.mcm day.log > /dev/null",
    ] {
      let target = command.contains("new.mcm") ? "new.mcm" : "day.mcm"
      try workplace.expectFailure(of: "trap '' XFSZ; ulimit -f 1; mcfilter \(command)", about: target)
    }
  }

  @Test("a file that is no model is not replaced by one", arguments: ["learn", "merge"])
  func notAModel(_ verb: String) throws {
    let workplace = try Workplace()
    let input = verb == "learn" ? "day.log" : "day.mcm"
    try workplace.expectFailure(of: "mcfilter \(verb) -o day.log \(input)", about: "day.log")
    try workplace.expectFailure(
      of: "ln -s day.log link; mcfilter \(verb) -o link \(input); s=$?; rm link; exit $s", about: "link")
    // An empty file, as mktemp makes, is a place; so is a model.
    let script = ": > new.mcm; mcfilter \(verb) -o new.mcm \(input) && mcfilter \(verb) -o new.mcm \(input)"
    #expect(try workplace.shell(script).run().ending == .exited(0))
  }

  @Test("a place that cannot be written is told before the input is read", arguments: ["learn", "merge"])
  func toldEarly(_ verb: String) throws {
    // The input cannot be read either, which is found out later.
    try Workplace().expectFailure(of: "mcfilter \(verb) -o missing/new.mcm none", about: "missing/new.mcm")
  }

  @Test("a log that is also the output does not grow for ever")
  func inputIsOutput() throws {
    let workplace = try Workplace()
    for script in ["-m day.mcm day.log >> day.log", "-m day.mcm < day.log >> day.log"] {
      let name = script.contains("<") ? "standard input" : "day.log"
      try workplace.expectFailure(of: "mcfilter \(script)", about: name)
    }
    #expect(try workplace.shell("mcfilter learn -o - day.log >> day.log").run().ending == .exited(0))
  }

  @Test("a model cannot be written to a directory, or below one that is missing")
  func badTargets() throws {
    let workplace = try Workplace()
    try #require(try workplace.shell("mkdir directory").run().ending == .exited(0))
    for target in ["directory", "missing/new.mcm", "day.log/new.mcm"] {
      try workplace.expectFailure(of: "mcfilter learn -o \(target) day.log", about: target)
      try workplace.expectFailure(of: "mcfilter merge -o \(target) day.mcm", about: target)
    }
    #expect(try workplace.shell("ls -A directory").run().output.isEmpty)
  }

  @Test("a reader that has seen enough ends the filter without a word")
  func brokenPipe() throws {
    let workplace = try Workplace()
    // More than a pipe holds and a write brings, so that the filter writes when nobody reads any more.
    let script = """
      cp day.log long.log
      for i in 1 2 3 4 5 6 7 8 9 10 11 12; do cat long.log long.log > twice; mv twice long.log; done
      { mcfilter -m day.mcm long.log; echo $? > status; } | head -n 1 > first; cat status first
      """
    let outcome = try workplace.shell(script).run()
    #expect(outcome.errorText == "")
    #expect(outcome.outputText.hasPrefix("141\n"))
    #expect(outcome.outputText.hasSuffix(Workplace.line(0)))
  }

  @Test("with SIGPIPE ignored a reader that has seen enough is one sentence")
  func ignoredBrokenPipe() throws {
    let workplace = try Workplace()
    let script = """
      cp day.log long.log
      for i in 1 2 3 4 5 6 7 8 9 10 11 12; do cat long.log long.log > twice; mv twice long.log; done
      { trap '' PIPE; mcfilter -m day.mcm long.log; echo $? > status; } | head -n 1 > first; cat status
      """
    let outcome = try workplace.shell(script).run()
    #expect(outcome.errorText == "mcfilter: standard output: Broken pipe\n")
    #expect(outcome.outputText == "2\n")
  }
}
