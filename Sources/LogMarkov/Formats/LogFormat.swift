/// A way to write log records as lines.
///
/// A format reads whole batches, so that the choice among formats costs one dynamic call a batch and the code
/// inside is concrete. What it remembers from line to line (was the last line a syslog record, so that a
/// blank-indented line continues it?) it keeps itself, so the same lines cut into batches anywhere give the
/// same records.
protocol LogFormat {
  /// Takes the headers of `lines` apart and appends one record for each line.
  ///
  /// - Parameters:
  ///   - lines: lines and pieces of lines, in order; a record never reaches over `Line.text`.
  ///   - bytes: the buffer that the regions point into.
  ///   - records: gets exactly `lines.count` more elements; a middle or tail of a long line becomes
  ///     `.linePiece`, a head is read like a whole line (but it has no CR to drop).
  /// - Complexity: O(length of the headers): the message's bytes are not looked at.
  mutating func parse(_ lines: [Line], of bytes: Span<UInt8>, into records: inout [LogRecord])
}
