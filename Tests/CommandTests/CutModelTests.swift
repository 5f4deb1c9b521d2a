/// What happens to a model's file while a filter has it open.

import Support
import Testing
import Unix

@Suite("A model in use")
struct CutModelTests {
  /// A filter that has answered one line, after something has happened to its model, is given the next.
  private func outcome(of options: String..., after event: String) throws -> (Outcome, Workplace) {
    let workplace = try Workplace()
    var command = try workplace.mcfilter()
    command.arguments = ["-m", "day.mcm"] + options
    command.input = .steps
    let running = try command.start()
    running.send(Array(Workplace.line(0).utf8))
    #expect(running.waitForOutput { $0.last == 0x0A })
    let happened = try workplace.shell(event).run()
    #expect(happened.ending == .exited(0), "\(happened.errorText)")
    running.send(Array(Workplace.line(1).utf8))
    return (running.finish(), workplace)
  }

  @Test("that is cut short ends the filter with a sentence", arguments: ["--freeze", "--explain"])
  func cutShort(option: String) throws {
    let (outcome, _) = try outcome(of: option, after: ": > day.mcm")
    #expect(outcome.ending == .exited(2))
    #expect(
      outcome.errorText == """
        mcfilter: day.mcm: the model was cut short while it was in use, or its disk fails: put a new model in its \
        place by renaming it\n
        """)
    // What was out before is out.
    #expect(outcome.outputText.split(separator: "\n").count == 1)
  }

  @Test(
    "that is replaced serves on as it was",
    arguments: ["echo other > new; mv new day.mcm", "rm day.mcm", "mcfilter learn -o day.mcm /dev/null"])
  func replaced(event: String) throws {
    let (outcome, _) = try outcome(of: "--freeze", after: event)
    let (expected, _) = try self.outcome(of: "--freeze", after: "true")
    #expect(outcome == expected)
    #expect(outcome.ending == .exited(0))
    #expect(outcome.outputText.split(separator: "\n").count == 2)
  }
}
