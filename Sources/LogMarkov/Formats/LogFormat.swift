/// A way to write log records as lines.
///
/// A format reads whole batches, so that the choice among formats costs one dynamic call a batch and the code
/// inside is concrete. What it remembers from line to line (was the last line a syslog record, so that a
/// blank-indented line continues it?) it keeps itself, so the same lines cut into batches anywhere give the
/// same records.
protocol LogFormat {
  /// Takes the headers of `lines` apart.
  ///
  /// - Parameters:
  ///   - lines: lines and pieces of lines, in order.
  ///   - text: the buffer that they point into. What does not stand in a line as it is (decoded strings, an entry that
  ///     is printed as a line of its own) is appended to it, and stays until the batch has gone through all stages.
  ///   - parsed: gets the lines to print and a record for each. Nearly always these are the same lines; a format whose
  ///     records are several lines gives one for all. A middle or tail of a long line becomes `.linePiece`, a head is
  ///     read like a whole line (but it has no CR to drop).
  /// - Complexity: O(length of the headers) where the message stands in the line: its bytes are not looked at.
  mutating func parse(_ lines: [Line], of text: inout [UInt8], into parsed: inout ParsedLines)

  /// An input has ended: what was begun in it and has no end of its own is finished. The next one goes on with the
  /// same stream: a line that continues the last record still does.
  mutating func finishInput(of text: inout [UInt8], into parsed: inout ParsedLines)

  /// What it remembers between two inputs.
  var memory: FormatMemory { get set }
}

extension LogFormat {
  /// Nothing: every line was complete by itself.
  mutating func finishInput(of text: inout [UInt8], into parsed: inout ParsedLines) {}

  /// Nothing: no line has to do with another.
  var memory: FormatMemory {
    get { FormatMemory() }
    set {}
  }
}

/// What a format made of lines: two columns.
struct ParsedLines {
  /// The lines to print.
  var lines: [Line] = []
  /// One for each line. Fields point into the same buffer as lines, but not always into the line.
  var records: [LogRecord] = []

  /// Appends a line and its record.
  mutating func append(_ line: Line, _ record: LogRecord) {
    lines.append(line)
    records.append(record)
  }

  /// Takes the first `limit` lines out, or all if there are fewer.
  mutating func removeFirst(_ limit: Int) -> ParsedLines {
    let count = min(limit, lines.count)
    defer {
      lines.removeFirst(count)
      records.removeFirst(count)
    }
    return ParsedLines(lines: Array(lines[..<count]), records: Array(records[..<count]))
  }

  /// Empties the columns and keeps their memory.
  mutating func removeAll() {
    lines.removeAll(keepingCapacity: true)
    records.removeAll(keepingCapacity: true)
  }
}
