/// The evidence is that of the study: value by value what its prototype gives for the same records.

import Support
import Testing
import Unix

@testable import LogMarkov

struct EvidenceStudyTests {
  /// The values of both and how they are called there.
  private static let names = [
    "p3": "p3", "pm": "pm", "I_m": "I_m", "I_c": "I_c", "D": "D", "D_alone": "D_alone", "DV": "DV",
  ]

  /// Expects all values to be the prototype's, to 0.01 bits; returns how many were compared by name.
  private func expectSame(
    _ records: [StudyRecord], _ values: [[String: Double]], _ names: [String: String] = Self.names
  ) -> [String: Int] {
    var compared: [String: Int] = [:]
    var wrong: [String: Int] = [:]
    for (row, (record, found)) in zip(records, values).enumerated() {
      for (name, theirs) in names {
        guard let bits = found[name], let value = record.values[theirs] else { continue }
        let expected = name.hasPrefix("p") ? logarithm(value) : value
        compared[name, default: 0] += 1
        guard abs(expected - bits) > 0.01 else { continue }
        wrong[name, default: 0] += 1
        if wrong[name] == 1 {
          Issue.record("record \(row), \(name): \(bits), the prototype's is \(expected)")
        }
      }
    }
    #expect(wrong.isEmpty, "of \(compared)")
    return compared
  }

  private func rows(of file: [UInt8]) -> (names: [String], rows: [String]) {
    var lines = String(decoding: file, as: UTF8.self).split(separator: "\n").map(String.init)[...]
    while lines.first?.hasPrefix("#") == true { lines.removeFirst() }
    return (lines.removeFirst().split(separator: "\t").map(String.init), Array(lines))
  }

  private func example() throws -> [StudyRecord] {
    let (names, rows) = rows(of: try readFile(#filePath.replacingLastComponent("prototype.tsv")))
    return studyRecords(rows, names: names)
  }

  @Test("in the study's setting all values are the prototype's")
  func study() throws {
    let records = try example()
    var run = StudyRun(Counts(settings: testSettings), .ofStudy, weights: MixtureWeights())
    try run.run(records)
    let compared = expectSame(records, run.values)
    for name in Self.names.keys { #expect(compared[name, default: 0] > 1000) }
  }

  @Test("strays are weighed without the process, and that is the prototype's mixture without it")
  func withoutProcess() throws {
    let records = try example()
    var settings = EvidenceSettings.ofStudy
    settings.asksProcessOfStrays = false
    var run = StudyRun(Counts(settings: testSettings), settings, weights: MixtureWeights())
    try run.run(records)
    let names = ["I_m": "I_m_without_e1", "I_c": "I_c_without_e1", "D": "D"]
    for count in expectSame(records, run.values, names).values { #expect(count > 1000) }
  }

  @Test(
    "a run of the prototype in the file that MCFILTER_STUDY names, train rows then test rows",
    .enabled(if: Environment.variable("MCFILTER_STUDY") != nil, "MCFILTER_STUDY names no file"))
  func run() throws {
    let (names, rows) = rows(of: try readFile(try #require(Environment.variable("MCFILTER_STUDY"))))
    let train = studyRecords(rows.filter { $0.hasPrefix("train") }, names: names)
    let test = studyRecords(rows.filter { $0.hasPrefix("test") }, names: names)
    var first = StudyRun(Counts(settings: testSettings), .ofStudy, weights: MixtureWeights())
    try first.run(train)
    #expect(!expectSame(train, first.values).isEmpty)
    let isSameHost = train.first?.host == test.first?.host
    let known = isSameHost ? train.first.flatMap { first.scorer.weights(ofChain: UInt32($0.host)) } : nil
    var second = first.next(weights: known ?? MixtureWeights())
    try second.run(test)
    #expect(!expectSame(test, second.values).isEmpty)
  }
}

extension String {
  /// The path with another name at its end.
  fileprivate func replacingLastComponent(_ name: String) -> String {
    split(separator: "/").dropLast().reduce("") { $0 + "/" + $1 } + "/" + name
  }
}
