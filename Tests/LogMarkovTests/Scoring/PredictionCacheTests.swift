/// What is remembered of look-ups is what they would say now.

import Support
import Testing
import Unix

@testable import LogMarkov

/// Compares what is remembered with the plain look-ups, at every record it is led to.
private struct Comparing<Known: Knowledge & ~Copyable>: ~Copyable, RecordVisitor {
  var known: Known
  var predictions = PredictionCache()
  var gaps = GapCache()
  var numbers = ProcessNumbers()
  /// Shares to predict with: hosts differ.
  var random = SplitMix64(seed: 1)
  private var tokenizer: TypeTokenizer
  var records = 0
  var differences: [String] = []

  init(_ known: consuming Known) {
    tokenizer = TypeTokenizer(mask: known.settings.mask, key: known.settings.key)
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
    records += 1
    let both = TypeAndTag(type: type.type, tag: type.tag)
    let share = ShareInHost(tag: [0.25, 0.5].randomElement(using: &random) ?? 0, ofTag: 0.125)
    compare(both, share, after: Predecessors(last: chain))
    compare(both, share, after: .withoutLast(chain, in: known))
    let direct = BackOff.predict(both, share, after: Predecessors(last: chain), in: known)
    let bucket = Gap.bucket(from: chain.time, to: record.time)
    let gap = MissingEvidence.gapShare(
      bucket, transitions: direct.transitions, direct.transition, in: known)
    if gaps.share(bucket, from: chain.last, to: both.type, direct, in: known) != gap {
      differences.append("gap")
    }
    let predecessor = process.predecessor(tag: type.tag)
    let number = known.transition(from: predecessor, to: type.type).number
    if numbers.number(from: predecessor, to: type.type, in: known) != number { differences.append("process") }

    let isCommon = Int.random(in: 0..<3, using: &random) == 0
    if !known.learn(type, time: record.time, isCommon: isCommon, chain: &chain, process: &process) {
      process.advance(to: type.type, transition: number)
      chain.advance(to: type.type, tag: type.tag, transition: direct.transition, time: record.time)
    }
  }

  private mutating func compare(_ record: TypeAndTag, _ share: ShareInHost, after before: Predecessors) {
    let place = predictions.place(of: record, after: before, in: known)
    let plain = BackOff.predict(record, share, after: before, in: known)
    let occurrences = Occurrences(of: record, in: known)
    if predictions.share(place, in: known) != occurrences.share { differences.append("share") }
    if predictions.occurrences(place, in: known) != occurrences { differences.append("occurrences") }
    if predictions.isUnseen(place) != occurrences.isUnseen { differences.append("unseen") }
    if predictions.predict(place, share) != plain { differences.append("prediction") }
    if predictions.bits(place) != PredictionBits(plain) { differences.append("bits") }
  }

  mutating func visitRepeats(
    _ visit: Visit, _ times: UInt32, chain: inout ChainContext, process: inout ProcessContext
  ) { known.noteRepeats(times, chain: &chain, process: &process) }
}

extension Comparing: TypeResolver where Known: ~Copyable {
  mutating func resolve(
    _ hash: TypeHash, tagHash: TagHash, text: Span<UInt8>
  ) -> (MessageTypeID, TagID) { known.resolve(hash, tagHash: tagHash, text: text) }
}

/// The differences over a log.
private func differences<Known: Knowledge & ~Copyable>(
  over log: [UInt8], by known: consuming Known
) -> (records: Int, [String]) {
  var visitor = Comparing(known)
  var chains = Chains(by: .host, hashKey: visitor.known.settings.key, limit: 64, processLimit: 64)
  var typing = TypeIdentification(mask: visitor.known.settings.mask, key: visitor.known.settings.key)
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
  return (visitor.records, visitor.differences)
}

struct PredictionCacheTests {
  @Test("a cache says what the counts say, over a model that stands still", arguments: UInt64(1)...3)
  func frozen(seed: UInt64) throws {
    let known = try model(of: randomLog(seed: seed, lines: 2000, words: 100))
    let (records, found) = differences(
      over: randomLog(seed: seed + 10, lines: 5000, words: 300), by: known)
    #expect(records > 4000 && found == [])
  }

  @Test(
    "and over one that learns and forgets",
    arguments: [UInt64(1), 2, 3], [64 << 10, 256 << 10, 64 << 20])
  func learning(seed: UInt64, bytes: Int) throws {
    var limits = OverlayLimits()
    limits.bytes = bytes
    let known = try model(of: randomLog(seed: seed, lines: 500, words: 100))
    let (records, found) = differences(
      over: randomLog(seed: seed + 20, lines: 5000, words: 1000), by: OverlaidModel(known, limits))
    #expect(records > 4000 && found == [])
  }

  @Test("and over counts, where nothing is worth remembering")
  func counting() {
    let (records, found) = differences(
      over: randomLog(seed: 5, lines: 3000, words: 200), by: Counts(settings: testSettings))
    #expect(records > 2000 && found == [])
  }
}
