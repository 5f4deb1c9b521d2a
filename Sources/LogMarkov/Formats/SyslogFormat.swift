/// Formats: lines with a header, as syslog daemons and their kin write them; the one table of header forms.
///
/// A line's first byte says what else than a header it may begin with: a blank that continues the last record, a
/// marker, a `<PRI>`. A line that no header fits is a record that is all message.
struct SyslogFormat: LogFormat {
  /// True if the last line had a header or continued one that had: a blank-indented line now continues it.
  private var lastLineHadHeader = false

  private var bsdHeader = BSDHeader()

  /// One record for each line.
  mutating func parse(_ lines: [Line], of text: inout [UInt8], into parsed: inout ParsedLines) {
    let bytes = text.span
    for line in lines {
      parsed.append(line, LogRecord(kind: line.startsLine ? .record : .linePiece))
      if line.startsLine {
        // Filled in place: a record is as long as a cache line, and copying it took 7 ns.
        read(bytes, line.readable(in: bytes), into: &parsed.records[parsed.records.count - 1])
      }
    }
  }

  private mutating func read(_ bytes: Span<UInt8>, _ line: Range<Int>, into record: inout LogRecord) {
    guard let first = line.first else {
      lastLineHadHeader = false
      record.kind = .notARecord
      return
    }
    var header = line
    switch bytes[first] {
    case UInt8(ascii: " "), UInt8(ascii: "\t"):
      if lastLineHadHeader {
        record.kind = .continuation
        return
      }
    case UInt8(ascii: "-"):
      if let kind = Marker.kind(of: bytes, line) {
        lastLineHadHeader = false
        record.kind = kind
        return
      }
    case UInt8(ascii: "<"):
      header = Priority.skip(bytes, line)
    default: break
    }
    lastLineHadHeader = readHeader(bytes, header, into: &record)
    if !lastLineHadHeader {
      record.message = Region(line)
    }
    RepeatedMessage.resolve(bytes, &record)
  }

  /// The table of header forms: the first that fits fills `record`, and one that does not leaves it alone.
  ///
  /// A form is a file of its own with a `read` like these, which turns most foreign lines down by their first
  /// bytes. It reads its stamp and has `HostAndTag` read the rest, or reads all of it if host and tag stand
  /// elsewhere.
  private mutating func readHeader(
    _ bytes: Span<UInt8>, _ line: Range<Int>, into record: inout LogRecord
  ) -> Bool {
    bsdHeader.read(bytes, line, into: &record)
      || ISOHeader.read(bytes, line, into: &record)
  }
}

/// The `<PRI>` that a sender puts before a header.
enum Priority {
  /// `line` behind its `<PRI>` (one to three digits) and the blanks that follow, or as it is if there is none.
  ///
  /// Blanks without a `<PRI>` stay: an indented line is not a header.
  static func skip(_ bytes: Span<UInt8>, _ line: Range<Int>) -> Range<Int> {
    guard let first = line.first, bytes[first] == UInt8(ascii: "<") else { return line }
    let digits = bytes.endOfDigits(in: first + 1..<line.upperBound)
    guard 1...3 ~= digits - (first + 1), digits < line.upperBound, bytes[digits] == UInt8(ascii: ">") else {
      return line
    }
    return bytes.endOfBlanks(in: digits + 1..<line.upperBound)..<line.upperBound
  }
}
