/// Signals while lines flow: what they ask for is done, and no byte of output is lost.

import Glibc
import Support
import Testing
import Unix

@Suite("Signals")
struct FilterSignalTests {
  /// Its directory goes with it: it is there until the test is over.
  private let workplace: Workplace

  init() throws { workplace = try Workplace() }

  private func start(_ arguments: String...) throws -> RunningCommand {
    var command = try workplace.mcfilter()
    command.arguments = arguments
    command.input = .steps
    return try command.start()
  }

  private func lines(_ numbers: Range<Int>) -> [UInt8] { numbers.flatMap { Array(Workplace.line($0).utf8) } }

  private func lineCount(_ bytes: [UInt8]) -> Int { bytes.count { $0 == 0x0A } }

  /// Sends lines one by one, so that it has seen to every signal that came before.
  private func sendEach(_ numbers: Range<Int>, to running: RunningCommand) {
    for number in numbers {
      running.send(lines(number..<number + 1))
      #expect(running.waitForOutput { lineCount($0) == number + 1 })
    }
  }

  /// Waits until a request that was sent before has been seen to: statistics come after it.
  private func settle(_ running: RunningCommand) {
    let before = running.errors.count
    running.signal(SIGUSR1)
    #expect(
      running.waitForErrors { String(decoding: $0.dropFirst(before), as: UTF8.self).contains("seconds  ") })
  }

  private func replaceModel(_ options: String) throws {
    let script = "mcfilter learn \(options) -o new.mcm day.log && mv new.mcm day.mcm"
    #expect(try workplace.shell(script).run().ending == .exited(0))
  }

  @Test("SIGHUP reads the model again and loses nothing", arguments: [[], ["--freeze"], ["--format=tsv"]])
  func reload(_ options: [String]) throws {
    let log = Array((0..<60).map { Workplace.line($0 + $0 / 7) }.joined().utf8)
    try writeFile(log, to: workplace.path(of: "long.log"))
    let whole = try workplace.shell("mcfilter -m day.mcm \(options.joined(separator: " ")) long.log").run()
    var command = try workplace.mcfilter()
    command.arguments = ["-m", "day.mcm"] + options
    command.input = .steps
    let running = try command.start()
    var sent = 0
    for line in log.split(separator: 0x0A) {
      if sent % 20 == 10 {
        // The same counts under another key: other numbers for all that the filter remembers.
        try replaceModel("--seed=\(sent)")
        running.signal(SIGHUP)
        settle(running)
      }
      running.send(Array(line) + [0x0A])
      sent += 1
      #expect(running.waitForOutput { lineCount($0) == sent })
    }
    let maps = try readFile("/proc/\(running.id)/maps")
    let mapped = String(decoding: maps, as: UTF8.self).split(separator: "\n").filter { $0.contains(".mcm") }
    #expect(mapped.count == 1 && !mapped.contains { $0.hasSuffix("(deleted)") }, "an old model stays mapped")
    let outcome = running.finish()
    #expect(outcome.ending == .exited(0) && outcome.output == whole.output)
  }

  @Test("a model that cannot take the old one's place is one sentence, and the old one stays")
  func refused() throws {
    let replacements = [
      ("its mask is digits", "mcfilter learn --mask=digits -o new.mcm day.log"),
      ("its chains are by tag", "mcfilter learn --by=tag -o new.mcm day.log"),
      ("cut short", "head -c 500 day.mcm > new.mcm"),
      ("not a model", "cp day.log new.mcm"),
    ]
    let whole = try workplace.shell("mcfilter -m day.mcm day.log").run().output
    let running = try start("-m", "day.mcm")
    sendEach(0..<10, to: running)
    for (reason, script) in replacements {
      let before = running.errors.count
      #expect(
        try workplace.shell("cp day.mcm old; \(script) && mv new.mcm day.mcm").run().ending == .exited(0))
      running.signal(SIGHUP)
      settle(running)
      let told = String(decoding: running.errors.dropFirst(before), as: UTF8.self).split(separator: "\n")
      #expect(told.first?.hasPrefix("mcfilter: day.mcm: ") == true && told[0].contains(reason), "\(told)")
      #expect(told.count { $0.hasPrefix("mcfilter: ") } == 1)
      #expect(try workplace.shell("mv old day.mcm").run().ending == .exited(0))
    }
    sendEach(10..<20, to: running)
    let outcome = running.finish()
    #expect(outcome.ending == .exited(0) && outcome.output == whole)
  }

  @Test("without -m SIGHUP ends the filter, unless it was ignored")
  func hangUp() throws {
    let running = try start("--seed=1")
    sendEach(0..<1, to: running)
    running.signal(SIGHUP)
    _ = running.waitForErrors { _ in false }
    #expect(running.finish().ending == .died(of: SIGHUP))
    var command = try workplace.shell("trap '' HUP; exec mcfilter -m day.mcm")
    command.input = .steps
    let ignoring = try command.start()
    sendEach(0..<1, to: ignoring)
    #expect(try workplace.shell("cp day.log new.mcm; mv new.mcm day.mcm").run().ending == .exited(0))
    ignoring.signal(SIGHUP)
    sendEach(1..<4, to: ignoring)
    let outcome = ignoring.finish()
    #expect(outcome.ending == .exited(0) && outcome.errorText == "", "it has not looked at its model")
  }

  @Test("SIGUSR1 prints statistics so far, and the filter goes on")
  func statistics() throws {
    let running = try start("-m", "day.mcm")
    sendEach(0..<7, to: running)
    settle(running)
    #expect(
      String(decoding: running.errors, as: UTF8.self).contains("lines            7\nrecords          7\n"))
    sendEach(7..<9, to: running)
    settle(running)
    #expect(
      String(decoding: running.errors, as: UTF8.self).contains("lines            9\nrecords          9\n"))
    #expect(running.finish().ending == .exited(0))
  }

  @Test("signals in bursts lose no byte")
  func bursts() throws {
    let running = try start("-m", "day.mcm", "--save=saved.mcm", "--metrics=x.prom")
    let count = 3_000
    sendEach(0..<100, to: running)
    for first in stride(from: 100, to: count, by: 100) {
      running.send(lines(first..<first + 100))
      for signal in [SIGUSR1, SIGHUP, SIGUSR2, SIGUSR1, SIGHUP] { running.signal(signal) }
    }
    #expect(running.waitForOutput { lineCount($0) == count })
    let outcome = running.finish()
    #expect(outcome.ending == .exited(0))
    var found: [UInt8] = []
    for line in outcome.output.split(separator: 0x0A) { found += line.dropFirst(23) + [0x0A] }
    #expect(found == lines(0..<count))
    #expect(workplace.names() == ["day.log", "day.mcm", "saved.mcm", "x.prom"])
  }

  @Test("told to go, it goes although nobody reads its output", arguments: [SIGTERM, SIGINT], [false, true])
  func nobodyReads(_ signal: Int32, isEarly: Bool) throws {
    let fifo = workplace.path(of: "fifo")
    // Safety: mkfifo reads the path as a C string during the call.
    #expect(unsafe mkfifo(fifo, 0o600) == 0)
    // Open for reading, or the filter could not open it, and never read.
    // Safety: open reads the path as a C string during the call.
    let reader = unsafe open(fifo, O_RDWR | O_NONBLOCK)
    defer { close(reader) }
    // Not a line goes into it any more.
    fillPipe(reader)
    var command = try workplace.mcfilter("-m", "day.mcm", "--save=saved.mcm", "--metrics=x.prom")
    command.input = .steps
    command.output = .file(fifo)
    let running = try command.start()
    // The file is there as soon as signals are minded.
    while !workplace.names().contains("x.prom") {}
    if isEarly { running.signal(signal) }
    // Less than the other pipe holds, so that this is not waiting for the filter.
    for _ in 0..<10 { running.send(lines(0..<50)) }
    if !isEarly { running.signal(signal) }
    _ = running.waitForErrors { _ in false }
    let outcome = running.finish()
    #expect(outcome.ending == .died(of: signal) && outcome.errorText == "")
    #expect(workplace.names() == ["day.log", "day.mcm", "fifo", "saved.mcm", "x.prom"])
  }

  @Test("merge told to go leaves its target as it was, and nothing beside it", arguments: [SIGTERM, SIGINT])
  func merge(_ signal: Int32) throws {
    let before = try readFile(workplace.path(of: "day.mcm"))
    // Some come before the file is begun, some while it is written, some too late.
    for turn in 0..<30 {
      var command = try workplace.mcfilter("merge", "-o", "day.mcm", "day.mcm")
      command.input = .steps
      let running = try command.start()
      for _ in 0..<turn { _ = workplace.names() }
      running.signal(signal)
      _ = running.waitForErrors { _ in false }
      let ending = running.finish().ending
      #expect(ending == .died(of: signal) || ending == .exited(0))
      #expect(workplace.names() == ["day.log", "day.mcm"])
      #expect(try readFile(workplace.path(of: "day.mcm")) == before, "a model added to nothing is itself")
    }
  }
}
