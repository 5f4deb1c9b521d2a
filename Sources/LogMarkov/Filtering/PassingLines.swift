/// Prints selected lines as they come, or those that are not, with lines around them: `-v`, `-A`, `-B`, `--max-count`.
struct PassingLines: LinePrinter {
  private let settings: PrintSettings
  private var window: ContextWindow
  /// How many records were selected, or not if that is asked.
  private var records = 0
  /// So many lines are still printed behind a selected one.
  private var afterLeft = 0
  /// What becomes of the present line.
  private var role: LineRole = []
  private var hasPrinted = false
  /// How many lines came since one was printed.
  private var unprinted = 0
  private(set) var isDone: Bool
  private(set) var tally = PrintTally()

  /// Nothing was printed yet.
  init(_ settings: PrintSettings) {
    self.settings = settings
    window = ContextWindow(lineLimit: settings.before, heldLimit: settings.heldLimit)
    isDone = settings.limit == 0
  }

  var text: HeldText { window.held.text }
  var batchLimit: Int { settings.limit.map { $0.batchLimit(after: records) } ?? LineBlock.linesPerBatch }

  mutating func place(_ batch: inout Batch, of bytes: Span<UInt8>) {
    window.beginBatch()
    for row in batch.parsed.lines.indices {
      let line = batch.parsed.lines[row]
      let cost = HeldLines.cost(of: row, in: batch)
      if isDone {
        batch.roles.append([])
        continue
      }
      if line.startsLine {
        begin(row, bytes: cost, &batch)
      } else {
        batch.roles.append(role)
        if role.isEmpty { window.extend(row: row, bytes: cost) }
      }
      role.remove(.startsGroup)
      if line.endsLine {
        if role.isEmpty { window.endLine() }
        isDone = records == settings.limit && afterLeft == 0
      }
    }
    window.endBatch(batch, of: bytes)
  }

  mutating func handOn(into batch: inout Batch) -> Bool { window.handOn(into: &batch) }

  /// Decides about a line.
  private mutating func begin(_ row: Int, bytes: Int, _ batch: inout Batch) {
    if batch.passes[row] != settings.isInverted, records != settings.limit {
      let isApart = settings.separates && hasPrinted && unprinted > settings.before
      let context = printContext(startsGroup: isApart, &batch)
      role = isApart && context == 0 ? [.printed, .startsGroup] : .printed
      if batch.parsed.records[row].kind == .record { records += 1 }
      (hasPrinted, unprinted, afterLeft) = (true, 0, settings.after)
      tally.hasResult = true
    } else if afterLeft > 0 {
      role = [.printed, .context]
      afterLeft -= 1
    } else {
      role = []
      unprinted += 1
      window.begin(row: row, bytes: bytes)
    }
    batch.roles.append(role)
  }

  /// Prints the lines before a selected one; returns how many.
  private mutating func printContext(startsGroup: Bool, _ batch: inout Batch) -> Int {
    let context = window.take(unprinted: unprinted, startsGroup: startsGroup)
    tally.droppedContext += UInt64(context.count - context.heldCount)
    for row in context.batchRows { batch.roles[row] = [.printed, .context] }
    if startsGroup, !context.isHandedOn, let first = context.batchRows.first {
      batch.roles[first].insert(.startsGroup)
    }
    return context.heldCount
  }
}
