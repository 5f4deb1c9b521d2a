/// Lines that stay behind with all that annotators need to know of them.
struct HeldLines {
  /// What a line costs besides its bytes.
  static let rowCost = MemoryLayout<Row>.stride

  /// What an explanation costs: six texts of at most 256 bytes, and their arrays.
  static let explanationCost = 2 << 10

  struct Row {
    var line: Line
    var record: LogRecord
    var score: Score
    var explanation: Explanation?
    /// One row, or none if names are not asked for.
    var names = TypeNames()
  }

  /// In order; the pieces of a long line are two, its head and the rest, however the reads cut them.
  private(set) var rows: [Row] = []
  /// The bytes of the rows, in the same order without gaps.
  private(set) var text = HeldText()

  /// Takes over a row of a batch, with its explanation if that is wanted.
  mutating func append(_ row: Int, of batch: Batch, _ bytes: Span<UInt8>, explains: Bool = false) {
    let (line, record) = text.append(batch.parsed.lines[row], batch.parsed.records[row], of: bytes)
    if !rows.isEmpty, rows[rows.count - 1].line.merge(line) { return }
    var new = Row(
      line: line, record: record, score: batch.scores[row],
      explanation: explains ? batch.explanations[row] : nil)
    if !batch.names.rows.isEmpty { new.names.append(batch.names.rows[row], of: batch.names.text.span) }
    rows.append(new)
  }

  /// What holding a row of a batch costs, besides `rowCost` for each line: its bytes and names.
  static func cost(of row: Int, in batch: Batch) -> Int {
    let bytes = batch.parsed.lines[row].text.range.count
    guard batch.parsed.lines[row].startsLine, !batch.names.rows.isEmpty else { return bytes }
    // Two arrays.
    return bytes + batch.names.rows[row].byteCount + 128
  }

  /// Lets the flag of a row, if it is a record, say which evidence selected it.
  mutating func markSelected(_ row: Int) {
    if rows[row].record.kind == .record { rows[row].score.flag = rows[row].score.flagOfSelected }
  }

  /// Drops the rows from `count` on.
  mutating func removeLast(from count: Int) {
    guard count < rows.count else { return }
    text.removeLast(from: Int(rows[count].line.text.offset))
    rows.removeLast(rows.count - count)
  }

  /// Drops all rows but those of `kept`, which are in order.
  ///
  /// - Complexity: O(rows and bytes that move).
  mutating func keep(only kept: [Range<Int>]) {
    var (count, end) = (0, 0)
    for range in kept where !range.isEmpty {
      let start = Int(rows[range.lowerBound].line.text.offset)
      let next = range.upperBound < rows.count ? Int(rows[range.upperBound].line.text.offset) : text.end
      text.move(start..<next, to: end)
      for row in range {
        rows[count] = rows[row]
        rows[count].line.text.offset -= UInt32(start - end)
        rows[count].record.moveFields(by: UInt32(start - end))
        count += 1
      }
      end += next - start
    }
    text.removeLast(from: end)
    rows.removeLast(rows.count - count)
  }

  /// Appends a row to the columns of a batch.
  func copy(_ row: Int, as role: LineRole, into batch: inout Batch) {
    if let explanation = rows[row].explanation { batch.explanations[batch.parsed.lines.count] = explanation }
    batch.parsed.append(rows[row].line, rows[row].record)
    batch.scores.append(rows[row].score)
    let names = rows[row].names
    if let row = names.rows.first { batch.names.append(row, of: names.text.span) }
    batch.roles.append(rows[row].line.startsLine ? role : role.subtracting(.startsGroup))
  }
}
