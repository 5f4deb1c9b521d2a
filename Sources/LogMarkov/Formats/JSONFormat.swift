/// Formats: an object a line, as `journalctl -o json` and other programs print them, or one spread over lines.
///
/// What is no object, or none that ends, is a record that is all message.
struct JSONFormat: LogFormat {
  private var reader: JSONLineReader
  private var spread: SpreadObject
  private var boots = BootIdentity()
  private let joinsLines: Bool

  /// A reader at the start of a stream.
  init(_ settings: FormatSettings) {
    reader = JSONLineReader(settings.jsonKeys)
    spread = SpreadObject(longest: settings.maximumLine)
    joinsLines = settings.joinsLines
  }

  var memory: FormatMemory {
    get { boots.added(to: FormatMemory()) }
    set { boots = BootIdentity(newValue) }
  }

  /// One record for each object; one without message is none.
  mutating func parse(_ lines: [Line], of text: inout [UInt8], into parsed: inout ParsedLines) {
    for line in lines { take(line, of: &text, into: &parsed) }
  }

  /// Gives back the lines of an object that did not end.
  mutating func finishInput(of text: inout [UInt8], into parsed: inout ParsedLines) {
    for line in spread.giveBack(into: &text) { read(line, of: &text, into: &parsed) }
  }

  private mutating func take(_ line: Line, of text: inout [UInt8], into parsed: inout ParsedLines) {
    guard spread.isOpen || joinsLines && SpreadObject.begins(with: line, text.span) else {
      return read(line, of: &text, into: &parsed)
    }
    switch spread.take(line, text.span) {
    case .held: break
    case .last:
      let object = spread.joined(into: &text)
      if readObject(object, of: &text, into: &parsed) { return spread.forget() }
      for line in spread.giveBack(into: &text) { read(line, of: &text, into: &parsed) }
    case .foreign where spread.isOpen:
      for line in spread.giveBack(into: &text) { read(line, of: &text, into: &parsed) }
      // Behind what was held the line may begin an object itself.
      take(line, of: &text, into: &parsed)
    case .foreign: read(line, of: &text, into: &parsed)
    }
  }

  private mutating func read(_ line: Line, of text: inout [UInt8], into parsed: inout ParsedLines) {
    if !readObject(line, of: &text, into: &parsed) {
      parsed.append(line, PlainFormat.record(of: line, in: text.span))
    }
  }

  /// Takes a line that is an object; false if it is none.
  private mutating func readObject(
    _ line: Line, of text: inout [UInt8], into parsed: inout ParsedLines
  ) -> Bool {
    var record = LogRecord(kind: .notARecord)
    if case .noObject = reader.read(line, of: &text, into: &record, &boots) { return false }
    parsed.append(line, record)
    return true
  }
}
