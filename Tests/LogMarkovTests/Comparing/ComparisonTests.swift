/// Comparing: what each measure says of logs whose figures somebody else knows.

import Support
import Testing

@testable import LogMarkov

/// Logs of letters: one record a letter.
func letterLog(_ letters: String, host: String = "h") -> [UInt8] {
  Array(letters.map { "Nov 22 11:00:00 \(host) t: \($0)\n" }.joined().utf8)
}

/// All measures of two logs.
func compare(_ a: [UInt8], _ b: [UInt8], _ settings: ModelSettings = testSettings) throws -> [Measurement] {
  var comparison = Comparison(settings)
  let (a, b) = (comparison.read(try recordedLog(a)), comparison.read(try recordedLog(b)))
  return comparison.measure(a, b)
}

@Suite("Comparing")
struct ComparisonTests {
  @Test("two short logs have the figures reckoned by hand")
  func byHand() throws {
    // Types: ¾ a, ¼ b against ¼ a, ½ b, ¼ c. Transitions: ab, ba, aa against ab, bb, bc. Runs: two of 1 and one of 2 in both.
    let expected: [LikenessMeasure: Double] = [
      .typesInCommon: 2.0 / 3, .knownRecords: 0.75, .knownTransitions: 1.0 / 3, .typeTotalVariation: 0.5,
      .typeChiSquare: (0.25 + 0.0625 / 0.75 + 0.25) / 2, .rowTotalVariation: (2 * 0.5 + 1) / 3,
      .runLengthKolmogorovSmirnov: 0, .twoGramOverlap: 1.0 / 3, .threeGramOverlap: 0,
    ]
    for one in try compare(letterLog("abaa"), letterLog("abbc")) {
      guard let figure = expected[one.measure] else { continue }
      #expect(abs(try #require(one.value) - figure) < 1e-12, "\(one)")
    }
  }

  /// All figures of the first half of `examples/cluster.log` against the second, by scipy 1.17 (`jensenshannon` squared,
  /// `ks_2samp`) and counting in Python, from the chains and types of `mcfilter --format=json` alone.
  private static let figuresOfPython: [(LikenessMeasure, value: Double, noise: Double)] = [
    (.typesInCommon, 0.803922, 0.855556), (.knownRecords, 0.992908, 0.975177),
    (.knownTransitions, 0.973754, 0.938393), (.typeTotalVariation, 0.075527, 0.0606518),
    (.typeJensenShannon, 0.0224111, 0.0300812), (.typeChiSquare, 0.025029, 0.0318733),
    (.rowTotalVariation, 0.0947208, 0.105309), (.runLengthKolmogorovSmirnov, 0.0109443, 0.00670275),
    (.twoGramOverlap, 0.875685, 0.867351), (.threeGramOverlap, 0.810031, 0.778157),
    (.fourGramOverlap, 0.724599, 0.681388), (.crossEntropyOfB, 1.60452, 1.8951),
    (.crossEntropyOfA, 1.76448, 1.76737), (.perplexityOfB, 3.04095, 3.71947),
    (.perplexityOfA, 3.39752, 3.40432),
  ]

  @Test("a log of a cluster has the figures that Python finds")
  func byPython() throws {
    let lines = lines(of: try readFile(packageRoot + "/examples/cluster.log"))
    let middle = lines.count / 2
    let measurements = try compare(Array(lines[..<middle].joined()), Array(lines[middle...].joined()))
    #expect(measurements.map(\.measure) == Self.figuresOfPython.map(\.0))
    for (one, python) in zip(measurements, Self.figuresOfPython) {
      let (value, noise) = (try #require(one.value), try #require(one.noise))
      // They were written with six digits.
      #expect(abs(value - python.value) <= 5e-6 * python.value, "\(one)")
      #expect(abs(noise - python.noise) <= 5e-6 * python.noise, "\(one)")
    }
  }

  @Test("what a line says came again counts as if it stood there")
  func repeats() throws {
    let line = "Nov 22 11:00:00 h last message repeated"
    let said = letterLog("ab") + Array("\(line) 5 times\n".utf8) + letterLog("ba")
    let (other, written) = (letterLog("abcabbbbbbaacb"), letterLog("abbbbbbba"))
    for (one, plain) in zip(try compare(other, said), try compare(other, written)) {
      #expect(one == plain)
    }
    let million = letterLog("a") + Array("\(line) 1000000 times\n".utf8)
    #expect(try compare(million, million).allSatisfy { $0.value != nil })
  }

  @Test("a chain ends at a boot and has its own neighbours")
  func chains() throws {
    let boot = Array("-- Reboot --\n".utf8)
    let interleaved = lines(of: letterLog("aaaa")).enumerated().flatMap { number, line in
      Array(line) + letterLog(number % 2 == 0 ? "b" : "c", host: "i")
    }
    let apart = letterLog("aaaa") + letterLog("bcbc", host: "i")
    for one in try compare(interleaved, apart) where one.measure.high == 1 {
      #expect(one.value == (one.measure.alike == .high ? 1 : 0), "\(one)")
    }
    let known = try compare(letterLog("ab"), letterLog("a") + boot + letterLog("ab"))
    #expect(known.first { $0.measure == .knownTransitions }?.value == 1)
  }

  @Test("what a log is too short for has no figure")
  func tooShort() throws {
    func measures(_ a: String, _ b: String, _ figure: (Measurement) -> Double?) throws -> [LikenessMeasure] {
      try compare(letterLog(a), letterLog(b)).filter { figure($0) == nil }.map(\.measure)
    }
    let ofNeighbours: [LikenessMeasure] = [
      .knownTransitions, .rowTotalVariation, .twoGramOverlap, .threeGramOverlap, .fourGramOverlap,
    ]
    #expect(try measures("a", "b", \.value) == ofNeighbours)
    #expect(try measures("a", "b", \.noise) == LikenessMeasure.allCases)
    #expect(try measures("abab", "ab", \.value) == [.threeGramOverlap, .fourGramOverlap])
    #expect(try measures("abab", "ab", \.noise) == [.threeGramOverlap, .fourGramOverlap])
    #expect(try compare(letterLog("a"), letterLog("b")).allSatisfy { !$0.exceedsNoise })
  }
}
