/// A square matrix most of whose entries are zero, column by column: entries in ascending order of their rows.
struct SparseColumns {
  /// An entry that is not zero.
  struct Entry: Equatable {
    var row: Int32
    var value: Float
  }

  private var entries: [Entry] = []
  private var starts: [Int] = [0]

  /// How many columns there are.
  var count: Int { starts.count - 1 }

  /// The entries of a column.
  subscript(column: Int) -> ArraySlice<Entry> { entries[starts[column]..<starts[column + 1]] }

  /// Adds a column behind the others; its entries ascend.
  mutating func append(_ column: [Entry]) {
    entries += column
    starts.append(entries.count)
  }
}

/// A column in the making: entries are added to in any order.
struct ColumnSum {
  private var values: [Float]
  private var rows: [Int32] = []

  /// A column of so many rows, all zero.
  init(rowCount: Int) { values = [Float](repeating: 0, count: rowCount) }

  /// Adds a value above 0 to a row.
  mutating func add(_ value: Float, to row: Int32) {
    if values[Int(row)] == 0 { rows.append(row) }
    values[Int(row)] += value
  }

  /// Takes what is not zero, in the order in which rows were first added to, and starts anew.
  mutating func takeAll() -> [SparseColumns.Entry] {
    let column = rows.map { SparseColumns.Entry(row: $0, value: values[Int($0)]) }
    for row in rows { values[Int(row)] = 0 }
    rows.removeAll(keepingCapacity: true)
    return column
  }
}

extension [SparseColumns.Entry] {
  /// At most `count` entries, the largest, those of equal value in the order of their rows; ascending by row.
  func largest(_ count: Int) -> Self {
    var kept = self
    if kept.count > count {
      kept.sort { ($1.value, $0.row) < ($0.value, $1.row) }
      kept.removeLast(kept.count - count)
    }
    kept.sort { $0.row < $1.row }
    return kept
  }

  /// The same entries, so that they sum to 1.
  func normalized() -> Self {
    let sum = reduce(0) { $0 + $1.value }
    return map { SparseColumns.Entry(row: $0.row, value: $0.value / sum) }
  }
}
