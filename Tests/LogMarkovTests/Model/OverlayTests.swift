/// Learning beside a model: the overlay answers as counts in memory do, forgets within its bounds, and saves.

import Support
import Testing
import Unix

@testable import LogMarkov

/// A log of a few hosts, programs, processes and messages, with repeats and boots; `words` other messages among them.
func randomLog(seed: UInt64, lines count: Int, words: Int = 0) -> [UInt8] {
  var random = SplitMix64(seed: seed)
  var log = ""
  for number in 0..<count {
    let time = "Nov 22 11:\(10 + number / 60 % 50):\(10 + number % 50)"
    let host = "node\(["a", "b", "c"].randomElement(using: &random) ?? "a")"
    switch Int.random(in: 0..<30, using: &random) {
    case 0: log += "\(time) \(host) last message repeated \(Int.random(in: 1...5, using: &random)) times\n"
    case 1: log += number % 5 == 0 ? "-- Boot 1 --\n" : "no header\n"
    default:
      let tag = ["sshd", "cron", "kernel"].randomElement(using: &random) ?? ""
      let pid = Int.random(in: 1...3, using: &random)
      let few = ["open", "close", "run", "stop"].randomElement(using: &random) ?? ""
      let isNew = words > 0 && Int.random(in: 0..<3, using: &random) == 0
      let word = isNew ? letters(UInt64.random(in: 0..<UInt64(words), using: &random)) : few
      log += "\(time) \(host) \(isNew ? tag + letters(UInt64(number % 9)) : tag)[\(pid)]: \(word)\n"
    }
  }
  return Array(log.utf8)
}

/// A number as a word of letters.
private func letters(_ number: UInt64) -> String {
  String(decoding: String(number).utf8.map { $0 - UInt8(ascii: "0") + UInt8(ascii: "a") }, as: UTF8.self)
    + "x"
}

/// All that can be looked up, by texts and not by numbers, so that any two kinds of knowledge can be compared.
private struct Answers: Equatable {
  var numbers: [String: [UInt64]] = [:]
  var successors: [String: [Int: Int]] = [:]

  init(
    _ known: borrowing some TransitionCounts & ~Copyable, types: [(String, MessageTypeID)],
    tags: [(String, TagID)]
  ) {
    func of(_ row: Row) -> [UInt64] { [row.sum, UInt64(row.distinct)] }
    numbers["all"] = [known.recordCount, UInt64(known.countedTypes), UInt64(known.tagCount)]
    for (name, tag) in tags {
      numbers["tag " + name] =
        [known.occurrences(of: tag), UInt64(known.typeCount(of: tag))] + of(known.row(of: tag))
        + of(known.row(of: ProcessPredecessor.start(of: tag))) + of(known.row(of: ProcessPair.start(of: tag)))
      numbers["tags " + name] = tags.map { UInt64(known.transition(from: tag, to: $0.1)) }
      let start = ProcessPair.start(of: tag)
      numbers["seconds " + name] = types.map { UInt64(known.count(of: $0.1, after: start)) }
    }
    let predecessors =
      types.map { ($0.0, ProcessPredecessor.record($0.1)) }
      + tags.map { ("start " + $0.0, ProcessPredecessor.start(of: $0.1)) }
    for (name, type) in types {
      let tag = tags.firstIndex { $0.1 == known.tag(of: type) }
      numbers["type " + name] =
        [known.occurrences(of: type), UInt64(tag ?? 99)] + of(known.row(of: type))
        + of(known.row(of: ProcessPredecessor.record(type)))
      numbers["skips " + name] = types.map { UInt64(known.skips(from: type, to: $0.1)) }
      var counts: [Int: Int] = [:]
      for rank in 0..<ModelLayout.successors {
        let next = known.successor(rank, of: type)
        counts[next == .unknown ? 0 : Int(known.transition(from: type, to: next).count), default: 0] += 1
      }
      successors[name] = counts
      for (nextName, next) in types {
        let pair = known.transition(from: type, to: next)
        var answers = [UInt64(pair.count)]
        if let number = pair.number {
          answers += of(known.row(of: number)) + types.map { UInt64(known.count(of: $0.1, after: number)) }
          answers += (0..<UInt32(Gap.buckets)).map { UInt64(known.count(ofGap: $0, in: number)) }
        }
        numbers["pair " + name + " " + nextName] = answers
      }
      for (before, predecessor) in predecessors {
        let pair = known.transition(from: predecessor, to: type)
        var answers = [UInt64(pair.count)]
        if let number = pair.number {
          let pair = ProcessPair.transition(number)
          answers += of(known.row(of: pair)) + types.map { UInt64(known.count(of: $0.1, after: pair)) }
        }
        numbers["process " + before + " " + name] = answers
      }
    }
  }

  /// What counts in memory say, and the hashes of all that they know.
  static func of(_ counts: borrowing Counts) -> (Answers, types: [TypeHash], tags: [TagHash]) {
    let types = (0..<counts.types.count).map {
      (String(decoding: counts.types.text($0), as: UTF8.self), MessageTypeID(rawValue: UInt32($0)))
    }
    let tags = (0..<counts.tags.count).map {
      (String(decoding: counts.tags.text($0), as: UTF8.self), TagID(rawValue: UInt32($0)))
    }
    return (
      Answers(counts, types: types, tags: tags), counts.types.hashes.map { TypeHash(rawValue: $0) },
      counts.tags.hashes.map { TagHash(rawValue: $0) }
    )
  }

  /// What a model and its overlay say of the same.
  static func of(
    _ overlaid: borrowing OverlaidModel, types: [TypeHash], tags: [TagHash]
  ) throws -> Answers {
    var (namedTypes, namedTags): ([(String, MessageTypeID)], [(String, TagID)]) = ([], [])
    for hash in types {
      let type = try #require(overlaid.model.type(of: hash) ?? overlaid.overlay.type(of: hash))
      namedTypes.append((String(decoding: try overlaid.text(of: type), as: UTF8.self), type))
    }
    for hash in tags {
      let tag = try #require(overlaid.model.tag(of: hash) ?? overlaid.overlay.tag(of: hash))
      namedTags.append((String(decoding: try overlaid.text(of: tag) ?? [], as: UTF8.self), tag))
    }
    return Answers(overlaid, types: namedTypes, tags: namedTags)
  }
}

private func overlaid(_ log: [UInt8], types: Int = 100_000, bytes: Int = 64 << 20) throws -> OverlaidModel {
  var limits = OverlayLimits()
  (limits.types, limits.bytes) = (types, bytes)
  if log.isEmpty { return try OverlaidModel.empty(testSettings, limits) }
  return OverlaidModel(try model(of: log), limits)
}

/// What is left of a dump without what an overlay does not know.
private func rows(_ counts: borrowing Counts) throws -> [String] {
  let unknown = [
    "chain\t", "meta\trecords-without-header\t", "meta\tboot-markers\t", "calibration\t",
  ]
  return try dump(counts).filter { row in !unknown.contains(where: row.hasPrefix) }
}

@Suite(
  .disabled(
    if: Environment.variable("MCFILTER_SANITIZER") != nil, "minutes of what only computes"))
struct OverlayTests {
  @Test(
    "a model and its overlay answer every look-up as counts in memory do, wherever the model ends",
    arguments: UInt64(1)...6, [0, 150, 300])
  func likeCounts(seed: UInt64, cut: Int) throws {
    let all = lines(of: randomLog(seed: seed, lines: 300, words: seed % 2 == 0 ? 20 : 0))
    let (first, second) = (Array(all[..<cut].joined()), Array(all[cut...].joined()))
    var found: (Answers, types: [TypeHash], tags: [TagHash])?
    let counts = try learn(first)
    let plain = scores(of: second, by: counts, .mle, batch: 1000) { found = Answers.of($0) }
    if found == nil { found = Answers.of(try learn(first)) }
    let expected = try #require(found)
    for batch in [1, 1000] {
      let mine = try scores(of: second, by: try overlaid(first), .mle, batch: batch) { known in
        guard batch == 1000 else { return }
        let answers = try Answers.of(known, types: expected.types, tags: expected.tags)
        for (name, numbers) in expected.0.numbers where answers.numbers[name] != numbers {
          Issue.record("\(name): \(answers.numbers[name] ?? []), counts say \(numbers)")
        }
        #expect(answers.successors == expected.0.successors)
      }
      #expect(mine == plain)
    }
  }

  @Test(
    "successors of an empty model are in the order in which counts in memory have them",
    arguments: UInt64(1)...4)
  func successors(seed: UInt64) throws {
    let log = randomLog(seed: seed, lines: 400, words: 30)
    let evidence = EvidenceSettings(looksAhead: true, gate: nil, habitsFrom: 10)
    let plain = scores(
      of: log, by: Counts(settings: testSettings), .backoff, combination: .evidence, evidence: evidence)
    let mine = scores(
      of: log, by: try overlaid([]), .backoff, combination: .evidence, evidence: evidence)
    #expect(mine == plain)
  }

  @Test("what is saved is what learning would have given", arguments: [0, 100, 250])
  func saved(cut: Int) throws {
    for (seed, log) in [smallLog, randomLog(seed: 7, lines: 300, words: 10)].enumerated() {
      let all = lines(of: log)
      let cut = min(cut, all.count)
      let (first, second) = (Array(all[..<cut].joined()), Array(all[cut...].joined()))
      var expected: [String] = []
      if cut == 0 {
        expected = try rows(learn(log))
      } else {
        // A stream of its own: its chains begin anew, and its lines are counted by the pipeline.
        let counts = try learn(first)
        _ = try scores(of: second, by: counts, .mle, batch: 1000) { expected = try rows($0) }
        if expected.isEmpty { expected = try rows(learn(first)) }
      }
      var settings = FilterSettings()
      settings.estimator = .mle
      let filter = LearningFilter(try overlaid(first), settings)
      try filter.run(from: CutSource([second]), to: CollectingSink())
      guard let learned = try filter.learned() else {
        Issue.record("nothing learned")
        return
      }
      let isLine = { (row: String) in row.hasPrefix("meta\tlines") }
      #expect(try rows(learned).filter { !isLine($0) } == expected.filter { !isLine($0) }, "log \(seed)")
      let lineCount = learned.lines
      #expect(lineCount == UInt64(all.count))
      try open(modelBytes(learned)).verify()
    }
  }

  @Test(
    "within tiny bounds nothing is ever improbable beyond reason, and batches do not show",
    arguments: UInt64(1)...3)
  func tinyBounds(seed: UInt64) throws {
    let known = randomLog(seed: seed, lines: 200)
    let log = randomLog(seed: seed + 100, lines: 1000, words: 100_000)
    for (types, bytes) in [(50, 64 << 20), (16, 64 << 10), (100_000, 64 << 10), (100, 200 << 10)] {
      for train in [[], known] {
        for estimator in EstimatorName.allCases {
          let evidence = EvidenceSettings(looksAhead: true, habitsFrom: 10)
          let combination: Combination = estimator == .mle ? .sum : .evidence
          var inOne: [Score] = []
          for batch in [128, 1] {
            let found = scores(
              of: log, by: try overlaid(train, types: types, bytes: bytes), estimator, batch: batch,
              combination: combination, evidence: evidence
            ) { known in
              #expect(known.overlay.bytes <= bytes + 8192)
              #expect(known.countedTypes - known.model.countedTypes <= types)
              if batch == 128 { expectRowsToHold(known) }
            }
            let isReasonable = found.allSatisfy { score in
              (0...1).contains(score.messageProbability) && (0...1).contains(score.tagProbability)
                && score.combined.bits.isFinite
            }
            #expect(isReasonable)
            if batch == 1 { #expect(found == inOne) } else { inOne = found }
          }
        }
      }
    }
  }

  /// Expects no entry to be more than its row.
  private func expectRowsToHold(_ known: borrowing OverlaidModel) {
    func check(_ what: String, _ table: borrowing Generations<UInt32>, _ row: (UInt32) -> Row) {
      var sums: [UInt32: Row] = [:]
      table.forEach { sums[UInt32($0 &>> 32), default: Row()].addEntry($1) }
      for (context, sum) in sums {
        let row = row(context)
        // Who came next but one may have been others than who came next.
        let isDistinct = what == "skip" || sum.distinct <= row.distinct
        if sum.sum > row.sum || !isDistinct { Issue.record("\(what) \(context)") }
      }
    }
    func counts(_ table: borrowing Generations<Overlay.NumberedCount>) -> Generations<UInt32> {
      var counts = Generations<UInt32>(blank: 0)
      table.forEach { counts.enter($0, $1.count) }
      return counts
    }
    // What is held of a row has a row that is held; what it lacks of the model's entries makes it only larger.
    check("transition", counts(known.overlay.transitions)) { known.row(of: MessageTypeID(rawValue: $0)) }
    check("second order", known.overlay.secondOrder) { known.row(of: TransitionNumber(rawValue: $0)) }
    check("tag", known.overlay.tagTransitions) { known.row(of: TagID(rawValue: $0)) }
    check("skip", known.overlay.skips) { known.row(of: MessageTypeID(rawValue: $0)) }
    check("process", counts(known.overlay.processTransitions)) {
      known.row(of: ProcessPredecessor(rawValue: $0))
    }
    check("process second", known.overlay.processSecondOrder) { known.row(of: ProcessPair(rawValue: $0)) }
    var sum: UInt64 = 0
    for place in known.overlay.kinds.indices where !known.overlay.kinds.isFree(place) {
      let kind = known.overlay.kinds[place]
      sum += kind.row.occurrences
      if kind.row.occurrences > known.occurrences(of: kind.row.tag) { Issue.record("type at \(place)") }
    }
    #expect(sum <= known.recordCount)
  }

  @Test("known types keep their probabilities while a flood of new ones goes by")
  func flood() throws {
    let known = randomLog(seed: 3, lines: 2000)
    var flood = ""
    for number in 0..<5_000 { flood += "Nov 22 11:00:00 noded noise: \(letters(UInt64(number)))\n" }
    let train = try model(of: known)
    var checked = 0
    _ = scores(
      of: Array(flood.utf8), by: try overlaid(known, types: 500, bytes: 1 << 20), .backoff, batch: 2000,
      combination: .evidence, evidence: EvidenceSettings()
    ) { overlaid in
      for number in 0..<UInt32(train.typeCount) {
        let type = MessageTypeID(rawValue: number)
        #expect(overlaid.row(of: type) == train.row(of: type))
        #expect(overlaid.occurrences(of: type) == train.occurrences(of: type))
        checked += 1
      }
    }
    #expect(checked > 0)
  }

  @Test("a type whose text is longer than a share of the bound is not learned, and the others are")
  func longText() throws {
    let long = String(repeating: "word ", count: 1000)
    let log = Array(
      "Nov 22 11:00:00 a x: \(long)\nNov 22 11:00:01 a x: \(long)\nNov 22 11:00:02 a x: m\n".utf8)
    let found = scores(of: log, by: try overlaid([], bytes: 64 << 10), .mle) {
      #expect($0.countedTypes == 1 && $0.recordCount == 1)
    }
    #expect(found.map(\.flag) == [.first, .unknown, .unknown])
    #expect(scores(of: log, by: try overlaid([]), .mle).map(\.flag) == [.first, .new, .unknown])
  }
}
