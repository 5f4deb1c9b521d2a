/// A run of the study's prototype: records as numbers, and what the prototype made of them.

@testable import LogMarkov

/// One record of such a run.
struct StudyRecord {
  var type: Int
  var tag: Int
  var host: Int
  var time: Int64
  var process: Int
  /// The prototype's values by name; empty where the file has none.
  var values: [String: Double]
}

/// Reads records from rows between tabs below a row of names.
func studyRecords(_ rows: [String], names: [String]) -> [StudyRecord] {
  rows.map { row in
    let cells = row.split(separator: "\t", omittingEmptySubsequences: false)
    var cell: [String: Substring] = [:]
    for (name, text) in zip(names, cells) { cell[name] = text }
    func number(_ name: String) -> Int { cell[name].flatMap { Int($0) } ?? 0 }
    let fixed: Set<String> = ["part", "type", "tag", "host", "time", "process", "ev"]
    return StudyRecord(
      type: number("type"), tag: number("tag"), host: number("host"), time: Int64(number("time")),
      process: number("process"),
      values: cell.filter { !fixed.contains($0.key) }.compactMapValues { Double($0) })
  }
}

/// Scores and counts records as the prototype does, without lines and formats.
struct StudyRun: ~Copyable {
  /// What came of a record: bits by the prototype's names; those that the next record completes are there once it has
  /// come.
  private(set) var values: [[String: Double]] = []
  private var counts: Counts
  private(set) var scorer: EvidenceScorer
  private let settings: EvidenceSettings
  private var types: [Int: (MessageTypeID, TagID)] = [:]
  private var chains: [Int: ChainContext] = [:]
  private var processes: [Int: ProcessContext] = [:]
  private var last: [Int: (row: Int, process: Int, burst: Double)] = [:]

  init(_ counts: consuming Counts, _ settings: EvidenceSettings, weights: MixtureWeights) {
    self.counts = counts
    self.settings = settings
    scorer = EvidenceScorer(settings, weights: weights)
  }

  mutating func run(_ records: [StudyRecord]) throws {
    for record in records { try run(record) }
  }

  private mutating func run(_ record: StudyRecord) throws {
    let text = "tag \(record.tag)\nmessage \(record.type)"
    let (type, tag) = try types[record.type] ?? counts.intern(text: Array(text.utf8))
    types[record.type] = (type, tag)
    var chain = chains[record.host] ?? ChainContext()
    var process = processes[record.process] ?? ProcessContext()
    let before = last[record.host]
    let visit = Visit(
      row: 0, chain: UInt32(record.host), bootMarkers: 0, continuesProcess: before?.process == record.process)
    let weighed = scorer.weigh(
      TypeAndTag(type: type, tag: tag), visit, chain: chain, process: process, time: record.time, in: counts)
    var found = ["p3": logarithm(weighed.prediction.probability)]
    found["pm"] = weighed.mixture.map(logarithm)
    found["I_c"] = weighed.strayOfPair.map { $0 - weighed.burst }
    found["D_alone"] = weighed.missing
    found["DV"] = weighed.selfTest
    found["alone"] = weighed.strayAlone
    if let before {
      values[before.row]["I_m"] = weighed.strayOfPair.map { $0 - before.burst }
      values[before.row]["D"] = weighed.resolved?.missing
      values[before.row]["stray"] = weighed.resolved?.stray
    }
    last[record.host] = (values.count, record.process, weighed.burst)
    values.append(found)
    let gap = Gap.bucket(from: chain.time, to: record.time)
    counts.count(type, chain: &chain, process: &process, time: record.time, gap: gap)
    chains[record.host] = chain
    processes[record.process] = process
  }

  /// Gives the counts back.
  consuming func finish() -> Counts { counts }

  /// A run that goes on with what this one counted, at the start of another stream.
  consuming func next(weights: MixtureWeights) -> StudyRun {
    let (settings, types) = (settings, types)
    var next = StudyRun(finish(), settings, weights: weights)
    next.types = types
    return next
  }
}
