@testable import LogMarkov

/// What a format made of a line, as text: the way to say in a test what is expected of it.
struct ParsedLine: Equatable {
  var kind = LogRecord.Kind.record
  var stamp = ""
  var time: Int64?
  var host = ""
  var tag = ""
  var pid = ""
  var message = ""
  var repeats: UInt32 = 0

  init(
    _ kind: LogRecord.Kind = .record, stamp: String = "", time: Int64? = nil, host: String = "",
    tag: String = "",
    pid: String = "", message: String = "", repeats: UInt32 = 0
  ) {
    (self.kind, self.stamp, self.time) = (kind, stamp, time)
    (self.host, self.tag, self.pid, self.message) = (host, tag, pid, message)
    self.repeats = repeats
  }

  init(_ record: LogRecord, of bytes: [UInt8]) {
    func text(_ region: Region) -> String { String(decoding: bytes[region.range], as: UTF8.self) }
    self.init(
      record.kind, stamp: text(record.stamp), time: record.time, host: text(record.host),
      tag: text(record.tag),
      pid: text(record.pid), message: text(record.message), repeats: record.repeats)
  }

  /// The line with another tag.
  func withTag(_ tag: String) -> ParsedLine {
    var line = self
    line.tag = tag
    return line
  }

  /// The line without its stamp and time, for tests of what stands behind them.
  var behindTime: ParsedLine {
    var line = self
    (line.stamp, line.time) = ("", nil)
    return line
  }
}

/// A buffer of lines.
struct LogText {
  var bytes: [UInt8] = []
  var lines: [Line] = []

  init(bytes: [UInt8], lines: [Line]) { (self.bytes, self.lines) = (bytes, lines) }

  /// The lines of `bytes`, cut at LF; a last one without LF counts.
  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    var start = 0
    while start < bytes.count {
      let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
      lines.append(Line(text: Region(start..<end)))
      start = end + 1
    }
  }

  init(_ lines: [String]) {
    self.init(Array(lines.map { $0 + "\n" }.joined().utf8))
  }

  /// The records of all lines, read in batches that end before the lines `cuts`.
  func records(as name: FormatName = .syslog, cuts: [Int] = []) -> [LogRecord] {
    parsedLines(as: name, cuts: cuts).parsed.records
  }

  /// What `name` makes of the lines, and the buffer that it points into.
  func parsedLines(
    as name: FormatName = .syslog, _ settings: FormatSettings = FormatSettings(), cuts: [Int] = []
  ) -> (parsed: ParsedLines, text: [UInt8]) {
    var format = name.makeFormat(settings)
    var (parsed, text) = (ParsedLines(), bytes)
    var start = 0
    for end in cuts.sorted() + [lines.count] {
      format.parse(Array(lines[start..<end]), of: &text, into: &parsed)
      start = end
    }
    format.finishInput(of: &text, into: &parsed)
    return (parsed, text)
  }

  func parsed(
    as name: FormatName = .syslog, _ settings: FormatSettings = FormatSettings()
  ) -> [ParsedLine] {
    let (parsed, text) = parsedLines(as: name, settings)
    return parsed.records.map { ParsedLine($0, of: text) }
  }
}

extension LogFormat {
  /// The records of lines of a format whose records are regions of its lines.
  mutating func records(of lines: [Line], in bytes: [UInt8]) -> [LogRecord] {
    var (parsed, text) = (ParsedLines(), bytes)
    parse(lines, of: &text, into: &parsed)
    precondition(text == bytes && parsed.lines == lines, "a format that decodes")
    return parsed.records
  }
}

/// What `name` makes of one line.
func parse(_ line: String, as name: FormatName = .syslog) -> ParsedLine? {
  LogText([line]).parsed(as: name).first
}
