/// The alert budget: what it costs, and where it starts.

import Support
import Testing

@testable import LogMarkov

private func score(stray: Int32? = nil, missing: Int32? = nil, flag: Score.Flag = .seen) -> Score {
  var score = Score.skipped
  (score.stray, score.missing) = (
    stray.map(Centibits.init(rawValue:)), missing.map(Centibits.init(rawValue:))
  )
  score.combined = max(score.stray ?? .least, score.missing ?? .least)
  score.flag = flag
  return score
}

private func budget(_ rate: Double, start: (Double, Double)?, adapts: Bool = true) -> AlertBudget.Settings {
  var settings = AlertBudget.Settings(rate: rate, combination: .evidence)
  settings.start = start.map { AlertBudget.Start(stray: $0.0, missing: $0.1) }
  settings.adapts = adapts
  return settings
}

struct AdaptiveThresholdTests {
  @Test("a record costs the share, an alert pays back one bit, and the floor holds")
  func rule() {
    var threshold = AdaptiveThreshold(share: 0.25, floor: 3, adapts: true, start: 4)
    #expect(threshold.bits == 4)
    #expect(threshold.isReached(by: Centibits(rawValue: 400)))
    #expect(!threshold.isReached(by: Centibits(rawValue: 399)) && !threshold.isReached(by: nil))
    threshold.note(Centibits(rawValue: 400), opensAlert: true)
    #expect(threshold.bits == 4.75)
    for bits in [4.5, 4.25, 4, 3.75, 3.5, 3.25, 3, 3, 3] {
      threshold.note(nil, opensAlert: false)
      #expect(threshold.bits == bits)
    }
    threshold.note(.greatest, opensAlert: true)
    #expect(threshold.bits == 3.75)
  }

  @Test("a start below the floor is the floor, and a frozen threshold stays")
  func frozen() {
    var threshold = AdaptiveThreshold(share: 0.25, floor: 3, adapts: false, start: -7)
    threshold.note(.greatest, opensAlert: true)
    threshold.note(nil, opensAlert: false)
    #expect(threshold.bits == 3)
  }

  @Test("never more alerts than the budget and the threshold's rise allow", arguments: UInt64(1)...20)
  func law(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let share = Double.random(in: 0.0001...0.2, using: &random)
    let start = Double.random(in: 0...20, using: &random)
    let highest = Int32.random(in: 0...6000, using: &random)
    var threshold = AdaptiveThreshold(share: share, floor: 3, adapts: true, start: start)
    var alerts = 0.0
    for record in 1...5000 {
      let score = Centibits(rawValue: Int32.random(in: -1000...highest, using: &random))
      let isAlert = threshold.isReached(by: score)
      threshold.note(score, opensAlert: isAlert)
      if isAlert { alerts += 1 }
      let rise = max(start, 3, Double(highest) / 100 + 1) - max(start, 3)
      #expect(alerts <= share * Double(record) + rise + 1e-6)
    }
  }

  @Test("without calibration the first 1,000 records show where to start, and none of them is selected")
  func trial() throws {
    var threshold = AdaptiveThreshold(share: 0.001, floor: 3, adapts: true, start: nil)
    for record in 0..<1000 {
      #expect(threshold.bits == nil && !threshold.isReached(by: .greatest))
      threshold.note(Centibits(rawValue: Int32(record)), opensAlert: false)
    }
    // 97 % of 0.00 ... 9.99 is 9.6903; beyond it lie 9.70 ... 9.99, 0.1547 more on average; ln 30 = 3.4012.
    let bits = try #require(threshold.bits)
    #expect(abs(bits - (9.6903 + 0.1547 * 3.4012)) < 1e-4)
  }

  @Test("where few were weighed, their own share stands for the 3 %, and none means the floor")
  func startFromFew() throws {
    func start(_ scores: [Double], share: Double) -> Double? {
      AdaptiveThreshold.start(from: scores, of: 1000, share: share)
    }
    #expect(start([], share: 0.001) == nil)
    #expect(start([5], share: 0.0005) == 5, "nothing lies beyond it")
    // Ten of 1,000: the least is the base, the nine others lie 2 bits beyond it on average.
    let few = try #require(start([4] + [Double](repeating: 6, count: 9), share: 0.001))
    #expect(abs(few - (4 + 2 * 2.302585)) < 1e-5)
    #expect(start([4] + [Double](repeating: 6, count: 9), share: 0.01) == 4)
    #expect(
      start([4, 5, 6], share: 0.1) == nil, "a tenth may alert, and that lies among what was not weighed")
    #expect(start((0..<1000).map { Double($0) }, share: 0.1) == 899.1)
    var threshold = AdaptiveThreshold(share: 0.001, floor: 3, adapts: true, start: nil)
    for _ in 0..<1000 { threshold.note(nil, opensAlert: false) }
    #expect(threshold.bits == 3)
  }
}

struct AlertBudgetTests {
  @Test("each kind has half of the rate, and with the sum there is one threshold")
  func halves() {
    var two = AlertBudget(budget(0.5, start: (10, 20)))
    two.note(score(), opensAlert: false)
    #expect(two.stray.bits == 9.75 && two.missing.bits == 19.75)
    var settings = AlertBudget.Settings(rate: 0.5, combination: .sum)
    settings.start = AlertBudget.Start(stray: 10, missing: 20)
    var one = AlertBudget(settings)
    #expect(one.stray.bits == nil, "calibration is of evidence, not of sums")
    for _ in 0..<1000 { one.note(score(stray: 800), opensAlert: false) }
    #expect(one.stray.bits == 8)
    #expect(one.selects(score(missing: 800)) && !one.selects(score(missing: 799)))
    one.note(score(), opensAlert: false)
    #expect(one.stray.bits == 7.5)
  }

  @Test("a calibration says where to start, with look-ahead and without")
  func calibrated() throws {
    var calibration = Calibration()
    var settings = budget(0.002, start: nil)
    settings.start(by: calibration, looksAhead: false)
    #expect(settings.start == nil, "there is none")
    for value in 0..<1000 {
      calibration.note(Centibits(rawValue: Int32(value)), in: .strayAlone)
      calibration.note(Centibits(rawValue: Int32(2 * value)), in: .strayAhead)
      calibration.note(nil, in: .missingAlone)
      calibration.note(Centibits(rawValue: Int32(3 * value)), in: .missingAhead)
    }
    settings.start(by: calibration, looksAhead: false)
    let alone = try #require(settings.start)
    #expect(abs(alone.stray - 10.216) < 0.02 && alone.missing == settings.floor)
    settings.start(by: calibration, looksAhead: true)
    let ahead = try #require(settings.start)
    #expect(abs(ahead.stray - 20.43) < 0.04 && abs(ahead.missing - 30.65) < 0.06)
  }

  @Test("either kind selects")
  func either() {
    let budget = AlertBudget(budget(0.01, start: (10, 5)))
    #expect(budget.selects(score(stray: 1000)) && budget.selects(score(stray: 0, missing: 500)))
    #expect(!budget.selects(score(stray: 999, missing: 499)) && !budget.selects(score()))
  }

  @Test("an alert is paid once, by the kind that is further over its threshold")
  func payment() {
    for (stray, missing, ofStray) in [
      (1300, 700, true), (1200, 800, false), (1000, nil, true), (nil, 500, false),
    ]
      as [(Int32?, Int32?, Bool)]
    {
      var budget = AlertBudget(budget(0.5, start: (10, 5)))
      budget.note(score(stray: stray, missing: missing), opensAlert: true)
      #expect(budget.stray.bits == (ofStray ? 10.75 : 9.75))
      #expect(budget.missing.bits == (ofStray ? 4.75 : 5.75))
    }
  }

  @Test("a first record is never selected and shows nothing")
  func first() {
    var budget = AlertBudget(budget(0.01, start: nil))
    for _ in 0..<1000 { budget.note(score(stray: 9000, missing: 9000, flag: .first), opensAlert: false) }
    #expect(budget.stray.bits == 3 && budget.missing.bits == 3)
    var selection = Selection(.budget(AlertBudgetTests.small))
    var scores = [score(stray: 9000, flag: .first), score(stray: 9000)]
    var passes: [Bool] = []
    selection.select(
      scores.map { _ in LogRecord(kind: .record) }, &scores, chainSlots: [0, 0], into: &passes)
    #expect(passes == [false, true] && scores.map(\.flag) == [.first, .stray])
  }

  private static let small = budget(0.01, start: (10, 10))

  @Test("what belongs to an alert is selected and costs nothing")
  func belonging() {
    var selection = Selection(.budget(budget(0.5, start: (10, 10))))
    var scores = [2000, 1080, 1050, 1000].map { score(stray: $0) }
    var passes: [Bool] = []
    selection.select(
      scores.map { _ in LogRecord(kind: .record) }, &scores, chainSlots: [0, 0, 0, 0], into: &passes)
    // θ: 10, 10.75, 10.5, 10.25.
    #expect(passes == [true, true, true, false])
    #expect(selection.selected == 3 && selection.alerts == 1)
  }
}
