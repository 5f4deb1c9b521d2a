/// A filter whose model is replaced goes on as if nothing had happened, but for what the new model knows better.

import Support
import Testing
import Unix

@testable import LogMarkov

/// Parts of a stream, with an interruption between any two.
final class PausingSource: ByteSource {
  private var parts: ArraySlice<[UInt8]>
  private var offset = 0

  init(_ parts: [[UInt8]]) { self.parts = parts[...] }

  func wouldBlock() -> Bool { false }

  func read(into span: inout MutableSpan<UInt8>) throws -> SourceRead {
    guard let part = parts.first else { return .end }
    let count = min(part.count - offset, span.count)
    guard count > 0 else {
      parts.removeFirst()
      offset = 0
      return .interrupted
    }
    for index in 0..<count { span[index] = part[offset + index] }
    offset += count
    return .bytes(count)
  }
}

/// A stream cut before lines, or within them.
private func parts(of log: [UInt8], every step: Int, from start: Int, withinLines: Bool = false) -> [[UInt8]]
{
  if withinLines {
    return stride(from: 0, to: log.count, by: step * 17).map {
      Array(log[$0..<min($0 + step * 17, log.count)])
    }
  }
  let all = lines(of: log)
  let cuts = [0] + Array(stride(from: start, to: all.count, by: step)) + [all.count]
  return zip(cuts, cuts.dropFirst()).map { Array(all[$0..<$1].joined()) }
}

/// Filters the parts of a stream; calls `pause` between any two of them.
private func filtered(
  _ parts: [[UInt8]], by filter: any LogFilter, pause: (any LogFilter) throws -> Void = { _ in }
) throws -> [UInt8] {
  let (source, sink) = (PausingSource(parts), CollectingSink())
  while try filter.run(from: source, to: sink) == .interrupted { try pause(filter) }
  return sink.bytes
}

private func makeFilter(
  _ model: consuming Model, _ settings: FilterSettings, _ limits: OverlayLimits = OverlayLimits()
) -> any LogFilter {
  if settings.isFrozen { return ModelFilter(model, settings) }
  return LearningFilter(OverlaidModel(model, limits), settings)
}

/// The bytes of the model of a log, of other numbers for each seed.
private func bytes(of log: [UInt8], seed: UInt64, by chainKey: ChainKey = .host) throws -> [UInt8] {
  try modelBytes(learn(log, settings(by: chainKey, seed: seed)))
}

/// What a filter tells in its dump, without what an overlay does not know.
private func rows(_ filter: any LogFilter) throws -> [String] {
  guard let counts = try filter.learned() else { return [] }
  return try rows(counts)
}

private func rows(_ counts: borrowing Counts) throws -> [String] {
  let unknown = ["chain\t", "meta\t", "calibration\t"]
  return try dump(counts).filter { row in !unknown.contains(where: row.hasPrefix) }
}

/// Ways to filter that remember different things.
private enum Way: String, CaseIterable {
  case plain, lookAhead, budget, explained, frozen, frozenBudget, published, byTag, byHostAndTag

  var settings: FilterSettings {
    var settings = FilterSettings()
    settings.readSize = 512
    switch self {
    case .plain, .byTag, .byHostAndTag: break
    case .lookAhead: settings.lookAhead = .seconds(3600)
    case .budget: settings.threshold = .budget(AlertBudget.Settings(rate: 0.05, combination: .evidence))
    case .explained: settings.explains = true
    case .frozen: settings.isFrozen = true
    case .frozenBudget:
      settings.isFrozen = true
      var budget = AlertBudget.Settings(rate: 0.05, combination: .evidence)
      budget.adapts = false
      settings.threshold = .budget(budget)
    case .published:
      settings.estimator = .mle
      settings.combination = .sum
    }
    return settings
  }

  var chainKey: ChainKey {
    switch self {
    case .byTag: .tag
    case .byHostAndTag: .hostAndTag
    default: .host
    }
  }
}

@Suite(
  .disabled(
    if: Environment.variable("MCFILTER_SANITIZER") != nil, "minutes of what only computes"))
struct RenewalTests {
  @Test("the same model with other numbers, at any time: no byte changes", arguments: Way.allCases)
  fileprivate func sameCounts(_ way: Way) throws {
    let known = randomLog(seed: 1, lines: 300, words: 20)
    // Enough of it that hosts have habits.
    let log = randomLog(seed: 2, lines: 500, words: 40)
    let models = try (1...4).map { try bytes(of: known, seed: $0, by: way.chainKey) }
    let whole = try filtered([log], by: makeFilter(open(models[0]), way.settings))
    #expect(lines(of: whole).count > 10)
    // Every line for a while, then now and then; cuts within lines at last.
    for (step, start, isWithin) in [(1, 480, false), (40, 3, false), (70, 1, true)] {
      var renewals = 0
      let output = try filtered(
        parts(of: log, every: step, from: start, withinLines: isWithin),
        by: makeFilter(open(models[0]), way.settings)
      ) { filter in
        renewals += 1
        try filter.renew(with: open(models[renewals % models.count]))
      }
      #expect(renewals > 5)
      let pairs = zip(lines(of: output), lines(of: whole)).enumerated()
      if let (row, pair) = pairs.first(where: { $1.0 != $1.1 }) {
        let (mine, expected) = (
          String(decoding: pair.0, as: UTF8.self), String(decoding: pair.1, as: UTF8.self)
        )
        Issue.record("every \(step), line \(row): \(mine) and not \(expected)")
      }
      #expect(output.count == whole.count)
    }
  }

  @Test(
    "the very same file changes nothing, even where little room makes much be forgotten",
    arguments: UInt64(1)...3, [(30, 100 << 10, 3000), (1000, 64 << 10, 300)])
  func sameFile(seed: UInt64, room: (types: Int, bytes: Int, words: Int)) throws {
    var limits = OverlayLimits()
    (limits.types, limits.bytes) = (room.types, room.bytes)
    let model = try bytes(of: randomLog(seed: seed, lines: 300), seed: 1)
    let log = randomLog(seed: seed + 10, lines: 3000, words: room.words)
    let whole = try filtered([log], by: makeFilter(open(model), FilterSettings(), limits))
    let output = try filtered(
      parts(of: log, every: 40, from: 5), by: makeFilter(open(model), FilterSettings(), limits)
    ) { try $0.renew(with: open(model)) }
    #expect(output == whole)
  }

  @Test("what was learned beside the old model is added to the new one's counts", arguments: UInt64(1)...2)
  func additions(seed: UInt64) throws {
    let known = randomLog(seed: seed, lines: 200, words: 10)
    let log = randomLog(seed: seed + 10, lines: 400, words: 30)
    let learned = makeFilter(try open(bytes(of: [], seed: 1)), FilterSettings())
    _ = try filtered([log], by: learned)
    guard let additions = try learned.learned() else {
      Issue.record("nothing learned")
      return
    }
    let added = try modelBytes(additions)
    for other in [known + randomLog(seed: seed + 20, lines: 200, words: 40), smallLog, []] {
      var sum = try learn(other, settings(seed: 9))
      try sum.merge(open(added))
      let filter = makeFilter(try open(bytes(of: known, seed: 1)), FilterSettings())
      let output = try filtered(parts(of: log, every: 130, from: 130), by: filter) {
        try $0.renew(with: open(bytes(of: other, seed: 9)))
      }
      let (mine, expected) = try (rows(filter), rows(sum))
      #expect(mine == expected)
      // The first record of each host, and those behind boots, have no predecessor; no other has none.
      let plain = try filtered([log], by: makeFilter(open(bytes(of: known, seed: 1)), FilterSettings()))
      func firsts(_ output: [UInt8]) -> [Int] {
        lines(of: output).enumerated().filter { $1.dropFirst(21).first == UInt8(ascii: "?") }.map(\.offset)
      }
      #expect(firsts(output) == firsts(plain))
    }
  }

  @Test("a new model without what the old one knew stays within the bounds", arguments: UInt64(1)...3)
  func bounds(seed: UInt64) throws {
    var limits = OverlayLimits()
    (limits.types, limits.bytes) = (40, 128 << 10)
    let known = randomLog(seed: seed, lines: 2000, words: 400)
    let log = randomLog(seed: seed + 5, lines: 1200, words: 500)
    let empty = try bytes(of: [], seed: 7)
    let full = try bytes(of: known, seed: 7)
    let evidence = EvidenceSettings(looksAhead: true, habitsFrom: 10)
    var carried: Overlay?
    for (number, part) in parts(of: log, every: 100, from: 100).enumerated() {
      let now = try open(number % 2 == 0 ? full : empty)
      let next = try open(number % 2 == 0 ? empty : full)
      let overlay = carried.take() ?? Overlay(over: now, limits, tagKey: now.settings.key)
      let found = scores(
        of: part, by: OverlaidModel(now, overlay), .backoff, combination: .evidence, evidence: evidence
      ) { known in
        let overlay = Overlay(carriedFrom: known, to: next)
        let (bytes, types) = (overlay.bytes, overlay.countedTypes)
        #expect(bytes <= limits.bytes + 8192)
        #expect(types <= limits.types)
        carried = consume overlay
      }
      #expect(found.allSatisfy { (0...1).contains($0.messageProbability) && $0.combined.bits.isFinite })
    }
  }

  @Test("a model of another mask or chain key is refused, and the old one goes on")
  func refused() throws {
    let known = randomLog(seed: 1, lines: 200)
    let log = randomLog(seed: 2, lines: 200)
    let whole = try filtered([log], by: makeFilter(open(bytes(of: known, seed: 1)), FilterSettings()))
    for other in [settings(mask: .digits), settings(by: .tag)] {
      let filter = makeFilter(try open(bytes(of: known, seed: 1)), FilterSettings())
      let output = try filtered(parts(of: log, every: 50, from: 50), by: filter) { filter in
        #expect(throws: ModelError.self) { try filter.renew(with: model(of: known, other)) }
      }
      #expect(output == whole)
    }
  }
}
