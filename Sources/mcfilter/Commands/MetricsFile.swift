import LogMarkov
import Unix

/// The filter's statistics in a file that node_exporter's textfile collector reads (`--metrics`).
///
/// Text format of Prometheus: no times, which node_exporter refuses, and a final LF, without which it refuses the whole
/// file. Every file's numbers bear its name, because the same number from two files is refused, too.
final class MetricsFile {
  /// How long lines may flow before the file says so: Prometheus comes by every 15 s to a minute.
  static let interval = Duration.seconds(10)

  private let path: String
  private let labels: String
  /// True as soon as it could not be written once.
  private(set) var failed = false
  private var isFailing = false

  /// Nil if none is wanted.
  ///
  /// - Throws: `Failure` if FILE can be none.
  init?(_ command: ParsedCommand) throws {
    guard let path = command.text(ifGiven: .metrics) else { return nil }
    if path == "-" {
      throw Failure("standard output: it carries the lines: give --metrics the name of a file")
    }
    self.path = path
    let name = path.split(separator: "/").last.map(String.init) ?? path
    let stream = name.hasSuffix(".prom") ? String(name.dropLast(5)) : name
    labels = "stream=\"\(MetricsFile.escaped(stream))\""
  }

  /// Writes what a filter has done so far.
  ///
  /// - Throws: `Failure` if it cannot be written.
  func write(_ tally: FilterTally, _ reloads: ReloadedModel?) throws {
    do throws(SystemError) {
      var file = try ReplacementFile(at: path)
      try file.write(Array(text(tally, reloads).utf8).span)
      try file.commit(isLasting: false)
    } catch {
      throw Failure(path, error)
    }
  }

  /// The same while the filter goes on: what cannot be written is reported, once until it can be again.
  func writeReporting(_ tally: FilterTally, _ reloads: ReloadedModel?) {
    do {
      try write(tally, reloads)
      isFailing = false
    } catch {
      if !isFailing { Diagnostics.report((error as? Failure)?.sentence ?? "\(path): \(error)") }
      (failed, isFailing) = (true, true)
    }
  }

  private func text(_ tally: FilterTally, _ reloads: ReloadedModel?) -> String {
    let scoring = tally.scoring
    var text = ""
    func head(_ name: String, _ type: String, _ help: String) {
      text += "# HELP \(name) \(help)\n# TYPE \(name) \(type)\n"
    }
    func count(_ what: String, _ help: String, _ value: UInt64) {
      let name = "mcfilter_\(what)_total"
      head(name, "counter", help)
      text += "\(name){\(labels)} \(value)\n"
    }
    count("lines", "Lines read.", tally.traffic.lines)
    count("bytes", "Bytes read.", tally.traffic.bytes)
    count("records", "Records scored.", scoring.records)
    count("selected", "Records selected.", tally.selected)
    count("alerts", "Alerts: selected records of one chain that are close together are one.", tally.alerts)
    count("unknown_types", "Records of a message type that was not known.", scoring.unknownTypes)
    count("new_transitions", "Records of a known type after an unseen transition.", scoring.newTransitions)
    count("self_tests", "Records that the self-test was made for.", scoring.selfTests)
    count(
      "self_tests_passed", "Self-tests in which a missing line would have shown.", scoring.selfTestsPassed)
    if let reloads {
      count("model_reloads", "Times the model was read again.", UInt64(reloads.times))
      count("model_reload_failures", "Times the model could not be read again.", UInt64(reloads.failures))
    }
    let thresholds = tally.thresholds
    if (thresholds.combined ?? thresholds.stray ?? thresholds.missing) != nil {
      let name = "mcfilter_threshold"
      head(name, "gauge", "Score from which on records are selected now.")
      func threshold(_ score: String, _ bits: Double?) {
        if let bits { text += "\(name){\(labels),score=\"\(score)\"} \(bits.rounded(decimals: 6))\n" }
      }
      threshold("combined", thresholds.combined)
      threshold("stray", thresholds.stray)
      threshold("missing", thresholds.missing)
    }
    return text
  }

  /// A label's value, quoted as the text format wants it.
  private static func escaped(_ value: String) -> String {
    var escaped = ""
    for scalar in value.unicodeScalars {
      switch scalar {
      case "\\": escaped += "\\\\"
      case "\"": escaped += "\\\""
      case "\n": escaped += "\\n"
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }
}
