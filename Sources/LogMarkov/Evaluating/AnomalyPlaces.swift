/// Where in a log a line can be put in, or taken out, so that it shows in its chain: before, or in place of, records that
/// have two before them in their chain and one behind, and that no line repeats.
struct AnomalyPlaces {
  /// How many records of a chain two anomalies are apart at least: what is anomalous about one shall not be in the context
  /// of the other. Source: the study's trials.
  static let distance: Int32 = 7
  /// How many records a place takes from others at most, itself included.
  static let taken = 2 * Int(distance) - 1

  /// The lines of such records.
  private(set) var rows: [Int32] = []
  /// The line of the record before, and after, in the same chain, by line; −1 where there is none.
  let before: [Int32]
  let after: [Int32]
  /// Which chain, between two boot markers, a record is in, and its place there.
  private let runs: [Int32]
  private let positions: [Int32]

  /// The places of a log, whose records are of these types.
  init(_ log: RecordedLog, _ types: [RecordType], _ settings: ModelSettings) {
    var chains = Chains(by: settings.chainKey, hashKey: settings.key, limit: Int(Int32.max))
    var visitor = NeighbourVisitor(lines: log.records.count)
    let text = log.text
    chains.walk(log.records, types, of: text.span, &visitor)
    (before, after, runs, positions) = (visitor.before, visitor.after, visitor.runs, visitor.positions)
    for row in log.records.indices
    where positions[row] >= 2 && after[row] >= 0 && !visitor.isRepeated[row] && log.records[row].repeats == 0
    {
      rows.append(Int32(row))
    }
  }

  /// Some places, in random order; there must be `count` × `taken` of them.
  func choose(_ count: Int, _ random: inout SeededRandom) -> [Int32] {
    precondition(rows.count >= count * Self.taken)
    var chosen: [Int32] = []
    while chosen.count < count {
      let row = rows[random.draw(below: rows.count)]
      if chosen.allSatisfy({ areApart($0, row) }) { chosen.append(row) }
    }
    return chosen
  }

  private func areApart(_ one: Int32, _ other: Int32) -> Bool {
    runs[Int(one)] != runs[Int(other)]
      || abs(positions[Int(one)] - positions[Int(other)]) >= AnomalyPlaces.distance
  }
}

/// Notes who stands beside whom.
private struct NeighbourVisitor: RecordVisitor {
  var before: [Int32]
  var after: [Int32]
  var runs: [Int32]
  var positions: [Int32]
  /// Whether a line says that the record came again.
  var isRepeated: [Bool]
  private var runCount: Int32 = 0
  /// By slot of the chain.
  private var last: [Int32] = []

  init(lines: Int) {
    let none = [Int32](repeating: -1, count: lines)
    (before, after, runs, positions) = (none, none, none, none)
    isRepeated = [Bool](repeating: false, count: lines)
  }

  mutating func visit(
    _ visit: Visit, _ record: LogRecord, _ type: RecordType, of bytes: Span<UInt8>,
    chain: inout ChainContext, process: inout ProcessContext
  ) {
    let slot = Int(visit.chain)
    if slot >= last.count { last.append(contentsOf: repeatElement(-1, count: slot + 1 - last.count)) }
    if chain.isEmpty {
      runs[visit.row] = runCount
      positions[visit.row] = 0
      runCount += 1
    } else {
      let neighbour = last[slot]
      before[visit.row] = neighbour
      after[Int(neighbour)] = Int32(visit.row)
      runs[visit.row] = runs[Int(neighbour)]
      positions[visit.row] = positions[Int(neighbour)] + 1
    }
    last[slot] = Int32(visit.row)
    chain.advance(to: type.type, tag: type.tag, transition: nil, time: nil)
  }

  mutating func visitRepeats(
    _ visit: Visit, _ times: UInt32, chain: inout ChainContext, process: inout ProcessContext
  ) {
    if !chain.isEmpty { isRepeated[Int(last[Int(visit.chain)])] = true }
  }
}
