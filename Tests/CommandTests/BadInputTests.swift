/// Models and logs that are not what they should be: one sentence, exit 2, nothing half-written.

import Glibc
import Support
import Testing
import Unix

@Suite("Bad models")
struct BadModelTests {
  /// How `bad.mcm` is made, and what else can be said of it.
  static let models: [(name: String, script: String)] = [
    ("missing", "true"),
    ("empty", ": > bad.mcm"),
    ("truncated to a few bytes", "head -c 7 day.mcm > bad.mcm"),
    ("truncated inside of its header", "head -c 40 day.mcm > bad.mcm"),
    ("truncated in the middle", "head -c 1200 day.mcm > bad.mcm"),
    ("truncated by one byte", "head -c -1 day.mcm > bad.mcm"),
    ("too long by one byte", "{ cat day.mcm; echo; } > bad.mcm"),
    ("of a newer version", "{ head -c 8 day.mcm; printf '\\002'; tail -c +10 day.mcm; } > bad.mcm"),
    ("of 2^60 bytes", "{ head -c 23 day.mcm; printf '\\020'; tail -c +25 day.mcm; } > bad.mcm"),
    ("of 2^31 sections", "{ head -c 15 day.mcm; printf '\\200'; tail -c +17 day.mcm; } > bad.mcm"),
    (
      "a bit flipped in its section table",
      "{ head -c 90 day.mcm; printf '\\001'; tail -c +92 day.mcm; } > bad.mcm"
    ),
    ("a byte changed at its end", "{ head -c -9 day.mcm; printf X; tail -c 8 day.mcm; } > bad.mcm"),
    ("a log", "cp day.log bad.mcm"),
    ("of another program", "cp /bin/sh bad.mcm"),
    ("zeros", "head -c 100000 /dev/zero > bad.mcm"),
    ("a directory", "mkdir bad.mcm"),
    ("a FIFO that nobody writes", "mkfifo bad.mcm"),
    ("a device", "ln -s /dev/zero bad.mcm"),
    ("below a file", "ln -s day.log/x bad.mcm"),
    ("a link to itself", "ln -s bad.mcm bad.mcm"),
  ]

  static let commands = [
    "mcfilter -m bad.mcm day.log", "mcfilter show bad.mcm", "mcfilter show --verify bad.mcm",
    "mcfilter show --counts bad.mcm", "mcfilter merge -o sum.mcm day.mcm bad.mcm",
    "mcfilter merge -o day.mcm day.mcm bad.mcm", "mcfilter merge bad.mcm",
    "mcfilter learn --update=bad.mcm day.log", "mcfilter learn --update=bad.mcm -o new.mcm day.log",
    "MCFILTER_MODEL=bad.mcm mcfilter day.log",
  ]

  @Test("a bad model is refused by every verb", arguments: models.map(\.name), commands)
  func refused(_ name: String, _ command: String) throws {
    let workplace = try Workplace()
    let script = try #require(Self.models.first { $0.name == name }).script
    try #require(try workplace.shell(script).run().ending == .exited(0))
    try workplace.expectFailure(of: command, about: "bad.mcm")
  }

  @Test(
    "a model that has grown to a terabyte, nearly all of it a hole, is refused unread",
    arguments: ["mcfilter -m bad.mcm day.log", "mcfilter show --verify bad.mcm", "mcfilter merge bad.mcm"])
  func sparse(_ command: String) throws {
    let workplace = try Workplace()
    let script = "cp day.mcm bad.mcm && truncate -s 1T bad.mcm && " + command
    let outcome = try workplace.shell(script).run()
    #expect(outcome.ending == .exited(2))
    #expect(outcome.errorText.hasPrefix("mcfilter: bad.mcm: "), "\(outcome.errorText)")
  }

  @Test("a default model that cannot be opened is not passed over")
  func badDefault() throws {
    let workplace = try Workplace()
    let place = workplace.path(of: "home/.local/share/mcfilter/default.mcm")
    let made = try workplace.shell(
      "mkdir -p home/.local/share/mcfilter; head -c 99 day.mcm > '\(place)'"
    ).run()
    try #require(made.ending == .exited(0))
    try workplace.expectFailure(of: "mcfilter day.log", about: place)
  }

  @Test("models on standard input are refused as models in files are")
  func standardInput() throws {
    let workplace = try Workplace()
    for script in [
      "mcfilter merge - < day.log", "head -c 1200 day.mcm | mcfilter merge - > /dev/null",
      "mcfilter merge - < /dev/null", "{ cat day.mcm; echo more; } | mcfilter merge -",
      "{ cat day.mcm; head -c 1200 day.mcm; } | mcfilter merge -o sum.mcm -", "mcfilter merge - < .",
    ] {
      try workplace.expectFailure(of: script, about: "standard input")
    }
  }
}

@Suite("Bad logs")
struct BadLogTests {
  @Test(
    "a log that cannot be read is one sentence, and the others are read",
    arguments: [
      ("missing", "true"), ("a directory", "mkdir bad.log"), ("below a file", "ln -s day.log/x bad.log"),
      ("a link to itself", "ln -s bad.log bad.log"),
    ])
  func unreadable(_ name: String, _ script: String) throws {
    let workplace = try Workplace()
    try #require(try workplace.shell(script).run().ending == .exited(0))
    try workplace.expectFailure(of: "mcfilter -m day.mcm bad.log", about: "bad.log")
    try workplace.expectFailure(of: "mcfilter learn -o new.mcm bad.log", about: "bad.log")
    try workplace.expectFailure(of: "mcfilter learn -o day.mcm bad.log", about: "bad.log")
    try workplace.expectFailure(of: "mcfilter learn --counts -o day.mcm bad.log", about: "bad.log")
    let alone = try workplace.shell("mcfilter -m day.mcm day.log").run().outputText
    try workplace.expectFailure(of: "mcfilter -m day.mcm bad.log day.log", about: "bad.log", output: alone)
    try workplace.expectFailure(of: "mcfilter -m day.mcm day.log bad.log", about: "bad.log", output: alone)
  }

  @Test("a dump that cannot be understood keeps the model")
  func badDump() throws {
    let workplace = try Workplace()
    try workplace.expectFailure(of: "mcfilter learn --counts -o day.mcm day.log", about: "day.log")
    try workplace.expectFailure(
      of: "mcfilter show --counts day.mcm | sed 's/[0-9]$/x/' | mcfilter learn --counts -o day.mcm",
      about: "standard input")
  }

  @Test("a log that vanishes before its turn is one sentence, behind what was read until then")
  func vanishes() throws {
    let workplace = try Workplace()
    try writeFile(Workplace.log, to: workplace.path(of: "next.log"))
    var command = try workplace.mcfilter("-m", "day.mcm", "-", "next.log")
    command.input = .steps
    let running = try command.start()
    running.send(Array(Workplace.line(0).utf8))
    #expect(running.waitForOutput { $0.last == 0x0A })
    // Safety: unlink reads the path as a C string during the call.
    try #require(unsafe unlink(workplace.path(of: "next.log")) == 0)
    let outcome = running.finish()
    #expect(outcome.ending == .exited(2))
    #expect(outcome.outputText.split(separator: "\n").count == 1)
    #expect(outcome.errorText == "mcfilter: next.log: No such file or directory\n")
  }

  @Test("closed standard input is one sentence")
  func closedInput() throws {
    let workplace = try Workplace()
    for script in [
      "mcfilter -m day.mcm <&-", "mcfilter learn -o day.mcm <&-", "mcfilter learn --counts -o day.mcm <&-",
      "mcfilter merge -o day.mcm - <&-",
    ] {
      try workplace.expectFailure(of: script, about: "standard input")
    }
    // Nobody asks for it here.
    #expect(try workplace.shell("mcfilter -m day.mcm day.log <&-").run().ending == .exited(0))
  }

  @Test("what may not be read is one sentence", .enabled(if: Self.canBeRefused, "root may read everything"))
  func refusedByPermissions() throws {
    let workplace = try Workplace()
    let made = try workplace.shell(
      "chmod 755 .; cp day.log bad.log; cp day.mcm bad.mcm; chmod 0 bad.log bad.mcm"
    ).run()
    try #require(made.ending == .exited(0))
    for (command, name) in [
      ("-m bad.mcm day.log", "bad.mcm"), ("-m day.mcm bad.log", "bad.log"), ("show bad.mcm", "bad.mcm"),
      ("merge day.mcm bad.mcm", "bad.mcm"), ("learn --update=bad.mcm day.log", "bad.mcm"),
      ("learn -o - bad.log", "bad.log"),
    ] {
      try workplace.expectFailure(of: "\(Self.asNobody) mcfilter \(command)", about: name)
    }
    if geteuid() == 0 {
      // The directory may not be written either.
      for (command, name) in [
        ("learn -o new.mcm day.log", "new.mcm"), ("merge -o new.mcm day.mcm", "new.mcm"),
        ("learn --update=day.mcm day.log", "day.mcm"), ("-m day.mcm --save=new.mcm day.log", "new.mcm"),
      ] {
        try workplace.expectFailure(of: "\(Self.asNobody) mcfilter \(command)", about: name)
      }
    }
  }

  /// Root is refused nothing: it becomes somebody else for the command.
  private static var asNobody: String {
    geteuid() == 0 ? "setpriv --reuid=65534 --regid=65534 --clear-groups" : ""
  }

  private static var canBeRefused: Bool {
    let outcome = try? Command.shell("\(asNobody) mcfilter --version").run()
    return outcome?.ending == .exited(0)
  }
}
