internal import Unix

/// Formats: entries as `journalctl -o verbose` prints them, each printed as one line.
///
///     Sun 2026-11-22 11:00:03.000000 UTC [s=6db4…48c1;i=5;b=0f5c…1111;m=3d0900;t=660db6112f2c0;x=f946…]
///         _HOSTNAME=node001
///         MESSAGE=Traceback (most recent call last):
///                   File "x.py", line 1, in <module>
///
/// What belongs to no entry is read as a line without header.
struct VerboseFormat: LogFormat {
  private var reader: VerboseReader
  private var boots = BootIdentity()

  /// A reader at the start of a stream.
  init(_ settings: FormatSettings) {
    reader = VerboseReader(longestMessage: settings.maximumLine)
  }

  /// One record for each entry that has a message, at the line behind it.
  mutating func parse(_ lines: [Line], of text: inout [UInt8], into parsed: inout ParsedLines) {
    for line in lines where !reader.read(line, &boots, of: &text, into: &parsed) {
      parsed.append(line, PlainFormat.record(of: line, in: text.span))
    }
  }

  /// Ends the entry whose last line was the input's.
  mutating func finishInput(of text: inout [UInt8], into parsed: inout ParsedLines) {
    reader.finish(&boots, of: &text, into: &parsed)
  }
}

/// Puts entries together. A line that can be no part of an entry ends it, and is a line like any other.
///
/// A message cannot end its entry or forge a field, whatever its lines say: journalctl indents them further than a
/// field. Source: `output_verbose` and `print_multiline` of systemd 252, src/shared/logs-show.c.
struct VerboseReader {
  /// How far fields are indented.
  private static let indentation = 4
  /// What a cursor is made of, by its letters: sequence ID and number, boot, monotonic and real time, and a hash.
  private static let cursorParts = Array("sibmtx".utf8)
  /// 60 bits, so that times fit.
  private static let longestTime = 15

  private var entry: JournalEntry
  /// True from an entry's first line to the one behind it.
  private(set) var isOpen = false
  private var firstLine: UInt64 = 0
  /// The field in whose value the reader is, if it matters.
  private var field: JournalEntry.Field?
  /// By how many blanks more lines of that value are indented; 0 before the first field.
  private var valueIndentation = 0

  /// A reader between entries.
  init(longestMessage: Int) { entry = JournalEntry(longestMessage: longestMessage) }

  /// Takes a line or a piece of one. A line that belongs to no entry is not taken: the entry, if there was one, is
  /// finished then.
  mutating func read(
    _ line: Line, _ boots: inout BootIdentity, of text: inout [UInt8], into parsed: inout ParsedLines
  ) -> Bool {
    if let cursor = Self.cursor(line, text.span) {
      finish(&boots, of: &text, into: &parsed)
      begin(cursor, number: line.number, text.span)
      return true
    }
    guard isOpen else { return false }
    if readValue(line, text.span) { return true }
    finish(&boots, of: &text, into: &parsed)
    // The change of boot is announced; it is not to be found again.
    if Marker.kind(of: text.span, line.text.range) == .bootMarker { boots.forget() }
    return false
  }

  /// Ends the entry, if there is one.
  mutating func finish(_ boots: inout BootIdentity, of text: inout [UInt8], into parsed: inout ParsedLines) {
    if isOpen { entry.finish(number: firstLine, &boots, of: &text, into: &parsed) }
    isOpen = false
  }

  private mutating func begin(_ cursor: (boot: Range<Int>, time: Int64), number: UInt64, _ bytes: Span<UInt8>)
  {
    isOpen = true
    firstLine = number
    (field, valueIndentation) = (nil, 0)
    entry.cursorTime = cursor.time
    entry.begin(.boot)
    entry.append(cursor.boot, of: bytes, to: .boot)
  }

  /// Takes a field, a further line of its value, or a piece of either; false if the line is none of these.
  private mutating func readValue(_ line: Line, _ bytes: Span<UInt8>) -> Bool {
    var range = line.text.range
    if line.startsLine {
      let indentation = indentation(of: range, bytes)
      range = range.dropFirst(indentation)
      if indentation == Self.indentation {
        guard let name = JournalEntry.fieldName(bytes, range), name.upperBound < range.upperBound else {
          return false
        }
        valueIndentation = indentation + name.count + 1
        range = name.upperBound + 1..<range.upperBound
        field = JournalEntry.field(bytes, name)
        if let field { entry.begin(field) }
      } else {
        guard valueIndentation > 0, indentation == valueIndentation else { return false }
        if let field { entry.appendNewline(to: field) }
      }
    }
    if let field { entry.append(range, of: bytes, to: field) }
    return true
  }

  /// How many blanks stand before what a line says; those of the value itself do not count.
  private func indentation(of line: Range<Int>, _ bytes: Span<UInt8>) -> Int {
    var count = 0
    for index in line.prefix(max(valueIndentation, Self.indentation)) {
      guard bytes[index] == UInt8(ascii: " ") else { break }
      count += 1
    }
    return count
  }

  /// What the line that begins an entry says of its boot and its time, in microseconds since 1970; `nil` if it is another.
  private static func cursor(_ line: Line, _ bytes: Span<UInt8>) -> (boot: Range<Int>, time: Int64)? {
    let range = line.text.range
    guard line.part == .whole, CalendarTime.startsWithWeekday(bytes, range), let last = range.last,
      bytes[last] == UInt8(ascii: "]")
    else { return nil }
    var at = bytes.firstPlace(in: range) { $0.marks(UInt8(ascii: "[")) } + 1
    var boot: Range<Int>?
    var time: Int64?
    for letter in cursorParts {
      guard at + 1 < last, bytes[at] == letter, bytes[at + 1] == UInt8(ascii: "=") else { return nil }
      let value = at + 2..<bytes.endOfHexDigits(in: at + 2..<last)
      guard !value.isEmpty, value.upperBound == last || bytes[value.upperBound] == UInt8(ascii: ";") else {
        return nil
      }
      if letter == UInt8(ascii: "b") { boot = value }
      if letter == UInt8(ascii: "t"), value.count <= longestTime {
        time = value.reduce(0) { $0 << 4 | Int64(bytes[$1].hexValue ?? 0) }
      }
      at = value.upperBound + 1
    }
    guard let boot, let time, at == range.upperBound else { return nil }
    return (boot, time)
  }
}
