/// Formats: the journal's export format, `journalctl -o export`: entries of several lines, each printed as one.
///
/// What belongs to no entry is read as a line without header.
struct ExportFormat: LogFormat {
  /// The longest value that journald takes (`DATA_SIZE_MAX` of systemd): 768 MiB. A length beyond it is a lie.
  private static let longestValue: UInt64 = 768 << 20

  private var reader: ExportReader
  private var boots = BootIdentity()

  /// A reader at the start of a stream.
  init(_ settings: FormatSettings) {
    reader = ExportReader(longestMessage: settings.maximumLine, longestValue: Self.longestValue)
  }

  var memory: FormatMemory {
    get { boots.added(to: FormatMemory()) }
    set { boots = BootIdentity(newValue) }
  }

  /// One record for each entry that has a message, at the line that ends it.
  mutating func parse(_ lines: [Line], of text: inout [UInt8], into parsed: inout ParsedLines) {
    for line in lines {
      let takes = reader.isOpen || ExportReader.isField(line, text.span)
      if takes, reader.read(line, &boots, of: &text, into: &parsed) { continue }
      parsed.append(line, PlainFormat.record(of: line, in: text.span))
    }
  }

  /// Ends the entry whose last line was the input's.
  mutating func finishInput(of text: inout [UInt8], into parsed: inout ParsedLines) {
    reader.finish(&boots, of: &text, into: &parsed)
  }
}

/// Puts entries together, from lines or from pieces of long ones: of a value any byte may be an LF.
///
///     FIELD=value LF
///     FIELD LF  length, 8 bytes, little-endian  value  LF
///     LF                                        the end of the entry
///
/// What it holds is bounded, whatever is said: of the message the first `--max-line` bytes, and of a few other fields;
/// the rest is counted and gone. A line that is no field ends the entry and is a line like any other. So nothing is
/// lost by a lie but what a length that can be true takes with it, and the eight bytes of one that cannot if an LF is
/// among them.
struct ExportReader {
  private enum State {
    /// A field, or the end of the entry, comes next.
    case line
    /// In the value of a field of text.
    case text
    /// In the length of a value; the number so far and the bytes of it.
    case length(UInt64, bytes: Int)
    /// In a value of which so many bytes are to come.
    case value(UInt64)
    /// Behind it, where an LF must stand.
    case valueEnd
    /// In a line that makes no sense.
    case nonsense
  }

  private static let cursor = Array("__CURSOR".utf8)
  private static let beginnings = [
    "__CURSOR=", "__REALTIME_TIMESTAMP=", "__MONOTONIC_TIMESTAMP=", "__SEQNUM=", "__SEQNUM_ID=",
  ].map { Array($0.utf8) }

  private let longestValue: UInt64
  private var entry: JournalEntry
  private var state = State.line
  /// The field in whose value the reader is, if it matters.
  private var field: JournalEntry.Field?
  /// True between an entry's first line and its end.
  private(set) var isOpen = false
  private var hasCursor = false
  private var firstLine: UInt64 = 0

  /// A reader between entries; a binary value longer than `longestValue` is not believed.
  init(longestMessage: Int, longestValue: UInt64) {
    entry = JournalEntry(longestMessage: longestMessage)
    self.longestValue = longestValue
  }

  /// True if the line begins an entry as journalctl begins them all.
  static func isBeginning(_ line: Line, _ bytes: Span<UInt8>) -> Bool {
    let range = line.text.range
    guard line.startsLine, range.count > 2, bytes[range.lowerBound] == UInt8(ascii: "_") else { return false }
    return beginnings.contains { bytes.starts(range, with: $0) }
  }

  /// True if the line is a field of text, with which an entry may begin where only entries are expected.
  static func isField(_ line: Line, _ bytes: Span<UInt8>) -> Bool {
    guard line.startsLine, let name = JournalEntry.fieldName(bytes, line.text.range) else { return false }
    return name.upperBound < line.text.range.upperBound
  }

  /// Takes a line or a piece of one. A line that belongs to no entry is not taken: the entry, if there was one, is
  /// finished then.
  mutating func read(
    _ line: Line, _ boots: inout BootIdentity, of text: inout [UInt8], into parsed: inout ParsedLines
  ) -> Bool {
    if case .line = state {
      guard line.startsLine else { return false }
      return readStart(of: line, &boots, of: &text, into: &parsed)
    }
    if consume(line, line.text.range, text.span) { return true }
    // Not a length at all: the line is one for itself.
    return readStart(of: line, &boots, of: &text, into: &parsed)
  }

  /// Ends the entry, if there is one, wherever it is.
  mutating func finish(_ boots: inout BootIdentity, of text: inout [UInt8], into parsed: inout ParsedLines) {
    if isOpen { entry.finish(number: firstLine, &boots, of: &text, into: &parsed) }
    isOpen = false
    hasCursor = false
    state = .line
  }

  private mutating func readStart(
    of line: Line, _ boots: inout BootIdentity, of text: inout [UInt8], into parsed: inout ParsedLines
  ) -> Bool {
    let range = line.text.range
    let name = JournalEntry.fieldName(text.span, range)
    let isCursor = name.map { text.span.equals($0, Self.cursor) } ?? false
    // An entry begins where one with its cursor goes on: the end of that was lost.
    if name == nil || isCursor && hasCursor {
      let wasOpen = isOpen
      finish(&boots, of: &text, into: &parsed)
      if name == nil { return wasOpen && range.isEmpty }
    }
    guard let name else { return false }
    if !isOpen {
      isOpen = true
      firstLine = line.number
    }
    if isCursor { hasCursor = true }
    field = JournalEntry.field(text.span, name)
    if let field { entry.begin(field) }
    guard name.upperBound < range.upperBound else {
      state = .length(0, bytes: 0)
      return true
    }
    state = .text
    return consume(line, name.upperBound + 1..<range.upperBound, text.span)
  }

  /// Goes on with the bytes `range` of a line; false if they begin with a length that is not believed.
  private mutating func consume(_ line: Line, _ range: Range<Int>, _ bytes: Span<UInt8>) -> Bool {
    var at = range.lowerBound
    if case .length(var length, var count) = state {
      let begins = count == 0 && line.startsLine
      while count < 8, at < range.upperBound {
        length |= UInt64(bytes[at]) << UInt64(8 * count)
        (at, count) = (at + 1, count + 1)
      }
      if count < 8, line.endsLine {
        length |= 0x0A << UInt64(8 * count)
        count += 1
        state = count < 8 ? .length(length, bytes: count) : believed(length)
        return true
      }
      state = count < 8 ? .length(length, bytes: count) : believed(length)
      if case .nonsense = state, begins {
        state = .line
        return false
      }
    }
    if case .value(let left) = state {
      let piece = at..<at + Int(min(left, UInt64(range.upperBound - at)))
      if let field { entry.append(piece, of: bytes, to: field) }
      at = piece.upperBound
      switch left - UInt64(piece.count) {
      case 0: state = .valueEnd
      case let left where line.endsLine:
        if let field { entry.appendNewline(to: field) }
        state = left == 1 ? .valueEnd : .value(left - 1)
        return true
      case let left: state = .value(left)
      }
    }
    if case .valueEnd = state, at < range.upperBound { state = .nonsense }
    if case .text = state, let field { entry.append(at..<range.upperBound, of: bytes, to: field) }
    switch state {
    case .text, .valueEnd, .nonsense: if line.endsLine { state = .line }
    case .line, .length, .value: break
    }
    return true
  }

  private func believed(_ length: UInt64) -> State {
    length > longestValue ? .nonsense : length == 0 ? .valueEnd : .value(length)
  }
}
