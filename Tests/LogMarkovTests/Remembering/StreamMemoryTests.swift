/// A log in two runs, the second going on from what the first has left, is the log in one run.

import Support
import Testing

@testable import LogMarkov

/// Ways to filter that remember different things.
private enum Way: String, CaseIterable {
  case evidence, budget, published, byTag, byHostAndTag, fewChains, otherKey

  var settings: FilterSettings {
    var settings = FilterSettings()
    settings.isFrozen = true
    switch self {
    case .evidence, .byTag, .byHostAndTag, .otherKey: break
    case .budget:
      var budget = AlertBudget.Settings(rate: 0.1, combination: .evidence)
      budget.adapts = false
      settings.threshold = .budget(budget)
    case .published:
      settings.estimator = .mle
      settings.combination = .sum
    case .fewChains: (settings.chainLimit, settings.processLimit) = (2, 3)
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

/// What a filter writes of a log.
private func filtered(_ log: [UInt8], by filter: any LogFilter) throws -> [UInt8] {
  let sink = CollectingSink()
  try filter.run(from: CutSource([log]), to: sink)
  return sink.bytes
}

/// What a filter has left, by way of its file.
private func left(by filter: any LogFilter) throws -> StreamMemory {
  try StreamMemory(file: filter.remembered().fileBytes)
}

/// Both parts of a log, cut before a line.
private func parts(of log: [UInt8], before line: Int) -> ([UInt8], [UInt8]) {
  let all = lines(of: log)
  return (Array(all[..<line].joined()), Array(all[line...].joined()))
}

@Suite("What a run leaves for the next")
struct StreamMemoryTests {
  @Test(
    "a frozen filter says the same in two runs as in one, wherever the log is cut", arguments: Way.allCases)
  fileprivate func frozen(_ way: Way) throws {
    let known = try modelBytes(learn(smallLog + randomLog(seed: 1, lines: 60), settings(by: way.chainKey)))
    let again = try modelBytes(
      learn(smallLog + randomLog(seed: 1, lines: 60), settings(by: way.chainKey, seed: 2)))
    let log = smallLog + randomLog(seed: 2, lines: 10)
    let whole = try filtered(log, by: ModelFilter(open(known), way.settings))
    for line in 1..<lines(of: log).count {
      let (head, tail) = parts(of: log, before: line)
      let first = ModelFilter(try open(known), way.settings)
      var output = try filtered(head, by: first)
      let second = ModelFilter(
        try open(way == .otherKey ? again : known), way.settings, from: try left(by: first))
      output += try filtered(tail, by: second)
      #expect(output == whole, "cut before line \(line)")
    }
  }

  @Test("the paper's scores remember processes for who asks for evidence next, and none where nobody will")
  func processesForTheNext() throws {
    let known = try modelBytes(learn(smallLog + randomLog(seed: 1, lines: 60)))
    let log = smallLog + randomLog(seed: 2, lines: 200)
    func left(by settings: FilterSettings) throws -> StreamMemory {
      let filter = ModelFilter(try open(known), settings)
      _ = try filtered(log, by: filter)
      return filter.remembered()
    }
    let evidence = try left(by: Way.evidence.settings)
    var settings = Way.published.settings
    #expect(settings.isRemembered)
    let published = try left(by: settings)
    #expect(published.processes.count > 5 && published.processes == evidence.processes)
    #expect(published.chains.map(\.process) == evidence.chains.map(\.process))
    settings.isRemembered = false
    let forgotten = try left(by: settings)
    #expect(forgotten.processes.isEmpty && forgotten.chains.allSatisfy { $0.process == nil })
    #expect(forgotten.chains.map(\.hash) == evidence.chains.map(\.hash))
  }

  @Test("boots of a journal's entries are told across runs")
  func boots() throws {
    let log = Array(
      (0..<6).map { #"{"MESSAGE":"m\#($0 % 2)","_HOSTNAME":"a","_BOOT_ID":"\#($0 / 2)"}"# + "\n" }.joined()
        .utf8)
    let known = try modelBytes(learn(log))
    let whole = try filtered(log, by: ModelFilter(open(known), Way.evidence.settings))
    for line in 1..<6 {
      let (head, tail) = parts(of: log, before: line)
      let first = ModelFilter(try open(known), Way.evidence.settings)
      let output = try filtered(head, by: first)
      let second = ModelFilter(try open(known), Way.evidence.settings, from: try left(by: first))
      #expect(output + (try filtered(tail, by: second)) == whole)
    }
  }

  @Test("a filter that learns and saves its model goes on with weights, windows and thresholds")
  func learning() throws {
    let known = try modelBytes(learn(randomLog(seed: 1, lines: 300)))
    let log = randomLog(seed: 2, lines: 900)
    var settings = FilterSettings()
    settings.threshold = .budget(AlertBudget.Settings(rate: 0.2, combination: .evidence))
    let whole = try filtered(log, by: LearningFilter(OverlaidModel(open(known)), settings))
    for line in [1, 600, 890] {
      let (head, tail) = parts(of: log, before: line)
      let first = LearningFilter(OverlaidModel(try open(known)), settings)
      let output = try filtered(head, by: first)
      guard let counts = try first.learned() else {
        Issue.record("nothing learned")
        return
      }
      let memory = try left(by: first)
      let saved = try open(modelBytes(counts))
      let second = LearningFilter(OverlaidModel(saved, streamKey: memory.key), settings, from: memory)
      #expect(output + (try filtered(tail, by: second)) == whole, "cut before line \(line)")
    }
  }

  @Test("only the chains that spoke last are taken where there is room for fewer")
  func fewerChains() throws {
    let known = try modelBytes(learn(smallLog))
    let first = ModelFilter(try open(known), Way.evidence.settings)
    _ = try filtered(smallLog, by: first)
    let memory = first.remembered()
    var few = Way.evidence.settings
    (few.chainLimit, few.processLimit) = (1, 1)
    let second = ModelFilter(try open(known), few, from: memory)
    let left = second.remembered()
    #expect(memory.chains.count > 2 && left.chains.map(\.hash) == memory.chains.suffix(1).map(\.hash))
    #expect(left.chains.first?.time == memory.chains.last?.time && left.latest == 0)
  }

  @Test("a file that was changed anywhere, or cut, is refused")
  func changed() throws {
    let filter = LearningFilter(try OverlaidModel.empty(testSettings), FilterSettings())
    _ = try filtered(smallLog, by: filter)
    let file = filter.remembered().fileBytes
    #expect(try StreamMemory(file: file) == filter.remembered())
    var random = SplitMix64(seed: 1)
    for place in stride(from: 0, to: file.count, by: 13) {
      var damaged = file
      damaged[place] ^= 1 << UInt8.random(in: 0...7, using: &random)
      #expect(throws: StreamMemoryError.self) { try StreamMemory(file: damaged) }
      #expect(throws: StreamMemoryError.self) { try StreamMemory(file: Array(file[..<place])) }
    }
    #expect(throws: StreamMemoryError.damaged) { try StreamMemory(file: file + file) }
  }
}
