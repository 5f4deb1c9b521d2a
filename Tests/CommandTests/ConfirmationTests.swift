/// rsyslog's omprog, played by the test: a line is sent, its confirmation awaited, and only then the next one.

import Glibc
import Support
import Testing
import Unix

@Suite("Confirmed lines")
struct ConfirmationTests {
  private let workplace: Workplace

  init() throws { workplace = try Workplace() }

  private func start(_ options: String...) throws -> RunningCommand {
    var command = try workplace.mcfilter()
    command.arguments = ["--omprog", "-m", "day.mcm", "-o", "out.log"] + options
    command.input = .steps
    return try command.start()
  }

  /// Waits until there are so many confirmations, and nothing else.
  private func expectConfirmations(_ count: Int, _ running: RunningCommand) {
    let expected = Array(String(repeating: "OK\n", count: count).utf8)
    #expect(running.waitForOutput { $0.count >= expected.count } && running.output == expected)
  }

  private func written(_ name: String = "out.log") throws -> String {
    String(decoding: try readFile(workplace.path(of: name)), as: UTF8.self)
  }

  @Test("a line is in the file before it is confirmed, and a half line is not confirmed")
  func oneByOne() throws {
    let running = try start("--format=line")
    expectConfirmations(1, running)
    for number in 0..<10 {
      running.send(Array(Workplace.line(number).utf8))
      expectConfirmations(number + 2, running)
      #expect(try written() == (0...number).map(Workplace.line).joined())
    }
    let line = Array(Workplace.line(10).utf8)
    running.send(Array(line[..<20]))
    running.signal(SIGUSR1)
    #expect(running.waitForErrors { String(decoding: $0, as: UTF8.self).contains("seconds  ") })
    expectConfirmations(11, running)
    running.send(Array(line[20...]))
    expectConfirmations(12, running)
    let outcome = running.finish()
    #expect(outcome.ending == .exited(0))
  }

  @Test("lines that come together are confirmed one for one, those that are not printed too")
  func together() throws {
    let running = try start("-t", "99", "--freeze")
    running.send(Array(Workplace.log.utf8))
    expectConfirmations(21, running)
    #expect(running.finish().ending == .exited(1))
    #expect(try written() == "")
  }

  @Test("SIGHUP goes on in a new file, and loses no line")
  func reopened() throws {
    let running = try start("--format=line")
    running.send(Array(Workplace.line(0).utf8))
    expectConfirmations(2, running)
    #expect(try workplace.shell("mv out.log old.log").run().ending == .exited(0))
    running.send(Array(Workplace.line(1).utf8))
    expectConfirmations(3, running)
    running.signal(SIGHUP)
    running.signal(SIGUSR1)
    #expect(running.waitForErrors { String(decoding: $0, as: UTF8.self).contains("seconds  ") })
    running.send(Array(Workplace.line(2).utf8))
    expectConfirmations(4, running)
    #expect(running.finish().ending == .exited(0))
    #expect(try written("old.log") == Workplace.line(0) + Workplace.line(1))
    #expect(try written() == Workplace.line(2))
  }

  @Test("what cannot be written is not confirmed, and ends the program")
  func fullDisk() throws {
    var command = try workplace.mcfilter("--omprog", "-m", "day.mcm", "-o", "/dev/full")
    command.input = .bytes(Array(Workplace.line(0).utf8))
    let outcome = try command.run()
    #expect(outcome.ending == .exited(2) && outcome.outputText == "OK\n")
    #expect(outcome.errorText.hasPrefix("mcfilter: /dev/full: "))
  }
}
