/// What a trial does to a log, and which lines it makes anomalous.

import Support
import Testing

@testable import LogMarkov

@Suite("Trials")
struct TrialTests {
  @Test("an insertion makes two anomalous lines, neighbours of a chain", arguments: 0..<8)
  func insertions(number: Int) throws {
    let experiment = try makeExperiment(mixedLog(lines: 900, seed: 1), mixedLog(lines: 1_200, seed: 2))
    let (trial, material) = (experiment.trial(number, of: .insertion), experiment.material)
    #expect(trial.origins.count == material.testCount + 10)
    #expect(trial.origins.filter { $0 < material.testCount } == (0..<Int32(material.testCount)).map { $0 })
    for line in trial.origins.indices {
      let isInserted = trial.origins[line] >= material.testCount
      guard isInserted else { continue }
      let (record, next) = (trial.records[line], trial.records[line + 1])
      #expect(trial.anomalies[line] > 0 && trial.anomalies[line] == trial.anomalies[line + 1])
      #expect((record.stamp, record.host, record.time) == (next.stamp, next.host, next.time))
      let neighbours = [line + 1, lastOfChain(before: line, trial, material)]
      for neighbour in neighbours {
        #expect(
          material.hashes[Int(trial.origins[neighbour])] != material.hashes[Int(trial.origins[line])])
      }
    }
    #expect(trial.anomalies.count { $0 > 0 } == 20)
    #expect(Set(trial.anomalies) == Set(0...10))
  }

  /// The record before a line in its chain.
  private func lastOfChain(before line: Int, _ trial: Trial, _ material: TrialMaterial) -> Int {
    func host(_ record: LogRecord) -> ArraySlice<UInt8> { material.text[record.host.range] }
    return (0..<line).last {
      trial.records[$0].kind == .record && host(trial.records[$0]) == host(trial.records[line])
    } ?? line
  }

  @Test("a deletion makes one anomalous line: the next of the chain", arguments: 0..<8)
  func deletions(number: Int) throws {
    let experiment = try makeExperiment(mixedLog(lines: 900, seed: 3), mixedLog(lines: 1_200, seed: 4))
    let (trial, material) = (experiment.trial(number, of: .deletion), experiment.material)
    let kept = Set(trial.origins)
    let gone = material.records.indices.filter { $0 < material.testCount && !kept.contains(Int32($0)) }
    #expect(gone.count { material.records[$0].kind == .record } == 10)
    #expect(gone.allSatisfy { [.record, .continuation].contains(material.records[$0].kind) })
    #expect(trial.anomalies.count { $0 > 0 } == 10)
    func host(_ row: Int) -> ArraySlice<UInt8> { material.text[material.records[row].host.range] }
    for row in gone where material.records[row].kind == .record {
      let next = (row + 1..<material.testCount).first {
        material.records[$0].kind == .record && host($0) == host(row)
      }
      let line = trial.origins.firstIndex { Int($0) == next }
      // Who takes a record out must not make a repeat line repeat another.
      #expect(
        !(row + 1..<(next ?? 0)).contains {
          material.records[$0].kind == .repeatedLast && host($0) == host(row)
        })
      #expect(material.records[row].repeats == 0)
      #expect(line.map { trial.anomalies[$0] > 0 } == true)
    }
  }

  @Test("half of both is inserted, and an odd one too")
  func both() throws {
    let log = mixedLog(lines: 1_500, seed: 5)
    let ten = try makeExperiment(log, log)
    let trial = ten.trial(0, of: .both)
    #expect(trial.origins.count { $0 >= ten.material.testCount } == 5)
    #expect(trial.anomalies.count { $0 > 0 } == 15)
    var settings = ExperimentSettings()
    settings.anomalies = 3
    let three = try Experiment(TrainedLog(recordedLog(log), settings), on: recordedLog(log), .known)
    #expect(three.trial(0, of: .both).origins.count { $0 >= three.material.testCount } == 2)
  }

  @Test("a line that was inserted belongs to the process that spoke last under its tag")
  func processes() throws {
    let log = Array(
      (0..<400).map {
        "Nov 22 11:00:00 node1 \($0 % 2 == 0 ? "sshd[\($0)]: session" : "cron[5]: job") \($0 % 7 == 0 ? "opened" : "closed")\n"
      }
      .joined().utf8)
    let experiment = try makeExperiment(log, log)
    for number in 0..<5 {
      let (trial, material) = (experiment.trial(number, of: .insertion), experiment.material)
      for line in trial.origins.indices where trial.origins[line] >= material.testCount {
        let tag = material.text[trial.records[line].tag.range]
        let earlier = (0..<line).last { material.text[trial.records[$0].tag.range] == tag }
        #expect(
          earlier.map { material.text[trial.records[$0].pid.range] }
            == material.text[trial.records[line].pid.range])
      }
    }
  }

  @Test("trials depend on the seed, the kind and the number alone")
  func determinism() throws {
    let log = mixedLog(lines: 900, seed: 6)
    let (one, other) = (try makeExperiment(log, log), try makeExperiment(log, log))
    #expect(one.trial(1, of: .both).origins == other.trial(1, of: .both).origins)
    #expect(one.trial(1, of: .both).origins != one.trial(2, of: .both).origins)
    #expect(one.trial(1, of: .insertion).anomalies != one.trial(1, of: .both).anomalies)
    let results = try [one, one, other].map {
      try $0.run {}.map { result in Measure.allCases.map { result[$0] } }
    }
    #expect(results[0] == results[1] && results[0] == results[2])
  }
}

@Suite("Lines to insert")
struct TrialMaterialTests {
  private let train = mixedLog(lines: 900, seed: 7)
  private let test = mixedLog(lines: 900, seed: 8)

  private func texts(_ material: TrialMaterial) -> [String] {
    material.stock.map { row in
      let (tag, message) = (material.records[row].tag, material.records[row].message)
      return String(decoding: material.text[tag.range], as: UTF8.self) + "|"
        + String(decoding: material.text[message.range], as: UTF8.self)
    }
  }

  @Test("unusual ones are of the rarest quarter of the types, known ones of any")
  func ofTraining() throws {
    let training = try TrainedLog(recordedLog(train), ExperimentSettings())
    let unusual = try TrialMaterial(training, test: recordedLog(test), .unusual)
    let known = try TrialMaterial(training, test: recordedLog(test), .known)
    #expect(known.stock.count == training.kinds.count)
    #expect(unusual.stock.count == max(5, training.kinds.count / 4))
    let counts = training.kinds.map(\.count)
    #expect(counts == counts.sorted())
    #expect(Array(unusual.hashes[unusual.stock]) == training.kinds.prefix(unusual.stock.count).map(\.hash))
  }

  @Test("novel ones are of no type that a log has, half of them with tags that it has")
  func novel() throws {
    let training = try TrainedLog(recordedLog(train), ExperimentSettings())
    let material = try TrialMaterial(training, test: recordedLog(test), .novel)
    #expect(material.stock.count == 60)
    #expect(Set(texts(material)).count == 60)
    let known = Set(training.kinds.map(\.hash)).union(material.hashes[..<material.testCount])
    #expect(known.isDisjoint(with: material.hashes[material.stock]))
    #expect(texts(material).count { $0.hasPrefix("new") } == 30)
  }

  @Test("novel lines have no tags where the log has none")
  func plain() throws {
    let log = Array(
      (0..<400).map { "\($0 % 3 == 0 ? "up" : "down") and \($0 % 7 == 0 ? "out" : "in")\n" }.joined().utf8)
    let material = try TrialMaterial(
      TrainedLog(recordedLog(log), ExperimentSettings()), test: recordedLog(log), .novel)
    #expect(texts(material).allSatisfy { $0.hasPrefix("|") })
  }

  @Test("of another log those lines are taken that neither log has")
  func foreign() throws {
    let other = Array(
      "Nov 22 11:00:00 far xinetd[1]: START 5\nNov 22 11:00:00 far kernel: link is down at disk\n".utf8)
    let training = try TrainedLog(recordedLog(train), ExperimentSettings())
    let material = try TrialMaterial(training, test: recordedLog(test), .from(recordedLog(other)))
    #expect(texts(material) == ["xinetd|START 5"])
    #expect(throws: EvaluationProblem.nothingForeign) {
      try TrialMaterial(training, test: recordedLog(test), .from(recordedLog(test)))
    }
  }
}

@Suite("Logs that are not fit")
struct UnfitLogTests {
  private func problem(_ train: String, _ test: String, anomalies: Int = 10) -> (any Error)? {
    var settings = ExperimentSettings()
    settings.anomalies = anomalies
    do {
      _ = try Experiment(
        TrainedLog(recordedLog(Array(train.utf8)), settings), on: recordedLog(Array(test.utf8)), .known)
      return nil
    } catch {
      return error
    }
  }

  @Test("empty, without records, too short, of one type, or of chains that are too short")
  func problems() throws {
    let good = String(decoding: mixedLog(lines: 400, seed: 9), as: UTF8.self)
    #expect(problem(good, good) == nil)
    #expect(problem("", good) as? EvaluationProblem == .noRecords)
    #expect(problem("-- No entries --\n\n", good) as? EvaluationProblem == .noRecords)
    let short = good.split(separator: "\n").prefix(200).joined(separator: "\n")
    guard case .tooShort(_, 300, 10) = problem(short, good) as? EvaluationProblem else {
      Issue.record("a short log was taken")
      return
    }
    let same = String(repeating: "Nov 22 11:00:00 node1 cron[5]: job 1\n", count: 400)
    #expect(problem(same, good) as? EvaluationProblem == .oneType)
    #expect(problem(good, "") as? EvaluationError == EvaluationError(log: .test, problem: .noRecords))
    #expect(problem(good, same) as? EvaluationError == EvaluationError(log: .test, problem: .oneType))
    let scattered = (0..<400).map { "Nov 22 11:00:00 n\($0 / 3) cron[5]: job \($0 % 2 == 0 ? "a" : "b")\n" }
      .joined()
    #expect(
      problem(good, scattered) as? EvaluationError
        == EvaluationError(log: .test, problem: .tooFewPlaces(places: 0, needed: 130, anomalies: 10)))
  }
}
