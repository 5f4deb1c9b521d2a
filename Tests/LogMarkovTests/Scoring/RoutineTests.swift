/// The short way says what the long way would.

import Support
import Testing
import Unix

@testable import LogMarkov

/// Scores records of a frozen model, with or without the short way.
private struct Weighing: ~Copyable, RecordVisitor {
  let known: Model
  let takesShortWay: Bool
  var evidence: EvidenceScorer
  var scores: [Score] = []
  /// How many took the short way.
  var short = 0

  init(_ known: consuming Model, takesShortWay: Bool) {
    var settings = EvidenceSettings()
    settings.learns = false
    settings.shift = Ranking.shift(by: known.calibration)
    evidence = EvidenceScorer(settings, weights: MixtureWeights(known.calibration.mixture))
    self.takesShortWay = takesShortWay && settings.hasRoutine
    self.known = known
  }

  mutating func visit(
    _ visit: Visit, _ record: LogRecord, _ type: RecordType, of bytes: Span<UInt8>,
    chain: inout ChainContext, process: inout ProcessContext
  ) {
    let time = OptionalTime(record.time)
    var transition: TransitionNumber?
    if takesShortWay, let place = evidence.routinePlace(of: type.type, visit, chain, time, in: known) {
      short += 1
      transition = evidence.routine[place].transition.value
      scores.append(evidence.passRoutine(place, visit))
    } else {
      let both = TypeAndTag(type: type.type, tag: type.tag)
      let glance = evidence.glance(both, visit, chain, record.time, in: known)
      if glance.isOrdinary {
        let direct = evidence.predictions[glance.entry]
        let flag: Score.Flag =
          chain.isEmpty ? .first : glance.isUnseen ? .unknown : direct.transitions == 0 ? .new : .seen
        scores.append(Score(glance, direct, evidence.predictions.bits(glance.entry), flag: flag))
        if takesShortWay { evidence.rememberRoutine(both, glance, chain, flag) }
        transition = direct.transition
        _ = evidence.pass(both, glance, visit, chain)
      } else {
        let weighed = evidence.weigh(both, glance, visit, chain, process, record.time, in: known)
        scores.append(Score(weighed, shift: evidence.settings.shift, flag: .missing))
        transition = weighed.prediction.transition
      }
    }
    let number = known.transition(from: process.predecessor(tag: type.tag), to: type.type).number
    process.advance(to: type.type, transition: number)
    chain.advance(to: type.type, tag: type.tag, transition: transition, time: record.time)
  }

  mutating func visitRepeats(
    _ visit: Visit, _ times: UInt32, chain: inout ChainContext, process: inout ProcessContext
  ) { evidence.noteRepeats(times, chain: visit.chain) }
}

/// The scores of a log, and how many records took the short way.
private func scores(
  of log: [UInt8], by known: consuming Model, takesShortWay: Bool
) -> ([Score], short: Int, [ChainEvidence]) {
  let settings = known.settings
  var counts = Weighing(known, takesShortWay: takesShortWay)
  var chains = Chains(by: .host, hashKey: settings.key, limit: 64, processLimit: 64)
  var typing = TypeIdentification(mask: settings.mask, key: settings.key)
  var format = SyslogFormat()
  var start = 0
  let regions = lines(of: log).map { line in
    defer { start += line.count }
    return Line(text: Region(start..<start + line.count - (line.last == 0x0A ? 1 : 0)))
  }
  let records = format.records(of: regions, in: log)
  var types: [RecordType] = []
  typing.identify(records, of: log.span, with: &counts, into: &types)
  chains.walk(records, types, of: log.span, &counts)
  let evidence = counts.evidence.chains.indices.map { counts.evidence.chains[$0] }
  return (counts.scores, counts.short, evidence)
}

extension Weighing: TypeResolver {
  mutating func resolve(
    _ hash: TypeHash, tagHash: TagHash, text: Span<UInt8>
  ) -> (MessageTypeID, TagID) { known.resolve(hash, text: text) }
}

/// Three hosts that say the same eight things over and over, a little out of order, and seldom something else.
private func routineLog(seed: UInt64, lines count: Int) -> [UInt8] {
  var random = SplitMix64(seed: seed)
  var (log, second) = ("", 0)
  var next = [0, 0, 0]
  for _ in 0..<count {
    let host = Int.random(in: 0..<3, using: &random)
    second += Int.random(in: 0..<500, using: &random) == 0 ? 3000 : Int.random(in: 0..<4, using: &random)
    let clock = [second / 3600 % 24, second / 60 % 60, second % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }
    let header = "Nov 22 \(clock.joined(separator: ":")) node\(host) "
    next[host] += 1
    switch Int.random(in: 0..<200, using: &random) {
    case 0: log += "-- Boot 1 --\n"
    case 1: log += header + "last message repeated 2 times\n"
    case 2: log += header + "kernel: surprise \("abcdef".randomElement(using: &random) ?? "a")\n"
    case 3..<8: next[host] += 1
    default:
      let step = ["open", "read", "seek", "write", "sync", "close", "wait", "done"][next[host] % 8]
      log += header + "disk[\(next[host] / 64)]: \(step) sector \(second)\n"
    }
  }
  return Array(log.utf8)
}

struct RoutineTests {
  @Test("a record that takes the short way has the score of the long one", arguments: UInt64(1)...4)
  func likeLongWay(seed: UInt64) throws {
    let learned = routineLog(seed: seed, lines: 3000)
    let log = routineLog(seed: seed + 10, lines: 6000)
    let (long, none, longState) = try scores(of: log, by: model(of: learned), takesShortWay: false)
    let (short, some, shortState) = try scores(of: log, by: model(of: learned), takesShortWay: true)
    #expect(none == 0 && long.count > 5000)
    #expect(some > 2000)
    #expect(long == short)
    #expect(longState == shortState)
  }
}
