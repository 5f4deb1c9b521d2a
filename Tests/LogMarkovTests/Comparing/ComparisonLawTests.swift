/// The laws of `compare`: equal logs, order of the two, ranges, models, and twins that grow.

import Support
import Testing
import Unix

@testable import LogMarkov

/// Pairs of seeds of random logs.
private let pairs: [(UInt64, UInt64)] = [(1, 2), (3, 4), (5, 6), (7, 8)]

@Suite("Laws of comparing")
struct ComparisonLawTests {
  private func figures(_ measurements: [Measurement]) -> [LikenessMeasure: Double] {
    Dictionary(uniqueKeysWithValues: measurements.map { ($0.measure, $0.value ?? -1) })
  }

  @Test("a log is wholly like itself", arguments: pairs.map(\.0))
  func itself(seed: UInt64) throws {
    let log = mixedLog(lines: 400, seed: seed)
    for one in try compare(log, log) where one.measure.high == 1 {
      #expect(one.value == (one.measure.alike == .high ? 1 : 0), "\(one)")
    }
  }

  @Test("figures keep to their ranges, and most do not mind which log is first", arguments: pairs)
  func ranges(one: UInt64, other: UInt64) throws {
    let (a, b) = (mixedLog(lines: 400, seed: one), mixedLog(lines: 150, seed: other))
    let measurements = try compare(a, b)
    for one in measurements {
      for figure in [one.value, one.noise] {
        let figure = try #require(figure)
        #expect(figure >= Double(one.measure.low) && figure <= one.measure.high.map(Double.init) ?? .infinity)
      }
    }
    let (there, back) = (figures(measurements), figures(try compare(b, a)))
    let symmetric: [LikenessMeasure] = [
      .typesInCommon, .typeTotalVariation, .typeJensenShannon, .typeChiSquare, .runLengthKolmogorovSmirnov,
      .twoGramOverlap, .threeGramOverlap, .fourGramOverlap,
    ]
    for measure in symmetric {
      // Things have other numbers, and are added up in another order.
      #expect(abs((there[measure] ?? 0) - (back[measure] ?? 1)) < 1e-12, "\(measure)")
    }
    for (ofA, ofB) in [
      (LikenessMeasure.crossEntropyOfA, LikenessMeasure.crossEntropyOfB), (.perplexityOfA, .perplexityOfB),
    ] {
      #expect(abs((there[ofA] ?? 0) - (back[ofB] ?? 1)) < 1e-9 && there[ofA] != there[ofB])
    }
  }

  @Test("the key decides nothing")
  func keys() throws {
    let (a, b) = (mixedLog(lines: 400, seed: 1), mixedLog(lines: 400, seed: 2))
    #expect(try compare(a, b, settings(seed: 1)) == compare(a, b, settings(seed: 2)))
  }

  @Test("a log's own model has its types and transitions, under any key")
  func models() throws {
    let log = mixedLog(lines: 600, seed: 9)
    let model = try model(of: log, settings(seed: 5))
    var comparison = Comparison(testSettings)
    let read = comparison.read(try recordedLog(log))
    let walked = try #require(try comparison.walk(model, length: 600, seed: 1))
    #expect(walked.recordCount == read.recordCount && walked.transitionCount == read.transitionCount)
    let exact: Set<LikenessMeasure> = [
      .typesInCommon, .knownRecords, .knownTransitions, .typeTotalVariation, .typeJensenShannon,
      .typeChiSquare, .rowTotalVariation, .twoGramOverlap,
    ]
    for one in comparison.measure(read, walked) where exact.contains(one.measure) {
      #expect(one.value == (one.measure.alike == .high ? 1 : 0), "\(one)")
    }
    let again = try #require(try comparison.walk(model, length: 600, seed: 1))
    #expect(again.steps == walked.steps)
    #expect(try #require(try comparison.walk(model, length: 600, seed: 2)).steps != walked.steps)
    #expect(try #require(try comparison.walk(model, length: .max, seed: 1)).steps.count == 1_000_000)
    let empty = try open(modelBytes(Counts(settings: testSettings)))
    #expect(try comparison.walk(empty, length: 9, seed: 1) == nil)
  }

  @Test("the longer a synthetic log, the nearer it comes to its model")
  func twins() throws {
    let model = try model(of: mixedLog(lines: 800, seed: 11))
    func distances(_ records: UInt64) throws -> [LikenessMeasure: Double] {
      let twin = try generated(model, LogGenerator.Settings(records: records)).log
      var comparison = Comparison(testSettings)
      let b = comparison.read(try recordedLog(twin))
      let a = try #require(try comparison.walk(model, length: records, seed: 2))
      return figures(comparison.measure(a, b))
    }
    let (short, long) = (try distances(500), try distances(8_000))
    for measure: LikenessMeasure in [
      .typeTotalVariation, .typeJensenShannon, .typeChiSquare, .rowTotalVariation,
    ] {
      // They fall like 1/√N, the middle two like 1/N: by 4 and 16.
      #expect((long[measure] ?? 1) * 2 < short[measure] ?? 0, "\(measure)")
    }
    for measure: LikenessMeasure in [.twoGramOverlap, .threeGramOverlap, .fourGramOverlap] {
      #expect(long[measure] ?? 0 > short[measure] ?? 1, "\(measure)")
    }
  }
}
