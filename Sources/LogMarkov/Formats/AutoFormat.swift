/// Formats: every line is read by whatever fits it, so that streams may be mixed.
///
/// The first byte tells nearly always. An object with a message is a record of its own, a line that begins an entry of a
/// journal begins one, and all else is what syslog says.
struct AutoFormat: LogFormat {
  /// The longest binary value that is believed here, 1 MiB: where whole lines may come from strangers, one that looks
  /// like the start of an entry must not make much of what follows disappear. `--input-format=export` takes more.
  private static let longestValue: UInt64 = 1 << 20

  private var syslog: SyslogFormat
  private var json: JSONLineReader
  private var spread: SpreadObject
  private var export: ExportReader
  private var verbose: VerboseReader
  private var boots = BootIdentity()
  private let joinsLines: Bool

  /// A reader at the start of a stream.
  init(_ settings: FormatSettings) {
    syslog = SyslogFormat(skippedFields: SkippedFields(count: settings.skippedFields))
    json = JSONLineReader(settings.jsonKeys)
    spread = SpreadObject(longest: settings.maximumLine)
    export = ExportReader(longestMessage: settings.maximumLine, longestValue: Self.longestValue)
    verbose = VerboseReader(longestMessage: settings.maximumLine)
    joinsLines = settings.joinsLines
  }

  var memory: FormatMemory {
    get { boots.added(to: syslog.memory) }
    set {
      syslog.memory = newValue
      boots = BootIdentity(newValue)
    }
  }

  /// One record for each line, or for several that are one entry.
  mutating func parse(_ lines: [Line], of text: inout [UInt8], into parsed: inout ParsedLines) {
    var (start, index) = (0, 0)
    while true {
      // Lines of syslog go together, which costs least.
      if !(export.isOpen || verbose.isOpen || spread.isOpen) {
        index = Self.firstOther(of: lines.span, from: index, text.span)
      }
      guard index < lines.count else { break }
      syslog.parse(lines[start..<index], of: &text, into: &parsed)
      start = takeOther(lines[index], of: &text, into: &parsed) ? index + 1 : index
      index += 1
    }
    syslog.parse(lines[start...], of: &text, into: &parsed)
  }

  /// The first line from `start` on that may be no line of syslog; the number of lines if there is none.
  private static func firstOther(of lines: Span<Line>, from start: Int, _ bytes: Span<UInt8>) -> Int {
    var index = start
    while index < lines.count, !mayBeOther(lines[index], bytes) { index += 1 }
    return index
  }

  /// Ends the entry whose last line was the input's.
  mutating func finishInput(of text: inout [UInt8], into parsed: inout ParsedLines) {
    export.finish(&boots, of: &text, into: &parsed)
    verbose.finish(&boots, of: &text, into: &parsed)
    syslog.parse(spread.giveBack(into: &text)[...], of: &text, into: &parsed)
  }

  /// False if the line can be no object and begin no entry, by its first byte, or its last one where many headers begin
  /// with that.
  @inline(__always)
  private static func mayBeOther(_ line: Line, _ bytes: Span<UInt8>) -> Bool {
    let (start, count) = (Int(line.text.offset), Int(line.text.count))
    guard line.startsLine, count > 0 else { return false }
    switch bytes[start] {
    case UInt8(ascii: "{"), UInt8(ascii: "_"), JSONLineReader.recordSeparator, UInt8(ascii: "d"): return true
    // A weekday: what it begins ends with a cursor.
    case UInt8(ascii: "S"), UInt8(ascii: "M"), UInt8(ascii: "T"), UInt8(ascii: "W"), UInt8(ascii: "F"):
      return bytes[start &+ count &- 1] == UInt8(ascii: "]")
    default: return false
    }
  }

  /// Takes a line that is no line of syslog; false if it is one.
  private mutating func takeOther(_ line: Line, of text: inout [UInt8], into parsed: inout ParsedLines)
    -> Bool
  {
    guard joinsLines else { return readObject(line, of: &text, into: &parsed) }
    // What is open ends before something else begins.
    if spread.isOpen { return takeSpread(line, of: &text, into: &parsed) }
    if readEntry(line, of: &text, into: &parsed) {
      syslog.noteForeignLine()
      return true
    }
    if SpreadObject.begins(with: line, text.span) { return takeSpread(line, of: &text, into: &parsed) }
    return readObject(line, of: &text, into: &parsed)
  }

  /// Takes a line of an entry of a journal; false if it is none.
  private mutating func readEntry(
    _ line: Line, of text: inout [UInt8], into parsed: inout ParsedLines
  ) -> Bool {
    if export.isOpen, export.read(line, &boots, of: &text, into: &parsed) { return true }
    if verbose.read(line, &boots, of: &text, into: &parsed) { return true }
    return ExportReader.isBeginning(line, text.span) && export.read(line, &boots, of: &text, into: &parsed)
  }

  /// Takes a line of an object that is spread over lines. What turns out to be none is what syslog says.
  private mutating func takeSpread(
    _ line: Line, of text: inout [UInt8], into parsed: inout ParsedLines
  ) -> Bool {
    switch spread.take(line, text.span) {
    case .held: return true
    case .last:
      let object = spread.joined(into: &text)
      if readObject(object, of: &text, into: &parsed) {
        spread.forget()
        return true
      }
      syslog.parse(spread.giveBack(into: &text)[...], of: &text, into: &parsed)
      return true
    case .foreign:
      let wasOpen = spread.isOpen
      syslog.parse(spread.giveBack(into: &text)[...], of: &text, into: &parsed)
      // Behind what was held the line may begin something itself.
      return wasOpen && Self.mayBeOther(line, text.span) && takeOther(line, of: &text, into: &parsed)
    }
  }

  /// Takes a line that is an object with a message; false if it is none.
  private mutating func readObject(
    _ line: Line, of text: inout [UInt8], into parsed: inout ParsedLines
  ) -> Bool {
    guard line.startsLine, let first = line.text.range.first else { return false }
    let object = JSONLineReader.objectStart(text.span, line.text.range)
    guard object < line.text.range.upperBound, text[object] == UInt8(ascii: "{"),
      object == first || text[first] != UInt8(ascii: "{")
    else { return false }
    var record = LogRecord(kind: .notARecord)
    switch json.read(line, of: &text, into: &record, &boots) {
    case .record, .entryWithoutMessage:
      parsed.append(line, record)
      syslog.noteForeignLine()
      return true
    case .objectWithoutMessage, .noObject:
      return false
    }
  }
}
