/// Formats: lines with a header, as syslog daemons and their kin write them; the one table of header forms.
///
/// A line's first byte says what else than a header it may begin with: a blank that continues the last record, a
/// marker, a `<PRI>`. A line that no header fits is a record that is all message.
struct SyslogFormat: LogFormat {
  /// What stands before the header.
  private let skippedFields: SkippedFields

  /// True if the last line had a header or continued one that had: a blank-indented line now continues it.
  private var lastLineHadHeader = false

  private var bsdHeader = BSDHeader()
  private var isoHeader = ISOHeader()
  private var kernelHeader = KernelHeader()

  /// The records of the batch that imply something, by their rows.
  private var implied: [(row: Int, text: ImpliedText)] = []

  /// A reader that has read nothing yet.
  init(skippedFields: SkippedFields = SkippedFields(count: 0)) { self.skippedFields = skippedFields }

  var memory: FormatMemory {
    get { FormatMemory(lastLineHadHeader: lastLineHadHeader) }
    set { lastLineHadHeader = newValue.lastLineHadHeader }
  }

  /// One record for each line.
  mutating func parse(_ lines: [Line], of text: inout [UInt8], into parsed: inout ParsedLines) {
    parse(lines[...], of: &text, into: &parsed)
  }

  /// The same for some lines of a batch.
  mutating func parse(_ lines: ArraySlice<Line>, of text: inout [UInt8], into parsed: inout ParsedLines) {
    read(lines, of: text.span, into: &parsed)
    guard !implied.isEmpty else { return }
    for (row, implied) in implied { implied.resolve(&parsed.records[row], of: &text) }
    implied.removeAll(keepingCapacity: true)
  }

  private mutating func read(_ lines: ArraySlice<Line>, of bytes: Span<UInt8>, into parsed: inout ParsedLines)
  {
    let before = parsed.lines.count
    parsed.lines.append(contentsOf: lines)
    parsed.records.append(contentsOf: repeatElement(LogRecord(kind: .record), count: lines.count))
    // Filled in place: a record is as long as a cache line, and copying it took 7 ns.
    var records = parsed.records.mutableSpan
    let lines = lines.span
    for index in lines.indices {
      let row = before &+ index
      guard lines[index].startsLine else {
        records[row].kind = .linePiece
        continue
      }
      read(bytes, lines[index].readable(in: bytes), into: &records[row])
      if kernelHeader.impliesText, let text = kernelHeader.takeImplied() { implied.append((row, text)) }
    }
  }

  /// A line that another format has read stands here: none continues a record before it.
  mutating func noteForeignLine() { lastLineHadHeader = false }

  @inline(__always)
  private mutating func read(_ bytes: Span<UInt8>, _ line: Range<Int>, into record: inout LogRecord) {
    guard let first = line.first else {
      lastLineHadHeader = false
      record.kind = .notARecord
      return
    }
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
    case Catalog.firstByte:
      if lastLineHadHeader, bytes.starts(line, with: Catalog.start) {
        record.kind = .continuation
        return
      }
    default: break
    }
    let line = skippedFields.count == 0 ? line : skippedFields.rest(bytes, of: line)
    lastLineHadHeader = readHeader(bytes, Priority.skip(bytes, line), into: &record)
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
  @inline(__always)
  private mutating func readHeader(
    _ bytes: Span<UInt8>, _ line: Range<Int>, into record: inout LogRecord
  ) -> Bool {
    bsdHeader.read(bytes, line, into: &record)
      || isoHeader.read(bytes, line, into: &record)
      || readRarerHeader(bytes, line, into: &record)
  }

  /// The rest of the table. Out of the way, because these forms inlined cost a line with one of the first two 28
  /// instructions.
  @inline(never)
  private mutating func readRarerHeader(
    _ bytes: Span<UInt8>, _ line: Range<Int>, into record: inout LogRecord
  ) -> Bool {
    RFC5424Header.read(bytes, line, into: &record)
      || UnixTimeHeader.read(bytes, line, into: &record)
      || FullDateHeader.read(bytes, line, into: &record)
      || OpenWrtHeader.read(bytes, line, into: &record)
      || kernelHeader.read(bytes, line, into: &record)
      || SlurmHeader.read(bytes, line, into: &record)
  }
}

/// What `journalctl -x` prints below a record: the explanation of its catalog, each line behind two shades.
private enum Catalog {
  static let start = Array("░░".utf8)
  static let firstByte: UInt8 = 0xE2
}

/// The `<PRI>` that a sender puts before a header.
enum Priority {
  /// `line` behind its `<PRI>` (one to three digits) and the blanks that follow, or as it is if there is none.
  ///
  /// Blanks without a `<PRI>` stay: an indented line is not a header.
  @inline(__always)
  static func skip(_ bytes: Span<UInt8>, _ line: Range<Int>) -> Range<Int> {
    guard let first = line.first, bytes[first] == UInt8(ascii: "<") else { return line }
    return skipFound(bytes, line, first)
  }

  /// Out of the way: files have no `<PRI>`, and the sockets that have it are no busy streams.
  @inline(never)
  private static func skipFound(_ bytes: Span<UInt8>, _ line: Range<Int>, _ first: Int) -> Range<Int> {
    let digits = bytes.endOfDigits(in: first + 1..<line.upperBound)
    guard 1...3 ~= digits - (first + 1), digits < line.upperBound, bytes[digits] == UInt8(ascii: ">") else {
      return line
    }
    return bytes.endOfBlanks(in: digits + 1..<line.upperBound)..<line.upperBound
  }
}
