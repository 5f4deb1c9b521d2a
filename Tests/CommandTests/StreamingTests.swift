/// The program in the middle of a pipe: no line waits for the next one, and no line is lost when it is told to
/// go.

import Glibc
import Support
import Testing
import Unix

@Suite("Streams")
struct StreamingTests {
  /// Its directory goes with it: it is there until the test is over.
  private let workplace: Workplace

  init() throws { workplace = try Workplace() }

  /// The filter with a model, its standard input in the test's hands.
  private func startFilter() throws -> RunningCommand {
    var command = try workplace.mcfilter("-m", "day.mcm")
    command.input = .steps
    return try command.start()
  }

  private func lines(_ numbers: Range<Int>) -> [UInt8] { numbers.flatMap { Array(Workplace.line($0).utf8) } }

  private func lineCount(_ bytes: [UInt8]) -> Int { bytes.count { $0 == 0x0A } }

  @Test(
    "each line comes out before the next one is sent", arguments: [[], ["-m", "day.mcm", "--format=tsv"]])
  func lineByLine(_ arguments: [String]) throws {
    var command = try workplace.mcfilter()
    command.arguments = arguments
    command.input = .steps
    let running = try command.start()
    for number in 0..<50 {
      #expect(running.send(Array(Workplace.line(number).utf8)))
      #expect(running.waitForOutput { lineCount($0) == number + 1 })
      #expect(
        running.output.suffix(Workplace.line(number).utf8.count).elementsEqual(Workplace.line(number).utf8))
    }
    #expect(running.finish().ending == .exited(0))
  }

  @Test(
    "pipes that are too small for what comes hold more then, so that programs wait less for each other",
    .enabled(if: pipesGrow, "the system keeps pipes small"))
  func pipes() throws {
    let running = try startFilter()
    let usual = FileDescriptor.usualPipeSize
    running.send(lines(0..<1))
    #expect(running.waitForOutput { lineCount($0) == 1 })
    #expect(running.pipeSizes == (input: usual, output: usual))
    // A full pipe, twice: the first shows that there is more than a small buffer takes.
    let much = lines(1..<5_000)
    #expect(much.count > 2 * usual)
    for part in [much[..<usual], much[usual..<2 * usual]] {
      running.signal(SIGSTOP)
      #expect(running.send(Array(part)))
      running.signal(SIGCONT)
      let ends = lineCount(Array(much[..<part.endIndex])) + 1
      #expect(running.waitForOutput { lineCount($0) == ends })
    }
    #expect(running.pipeSizes == (input: 256 << 10, output: 512 << 10))
    #expect(running.finish().ending == .exited(0))
  }

  @Test("looking ahead, a line comes out with the next one of its chain, or when its time is over")
  func lookAhead() throws {
    var command = try workplace.mcfilter("-m", "day.mcm", "--combine=evidence", "--lookahead=3600")
    command.input = .steps
    let patient = try command.start()
    patient.send(lines(0..<1))
    #expect(patient.waitForOutput { lineCount($0) == 1 }, "a first record waits for none")
    for number in 1..<20 {
      patient.send(lines(number..<number + 1))
      #expect(patient.waitForOutput { lineCount($0) == max(1, number) })
    }
    #expect(lineCount(patient.finish().output) == 20)
    command.arguments = ["-m", "day.mcm", "--combine=evidence", "--lookahead=0.01"]
    let hasty = try command.start()
    for number in 0..<20 {
      hasty.send(lines(number..<number + 1))
      #expect(hasty.waitForOutput { lineCount($0) == number + 1 })
    }
    #expect(hasty.finish().ending == .exited(0))
  }

  @Test("told to go, it does not wait for the next line of a chain", arguments: [SIGTERM, SIGINT])
  func lookAheadToldToGo(_ signal: Int32) throws {
    var command = try workplace.mcfilter("-m", "day.mcm", "--combine=evidence", "--lookahead=3600")
    command.input = .steps
    let running = try command.start()
    running.send(lines(0..<3))
    #expect(running.waitForOutput { lineCount($0) == 2 })
    running.signal(signal)
    _ = running.waitForErrors { _ in false }
    let outcome = running.finish()
    #expect(outcome.ending == .died(of: signal) && lineCount(outcome.output) == 3)
  }

  @Test("nothing of half a line comes out before its end")
  func halfLine() throws {
    let running = try startFilter()
    let (first, second) = (Workplace.line(0), Workplace.line(1))
    // One write, which one read takes up: when the whole line is out the half one has been read.
    running.send(Array((first + second.dropLast(8)).utf8))
    #expect(running.waitForOutput { $0.contains(0x0A) })
    #expect(running.output.count == 23 + first.utf8.count)
    running.send(Array(second.dropLast(3).suffix(5).utf8))
    running.send(Array(second.suffix(3).utf8))
    #expect(running.waitForOutput { lineCount($0) == 2 })
    let outcome = running.finish()
    #expect(outcome.ending == .exited(0))
    #expect(outcome.outputText.hasSuffix(second))
    #expect(outcome.output.count == 46 + first.utf8.count + second.utf8.count)
  }

  @Test("half a line at the end of input comes out with its end added")
  func halfLineAtEnd() throws {
    let running = try startFilter()
    running.send(Array(Workplace.line(0).dropLast().utf8))
    #expect(running.finish().outputText.hasSuffix(Workplace.line(0)))
  }

  @Test("where the writes cut the input does not change the output")
  func anyCuts() throws {
    let whole = try workplace.shell("mcfilter -m day.mcm day.log").run().output
    var random = SplitMix64(seed: 4)
    for _ in 0..<5 {
      let running = try startFilter()
      var rest = Array(Workplace.log.utf8)[...]
      while !rest.isEmpty {
        let piece = rest.prefix(Int.random(in: 1...100, using: &random))
        running.send(Array(piece))
        rest = rest.dropFirst(piece.count)
      }
      #expect(running.finish().output == whole)
    }
  }

  @Test(
    "told to go, it writes what is still in the pipe and dies of the signal", arguments: [SIGTERM, SIGINT])
  func linesInThePipe(_ signal: Int32) throws {
    let running = try startFilter()
    running.send(lines(0..<1))
    #expect(running.waitForOutput { lineCount($0) == 1 })
    // It sleeps while the lines and then the signal arrive.
    running.signal(SIGSTOP)
    running.send(lines(1..<500))
    running.signal(signal)
    running.signal(SIGCONT)
    // Its input stays open: it goes because input would block.
    _ = running.waitForErrors { _ in false }
    let outcome = running.finish()
    #expect(outcome.ending == .died(of: signal))
    #expect(lineCount(outcome.output) == 500)
    #expect(outcome.outputText.hasSuffix(Workplace.line(499)))
    #expect(outcome.errors.isEmpty)
  }

  @Test("told to go while it waits, it goes", arguments: [SIGTERM, SIGINT])
  func whileWaiting(_ signal: Int32) throws {
    let running = try startFilter()
    running.send(Array((Workplace.line(0) + "half").utf8))
    #expect(running.waitForOutput { lineCount($0) == 1 })
    running.signal(signal)
    _ = running.waitForErrors { _ in false }
    let outcome = running.finish()
    #expect(outcome.ending == .died(of: signal))
    #expect(outcome.outputText.hasSuffix("half\n"))
  }

  @Test(
    "learn told to go writes its model of all it was given, and dies of the signal",
    arguments: [SIGTERM, SIGINT])
  func learn(_ signal: Int32) throws {
    var command = try workplace.mcfilter("learn", "-o", "new.mcm")
    command.input = .steps
    let running = try command.start()
    // More than a pipe holds: when all is sent, learn reads and minds signals.
    let sent = 10_000
    #expect(running.send(lines(0..<sent)))
    running.signal(signal)
    _ = running.waitForErrors { _ in false }
    #expect(running.finish().ending == .died(of: signal))
    let shown = try workplace.shell("mcfilter show --verify new.mcm").run()
    #expect(shown.ending == .exited(0))
    #expect(shown.outputText.contains("records         \(sent)\n"))
    #expect(workplace.names() == ["day.log", "day.mcm", "new.mcm"])
  }

  @Test("a signal that the parent ignores stays ignored", arguments: [("INT", SIGINT), ("TERM", SIGTERM)])
  func ignored(_ name: String, _ signal: Int32) throws {
    var command = try workplace.shell("trap '' \(name); exec mcfilter --seed=1")
    command.input = .steps
    let running = try command.start()
    running.send(lines(0..<1))
    #expect(running.waitForOutput { lineCount($0) == 1 })
    running.signal(signal)
    running.send(lines(1..<2))
    #expect(running.waitForOutput { lineCount($0) == 2 })
    #expect(running.finish().ending == .exited(0))
  }

  @Test("told by SIGUSR2, it saves what it has learned until then, and goes on")
  func saves() throws {
    var command = try workplace.mcfilter("-m", "day.mcm", "--save=new.mcm")
    command.input = .steps
    let running = try command.start()
    func show() throws -> String { try workplace.shell("mcfilter show --verify new.mcm").run().outputText }
    let before = try workplace.shell("mcfilter show day.mcm | grep ^records").run().outputText
    let known = try #require(before.split(separator: " ").last.flatMap { Int($0.dropLast()) })
    running.send(lines(0..<10))
    #expect(running.waitForOutput { lineCount($0) == 10 })
    #expect(!workplace.names().contains("new.mcm"))
    running.signal(SIGUSR2)
    // It sees to a signal before the next read, at the latest before that of the second line.
    for number in 10..<12 {
      running.send(lines(number..<number + 1))
      #expect(running.waitForOutput { lineCount($0) == number + 1 })
    }
    #expect([10, 11].contains { (try? show().contains("records         \(known + $0)\n")) == true })
    #expect(running.finish().ending == .exited(0))
    #expect(try show().contains("records         \(known + 12)\n"))
    #expect(workplace.names() == ["day.log", "day.mcm", "new.mcm"])
  }
}
