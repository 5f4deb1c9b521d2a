internal import Unix

/// What is done to a log by hand.
public enum AnomalyKind: String, CaseIterable, Sendable {
  /// A line is put in: it and the next record of its chain are anomalous.
  case insertion
  /// A record is taken out: the next record of its chain is anomalous.
  case deletion
  /// Half of each.
  case both
}

/// A test log with anomalies.
///
/// Source: Haque, DeLucia, Baseman, HUST'17, section 5. The paper names a transition by the line that it leads from; here
/// as in the filter it is the line that it leads to.
struct Trial {
  /// Which line of the material each line is.
  private(set) var origins: [Int32] = []
  /// One for each line; an inserted one has the time and host of the record that it stands before.
  private(set) var records: [LogRecord] = []
  /// Which anomaly a line shows, from 1; 0 for none.
  private(set) var anomalies: [Int32] = []

  /// Makes so many anomalies.
  init(
    _ kind: AnomalyKind, count: Int, in material: TrialMaterial, at places: AnomalyPlaces,
    _ random: inout SeededRandom
  ) {
    // In random order, so that which half is deleted is random too.
    let chosen = places.choose(count, &random).enumerated()
    let insertions = kind == .insertion ? count : kind == .deletion ? 0 : count - count / 2
    var ofRow = [Int32](repeating: 0, count: material.testCount)
    origins.reserveCapacity(material.testCount + count)
    records.reserveCapacity(material.testCount + count)
    var next = 0
    for (number, row) in chosen.sorted(by: { $0.element < $1.element }) {
      let row = Int(row)
      append(next..<row, of: material)
      next = row
      if number < insertions {
        ofRow[row] = Int32(number + 1)
        insert(before: row, of: material, places, &random)
      } else {
        ofRow[Int(places.after[row])] = Int32(number + 1)
        // What continues a record goes with it.
        repeat { next += 1 } while next < material.testCount && material.records[next].kind == .continuation
      }
    }
    append(next..<material.testCount, of: material)
    anomalies = [Int32](repeating: 0, count: origins.count)
    for line in origins.indices {
      let origin = Int(origins[line])
      // What was inserted stands before the record that shows the same anomaly.
      anomalies[line] =
        origin < material.testCount ? ofRow[origin] : ofRow[Int(origins[line + 1])]
    }
  }

  private mutating func append(_ rows: Range<Int>, of material: TrialMaterial) {
    for row in rows { origins.append(Int32(row)) }
    records += material.records[rows]
  }

  private mutating func insert(
    before row: Int, of material: TrialMaterial, _ places: AnomalyPlaces, _ random: inout SeededRandom
  ) {
    let origin = Trial.pick(before: row, of: material, places, &random)
    var record = material.records[origin]
    let host = material.records[row]
    (record.stamp, record.time, record.host) = (host.stamp, host.time, host.host)
    if let pid = Trial.process(of: record, before: row, of: material, places) { record.pid = pid }
    origins.append(Int32(origin))
    records.append(record)
  }

  /// How often another line is drawn for one that is of the same type as a neighbour.
  private static let attempts = 20

  /// A line to insert; not, if that can be had, of the type of the record before or behind, which would often be no
  /// anomaly at all.
  private static func pick(
    before row: Int, of material: TrialMaterial, _ places: AnomalyPlaces, _ random: inout SeededRandom
  ) -> Int {
    let neighbours = [material.hashes[row], material.hashes[Int(places.before[row])]]
    var origin = 0
    for _ in 0..<attempts {
      origin = material.stock.lowerBound + random.draw(below: material.stock.count)
      if !neighbours.contains(material.hashes[origin]) { break }
    }
    return origin
  }

  /// What stood last in brackets behind the same tag, before a place in its chain: whoever logged an unusual line was
  /// there before. Nil if nobody was; then the line is of the process that it names.
  private static func process(
    of record: LogRecord, before row: Int, of material: TrialMaterial, _ places: AnomalyPlaces
  ) -> Region? {
    let text = material.text.span
    var before = places.before[row]
    while before >= 0 {
      let earlier = material.records[Int(before)]
      if text.equals(earlier.tag.range, of: text, in: record.tag.range) { return earlier.pid }
      before = places.before[Int(before)]
    }
    return nil
  }
}
