/// Pictures of experiments.

import Testing

@testable import LogMarkov

@Suite("Pictures of experiments")
struct ExperimentFigureTests {
  private let rankings = RankingName.names(.backoff).count

  /// Results of a pair: every trial found this share.
  private func results(_ share: Double) -> [RankingResult] {
    AnomalyKind.allCases.flatMap { kind in
      RankingName.names(.backoff).map { name in
        var result = RankingResult(kind, name)
        for shift in [-0.1, 0.1] { result.add(Measure.allCases.map { _ in share + shift }) }
        return result
      }
    }
  }

  @Test("each pair has a dot and a bar in every panel, in the colour of its class")
  func sets() throws {
    let pairs: [ExperimentFigure.Pair] = [
      .init(.samePeriod, results(0.9)), .init(.otherCluster, results(0.2)),
      .init(.otherCluster, results(0.4)),
    ]
    let picture = try PlainXML(ExperimentFigure(pairs, title: "a < b & c").svg())
    let panels = rankings * 3 * 2
    #expect(picture.elements.filter { $0.attributes["class"] == "panel" }.count == panels)
    func count(_ style: String, _ mark: Character) -> Int {
      picture.elements.filter { $0.attributes["class"] == style }
        .reduce(0) { $0 + ($1.attributes["d"] ?? "").count { $0 == mark } }
    }
    #expect(count("dots", "h") == 3 * panels)
    #expect(count("thin", "V") == 3 * panels)
    #expect(count("mean", "L") == panels, "a single pair needs no mean of its class")
    let groups = picture.elements.compactMap { $0.name == "g" ? $0.attributes["class"] : nil }
    #expect(groups == Array(repeating: ["k0", "k1"], count: panels).flatMap(\.self))
    let words = picture.elements.map(\.text)
    #expect(words.contains("a < b & c"))
    for number in 3...8 { #expect(words.contains("figure \(number) of the paper")) }
    #expect(words.contains("other cluster, 2 pairs"))
  }

  @Test("a pair of no class has one row, in which colours are rankings")
  func pair() throws {
    let picture = try PlainXML(ExperimentFigure([.init(nil, results(0.5))], title: "").svg())
    #expect(picture.elements.filter { $0.attributes["class"] == "panel" }.count == 3 * 2)
    let groups = picture.elements.compactMap { $0.name == "g" ? $0.attributes["class"] : nil }
    #expect(groups == Array(repeating: (0..<rankings).map { "k\($0)" }, count: 6).flatMap(\.self))
  }

  @Test("bars stay within 0 and 1, and pairs go from the best to the worst")
  func strips() throws {
    var svg = SVGWriter()
    let spreads = [[0.0, 0.1], [1, 0.9], [0.5, 0.5]].map(Spread.init)
    SpreadStrips([spreads]).draw(
      in: PlotFrame(left: 0, top: 0, width: 50, height: 100), into: &svg)
    let picture = try PlainXML(svg.bytes)
    let paths = Dictionary(grouping: picture.elements, by: { $0.attributes["class"] ?? "" })
      .mapValues { $0.compactMap { $0.attributes["d"] } }
    #expect(paths["dots"] == ["M15 5h0M25 50h0M35 95h0"])
    #expect(paths["thin"] == ["M15 12.07V0M35 100V87.93"])
    #expect(paths["mean"] == ["M5 50L45 50"])
  }
}
