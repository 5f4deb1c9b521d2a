/// Printing: any log, any options, cut anywhere, against an oracle that has all lines before it.

import Support
import Testing
import Unix

@testable import LogMarkov

/// A log of three hosts with lines that belong to records, lines that are none, boot markers and long lines.
private func randomLog(_ random: inout SplitMix64, lines: Int) -> [UInt8] {
  var log = ""
  for number in 0..<lines {
    let host = ["a", "b", "c"].randomElement(using: &random) ?? "a"
    let letters = ["a", "b", "c", "d", "e", "f", "g", "h"]
    let word = (0..<Int.random(in: 1...2, using: &random)).map { _ in
      letters[Int.random(in: 0..<letters.count, using: &random)]
    }.joined()
    let header = "Nov 22 11:00:\(10 + number % 50) \(host) "
    switch Int.random(in: 0..<30, using: &random) {
    case 0: log += "\n"
    case 1, 2: log += " continues \(number)\n"
    case 3: log += header + "last message repeated 2 times\n"
    case 4 where Bool.random(using: &random): log += "-- Boot 0123456789abcdef --\n"
    case 5: log += header + "x[1]: " + String(repeating: word + " ", count: 20) + "\n"
    default: log += header + "x[1]: \(word)\n"
    }
  }
  return Array(log.utf8)
}

private struct Run {
  var threshold = Selection.Threshold.none
  var printing = PrintSettings()
  var lookAhead: Duration?
  var sizes = [Int.max]
  var readSize = LineBlock.readSize
  var annotation = AnnotationName.text

  func filter(_ log: [UInt8]) throws -> (output: [UInt8], tally: FilterTally) {
    var settings = FilterSettings()
    settings.maximumLine = 60
    settings.threshold = threshold
    settings.printing = printing
    settings.lookAhead = lookAhead
    settings.readSize = readSize
    settings.annotation = annotation
    let filter = try LearningFilter(OverlaidModel.empty(testSettings), settings)
    let sink = CollectingSink()
    try filter.run(from: CutSource([log], sizes: sizes), to: sink)
    return (sink.bytes, filter.tally)
  }

  /// Every line with what two plain runs say of it.
  func known(_ log: [UInt8]) throws -> [KnownLine] {
    var plain = self
    plain.printing = PrintSettings()
    plain.printing.showsNumbers = true
    var selected: [Int: [UInt8]] = [:]
    for line in lines(of: try plain.filter(log).output) {
      let end = line.dropFirst(23).firstIndex(of: UInt8(ascii: ":")) ?? 0
      let number = Int(String(decoding: line[(line.startIndex + 23)..<end], as: UTF8.self)) ?? 0
      selected[number - 1] = Array(line.prefix(23) + line[(end + 1)...].dropLast())
    }
    plain.printing.showsNumbers = false
    let isAsked = plain.threshold != .none
    plain.threshold = .none
    var table = plain
    table.annotation = .tsv
    let rows = lines(of: try table.filter(log).output).map { $0.split(separator: 0x09) }
    var lastRecord: Int?
    var lastOfHost: [String: Int] = [:]
    return lines(of: try plain.filter(log).output).enumerated().map { index, line in
      let line = Array(line.dropLast())
      let text = String(decoding: line.dropFirst(23), as: UTF8.self)
      let flag = line[21]
      let host = text.split(separator: " ").dropFirst(3).first.map(String.init) ?? ""
      let isRecord = flag != UInt8(ascii: "-")
      var owner: Int?
      if isRecord {
        owner = index
        lastRecord = index
        lastOfHost[host] = index
      } else if text.hasPrefix(" ") {
        owner = lastRecord
      } else if text.contains("repeated") {
        owner = lastOfHost[host]
      }
      let bits = String(decoding: line[14..<20], as: UTF8.self).filter { $0 != " " && $0 != "." }
      var loud = selected[index]
      if !isAsked, isRecord, flag != UInt8(ascii: "?") { loud = selectedLine(line, rows[index]) }
      return KnownLine(
        quiet: line, loud: loud, isRecord: isRecord, isFirst: flag == UInt8(ascii: "?"),
        rank: Int(bits) ?? 0, owner: owner, host: host, isBoot: text.hasPrefix("-- Boot"))
    }
  }
}

/// Expects two outputs to be the same, and shows where they are not.
private func expectSame(_ output: [UInt8], _ expected: [UInt8], _ what: String) {
  guard output != expected else { return }
  let pairs = zip(lines(of: output), lines(of: expected))
  let line = pairs.enumerated().first { $0.element.0 != $0.element.1 }
  let shown = line.map { [$0.element.0, $0.element.1].map { String(decoding: $0, as: UTF8.self) } }
  Issue.record("line \(line?.offset ?? -1) of \(lines(of: expected).count): \(shown ?? []): \(what)")
}

/// The same line with the flag that it has if it is selected, by its row of the table.
private func selectedLine(_ line: [UInt8], _ row: [ArraySlice<UInt8>]) -> [UInt8] {
  let numbers = row.map { Double(String(decoding: $0, as: UTF8.self)) }
  let (combined, stray, missing) = (numbers[2] ?? 0, numbers[4], numbers[5])
  var line = line
  if stray != nil || missing != nil {
    let saysMissing = missing.map { missing in stray.map { combined > $0 && missing > 0 } ?? true } ?? false
    line[21] = UInt8(ascii: saysMissing ? "<" : "!")
  }
  return line
}

/// Any options that go together.
private func randomSettings(_ random: inout SplitMix64, hasThreshold: Bool) -> PrintSettings {
  var settings = PrintSettings()
  func chance(_ random: inout SplitMix64) -> Bool { Int.random(in: 0..<3, using: &random) == 0 }
  if Bool.random(using: &random) {
    settings.before = Int.random(in: 0...4, using: &random)
    settings.after = Int.random(in: 0...4, using: &random)
    settings.separates = true
  }
  settings.showsNumbers = Bool.random(using: &random)
  switch Int.random(in: 0..<3, using: &random) {
  case 0:
    settings.isInverted = hasThreshold && chance(&random)
    if chance(&random) { settings.limit = Int.random(in: 0...20, using: &random) }
  case 1:
    settings.top = Int.random(in: 1...30, using: &random)
    settings.sorts = Bool.random(using: &random)
  default:
    settings.sorts = hasThreshold && Bool.random(using: &random)
    settings.groupsIncidents = hasThreshold && Bool.random(using: &random)
    if settings.groupsIncidents, chance(&random) { settings.top = Int.random(in: 1...5, using: &random) }
  }
  if settings.groupsIncidents { settings.separates = true }
  // Small enough to tidy up, and large enough not to drop anything.
  if Bool.random(using: &random) { settings.heldLimit = 100_000 }
  return settings
}

@Suite(
  .disabled(
    if: Environment.variable("MCFILTER_SANITIZER") != nil, "minutes of what only computes"))
struct PrintingLawTests {
  @Test("what is printed is what the oracle says, wherever reads cut", arguments: UInt64(1)...4)
  func oracle(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let log = randomLog(&random, lines: Int.random(in: 1...400, using: &random))
    var compared = 0
    for _ in 0..<10 {
      var run = Run()
      let hasThreshold = Int.random(in: 0..<4, using: &random) > 0
      if hasThreshold { run.threshold = .bits(Double(Int.random(in: 3...7, using: &random))) }
      run.printing = randomSettings(&random, hasThreshold: hasThreshold)
      if Int.random(in: 0..<4, using: &random) == 0 { run.lookAhead = .seconds(1) }
      let known = try run.known(log)
      let plain = PlainGrep(settings: run.printing, hasThreshold: hasThreshold, lines: known)
      let whole = try run.filter(log)
      // Where there is too little room there is another law.
      guard whole.tally.printing.droppedRecords + whole.tally.printing.droppedContext == 0 else { continue }
      compared += 1
      expectSame(whole.output, plain.output, "seed \(seed), \(run)")
      #expect(whole.tally.printing.hasResult == !plain.output.isEmpty)
      run.sizes = (0..<100).map { _ in Int.random(in: 1...700, using: &random) }
      run.readSize = Int.random(in: 1...2000, using: &random)
      let cut = try run.filter(log)
      expectSame(cut.output, whole.output, "cut, seed \(seed), \(run)")
      #expect(cut.tally.scoring == whole.tally.scoring || run.printing.limit == nil)
      #expect(
        cut.tally.scoring.records == whole.tally.scoring.records, "learned by cuts, seed \(seed), \(run)")

      // First records are selected then.
      guard hasThreshold else { continue }
      run.printing.kind = .count
      run.printing.top = nil
      let count = PlainGrep(settings: run.printing, hasThreshold: true, lines: known).count
      #expect(try run.filter(log).output == Array("\(count)\n".utf8))
    }
    #expect(compared >= 4)
  }

  @Test("what is dropped for want of room does not depend on cuts", arguments: UInt64(1)...5)
  func pressure(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let log = randomLog(&random, lines: 600)
    var dropped = 0
    for _ in 0..<8 {
      var run = Run()
      run.threshold = .bits(Double(Int.random(in: 3...4, using: &random)))
      run.printing = randomSettings(&random, hasThreshold: true)
      run.printing.heldLimit = Int.random(in: 2_000...20_000, using: &random)
      let whole = try run.filter(log)
      if whole.tally.printing.droppedRecords + whole.tally.printing.droppedContext > 0 { dropped += 1 }
      run.sizes = (0..<100).map { _ in Int.random(in: 1...700, using: &random) }
      run.readSize = Int.random(in: 1...2000, using: &random)
      let cut = try run.filter(log)
      expectSame(cut.output, whole.output, "seed \(seed), \(run)")
      #expect(cut.tally.printing == whole.tally.printing, "seed \(seed), \(run)")
    }
    #expect(dropped > 0)
  }
}
