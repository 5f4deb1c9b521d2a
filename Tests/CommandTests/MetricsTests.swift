/// `--metrics`: a file that node_exporter's textfile collector reads.

import Glibc
import Support
import Testing
import Unix

/// Whether Prometheus's own check can be asked.
private let hasPromtool = (try? Command.shell("command -v promtool").run())?.ending == .exited(0)

@Suite("Metrics")
struct MetricsTests {
  private let workplace: Workplace

  init() throws { workplace = try Workplace() }

  private func metrics(_ name: String = "mail.prom") throws -> String {
    String(decoding: try readFile(workplace.path(of: name)), as: UTF8.self)
  }

  @Test("the file is there from the start, follows SIGUSR1, and is true at the end")
  func life() throws {
    var command = try workplace.mcfilter("-m", "day.mcm", "-t", "2", "--metrics=mail.prom")
    command.input = .steps
    let running = try command.start()
    func send(_ numbers: Range<Int>) { running.send(numbers.flatMap { Array(Workplace.line($0).utf8) }) }
    // The file is there as soon as signals are minded.
    while !workplace.names().contains("mail.prom") {}
    #expect(try metrics().contains("mcfilter_lines_total{stream=\"mail\"} 0\n"))
    send(0..<5)
    running.signal(SIGUSR1)
    #expect(running.waitForErrors { String(decoding: $0, as: UTF8.self).contains("seconds  ") })
    #expect(try metrics().contains("mcfilter_lines_total{stream=\"mail\"} "))
    send(5..<12)
    let ending = running.finish().ending
    #expect(ending == .exited(0) || ending == .exited(1))
    let text = try metrics()
    #expect(text.contains("mcfilter_lines_total{stream=\"mail\"} 12\n"))
    #expect(text.contains("mcfilter_records_total{stream=\"mail\"} 12\n"))
    #expect(text.contains("mcfilter_model_reloads_total{stream=\"mail\"} 0\n"))
    #expect(text.contains("mcfilter_threshold{stream=\"mail\",score=\"combined\"} 2.0\n"))
    #expect(workplace.names() == ["day.log", "day.mcm", "mail.prom"])
  }

  @Test("every number has its help and its type, and the file ends in LF")
  func form() throws {
    for arguments in ["", "-r 1%", "-t 3", "--combine=sum -r 0.01"] {
      let script = "umask 022; mcfilter -m day.mcm \(arguments) --metrics=mail.prom day.log; test $? -lt 2"
      #expect(try workplace.shell(script).run().ending == .exited(0))
      let text = try metrics()
      #expect(text.hasSuffix("\n"))
      var (helped, typed): (Substring, Substring) = ("", "")
      for line in text.split(separator: "\n") {
        let words = line.split(separator: " ")
        switch words.prefix(2) {
        case ["#", "HELP"]: helped = words[2]
        case ["#", "TYPE"]:
          typed = words[2]
          #expect(words[3] == (typed.hasSuffix("_total") ? "counter" : "gauge"))
        default:
          #expect(words.count == 2 && Double(words[1]) != nil, "\(line)")
          #expect(line.split(separator: "{")[0] == typed && typed == helped, "\(line)")
        }
      }
      #expect(try FileInfo(path: workplace.path(of: "mail.prom")).permissions & 0o777 == 0o644)
    }
  }

  @Test("promtool finds nothing wrong", .enabled(if: hasPromtool, "promtool is not there"))
  func promtool() throws {
    let script =
      "mcfilter -m day.mcm -r 1% --metrics='a \"b\".prom' day.log > out; promtool check metrics < *.prom"
    let outcome = try workplace.shell(script).run()
    #expect(outcome.ending == .exited(0), "\(outcome.outputText)\(outcome.errorText)")
  }

  @Test("a place that cannot be written is told before the first line")
  func badPlaces() throws {
    try workplace.expectFailure(
      of: "mcfilter -m day.mcm --metrics=missing/x.prom day.log", about: "missing/x.prom")
    try workplace.expectFailure(of: "mcfilter -m day.mcm --metrics=- day.log", about: "standard output")
  }
}
