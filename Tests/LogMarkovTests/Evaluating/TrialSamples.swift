/// Logs and experiments for tests.

import Support

@testable import LogMarkov

/// A log of three hosts in turn: repeat lines, continued records and boot markers among the records.
func mixedLog(lines count: Int, seed: UInt64) -> [UInt8] {
  var random = SplitMix64(seed: seed)
  let tags = ["sshd[12]: ", "kernel: ", "cron[7]: ", ""]
  let verbs = [
    "session opened for", "session closed for", "job started on", "link is down at", "reading from",
  ]
  let nouns = ["alice", "bravo", "eth", "disk", "queue"]
  var text = ""
  for line in 0..<count {
    let host = "node\(Int.random(in: 1...3, using: &random))"
    let second = line % 60
    let stamp =
      "Nov 22 \(10 + line / 3600):\(10 + line / 60 % 50):\(second < 10 ? "0" : "")\(second) \(host) "
    switch Int.random(in: 0..<60, using: &random) {
    case 0: text += "\(stamp)last message repeated 2 times\n"
    case 1: text += "   and more of it\n"
    case 2 where line > count / 2: text += "-- Boot 123 --\n"
    case 3: text += "\(stamp)message repeated 3 times: [ over and over]\n"
    default:
      let verb = verbs[min(Int.random(in: 0..<9, using: &random), 4)]
      text += "\(stamp)\(tags[line % 4])\(verb) \(nouns[line % 5])\n"
    }
  }
  return Array(text.utf8)
}

/// A log in memory.
func recordedLog(_ log: [UInt8]) throws -> RecordedLog {
  try RecordedLog(reading: CutSource([log]), format: .auto, maximumLine: 65_536)
}

/// The lines of a trial as somebody would write them.
func writtenLines(_ trial: Trial, of material: TrialMaterial) -> [[UInt8]] {
  func bytes(_ field: Region) -> [UInt8] { Array(material.text[field.range]) }
  return zip(trial.origins, trial.records).map { origin, record in
    if origin < material.testCount { return bytes(material.lines[Int(origin)].text) }
    let (blank, colon) = (Array(" ".utf8), Array(": ".utf8))
    let pid = record.pid.isEmpty ? [] : Array("[".utf8) + bytes(record.pid) + Array("]".utf8)
    let tag = record.tag.isEmpty ? [] : bytes(record.tag) + pid + colon
    return bytes(record.stamp) + blank + bytes(record.host) + blank + tag + bytes(record.message)
  }
}

/// An experiment with a log and the lines of another, or of itself.
func makeExperiment(
  _ train: [UInt8], _ test: [UInt8], _ inserted: InsertedLines = .known, estimator: EstimatorName = .backoff
) throws -> Experiment {
  var settings = ExperimentSettings()
  settings.estimator = estimator
  settings.trials = 2
  return try Experiment(TrainedLog(recordedLog(train), settings), on: recordedLog(test), inserted)
}
