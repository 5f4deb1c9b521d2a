/// Missing evidence is given up only where nobody would see it: the output that tells it, tsv, and the one that does not,
/// text, agree in all that both tell.

import Testing
import Unix

@testable import LogMarkov

/// What a model's calibration rests on.
private enum Calibrated: CaseIterable {
  case byScores, byWeightsAlone, not

  func model(of log: [UInt8]) throws -> Model {
    var counts = try learn(log)
    var calibration = Calibration()
    if self == .byWeightsAlone { calibration.mixture = counts.calibration.mixture }
    if self != .byScores { counts.calibration = calibration }
    return try open(modelBytes(counts))
  }
}

/// What is selected, and by what.
private enum Way: String, CaseIterable {
  case all, bits, budget, frozen, frozenBits, frozenBudget, frozenFloor, lookAhead

  var settings: FilterSettings {
    var settings = FilterSettings()
    settings.isFrozen = [.frozen, .frozenBits, .frozenBudget, .frozenFloor].contains(self)
    var budget = AlertBudget.Settings(rate: 0.02, combination: .evidence)
    budget.adapts = !settings.isFrozen
    switch self {
    case .all, .frozen: break
    case .lookAhead: settings.lookAhead = .seconds(3600)
    case .bits, .frozenBits: settings.threshold = .bits(2)
    case .frozenFloor:
      budget.floor = -5
      settings.threshold = .budget(budget)
    case .budget, .frozenBudget: settings.threshold = .budget(budget)
    }
    return settings
  }
}

/// What text and tsv tell of a line alike: S, the flag, the line.
private struct Told: Equatable, CustomStringConvertible {
  var score: String
  var flag: String
  var line: String

  init(text line: ArraySlice<UInt8>) {
    let line = String(decoding: line, as: UTF8.self)
    score = String(line.dropFirst(14).prefix(6).drop { $0 == " " })
    flag = String(line.dropFirst(21).prefix(1))
    self.line = String(line.dropFirst(23).dropLast())
  }

  init(tsv line: ArraySlice<UInt8>) {
    let columns = line.dropLast().split(separator: 0x09, omittingEmptySubsequences: false)
    let flag = (0..<7).compactMap(Score.Flag.init).first { $0.word.elementsEqual(columns[3]) }
    score = String(decoding: columns[2], as: UTF8.self)
    self.flag = flag.map { String(UnicodeScalar($0.symbol)) } ?? "none"
    self.line = String(decoding: columns[6], as: UTF8.self)
  }

  var description: String { "\(score) \(flag) \(line)" }
}

/// What a filter tells of a log; its model is replaced by another one in the middle, if there is one.
private func told(
  of log: [UInt8], by model: consuming Model, then other: Calibrated?, of known: [UInt8], _ way: Way,
  _ annotation: AnnotationName
) throws -> [Told] {
  var settings = way.settings
  settings.annotation = annotation
  let filter: any LogFilter =
    settings.isFrozen ? ModelFilter(model, settings) : LearningFilter(OverlaidModel(model), settings)
  let all = lines(of: log)
  let parts = [all[..<(all.count / 2)], all[(all.count / 2)...]].map { Array($0.joined()) }
  let (source, sink) = (PausingSource(parts), CollectingSink())
  while try filter.run(from: source, to: sink) == .interrupted {
    if let other { try filter.renew(with: other.model(of: known)) }
  }
  return lines(of: sink.bytes).map { annotation == .text ? Told(text: $0) : Told(tsv: $0) }
}

@Suite(
  .disabled(
    if: Environment.variable("MCFILTER_SANITIZER") != nil, "minutes of what only computes"))
struct GivenUpTests {
  @Test("text and tsv tell the same, however the model is calibrated", arguments: Way.allCases)
  fileprivate func alike(_ way: Way) throws {
    let (known, log) = (routineLog(seed: 1, lines: 2000), routineLog(seed: 2, lines: 3000))
    var printed = 0
    for calibrated in Calibrated.allCases {
      for other in [nil, .byScores, .byWeightsAlone, .not] as [Calibrated?] where other != calibrated {
        func told(_ annotation: AnnotationName) throws -> [Told] {
          try LogMarkovTests.told(
            of: log, by: calibrated.model(of: known), then: other, of: known, way, annotation)
        }
        let (text, tsv) = (try told(.text), try told(.tsv))
        printed += text.count
        #expect(text.count == tsv.count, "\(calibrated), then \(other.debugDescription)")
        let difference = zip(text, tsv).first { $0 != $1 }
        #expect(difference == nil, "\(calibrated), then \(other.debugDescription)")
      }
    }
    #expect(printed > 100)
  }

  @Test(
    "also by a hostile model, in which one type is each of the six commonest successors",
    arguments: Way.allCases)
  fileprivate func hostile(_ way: Way) throws {
    let (known, log) = (routineLog(seed: 1, lines: 2000), routineLog(seed: 2, lines: 3000))
    var forged = try ForgedModel(modelBytes(learn(known)))
    let rows = forged["succ"]
    forged["succ"] = stride(from: 0, to: rows.count, by: 24).flatMap { row in
      (0..<6).flatMap { _ in rows[row..<row + 4] }
    }
    let file = forged.file()
    let (text, tsv) = (
      try told(of: log, by: open(file), then: nil, of: known, way, .text),
      try told(of: log, by: open(file), then: nil, of: known, way, .tsv)
    )
    #expect(text.count > 5)
    #expect(text == tsv)
  }
}
