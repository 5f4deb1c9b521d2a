/// The last lines that were not printed, as long as they may be printed before a selected one: `-B`.
///
/// They stay in their batch until it goes; only then are they copied.
struct ContextWindow {
  private struct WaitingLine {
    /// Rows among the held.
    var heldRows: Range<Int>
    /// Rows of the present batch, behind those.
    var batchRows: Range<Int>
    /// Bytes of the line and what holding it costs.
    var cost = HeldLines.rowCost
    /// It was too long to be held.
    var isLost = false
  }

  /// What is printed before a selected line.
  struct Context {
    /// How many lines there should be.
    var count: Int
    /// How many of them are there.
    var heldCount: Int
    /// The first of them are handed on.
    var isHandedOn: Bool
    /// Those of the present batch that are, by rows.
    var batchRows: [Int]
  }

  private let lineLimit: Int
  /// Half of what is allowed, since arrays double.
  private let byteLimit: Int
  private var lines: [WaitingLine] = []
  /// Lines before this one wait no longer.
  private var first = 0
  private var cost = 0
  private(set) var held = HeldLines()
  /// Rows of `held` that are to be handed on.
  private var outgoing = 0..<0
  /// The first row handed on begins a group.
  private var outgoingStartsGroup = false

  /// A window of so many lines, which take at most `heldLimit` bytes.
  init(lineLimit: Int, heldLimit: Int) {
    self.lineLimit = lineLimit
    byteLimit = heldLimit / 2
  }

  /// A line was not printed and waits; what it pushes out goes.
  mutating func begin(row: Int, bytes: Int) {
    guard lineLimit > 0 else { return }
    let heldEnd = held.rows.count
    lines.append(WaitingLine(heldRows: heldEnd..<heldEnd, batchRows: row..<row))
    extend(row: row, bytes: bytes)
  }

  /// A piece of the last line came, or its first bytes.
  mutating func extend(row: Int, bytes: Int) {
    guard lineLimit > 0, first < lines.count else { return }
    let last = lines.count - 1
    guard !lines[last].isLost else { return }
    lines[last].cost += bytes
    lines[last].batchRows = lines[last].batchRows.lowerBound..<row + 1
    guard lines[last].cost > byteLimit / 4 else { return }
    // A long one must not push all others out.
    held.removeLast(from: lines[last].heldRows.lowerBound)
    lines[last] = WaitingLine(
      heldRows: lines[last].heldRows.lowerBound..<lines[last].heldRows.lowerBound, batchRows: row..<row,
      isLost: true)
  }

  /// The last line is complete: only now the oldest go, as pieces must not show.
  mutating func endLine() {
    guard lineLimit > 0, first < lines.count else { return }
    cost += lines[lines.count - 1].cost
    while first < lines.count, lines.count - first > lineLimit || cost > 3 * (byteLimit / 4) {
      cost -= lines[first].cost
      first += 1
    }
  }

  /// Takes all lines out, to be printed now; those held are handed on, perhaps behind `--`.
  ///
  /// `unprinted` is how many lines came since one was printed.
  mutating func take(unprinted: Int, startsGroup: Bool) -> Context {
    let waiting = lines[first...]
    let kept = waiting.filter { !$0.isLost }
    let heldRows = waiting.first.map { $0.heldRows.lowerBound..<held.rows.count } ?? 0..<0
    if !heldRows.isEmpty {
      outgoing = heldRows
      outgoingStartsGroup = startsGroup
    }
    let context = Context(
      count: min(lineLimit, unprinted), heldCount: kept.count, isHandedOn: !heldRows.isEmpty,
      batchRows: kept.flatMap { Array($0.batchRows) }
    )
    lines.removeAll(keepingCapacity: true)
    (first, cost) = (0, 0)
    return context
  }

  /// Hands on lines that were taken out, as columns of `batch`.
  mutating func handOn(into batch: inout Batch) -> Bool {
    guard !outgoing.isEmpty else { return false }
    for row in outgoing.prefix(LineBlock.linesPerBatch) {
      held.copy(
        row, as: outgoingStartsGroup ? [.printed, .context, .startsGroup] : [.printed, .context], into: &batch
      )
      outgoingStartsGroup = false
    }
    outgoing = outgoing.dropFirst(LineBlock.linesPerBatch)
    return true
  }

  /// A batch begins: what was handed on goes.
  mutating func beginBatch() {
    let start = first < lines.count ? lines[first].heldRows.lowerBound : held.rows.count
    // Both move once on average.
    if 2 * first >= lines.count {
      lines.removeFirst(first)
      first = 0
    }
    guard start > 0, 2 * start >= held.rows.count else { return }
    held.keep(only: [start..<held.rows.count])
    for line in lines.indices[first...] {
      let rows = lines[line].heldRows
      lines[line].heldRows = rows.lowerBound - start..<rows.upperBound - start
    }
  }

  /// The batch goes, and what waits in it is copied.
  mutating func endBatch(_ batch: Batch, of bytes: Span<UInt8>) {
    for line in lines.indices[first...] {
      let start = lines[line].heldRows.isEmpty ? held.rows.count : lines[line].heldRows.lowerBound
      for row in lines[line].batchRows { held.append(row, of: batch, bytes) }
      lines[line].heldRows = start..<held.rows.count
      lines[line].batchRows = 0..<0
    }
  }
}
