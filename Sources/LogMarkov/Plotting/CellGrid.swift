/// Records gathered in the cells of a grid: a picture of a million of them is no larger than one of a hundred thousand, and
/// as easy to read.
///
/// A column is a stretch of the sequence, a row a message type, or several that appeared one after the other.
struct CellGrid {
  /// Cells side by side in one row that are drawn alike.
  struct Run: Equatable {
    var row: Int
    var column: Int
    var length: Int
  }

  /// How a cell is drawn.
  struct Look: Hashable {
    var colour: UInt8
    /// From 0 to 2: how much of its column it holds.
    var strength: UInt8
  }

  /// A cell is of strength 2 from an eighth of its column's records on, and of strength 1 from a 64th on: what many records
  /// of other types stand beside is fainter, and a single record still there.
  private static let shares = (strong: 8, middling: 64)

  let columns: Int
  let rows: Int
  /// Row by row; nil where no record is.
  private(set) var looks: [Look?]

  /// Gathers a sequence.
  ///
  /// - Parameters:
  ///   - types: the number of each record's type.
  ///   - length: of the axis, in records; at least as many as there are.
  ///   - typeCount: how many types there are.
  ///   - columns: how many columns there are.
  ///   - rows: how many rows there are.
  ///   - colours: the colour of each type; a cell has that of most of its records, of equal ones the first.
  /// - Complexity: O(records + cells).
  init(
    _ types: [UInt32], length: Int, typeCount: Int, columns: Int, rows: Int, colours: [UInt8]
  ) {
    self.columns = columns
    self.rows = rows
    let kinds = PlotStyle.colours + 1
    var counts = [UInt32](repeating: 0, count: columns * rows * kinds)
    var inColumn = [Int](repeating: 0, count: columns)
    for (record, type) in types.enumerated() {
      let column = record * columns / length
      let row = Int(type) * rows / typeCount
      counts[(row * columns + column) * kinds + Int(colours[Int(type)])] += 1
      inColumn[column] += 1
    }
    looks = (0..<columns * rows).map { cell in
      let here = counts[cell * kinds..<(cell + 1) * kinds]
      let sum = here.reduce(0) { $0 + Int($1) }
      guard sum > 0, let most = here.max(), let colour = here.firstIndex(of: most) else { return nil }
      let all = inColumn[cell % columns]
      let strength =
        sum * CellGrid.shares.strong >= all ? 2 : sum * CellGrid.shares.middling >= all ? 1 : 0
      return Look(colour: UInt8(colour - here.startIndex), strength: UInt8(strength))
    }
  }

  /// What is drawn in each way, row by row.
  func runs() -> [Look: [Run]] {
    var runs: [Look: [Run]] = [:]
    for row in 0..<rows {
      var column = 0
      while column < columns {
        let start = column
        let look = looks[row * columns + start]
        repeat { column += 1 } while column < columns && looks[row * columns + column] == look
        if let look { runs[look, default: []].append(Run(row: row, column: start, length: column - start)) }
      }
    }
    return runs
  }
}
