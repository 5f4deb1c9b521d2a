/// Formats: lines without headers, the whole line is the message.
///
/// Empty lines and markers are no records here either, and repeat lines repeat.
struct PlainFormat: LogFormat {
  /// What stands before the message.
  var skippedFields = SkippedFields(count: 0)

  /// One record for each line, without stamp, host and tag.
  mutating func parse(_ lines: [Line], of text: inout [UInt8], into parsed: inout ParsedLines) {
    let bytes = text.span
    for line in lines { parsed.append(line, Self.record(of: line, in: bytes, skippedFields)) }
  }

  /// What a line is that has no header, whatever the format.
  static func record(
    of line: Line, in bytes: Span<UInt8>, _ skippedFields: SkippedFields = SkippedFields(count: 0)
  ) -> LogRecord {
    guard line.startsLine else { return LogRecord(kind: .linePiece) }
    let text = line.readable(in: bytes)
    var record = LogRecord(kind: Marker.kind(of: bytes, text) ?? .record)
    if record.kind == .record {
      record.message = Region(skippedFields.rest(bytes, of: text))
      RepeatedMessage.resolve(bytes, &record)
    }
    return record
  }
}
