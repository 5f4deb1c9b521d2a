/// Figures 1 and 2 of the paper: which message type each record of a log is, and below it the same of another log or of a
/// walk over a model, on the same axes.
///
/// Source: Haque, DeLucia, Baseman, HUST'17, section 5.1, figures 1 and 2.
public struct SequencePlot {
  /// A sequence, and what stands above it.
  public struct Panel {
    let name: String
    let sequence: TypeSequence

    /// How many records there are.
    public var count: Int { sequence.count }

    /// A sequence of this name, of one record at least.
    public init(name: String, _ sequence: TypeSequence) {
      precondition(sequence.count > 0)
      self.name = name
      self.sequence = sequence
    }
  }

  /// Where things are, in pixels.
  private enum Layout {
    static let width = 960.0
    static let left = 64.0
    /// A column is a pixel: more would not be seen.
    static let columns = 840
    /// Rows of two pixels are still told apart; and two panels of so many cells are less than 2 MB whatever is in them.
    static let rows = 160
    static let height = 320.0
    static let highestRow = 24.0
    static let thickestMark = 8.0
    static let heading = 34.0
    static let foot = 26.0
    static let times = 14.0
    static let keyLine = 17.0
    static let keyColumn = 56.0
  }

  private let types: SequencedTypes
  private let panels: [Panel]
  /// How many records the longest sequence has.
  private let length: Int

  /// A picture of sequences of these types, one at least, in the order in which they were read.
  public init(of types: SequencedTypes, _ panels: [Panel]) {
    precondition(!panels.isEmpty)
    self.types = types
    self.panels = panels
    length = panels.reduce(0) { max($0, $1.sequence.count) }
  }

  /// The picture.
  ///
  /// - Complexity: O(records + types · log types); the bytes are bounded by the grid, whatever the number of records.
  public func svg() -> [UInt8] {
    let key = colourKey()
    let bottom = tops.last.map { $0 + heightOfPanel(panels.count - 1) } ?? 0
    let height = bottom + Layout.keyLine * Double(key.entries.count + 1) + 16
    return SVGWriter.document(
      width: Layout.width, height: height, title: "Message types by record: \(panels[0].name)",
      description: panels.indices.map(heading).joined(separator: ". ")
        + ". A mark stands for the records of a message type in a stretch of the log; its colour, for types of similar text."
    ) { svg in
      for place in panels.indices { draw(place, key, into: &svg) }
      draw(key, top: bottom + 22, into: &svg)
    }
  }

  private func colourKey() -> ColourKey {
    let clusters = TextClusters(texts: (0..<types.count).map(types.text))
    return ColourKey(clusters: clusters.numbers, of: panels.map(\.sequence.types), text: types.text)
  }

  private func heading(of place: Int) -> String {
    let sequence = panels[place].sequence
    let new = sequence.newTypes.count
    let news = place == 0 ? "" : new == 0 ? ", none of them new" : ", \(new.grouped) of them new"
    return "\(panels[place].name): \(sequence.count.counted("record")) of "
      + sequence.typeCount.counted("message type") + news
  }
}

/// Panels.
extension SequencePlot {
  private var rows: Int { min(types.count, Layout.rows) }

  private var rowHeight: Double { min(Layout.highestRow, (Layout.height / Double(rows)).rounded(.down)) }

  private func heightOfPanel(_ place: Int) -> Double {
    Layout.heading + rowHeight * Double(rows) + Layout.foot + (timeMarks(place).isEmpty ? 0 : Layout.times)
  }

  private var tops: [Double] {
    var tops = [4.0]
    for place in panels.indices.dropLast() { tops.append(tops[place] + heightOfPanel(place)) }
    return tops
  }

  private func draw(_ place: Int, _ key: ColourKey, into svg: inout SVGWriter) {
    let frame = PlotFrame(
      left: Layout.left, top: tops[place] + Layout.heading, width: Double(Layout.columns),
      height: rowHeight * Double(rows))
    svg.element(
      "text", ["x": frame.left.svg, "y": (frame.top - 12).svg, "class": "heading"],
      text: heading(of: place).cut(to: 110))
    frame.drawGround(into: &svg)
    frame.drawRows(typeMarks, into: &svg)
    drawLimit(frame, place, into: &svg)
    drawCells(frame, panels[place].sequence, key, into: &svg)
    frame.drawFoot(recordMarks, into: &svg)
    for mark in timeMarks(place) {
      svg.label(mark.text, x: frame.x(mark.place), y: frame.bottom + 30, "faint middle")
    }
    svg.label("record", x: frame.left, y: frame.bottom + 16, "faint")
    let middle = frame.top + frame.height / 2
    svg.element(
      "text",
      ["transform": "translate(18 \(middle.svg)) rotate(-90)", "class": "faint middle"],
      text: "message type")
  }

  /// Types are counted from 1 as records are; a mark stands at the middle of its type's row.
  private var typeMarks: [AxisMark] {
    RoundNumbers.upTo(types.count, count: Int(max(1, rowHeight * Double(rows) / 40))).map {
      AxisMark(place: (Double($0) - 0.5) / Double(types.count), text: $0.grouped)
    }
  }

  /// So few that a time has room below each.
  private var axisNumbers: [Int] { RoundNumbers.upTo(length, count: 7) }

  private var recordMarks: [AxisMark] {
    axisNumbers.map {
      AxisMark(place: (Double($0) - 0.5) / Double(length), text: $0.grouped)
    }
  }

  /// When the records were at which marks stand.
  private func timeMarks(_ place: Int) -> [AxisMark] {
    let sequence = panels[place].sequence
    return axisNumbers.compactMap { number in
      guard number <= sequence.count, let time = sequence.time(of: number - 1) else { return nil }
      var text: [UInt8] = []
      SyntheticStamp.append(time, to: &text)
      return AxisMark(
        place: (Double(number) - 0.5) / Double(length), text: String(decoding: text, as: UTF8.self))
    }
  }

  /// A line above the types of the sequences above, if there are others.
  private func drawLimit(_ frame: PlotFrame, _ place: Int, into svg: inout SVGWriter) {
    let new = panels[place].sequence.newTypes
    guard place > 0, !new.isEmpty else { return }
    let y = frame.y(Double(new.lowerBound) / Double(types.count))
    svg.line(from: (frame.left, y), to: (frame.right, y), "limit")
    svg.label("new", x: frame.right + 12, y: y - 4, "faint")
  }
}

/// Marks.
extension SequencePlot {
  private func drawCells(
    _ frame: PlotFrame, _ sequence: TypeSequence, _ key: ColourKey, into svg: inout SVGWriter
  ) {
    let columns = min(Layout.columns, max(length, Layout.columns / 8))
    let grid = CellGrid(
      sequence.types, length: length, typeCount: types.count, columns: columns, rows: rows,
      colours: key.colours)
    let thickness = rowHeight > 3 ? min(Layout.thickestMark, rowHeight - 1) : rowHeight
    let runs = grid.runs()
    // Of one unit for a cell.
    svg.element(
      "svg",
      [
        "class": "marks", "stroke-width": (thickness / rowHeight).svg,
        // A mark of one pixel is hard to see, and of two it hides little.
        "stroke-linecap": columns == Layout.columns ? "square" : "butt", "x": frame.left.svg,
        "y": frame.top.svg, "width": frame.width.svg, "height": frame.height.svg,
        "viewBox": "0 0 \(grid.columns) \(grid.rows)", "preserveAspectRatio": "none",
      ]
    ) { svg in
      for entry in key.entries {
        for strength in UInt8(0)...2 {
          guard let runs = runs[CellGrid.Look(colour: UInt8(entry.colour), strength: strength)] else {
            continue
          }
          svg.element(
            "path",
            ["class": "\(PlotStyle.colour(entry.colour)) s\(strength)", "d": path(runs, rows: grid.rows)])
        }
      }
    }
  }

  /// Lines from left to right, each begun from where the last one ended: the shortest way to write them. The middle
  /// of a row is half a unit below its top.
  private func path(_ runs: [CellGrid.Run], rows: Int) -> String {
    var path = ""
    var (x, y) = (0, 0)
    for run in runs {
      let row = rows - 1 - run.row
      path += path.isEmpty ? "M\(run.column) \(row).5" : "m\(run.column - x) \(row - y)"
      path += "h\(run.length)"
      (x, y) = (run.column + run.length, row)
    }
    return path
  }
}

/// The key.
extension SequencePlot {
  /// The right edges of the columns of numbers, and where names begin.
  private var keyColumns: (records: [Double], types: Double, names: Double) {
    let records = panels.indices.map { Layout.left + 70 + Double($0) * Layout.keyColumn }
    let types = Layout.left + 70 + Double(panels.count) * Layout.keyColumn
    return (records, types, types + 16)
  }

  private func draw(_ key: ColourKey, top: Double, into svg: inout SVGWriter) {
    let columns = keyColumns
    for (x, name) in zip(columns.records, panels.count == 1 ? ["records"] : ["above", "below"]) {
      svg.label(name, x: x, y: top, "faint end")
    }
    svg.label("types", x: columns.types, y: top, "faint end")
    svg.label("cluster of message types, by its most frequent one", x: columns.names, y: top, "faint")
    let widest = Int((Layout.width - columns.names - 8) / PlotStyle.fixedWidth)
    for (line, entry) in key.entries.enumerated() {
      let y = top + Double(line + 1) * Layout.keyLine
      svg.element(
        "rect",
        [
          "class": "dot \(PlotStyle.colour(entry.colour))", "x": Layout.left.svg, "y": (y - 9).svg,
          "width": "14", "height": "9",
        ])
      for (x, records) in zip(columns.records, entry.records) {
        svg.label(records.grouped, x: x, y: y, "end")
      }
      svg.label(entry.types.grouped, x: columns.types, y: y, "end")
      svg.label(
        entry.name.cut(to: widest), x: columns.names, y: y,
        entry.colour == PlotStyle.colours ? "faint" : "fixed")
    }
  }
}
