internal import Unix

/// Holds lines, in the order in which they came, until their scores are final: what a record was shows in the next one
/// of its chain.
///
/// A record waits until the next record of its chain is there, or its chain ends, or too much is held; then it may go,
/// and all that waited behind it only for its turn. All of this is decided line by line, so that neither batches nor
/// reads show in the output; only time does (`releaseOverdue`).
struct LookAhead: ~Copyable {
  /// How many lines are held at most.
  static let lineLimit = 4_096
  /// How many bytes of lines, their ends included, are held at most.
  static let byteLimit = 1 << 20
  /// How many bytes of names (`TypeNames`) are held at most. Where 4,096 lines are held a line has 2 KiB of them, so that
  /// they end no one's wait but where somebody writes lines as long as that.
  static let nameLimit = 8 << 20

  private struct Row {
    var line: Line
    var record: LogRecord
    var score: Score
    var names: TypeNames.Row
    var chainSlot: UInt32
    var isWaiting = false
  }

  /// A chain's last record.
  private struct Last {
    /// Its number among the rows here; `.max` stands for none.
    var number = UInt64.max
    /// Its number among the rows of batches, by which revisions name it: pieces that are one row here are several.
    var batchRow = UInt64.max
  }

  /// Rows that arrived together, up to the one of this number, must not wait longer than until `deadline`.
  private struct Arrival {
    var end: UInt64
    var deadline: Instant
  }

  //  rows:  | handed on | may go | held: the first of them waits |
  //         0         handed    ready                      rows.count
  private var rows: [Row] = []
  private var handed = 0
  private var ready = 0
  /// How many rows came before `rows[0]`.
  private var rowsBefore: UInt64 = 0
  /// By the numbers of their rows, which count on from the stream's first.
  private var explanations: [UInt64: Explanation] = [:]
  private var heldLines = 0
  private var heldBytes = 0
  private var heldNames = 0
  /// The bytes of the rows.
  private(set) var text = HeldText()
  /// The bytes of their names.
  private var names = HeldText()
  private var namesRows = false
  /// By slot.
  private var lastOfChain: [Last] = []
  /// How many rows of batches have come.
  private var batchRows: UInt64 = 0
  private var arrivals: [Arrival] = []

  /// Nothing is held yet.
  init() {}

  /// True if no line waits.
  var isEmpty: Bool { ready == rows.count }

  /// Takes over a batch that was scored.
  ///
  /// - Parameters:
  ///   - batch: lines, records, scores and chain slots, and the revisions that came with them, in the order in which
  ///     they did; it stays as it is.
  ///   - bytes: the buffer that the batch's lines point into.
  /// - Complexity: O(bytes of the batch), amortised.
  mutating func hold(_ batch: Batch, of bytes: Span<UInt8>) {
    forgetHanded()
    var revisions = batch.revisions[...]
    for row in batch.parsed.lines.indices {
      let (line, record) = text.append(batch.parsed.lines[row], batch.parsed.records[row], of: bytes)
      var names = TypeNames.Row()
      if !batch.names.rows.isEmpty {
        namesRows = true
        names = self.names.append(batch.names.rows[row], of: batch.names.text.span)
      }
      take(
        Row(
          line: line, record: record, score: batch.scores[row], names: names,
          chainSlot: batch.chainSlots[row]), &revisions)
      if let explanation = batch.explanations[row] {
        explanations[rowsBefore + UInt64(rows.count - 1)] = explanation
      }
      release()
      batchRows += 1
    }
    precondition(revisions.isEmpty, "a revision of a record that is not the last of its chain")
  }

  /// Hands on lines that may go, at most `LineBlock.linesPerBatch` of them, as columns of `batch`, whose lines then
  /// point into `text`; a record has all its fields but the message. False if there were none.
  mutating func handOn(into batch: inout Batch) -> Bool {
    let end = min(ready, handed + LineBlock.linesPerBatch)
    for (number, row) in zip((rowsBefore + UInt64(handed))..., rows[handed..<end]) {
      if !explanations.isEmpty {
        batch.explanations[batch.parsed.lines.count] = explanations.removeValue(forKey: number)
      }
      batch.parsed.append(row.line, row.record)
      batch.scores.append(row.score)
      batch.chainSlots.append(row.chainSlot)
      if namesRows { batch.names.append(row.names, of: names.storage.span) }
    }
    defer { handed = end }
    return end > handed
  }

  /// Lets everything go: the stream has ended.
  mutating func releaseAll() {
    while ready < rows.count { releaseFirst() }
  }
}

// Time: it counts only while input would block.
extension LookAhead {
  /// Lines that came since the last call may wait until `deadline`.
  mutating func limitWait(until deadline: Instant) {
    let end = rowsBefore + UInt64(rows.count)
    if !isEmpty, arrivals.last?.end != end { arrivals.append(Arrival(end: end, deadline: deadline)) }
  }

  /// When the line that was held longest must go; nil if none waits.
  var deadline: Instant? {
    arrivals.first { $0.end > rowsBefore + UInt64(ready) }?.deadline
  }

  /// Lets the lines go whose time is over with that of the first.
  mutating func releaseOverdue() {
    guard let due = arrivals.first(where: { $0.end > rowsBefore + UInt64(ready) }) else { return }
    while rowsBefore + UInt64(ready) < due.end { releaseFirst() }
    release()
  }
}

extension LookAhead {
  /// Takes a line at the end; those that it makes final wait no longer.
  private mutating func take(_ row: Row, _ revisions: inout ArraySlice<ScoreRevision>) {
    let (line, record, slot) = (row.line, row.record, row.chainSlot)
    heldBytes += line.text.range.count
    if line.endsLine { heldBytes += 1 }
    if ready < rows.count, rows[rows.count - 1].line.merge(line) { return }
    // All chains end here.
    if record.followsBoot { while ready < rows.count { releaseFirst() } }
    if line.startsLine { heldLines += 1 }
    let number = rowsBefore + UInt64(rows.count)
    heldNames += row.names.byteCount
    rows.append(row)
    switch record.kind {
    case .record:
      let place = settleLast(ofChain: Int(slot))
      let revision = revisions.first?.row == lastOfChain[Int(slot)].batchRow ? revisions.popFirst() : nil
      // What waits no longer keeps its score: whether it has already gone must not show.
      if let place, let revision { rows[place].score = revision.score }
      lastOfChain[Int(slot)] = Last(number: number, batchRow: batchRows)
      // A first record is never selected, and one that says that it was repeated is its own next one.
      rows[rows.count - 1].isWaiting = row.score.flag != .first && record.repeats == 0
    case .repeatedLast:
      // Only records bring revisions.
      if slot != .max { _ = settleLast(ofChain: Int(slot)) }
    case .bootMarker:
      // All chains end here.
      while ready < rows.count { releaseFirst() }
    case .continuation, .notARecord, .linePiece: break
    }
  }

  /// The last record of a chain waits no longer: the next one has come, or the slot has gone to another chain.
  ///
  /// Returns the place of its row if it waited until now.
  private mutating func settleLast(ofChain slot: Int) -> Int? {
    if slot >= lastOfChain.count {
      lastOfChain.append(contentsOf: repeatElement(Last(), count: slot + 1 - lastOfChain.count))
    }
    let number = lastOfChain[slot].number
    guard number != .max, number >= rowsBefore + UInt64(ready) else { return nil }
    let place = Int(number - rowsBefore)
    guard rows[place].isWaiting else { return nil }
    rows[place].isWaiting = false
    return place
  }

  /// Lets go what need not wait, and what there is no room for.
  private mutating func release() {
    while ready < rows.count {
      guard
        !rows[ready].isWaiting || heldLines > LookAhead.lineLimit || heldBytes > LookAhead.byteLimit
          || heldNames > LookAhead.nameLimit
      else { return }
      releaseFirst()
    }
  }

  private mutating func releaseFirst() {
    let line = rows[ready].line
    heldBytes -= line.text.range.count + (line.endsLine ? 1 : 0)
    heldNames -= rows[ready].names.byteCount
    if line.startsLine { heldLines -= 1 }
    ready += 1
  }

  /// Makes room: what was handed on goes once it is half of the rows, of the bytes or of the names, so that
  /// none is moved more than once on average.
  private mutating func forgetHanded() {
    while let arrival = arrivals.first, arrival.end <= rowsBefore + UInt64(ready) { arrivals.removeFirst() }
    let start = handed < rows.count ? Int(rows[handed].line.text.offset) : text.end
    let firstName = rows[handed...].first { !$0.names.type.isEmpty }.map { Int($0.names.type.offset) }
    let nameStart = firstName ?? names.end
    guard
      2 * handed >= rows.count || 2 * start >= text.end || nameStart > 0 && 2 * nameStart >= names.end
    else { return }
    text.removeFirst(start)
    names.removeFirst(nameStart)
    rows.removeFirst(handed)
    for place in rows.indices {
      rows[place].line.text.offset -= UInt32(start)
      rows[place].record.moveFields(by: UInt32(start))
      rows[place].names.move(by: UInt32(nameStart))
    }
    rowsBefore += UInt64(handed)
    ready -= handed
    handed = 0
  }
}
