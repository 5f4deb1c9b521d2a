/// Figures 3 to 8 of the paper: precision and recall of each pair of logs with their standard deviations, coloured by how
/// alike the logs are; a row of panels for each ranking, the paper's first, and a column for each kind of anomaly.
///
/// With pairs of which nobody says how alike they are, colours are rankings, and there is one row.
///
/// Source: Haque, DeLucia, Baseman, HUST'17, section 6, figures 3 to 8.
public struct ExperimentFigure {
  /// A pair of logs and what came of it.
  public struct Pair {
    let similarity: SimilarityClass?
    let results: [RankingResult]

    /// A pair.
    public init(_ similarity: SimilarityClass?, _ results: [RankingResult]) {
      self.similarity = similarity
      self.results = results
    }
  }

  /// What is drawn in one colour.
  private struct Group {
    var name: String
    var results: [RankingResult]
  }

  /// Where things are, in pixels.
  private enum Layout {
    static let width = 1146.0
    static let left = 44.0
    static let right = 20.0
    /// Of many rows, and of a single one.
    static let panelHeights = (many: 104.0, single: 160.0)
    static let betweenMeasures = 10.0
    static let betweenKinds = 34.0
    /// Down to the names of the measures.
    static let head = 112.0
    static let rowHeading = 28.0
    static let foot = 14.0
    /// In characters of the heading's font.
    static let longestTitle = 125
  }

  /// The measures of the paper's figures.
  private static let measures: [(measure: Measure, name: String)] = [
    (.precisionAt10, "precision at 10"), (.recallAtR, "recall at R"),
  ]

  private let title: String
  private let kinds: [AnomalyKind]
  /// Of each row; nil for one row of all.
  private let rankings: [RankingName?]
  private let groups: [Group]

  /// A figure of an experiment with one pair at least; `title` stands above it.
  public init(_ pairs: [Pair], title: String) {
    precondition(!pairs.isEmpty)
    self.title = title
    let all = pairs.flatMap(\.results)
    kinds = AnomalyKind.allCases.filter { kind in all.contains { $0.kind == kind } }
    let rankings = RankingName.allCases.filter { name in all.contains { $0.ranking == name } }
    let classes = SimilarityClass.allCases.compactMap { similarity -> Group? in
      let ofClass = pairs.filter { $0.similarity == similarity }
      guard !ofClass.isEmpty else { return nil }
      return Group(
        name: "\(similarity.rawValue), \(ofClass.count.counted("pair"))", results: ofClass.flatMap(\.results))
    }
    if classes.isEmpty {
      self.rankings = [nil]
      groups = rankings.map { name in Group(name: name.rawValue, results: all.filter { $0.ranking == name }) }
    } else {
      self.rankings = rankings
      groups = classes
    }
  }

  /// The picture.
  public func svg() -> [UInt8] {
    let height = top(ofRow: rankings.count) + Layout.foot
    return SVGWriter.document(
      width: Layout.width, height: height, title: title, description: explanation
    ) { svg in
      drawHead(into: &svg)
      for row in rankings.indices {
        drawHeading(row, into: &svg)
        for column in kinds.indices {
          for place in ExperimentFigure.measures.indices { drawPanel(row, column, place, into: &svg) }
        }
      }
    }
  }

  private var explanation: String {
    let pairs = "dot: mean of a pair's trials; bar: one standard deviation up and down"
    return rankings == [nil]
      ? pairs : pairs + "; line: mean of all pairs of a colour; pairs of a colour from the best to the worst"
  }
}

/// What is where.
extension ExperimentFigure {
  private var kindWidth: Double {
    let free = Layout.width - Layout.left - Layout.right - Layout.betweenKinds * Double(kinds.count - 1)
    return free / Double(kinds.count)
  }

  private var panelWidth: Double { (kindWidth - Layout.betweenMeasures) / 2 }

  private var panelHeight: Double {
    rankings.count == 1 ? Layout.panelHeights.single : Layout.panelHeights.many
  }

  private func left(ofKind column: Int) -> Double {
    Layout.left + Double(column) * (kindWidth + Layout.betweenKinds)
  }

  /// One row of all rankings needs no heading.
  private var rowHeading: Double { rankings == [nil] ? Layout.foot : Layout.rowHeading }

  private func top(ofRow row: Int) -> Double {
    Layout.head + Double(row) * (rowHeading + panelHeight)
  }

  private func frame(_ row: Int, _ column: Int, _ measure: Int) -> PlotFrame {
    PlotFrame(
      left: left(ofKind: column) + Double(measure) * (panelWidth + Layout.betweenMeasures),
      top: top(ofRow: row) + rowHeading, width: panelWidth, height: panelHeight)
  }

  private func drawHead(into svg: inout SVGWriter) {
    svg.label(title.cut(to: Layout.longestTitle), x: Layout.left, y: 24, "heading")
    svg.label(explanation, x: Layout.left, y: 42, "faint")
    var x = Layout.left
    for (colour, group) in groups.enumerated() {
      svg.element(
        "circle",
        ["class": "dot \(PlotStyle.colour(colour))", "cx": (x + 4).svg, "cy": "60", "r": "4"])
      svg.label(group.name, x: x + 14, y: 64, "plain")
      x += 44 + PlotStyle.usualWidth * Double(group.name.count)
    }
    for (column, kind) in kinds.enumerated() {
      svg.label(kind.rawValue, x: left(ofKind: column) + kindWidth / 2, y: 90, "heading middle")
      for (place, measure) in ExperimentFigure.measures.enumerated() {
        let frame = frame(0, column, place)
        svg.label(measure.name, x: frame.x(0.5), y: Layout.head - 4, "faint middle")
      }
    }
  }

  /// A ranking, and where it is in the paper.
  private func drawHeading(_ row: Int, into svg: inout SVGWriter) {
    guard let ranking = rankings[row] else { return }
    let y = top(ofRow: row) + rowHeading - 8
    svg.label(ranking.rawValue, x: Layout.left, y: y, "name")
    guard ranking.isPapers else { return }
    let first = ranking == .paperMessage ? 3 : 6
    for (column, kind) in kinds.enumerated() {
      let number = first + (AnomalyKind.allCases.firstIndex(of: kind) ?? 0)
      svg.label(
        "figure \(number) of the paper", x: left(ofKind: column) + kindWidth, y: y, "faint end")
    }
  }

  private func drawPanel(_ row: Int, _ column: Int, _ place: Int, into svg: inout SVGWriter) {
    let frame = frame(row, column, place)
    frame.drawGround(into: &svg)
    frame.drawRows(
      [0, 0.5, 1].map { AxisMark(place: $0, text: $0.svg) }, hasText: column == 0 && place == 0, into: &svg)
    let strips = groups.map { group in
      group.results.filter { result in
        result.kind == kinds[column] && rankings[row].map { $0 == result.ranking } != false
      }.map { $0[ExperimentFigure.measures[place].measure] }
    }
    SpreadStrips(strips).draw(in: frame, into: &svg)
  }
}
