/// The short ways say what the long way would.

import Support
import Testing
import Unix

@testable import LogMarkov

/// How much of what is quiet is told without weighing it.
private enum Way {
  /// Everything is weighed.
  case long
  /// A glance tells what is ordinary.
  case glance
  /// One search tells what is routine.
  case routine
}

/// Scores the records of a stream in one of these ways.
private struct Weighing<Known: Knowledge & ~Copyable>: ~Copyable, RecordVisitor {
  var known: Known
  let way: Way
  var evidence: EvidenceScorer
  private var tokenizer: TypeTokenizer
  var scores: [Score] = []
  var resolved: [ResolvedRecord?] = []
  /// How many were not weighed.
  var short = 0

  init(_ known: consuming Known, _ settings: EvidenceSettings, _ way: Way) {
    evidence = EvidenceScorer(settings, weights: MixtureWeights(known.calibration.mixture))
    tokenizer = TypeTokenizer(mask: known.settings.mask, key: known.settings.key)
    self.way = way
    self.known = known
  }

  mutating func visit(
    _ visit: Visit, _ record: LogRecord, _ type: RecordType, of bytes: Span<UInt8>,
    chain: inout ChainContext, process: inout ProcessContext
  ) {
    var type = type
    if !known.number(&type) {
      _ = tokenizer.type(of: record, in: bytes)
      known.enter(&type, spelledBy: tokenizer)
    }
    var transition: TransitionNumber?
    var isCommon = false
    if way == .routine,
      let place = evidence.routinePlace(
        of: type.type, visit, chain, OptionalTime(record.time), in: known)
    {
      short += 1
      transition = evidence.routine[place].transition.value
      scores.append(evidence.passRoutine(place, visit))
    } else {
      let both = TypeAndTag(type: type.type, tag: type.tag)
      var glance = evidence.glance(both, visit, chain, record.time, in: known)
      if way != .long, glance.isOrdinary {
        let direct = evidence.predictions[glance.entry]
        let flag: Score.Flag =
          chain.isEmpty ? .first : glance.isUnseen ? .unknown : direct.transitions == 0 ? .new : .seen
        scores.append(Score(glance, direct, evidence.predictions.bits(glance.entry), flag: flag))
        resolved.append(evidence.resolveLast(glance, visit))
        if way == .routine { evidence.rememberRoutine(both, glance, chain, flag) } else { short += 1 }
        transition = direct.transition
        isCommon = evidence.pass(both, glance, visit, chain)
      } else {
        if way == .long { glance.isQuiet = false }
        let weighed = evidence.weigh(both, glance, visit, chain, process, record.time, in: known)
        let flag: Score.Flag =
          chain.isEmpty
          ? .first : weighed.isUnseen ? .unknown : weighed.prediction.transitions == 0 ? .new : .seen
        scores.append(Score(weighed, shift: evidence.settings.shift, flag: flag))
        resolved.append(weighed.resolved)
        transition = weighed.prediction.transition
        isCommon = weighed.isCommon
      }
    }
    if known.learn(type, time: record.time, isCommon: isCommon, chain: &chain, process: &process) { return }
    let number = known.transition(from: process.predecessor(tag: type.tag), to: type.type).number
    process.advance(to: type.type, transition: number)
    chain.advance(to: type.type, tag: type.tag, transition: transition, time: record.time)
  }

  mutating func visitRepeats(
    _ visit: Visit, _ times: UInt32, chain: inout ChainContext, process: inout ProcessContext
  ) {
    evidence.noteRepeats(times, chain: visit.chain)
    known.noteRepeats(times, chain: &chain, process: &process)
  }
}

extension Weighing: TypeResolver where Known: ~Copyable {
  mutating func resolve(
    _ hash: TypeHash, tagHash: TagHash, text: Span<UInt8>
  ) -> (MessageTypeID, TagID) { known.resolve(hash, tagHash: tagHash, text: text) }
}

/// What came of a log.
private struct Outcome {
  var scores: [Score]
  var resolved: [ResolvedRecord?]
  var chains: [ChainEvidence]
  var weights: MixtureWeights
  var short: Int
}

private func outcome<Known: Knowledge & ~Copyable>(
  of log: [UInt8], by known: consuming Known, _ settings: EvidenceSettings, _ way: Way
) -> Outcome {
  let model = known.settings
  var visitor = Weighing(known, settings, way)
  var chains = Chains(by: .host, hashKey: model.key, limit: 64, processLimit: 64)
  var typing = TypeIdentification(mask: model.mask, key: model.key)
  var format = SyslogFormat()
  var start = 0
  let regions = lines(of: log).map { line in
    defer { start += line.count }
    return Line(text: Region(start..<start + line.count - (line.last == 0x0A ? 1 : 0)))
  }
  let records = format.records(of: regions, in: log)
  var types: [RecordType] = []
  typing.identify(records, of: log.span, with: &visitor, into: &types)
  chains.walk(records, types, of: log.span, &visitor)
  let evidence = visitor.evidence.chains.indices.map { visitor.evidence.chains[$0] }
  return Outcome(
    scores: visitor.scores, resolved: visitor.resolved, chains: evidence, weights: visitor.evidence.weights,
    short: visitor.short)
}

/// Three hosts that say the same eight things over and over, a little out of order, and seldom something else.
func routineLog(seed: UInt64, lines count: Int) -> [UInt8] {
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
  private let gates: [Double] = [0, 3]

  @Test("a routine record has the score of the long way", arguments: UInt64(1)...4, [0.0, 2])
  func routine(seed: UInt64, shift: Double) throws {
    let (learned, log) = (routineLog(seed: seed, lines: 3000), routineLog(seed: seed + 10, lines: 6000))
    for gate in gates {
      var settings = EvidenceSettings()
      (settings.learns, settings.gate, settings.shift) = (false, gate, shift)
      #expect(settings.hasRoutine)
      let long = try outcome(of: log, by: model(of: learned), settings, .long)
      let short = try outcome(of: log, by: model(of: learned), settings, .routine)
      #expect(long.scores.count > 5000 && long.short == 0 && (gate == 0 || short.short > 2000))
      #expect(long.scores == short.scores)
      #expect(long.chains == short.chains)
    }
  }

  @Test(
    "an ordinary record has the score of the long way, teaches and resolves as much",
    arguments: UInt64(1)...4,
    [(looksAhead: false, shift: 0.0), (true, 0), (false, 2), (true, 2)])
  func ordinary(seed: UInt64, _ way: (looksAhead: Bool, shift: Double)) throws {
    let (learned, log) = (routineLog(seed: seed, lines: 1000), routineLog(seed: seed + 10, lines: 6000))
    for gate in gates {
      var settings = EvidenceSettings()
      (settings.looksAhead, settings.gate, settings.shift) = (way.looksAhead, gate, way.shift)
      let long = try outcome(of: log, by: OverlaidModel(model(of: learned)), settings, .long)
      let short = try outcome(of: log, by: OverlaidModel(model(of: learned)), settings, .glance)
      #expect(long.scores.count > 5000 && long.short == 0 && (gate == 0 || short.short > 2000))
      #expect(long.scores == short.scores)
      #expect(long.resolved == short.resolved)
      #expect(long.chains == short.chains)
      #expect(long.weights == short.weights)
    }
  }

  @Test("missing evidence that is given up would not show", arguments: UInt64(1)...4, [-2.0, 0, 4])
  func givenUp(seed: UInt64, shift: Double) throws {
    let (learned, log) = (routineLog(seed: seed, lines: 1000), routineLog(seed: seed + 10, lines: 6000))
    for gate in gates {
      var settings = EvidenceSettings()
      (settings.gate, settings.shift) = (gate, shift)
      let all = try outcome(of: log, by: OverlaidModel(model(of: learned)), settings, .glance)
      settings.givesUpMissing = true
      let some = try outcome(of: log, by: OverlaidModel(model(of: learned)), settings, .glance)
      var (givenUp, held) = (0, 0)
      for (one, other) in zip(all.scores, some.scores) {
        if let missing = one.missing, other.missing == nil {
          givenUp += 1
          var expected = one
          expected.missing = nil
          #expect(other == expected && !one.suggestsMissing && missing.bits < gate)
        } else {
          held += one.missing == nil ? 0 : 1
          #expect(other == one)
        }
      }
      #expect(givenUp > 10 && held > 0)
      #expect(all.chains == some.chains && all.weights == some.weights)
    }
  }
}
