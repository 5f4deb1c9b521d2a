/// What a picture gathers in its cells.

import Testing

@testable import LogMarkov

/// Sequences of all sorts: few and many records and types, and axes longer than them.
private struct SequenceSample: Sendable, CustomStringConvertible {
  var records: Int
  var length: Int
  var typeCount: Int
  var columns: Int
  var rows: Int

  var description: String {
    "\(records) records of \(typeCount) types on \(length), \(columns) × \(rows) cells"
  }

  /// Seeded types.
  var types: [UInt32] {
    var random = SeededRandom(seed: UInt64(records * 31 + typeCount))
    return (0..<records).map { _ in UInt32(random.draw(below: typeCount)) }
  }

  var colours: [UInt8] { (0..<typeCount).map { UInt8($0 % (PlotStyle.colours + 1)) } }

  var grid: CellGrid {
    CellGrid(types, length: length, typeCount: typeCount, columns: columns, rows: rows, colours: colours)
  }
}

private let samples = [
  SequenceSample(records: 1, length: 1, typeCount: 1, columns: 1, rows: 1),
  SequenceSample(records: 7, length: 7, typeCount: 3, columns: 105, rows: 3),
  SequenceSample(records: 5, length: 900, typeCount: 9, columns: 840, rows: 9),
  SequenceSample(records: 3000, length: 3000, typeCount: 170, columns: 840, rows: 160),
  SequenceSample(records: 20_000, length: 30_000, typeCount: 2000, columns: 300, rows: 160),
]

@Suite("Cells of a picture")
struct CellGridTests {
  @Test(
    "every record is in a cell that is drawn, and every cell that is drawn has a record", arguments: samples)
  fileprivate func everyRecord(_ sample: SequenceSample) {
    var drawn: Set<[Int]> = []
    for run in sample.grid.runs().values.joined() {
      for column in run.column..<run.column + run.length {
        #expect(drawn.insert([column, run.row]).inserted, "drawn once")
      }
    }
    var wanted: Set<[Int]> = []
    for (record, type) in sample.types.enumerated() {
      wanted.insert([
        record * sample.columns / sample.length, Int(type) * sample.rows / sample.typeCount,
      ])
    }
    #expect(drawn == wanted)
  }

  @Test("there are no more marks than cells, nor than records", arguments: samples)
  fileprivate func fewMarks(_ sample: SequenceSample) {
    let marks = sample.grid.runs().values.joined().count
    #expect(marks > 0 && marks <= min(sample.columns * sample.rows, sample.records))
  }

  @Test("neighbours that look alike are one mark")
  func neighbours() {
    let grid = CellGrid(
      [0, 0, 1, 0, 0, 0], length: 6, typeCount: 2, columns: 6, rows: 2, colours: [3, 4])
    #expect(
      grid.runs() == [
        .init(colour: 3, strength: 2): [
          .init(row: 0, column: 0, length: 2), .init(row: 0, column: 3, length: 3),
        ],
        .init(colour: 4, strength: 2): [.init(row: 1, column: 2, length: 1)],
      ])
  }

  @Test("a cell is the fainter the less of its column it holds")
  func strengths() {
    // Of 128 records in one column: 1, 2, 16 and all the rest.
    let types: [UInt32] =
      [0] + [1, 1] + [UInt32](repeating: 2, count: 16) + [UInt32](repeating: 3, count: 109)
    let grid = CellGrid(
      types, length: 128, typeCount: 4, columns: 1, rows: 4, colours: [0, 0, 0, 0])
    #expect(grid.looks.map { $0?.strength } == [0, 1, 2, 2])
  }

  @Test("a cell of several types has the colour of most of its records, of equal ones the first")
  func colours() {
    let grid = CellGrid(
      [0, 1, 1, 2, 3], length: 5, typeCount: 4, columns: 1, rows: 2, colours: [5, 2, 6, 1])
    #expect(grid.looks.map { $0?.colour } == [2, 1])
  }
}
