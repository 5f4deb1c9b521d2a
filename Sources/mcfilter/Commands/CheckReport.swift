/// What a monitor is told: the exit status of its plugins.
enum MonitorStatus: Int32 {
  case ok = 0
  case warning = 1
  case critical = 2
  case unknown = 3

  fileprivate var word: String {
    switch self {
    case .ok: "OK"
    case .warning: "WARNING"
    case .critical: "CRITICAL"
    case .unknown: "UNKNOWN"
    }
  }
}

/// The outcome of a check: how many alerts there were, and how many there may be.
struct CheckReport {
  /// More of the highest line does not fit where monitors show it.
  private static let longestLine = 200
  /// Of a line of the filter's text: where the combined score stands, and how long the prefix is.
  private static let scoreColumns = (start: 14, end: 20, prefix: 23)

  let alerts: UInt64
  let selected: UInt64
  let records: UInt64
  /// The highest line that was selected, as the filter's text has it; empty if none was.
  let highest: [UInt8]
  let warning: AlertLimit?
  let critical: AlertLimit?

  /// Prints the line, and says how it stands.
  ///
  /// - Throws: `Failure` if it cannot be printed.
  func print() throws -> MonitorStatus {
    _ = try StandardOutput.print(CheckReport.line(status, sentence, performance))
    return status
  }

  /// A plugin's line. What stands behind `|` is performance data, so that none may stand before it.
  static func line(_ status: MonitorStatus, _ sentence: String, _ performance: String? = nil) -> String {
    let text = String(sentence.map { $0 == "|" ? "/" : $0.isNewline ? " " : $0 })
    return "MCFILTER \(status.word) - \(text)\(performance.map { " | \($0)" } ?? "")\n"
  }

  private var status: MonitorStatus {
    func isExceeded(_ limit: AlertLimit?) -> Bool { limit?.isExceeded(by: alerts, of: records) == true }
    return isExceeded(critical) ? .critical : isExceeded(warning) ? .warning : .ok
  }

  private var sentence: String {
    let number = alerts == 0 ? "no alerts" : alerts == 1 ? "1 alert" : "\(alerts) alerts"
    let summary = "\(number) in \(records) \(records == 1 ? "record" : "records")"
    let columns = CheckReport.scoreColumns
    guard highest.count > columns.prefix else { return summary }
    let score = String(decoding: highest[columns.start..<columns.end].filter { $0 != 0x20 }, as: UTF8.self)
    let line = highest[columns.prefix...].prefix { $0 != 0x0A }
    let shown = String(decoding: line, as: UTF8.self)
    let isCut = shown.count > CheckReport.longestLine
    return "\(summary), highest \(score): \(shown.prefix(CheckReport.longestLine))\(isCut ? "..." : "")"
  }

  /// `label=value[unit];warning;critical;least;most`, between blanks.
  private var performance: String {
    func count(_ limit: AlertLimit?) -> String { if case .count(let most)? = limit { "\(most)" } else { "" } }
    func percent(_ limit: AlertLimit?) -> String {
      if case .share(let most)? = limit { (100 * most).inMillionths } else { "" }
    }
    let share = records == 0 ? 0 : Double(alerts) / Double(records)
    return """
      alerts=\(alerts);\(count(warning));\(count(critical));0 \
      share=\((100 * share).inMillionths)%;\(percent(warning));\(percent(critical));0;100 \
      selected=\(selected);;;0 records=\(records);;;0
      """
  }
}
