/// Prints, at the end, the highest records or all of them by rank, or, when an alert is over, what belongs to it: `--top`,
/// `--sort`, `--incidents`.
///
/// What may still be printed is held: a *group* is a record, or the selected records of an alert, with the lines that
/// belong to them; the lines around groups are held too. At every line the decisions are the same whatever
/// the batches; only `tidy`, now and then, drops what nobody needs any more.
struct RankedLines: LinePrinter {
  /// A record that may be printed, or several that belong together.
  struct Group {
    /// What it is ranked by.
    var rank: Double
    /// Its lines, in order.
    var lines: [OwnLine] = []
    /// The last line that had come when it was complete.
    var end = Int.max
  }

  /// A line of a group.
  struct OwnLine {
    /// Its number.
    var number: Int
    /// From which line on those before it are held, if all that are wanted are not.
    var first: Int
  }

  /// A line that is held.
  struct HeldLine {
    /// Lines count on from the stream's first, 1.
    var number: Int
    /// Empty if the line was too long to be held.
    var rows: Range<Int>
    /// Bytes of the line and what holding it costs.
    var cost = HeldLines.rowCost + MemoryLayout<HeldLine>.stride
  }

  /// What a group costs besides its lines: the arrays and tables that know it.
  static let groupCost = 192

  let settings: PrintSettings
  let scale: ScoreScale
  /// Every record but the first of a chain may be among the highest.
  let selectsAll: Bool
  /// Half of what is allowed, since arrays double.
  let byteLimit: Int
  /// From this cost on it is tidied up at the latest: one more line, of a quarter of the limit, has room.
  let mostHeld: Int
  /// What the lines before a record, or one long line, take at most, so that any record has room with them.
  let mostAround: Int
  /// What tidying up leaves at most. What it costs is shared by the lines that come until it leaves too much again: with
  /// `mostHeld` here too, 200,000 lines through `--top=350 -B 2 --max-held=1M` took four times as long as unbounded.
  let mostKept: Int

  /// Groups that may be printed, by their numbers in the order in which they began.
  var groups: [Int: Group] = [:]
  private var groupCount = 0
  /// Those that may still grow.
  var open: Set<Int> = []
  /// Those that are complete, in the order in which they became so.
  var closed: [Int] = []
  /// Those to be handed on, in order; nothing is added to them any more.
  var ready: [Group] = []
  /// No group of this rank or less can be among the highest.
  var leastRank = -Double.infinity
  /// No group of this rank or less can be held.
  var leastHeldRank = -Double.infinity

  /// The group of the last record.
  private var groupOfRecord: Int?
  /// The group of each chain's last record, by slot.
  private var groupOfChain: [UInt32: Int] = [:]
  /// The group that each chain's alert is, by slot.
  private var incidents: [UInt32: Int] = [:]

  private(set) var lineNumber = 0
  private var holdsLine = false
  private var ownsLine = false
  /// The last line that belongs to a group.
  private var lastOwned = -1
  var lines: [HeldLine] = []
  var held = HeldLines()
  /// What all that is held costs, as far as it is needed.
  var cost = 0
  /// From what cost on it is tidied up.
  var costToTidy: Int
  /// Lines below this one are no longer held for a record still to come.
  var windowFloor = 1
  /// What those from it on cost.
  var windowCost = 0
  static let leastToTidy = 1 << 20

  var outgoing: [Outgoing] = []
  var handed = 0
  var hasPrinted = false
  var tally = PrintTally()

  /// A row on its way out.
  struct Outgoing {
    var row: Int
    var role: LineRole
  }

  /// Nothing is held yet.
  init(_ settings: PrintSettings, selectsAll: Bool, scale: ScoreScale) {
    self.settings = settings
    self.selectsAll = selectsAll
    self.scale = scale
    byteLimit = settings.heldLimit / 2
    mostHeld = byteLimit - byteLimit / 4
    mostAround = byteLimit / 4
    mostKept = byteLimit / 8 * 5
    costToTidy = min(RankedLines.leastToTidy, mostHeld)
    if !isStreaming { tally.chosen = 0 }
  }

  var text: HeldText { held.text }
  /// Groups are printed as soon as they are complete.
  var isStreaming: Bool { settings.top == nil && !settings.sorts }

  mutating func place(_ batch: inout Batch, of bytes: Span<UInt8>) {
    if handed > 0 {
      outgoing.removeAll(keepingCapacity: true)
      handed = 0
    }
    var records = 0
    for row in batch.parsed.lines.indices {
      let line = batch.parsed.lines[row]
      batch.roles.append([])
      if line.startsLine {
        lineNumber += 1
        var part = OpenAlerts.Part.none
        if batch.parsed.records[row].kind == .record, settings.groupsIncidents {
          part = batch.alertParts[records]
          records += 1
        }
        begin(row, of: batch, part)
      }
      if holdsLine { hold(row, of: batch, bytes) }
      guard line.endsLine else { continue }
      if windowCost > mostAround { trimWindow() }
      if cost > costToTidy { tidy() }
    }
  }

  mutating func finish() {
    for group in open.sorted() { close(group) }
    chooseAll()
  }
}

// What a line belongs to.
extension RankedLines {
  private mutating func begin(_ row: Int, of batch: Batch, _ part: OpenAlerts.Part) {
    let kind = batch.parsed.records[row].kind
    let slot = batch.chainSlots[row]
    var owner: Int?
    switch kind {
    case .record:
      owner = group(ofRecord: row, of: batch, part)
      groupOfRecord = owner
      groupOfChain[slot] = owner
    case .continuation: owner = groupOfRecord
    case .repeatedLast: owner = slot == .max ? nil : groupOfChain[slot]
    case .bootMarker:
      // All chains end here.
      for (_, group) in incidents.sorted(by: { $0.value < $1.value }) { close(group) }
      incidents = [:]
    case .notARecord, .linePiece: break
    }
    if let group = owner, groups[group] != nil {
      groups[group]?.lines.append(
        OwnLine(number: lineNumber, first: max(windowFloor, lineNumber - settings.before)))
      lastOwned = lineNumber
      ownsLine = true
    } else {
      ownsLine = false
    }
    choosePassed()
    holdsLine = ownsLine || settings.before > 0 || lastOwned > 0 && lineNumber <= lastOwned + settings.after
    guard holdsLine else { return }
    lines.append(HeldLine(number: lineNumber, rows: held.rows.count..<held.rows.count))
    charge(lines[lines.count - 1].cost)
  }

  private mutating func group(ofRecord row: Int, of batch: Batch, _ part: OpenAlerts.Part) -> Int? {
    let score = batch.scores[row]
    let rank = rank(of: score)
    let isSelected = score.flag != .first && batch.passes[row]
    guard settings.groupsIncidents else { return isSelected ? admit(rank) : nil }
    let slot = batch.chainSlots[row]
    if part != .belongs || score.flag == .first, let over = incidents.removeValue(forKey: slot) {
      close(over)
    }
    guard isSelected else { return nil }
    if let group = incidents[slot], let before = groups[group] {
      groups[group]?.rank = max(before.rank, rank)
      return group
    }
    guard part == .opens else { return nil }
    let group = add(rank)
    incidents[slot] = group
    open.insert(group)
    return group
  }

  /// A record that may be among the highest becomes a group of its own.
  private mutating func admit(_ rank: Double) -> Int? {
    guard rank > leastRank else { return nil }
    guard rank > leastHeldRank else {
      tally.droppedRecords += 1
      return nil
    }
    let group = add(rank)
    closed.append(group)
    prune()
    return group
  }

  private mutating func add(_ rank: Double) -> Int {
    groupCount += 1
    groups[groupCount] = Group(rank: rank)
    cost += RankedLines.groupCost
    return groupCount
  }

  private mutating func rank(of score: Score) -> Double {
    switch scale {
    case .bits: score.combined.bits
    // Lower is rarer; as it is printed.
    case .probability: -(score.messageProbability + score.tagProbability)
    }
  }

  /// Nothing more can belong to a group.
  private mutating func close(_ group: Int) {
    guard open.remove(group) != nil, let rank = groups[group]?.rank else { return }
    if rank > leastRank, rank > leastHeldRank {
      closed.append(group)
      prune()
    } else {
      if rank > leastRank { tally.droppedRecords += 1 }
      groups[group] = nil
    }
  }

  private mutating func hold(_ row: Int, of batch: Batch, _ bytes: Span<UInt8>) {
    let last = lines.count - 1
    if !batch.parsed.lines[row].startsLine, lines[last].rows.isEmpty { return }
    held.append(row, of: batch, bytes, explains: ownsLine)
    lines[last].rows = lines[last].rows.lowerBound..<held.rows.count
    var added = HeldLines.cost(of: row, in: batch)
    if ownsLine, batch.explanations[row] != nil { added += HeldLines.explanationCost }
    lines[last].cost += added
    charge(added)
    guard lines[last].cost > mostAround else { return }
    // A long line must not push all others out.
    held.removeLast(from: lines[last].rows.lowerBound)
    lines[last].rows = lines[last].rows.lowerBound..<lines[last].rows.lowerBound
    charge(-lines[last].cost)
    lines[last].cost = 0
  }

  /// The last line costs so much more.
  private mutating func charge(_ lineCost: Int) {
    cost += lineCost
    windowCost += lineCost
  }
}
