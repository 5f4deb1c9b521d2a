import LogMarkov
import Unix

/// What `mcfilter compare` prints.
struct ComparisonReport {
  /// One of the two.
  struct Side {
    var name: String
    var isModel: Bool
    var log: ComparedLog
  }

  let a: Side
  let b: Side
  let measurements: [Measurement]

  /// The whole report.
  func text(as format: Choice.ReportFormat) -> String {
    switch format {
    case .text: table()
    case .tsv: rows()
    case .json: object()
    }
  }

  /// For people.
  private func table() -> String {
    var text = about("A", a) + about("B", b) + "\n"
    text += row("", "value", "noise", "range", "alike")
    for one in measurements {
      let measure = one.measure
      text += row(
        measure.rawValue.split(separator: "_").joined(separator: " "), Self.figure(one.value),
        Self.figure(one.noise), "\(measure.low)..\(measure.high.map { "\($0)" } ?? "")",
        measure.alike.rawValue.padded(to: 6) + (one.exceedsNoise ? "differs" : ""))
    }
    return text
  }

  private func about(_ letter: String, _ side: Side) -> String {
    func count(_ number: some BinaryInteger, _ what: String) -> String {
      "\(number) \(what)\(number == 1 ? "" : "s")"
    }
    let counts = [
      count(side.log.recordCount, "record"), count(side.log.typeCount, "message type"),
      count(side.log.transitionCount, "transition"),
    ]
    // Names are shown so that they command no terminal.
    let name = String(decoding: ShownText.escaped(Array(side.name.utf8)), as: UTF8.self)
    return "\(letter)  \(name)\(side.isModel ? " (model)" : ""): \(counts.joined(separator: ", "))\n"
  }

  private func row(_ name: String, _ value: String, _ noise: String, _ range: String, _ rest: String)
    -> String
  {
    let columns = [
      name.padded(to: 30), value.aligned(in: 9), noise.aligned(in: 9), "  ", range.padded(to: 6), rest,
    ]
    var row = columns.joined()
    while row.last == " " { row.removeLast() }
    return row + "\n"
  }

  private static func figure(_ value: Double?) -> String {
    guard let value else { return "-" }
    return value < 10_000 ? value.fixed(decimals: 3) : general(value)
  }

  /// For programs.
  private func rows() -> String {
    measurements.reduce("measure\tvalue\tnoise\tlow\thigh\talike\n") { text, one in
      let measure = one.measure
      let columns = [
        measure.rawValue, one.value.map(Self.general) ?? "-", one.noise.map(Self.general) ?? "-",
        "\(measure.low)", measure.high.map { "\($0)" } ?? "-", measure.alike.rawValue,
      ]
      return text + columns.joined(separator: "\t") + "\n"
    }
  }

  private func object() -> String {
    let measures = measurements.map { one in
      let measure = one.measure
      return "\"\(measure.rawValue)\":{\"value\":\(one.value.map(Self.general) ?? "null"),"
        + "\"noise\":\(one.noise.map(Self.general) ?? "null"),\"low\":\(measure.low),"
        + "\"high\":\(measure.high.map { "\($0)" } ?? "null"),\"alike\":\"\(measure.alike.rawValue)\"}"
    }
    return "{\"measures\":{\n\(measures.joined(separator: ",\n"))}}\n"
  }

  /// Six significant digits.
  private static func general(_ value: Double) -> String {
    String(decoding: formatGeneral(value, width: 0), as: UTF8.self)
  }
}
