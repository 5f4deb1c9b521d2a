/// Calibration in files: written, read, dumped, merged, and lied about.

import Support
import Testing

@testable import LogMarkov

/// A calibration with something in every series, both generations and every weight.
func sampleCalibration(seed: UInt64, records: Int = 1300) -> Calibration {
  var random = SplitMix64(seed: seed)
  var calibration = Calibration()
  for name in Calibration.Series.allCases {
    for score in randomScores(records, notWeighed: 0.4, &random) {
      calibration.note(score.map(Centibits.init(bits:)), in: name)
    }
  }
  let parts = (0..<4).flatMap { _ in
    let first = Double.random(in: 0.1...0.8, using: &random)
    return [first, 0.9 - first, 0.1]
  }
  calibration.mixture.set(parts, records: UInt64(records))
  return calibration
}

/// Counts with a calibration of few values, so that a test can lie about each byte of it.
func withSmallCalibration(_ counts: consuming Counts) -> Counts {
  var calibration = Calibration()
  for name in Calibration.Series.allCases {
    for number in 0..<1030 {
      calibration.note(number % 3 == 0 ? nil : Centibits(rawValue: number < 1024 ? -250 : 5), in: name)
    }
  }
  calibration.mixture.set(CalibratedMixture().weights, records: 1030)
  counts.calibration = calibration
  return counts
}

struct CalibrationFileTests {
  private func counts(_ calibration: Calibration) throws -> Counts {
    var counts = try learn(tinyLog)
    counts.calibration = calibration
    return counts
  }

  @Test("a model gives back its calibration", arguments: UInt64(1)...4)
  func roundTrip(seed: UInt64) throws {
    let calibration = sampleCalibration(seed: seed)
    let model = try open(modelBytes(counts(calibration)))
    #expect(model.calibration == calibration)
    #expect(model.calibration.recordCount == 1300)
    try model.verify()
  }

  @Test("without scores there is no section, and without a section no calibration")
  func absent() throws {
    let bytes = try modelBytes(counts(Calibration()))
    #expect(!ForgedModel(bytes).parts.contains { $0.name == "cali" })
    let model = try open(bytes)
    #expect(model.calibration.isEmpty && model.calibration == Calibration())
    #expect(!(try dump(model).contains { $0.hasPrefix("calibration\t") }))
    // An empty section says no more.
    var forged = ForgedModel(bytes)
    forged.parts.append(.init(name: "cali", flags: 1, bytes: []))
    let empty = try open(forged.file())
    #expect(empty.calibration.isEmpty)
  }

  @Test(
    "older readers skip the section: it is marked optional, and it is the only one unless types are clustered"
  )
  func optional() throws {
    let parts = ForgedModel(try modelBytes(counts(sampleCalibration(seed: 1)))).parts
    #expect(parts.filter { $0.flags != 0 }.map(\.name) == ["cali"])
    #expect(parts.last?.name == "cali" && parts.last?.flags == 1)
  }

  @Test("the section is laid out as the manual says")
  func layout() throws {
    var calibration = Calibration()
    for value in [700, -3, 700] as [Int32] { calibration.note(Centibits(rawValue: value), in: .missingAlone) }
    for _ in 0..<1021 { calibration.note(nil, in: .missingAlone) }
    calibration.note(Centibits(rawValue: -5), in: .missingAlone)
    calibration.mixture.set(CalibratedMixture().weights, records: 2)
    let section = ForgedModel(try modelBytes(counts(calibration)))["cali"]
    #expect(section.count == 256 + 3 * 8)
    func word(_ offset: Int) -> UInt64 { number(section, at: offset, bytes: 4) }
    func sum(_ offset: Int) -> UInt64 { number(section, at: offset, bytes: 8) }
    #expect([0, 8, 16, 72].map(sum) == [1_760_000, 120_000, 120_000, 1_760_000])
    // The third series: noted, not weighed now and before, bins now and before.
    #expect([160, 168, 176].map(sum) == [1025, 0, 1021] && [184, 188].map(word) == [1, 2])
    #expect(section[96..<160].allSatisfy { $0 == 0 } && section[192..<256].allSatisfy { $0 == 0 })
    let minusThree = UInt64(UInt32(bitPattern: -3))
    let minusFive = UInt64(UInt32(bitPattern: -5))
    #expect(stride(from: 256, to: 280, by: 4).map(word) == [minusFive, 1, minusThree, 1, 700, 2])
  }

  @Test("a dump makes the same model, whatever the order of its lines", arguments: UInt64(1)...3)
  func dumpRoundTrip(seed: UInt64) throws {
    let bytes = try modelBytes(counts(sampleCalibration(seed: seed)))
    var random = SplitMix64(seed: seed)
    let rows = lines(of: try dumpBytes(open(bytes)))
    #expect(rows.contains { $0.starts(with: "calibration\tself-test\tcurrent\t-\t".utf8) })
    let again = try Counts.read(dump: Array(rows.shuffled(using: &random).joined()), settings: testSettings)
    #expect(try modelBytes(again) == bytes)
  }

  @Test(
    "rows of a calibration that cannot be read are refused",
    arguments: [
      "nonsense\tnoted\t1", "stray-alone\tlater\t5\t1", "stray-alone\tnoted\tmany", "stray-alone\tnoted",
      "stray-alone\tcurrent\t1.5\t1", "stray-alone\tcurrent\t100000\t1", "stray-alone\tcurrent\t-10000\t1",
      "stray-alone\tcurrent\t5\t0", "stray-alone\tcurrent\t5\t4294967296", "stray-alone\tcurrent\t5",
      "stray-alone\tcurrent\t5\t1\t1", "mixture\tnow\tchain\t1", "mixture\tnever\tme\t1", "mixture\tnever",
      "mixture\tnever\tchain\t-1", "stray-alone\tcurrent\t-\t-1",
    ])
  func refusedRows(row: String) {
    #expect(throws: DumpError.self) {
      _ = try Counts.read(dump: Array("calibration\t\(row)\n".utf8), settings: testSettings)
    }
  }

  @Test("numbers of a dump that add up to more than 64 bits hold make a model that opens")
  func hugeRows() throws {
    var rows = ""
    for _ in 0..<3 {
      for name in Calibration.Series.allCases {
        rows += "calibration\t\(name.rawValue)\tnoted\t\(UInt64.max)\n"
        rows += "calibration\t\(name.rawValue)\tcurrent\t-\t\(UInt64.max)\n"
        rows += "calibration\t\(name.rawValue)\tprevious\t99999\t\(UInt32.max)\n"
      }
      rows += "calibration\tmixture\toften\tchain\t\(UInt64.max)\n"
    }
    let counts = try Counts.read(dump: Array(rows.utf8), settings: testSettings)
    let bytes = try modelBytes(counts)
    var sum = Counts(settings: testSettings)
    for weight in [1, 0.5, 1e300] { try sum.merge(open(bytes), weight: MergeWeight(weight)) }
    let model = try open(modelBytes(sum))
    try model.verify()
    sum.calibration.note(.zero, in: .strayAlone)
    sum.calibration.note(nil, in: .strayAlone)
    for name in Calibration.Series.allCases { #expect(model.calibration[name].noted == .mostFromFiles) }
  }

  @Test("a merge adds calibrations, in any order", arguments: UInt64(1)...3)
  func merging(seed: UInt64) throws {
    let parts = [
      sampleCalibration(seed: seed), sampleCalibration(seed: seed + 10, records: 700), Calibration(),
    ]
    var expected = parts[0]
    expected.add(parts[1])
    for order in [[0, 1, 2], [2, 1, 0]] {
      var sum = Counts(settings: testSettings)
      for part in order { try sum.merge(open(modelBytes(counts(parts[part])))) }
      #expect(sum.calibration == expected)
      let model = try open(modelBytes(sum))
      #expect(model.calibration == expected)
    }
    #expect(expected.recordCount == 2000)
  }

  @Test("a weight scales every number of a calibration, rounded down", arguments: [0.0, 0.3, 0.5, 2])
  func weights(weight: Double) throws {
    let model = try open(modelBytes(counts(sampleCalibration(seed: 3))))
    var weighted = Counts(settings: testSettings)
    try weighted.merge(model, weight: MergeWeight(weight))
    var expected: [String: UInt64] = [:]
    for row in try dump(model) where row.hasPrefix("calibration\t") {
      let count = String(row.split(separator: "\t").last ?? "")
      let rounded = UInt64((Double(try #require(UInt64(count))) * weight).rounded(.down))
      if rounded > 0 { expected[String(row.dropLast(count.count))] = rounded }
    }
    #expect((weight == 0) == expected.isEmpty)
    var found: [String: UInt64] = [:]
    for row in try dump(weighted) where row.hasPrefix("calibration\t") {
      let count = String(row.split(separator: "\t").last ?? "")
      found[String(row.dropLast(count.count))] = UInt64(count)
    }
    #expect(found == expected)
  }
}

struct LyingCalibrationTests {
  private let file: [UInt8]

  init() throws { file = try modelBytes(withSmallCalibration(learn(tinyLog))) }

  private func refusal(_ change: (inout [UInt8]) -> Void) -> ModelError? {
    var forged = ForgedModel(file)
    change(&forged["cali"])
    return LogMarkovTests.refusal(of: forged.file())
  }

  @Test("scores out of order, out of bounds or without records are refused")
  func scores() {
    let bad = ModelError.contradiction("a score in 'cali'")
    for value in [100_000, -10_000, .max, .min] as [Int32] {
      #expect(refusal { set(UInt64(UInt32(bitPattern: value)), bytes: 4, at: 256, in: &$0) } == bad)
    }
    #expect(refusal { set(0, bytes: 4, at: 260, in: &$0) } == bad)
    #expect(refusal { set(UInt64(UInt32(bitPattern: -9999)), bytes: 4, at: 256, in: &$0) } == nil)
    #expect(refusal { set(99_999, bytes: 4, at: 256, in: &$0) } == nil)
    // Two bins of one generation: the same value twice, then the greater one first.
    for value in [5, 4] {
      let error = refusal {
        set(2, bytes: 4, at: 96 + 24, in: &$0)
        $0.insert(contentsOf: [UInt8](repeating: 1, count: 8), at: 264)
        set(UInt64(value), bytes: 4, at: 264, in: &$0)
      }
      #expect(error == bad)
    }
  }

  @Test("sums that could overflow are refused", arguments: [0, 88, 96, 104, 112, 224, 240])
  func sums(offset: Int) {
    let most: UInt64 = 1 << 62
    #expect(refusal { set(most, bytes: 8, at: offset, in: &$0) } == nil)
    for sum in [most + 1, .max] {
      #expect(refusal { set(sum, bytes: 8, at: offset, in: &$0) } == .contradiction("a sum in 'cali'"))
    }
  }

  @Test("a section that is not as long as its bins are many is refused")
  func lengths() {
    let bad = ModelError.contradiction("length of section 'cali'")
    for place in [120, 124, 248, 252] {
      for count in [0, 2, 3, UInt64(UInt32.max)] {
        #expect(refusal { set(count, bytes: 4, at: place, in: &$0) } == bad, "\(count) at \(place)")
      }
    }
    for count in [1, 95, 96, 255, 256] {
      #expect(refusal { $0 = Array($0.prefix(count)) } == bad, "\(count)")
    }
    #expect(refusal { $0.append(0) } == bad)
    #expect(refusal { $0 = [] } == nil)
  }

  @Test("a calibration of every value that there is opens")
  func largest() throws {
    var calibration = Calibration()
    for name in Calibration.Series.allCases {
      calibration.change(name) {
        for value in Centibits.least.rawValue...Centibits.greatest.rawValue {
          for generation in CalibratedSeries.Generation.allCases {
            $0.add(.max, of: Centibits(rawValue: value), to: generation)
          }
        }
      }
    }
    var counts = try learn(tinyLog)
    counts.calibration = calibration
    let bytes = try modelBytes(counts)
    #expect(ForgedModel(bytes)["cali"].count == 256 + 8 * 10 * 109_999)
    let model = try open(bytes)
    #expect(model.calibration == calibration)
    #expect(model.calibration.startThreshold(of: .strayAlone, share: 0.001) != nil)
  }
}
