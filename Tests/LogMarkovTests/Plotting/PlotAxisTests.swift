/// Numbers along the axes, and what colours stand for.

import Testing

@testable import LogMarkov

@Suite("Axes and keys of pictures")
struct PlotAxisTests {
  @Test(
    "axes are marked at multiples of 1, 2 or 5 times a power of ten",
    arguments: [
      (0, []), (1, [1]), (5, [1, 2, 3, 4, 5]), (9, [2, 4, 6, 8]), (11, [2, 4, 6, 8, 10]),
      (26, [5, 10, 15, 20, 25]),
      (2171, [500, 1000, 1500, 2000]), (10_363, [2000, 4000, 6000, 8000, 10_000]),
      (1_152_042, [200_000, 400_000, 600_000, 800_000, 1_000_000]),
    ])
  func roundNumbers(_ end: Int, _ expected: [Int]) {
    #expect(RoundNumbers.upTo(end, count: 5) == expected)
  }

  @Test("there are never more marks than wanted")
  func markCounts() {
    for end in 1...3000 {
      let marks = RoundNumbers.upTo(end, count: 7).count
      #expect(marks <= 7 && marks >= min(end, 2))
    }
  }

  @Test("thousands are kept apart")
  func grouped() {
    #expect(
      [0, 12, 123, 1234, 123_456, 1_234_567, -1234].map(\.grouped)
        == ["0", "12", "123", "1,234", "123,456", "1,234,567", "-1,234"])
    #expect([0, 1, 2000].map { $0.counted("record") } == ["0 records", "1 record", "2,000 records"])
  }

  @Test("coordinates have two decimals at most")
  func coordinates() {
    #expect(
      [0, 1, -1, 0.5, 0.05, 2.674, -0.255, 1e6].map(\.svg)
        == ["0", "1", "-1", "0.5", "0.05", "2.67", "-0.26", "1000000"])
  }

  @Test("the clusters with the most records have colours of their own, all others are grey")
  func colours() {
    // Clusters 0 to 8, of which 8 has the most records, and 3 none but one.
    let clusters: [Int32] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 8]
    let above: [UInt32] = [0, 0, 1, 1, 2, 2, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 9, 9]
    let key = ColourKey(clusters: clusters, of: [above, [9]]) { Array("t\n\($0)".utf8) }
    #expect(key.colours == [1, 2, 3, 7, 4, 5, 6, 7, 0, 0])
    #expect(key.entries.map(\.name).first == "t: 9")
    #expect(key.entries.map(\.name).last == "2 other clusters")
    #expect(key.entries.map(\.records).first == [3, 1])
    #expect(key.entries.map(\.records).last == [3, 0])
    #expect(key.entries.map(\.types) == [2, 1, 1, 1, 1, 1, 1, 2])
  }

  @Test("a long text is cut")
  func cut() { #expect(["abcd".cut(to: 4), "abcde".cut(to: 4)] == ["abcd", "abc…"]) }
}
