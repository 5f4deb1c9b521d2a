/// Selection: what passes, and what shares the fate of what.

import Testing

@testable import LogMarkov

private struct Row {
  var kind: LogRecord.Kind
  var bits: Int32 = 0
  var flag: Score.Flag = .seen
  var chain: UInt32 = 0
  var probabilities = (0.5, 0.5)
  var stray: Int32?
  var missing: Int32?
}

private func passes(_ rows: [Row], _ threshold: Selection.Threshold, batch: Int = 100) -> [Bool] {
  selected(rows, threshold, batch: batch).passes
}

private func selected(
  _ rows: [Row], _ threshold: Selection.Threshold, batch: Int = 100
) -> (passes: [Bool], flags: [Score.Flag], selection: Selection) {
  var selection = Selection(threshold)
  var passes: [Bool] = []
  var flags: [Score.Flag] = []
  var rest = rows[...]
  while !rest.isEmpty {
    let some = rest.prefix(batch)
    rest = rest.dropFirst(batch)
    var scores = some.map {
      Score(
        messageProbability: $0.probabilities.0, tagProbability: $0.probabilities.1, message: .zero,
        tag: .zero, combined: Centibits(rawValue: $0.bits),
        stray: $0.stray.map(Centibits.init(rawValue:)), missing: $0.missing.map(Centibits.init(rawValue:)),
        flag: $0.kind == .record ? $0.flag : .skip)
    }
    selection.select(
      some.map { LogRecord(kind: $0.kind) }, &scores,
      chainSlots: some.map { [.record, .repeatedLast].contains($0.kind) ? $0.chain : .max }, into: &passes)
    flags += scores.map(\.flag)
  }
  return (passes, flags, selection)
}

private let tenBits = Selection.Threshold.bits(10)

struct SelectionTests {
  @Test("without a threshold every line passes")
  func noThreshold() {
    let rows = [LogRecord.Kind.record, .notARecord, .bootMarker, .continuation, .linePiece, .repeatedLast]
    #expect(passes(rows.map { Row(kind: $0) }, .none) == rows.map { _ in true })
  }

  @Test("a record passes from exactly the threshold on")
  func exactBits() {
    #expect(
      passes([999, 1000, 1001, 99_999, -9999].map { Row(kind: .record, bits: $0) }, tenBits)
        == [false, true, true, true, false])
  }

  @Test("a score that is printed as the threshold is written passes, whatever the hundredths")
  func everyHundredth() throws {
    for hundredths in stride(from: Int32(0), through: 99_999, by: 7) {
      let written = "\(hundredths / 100).\(hundredths % 100 / 10)\(hundredths % 10)"
      let threshold = Selection.Threshold.bits(try #require(Double(written)))
      let rows = [hundredths - 1, hundredths].map { Row(kind: .record, bits: $0) }
      try #require(passes(rows, threshold) == [false, true], "\(written) bits")
    }
  }

  @Test("with probabilities a record passes up to exactly the threshold")
  func exactProbability() {
    let rows = [(0.25, 0.25), (0.25, 0.2500001), (0, 0), (0.5, 0)].map {
      Row(kind: .record, probabilities: $0)
    }
    #expect(passes(rows, .probability(0.5)) == [true, false, true, true])
  }

  @Test("a first record is never selected, nor is what is no record")
  func never() {
    #expect(passes([Row(kind: .record, bits: 99_999, flag: .first)], tenBits) == [false])
    #expect(passes([Row(kind: .record, flag: .first, probabilities: (0, 0))], .probability(2)) == [false])
    for kind in [LogRecord.Kind.notARecord, .bootMarker] {
      #expect(passes([Row(kind: kind, bits: 99_999)], tenBits) == [false])
    }
  }

  @Test("continuations share the fate of their record", arguments: [1, 2, 100])
  func continuations(batch: Int) {
    let rows = [
      Row(kind: .continuation), Row(kind: .record, bits: 2000), Row(kind: .continuation),
      Row(kind: .continuation),
      Row(kind: .record, bits: 1), Row(kind: .continuation),
    ]
    #expect(passes(rows, tenBits, batch: batch) == [false, true, true, true, false, false])
  }

  @Test("repeat lines share the fate of their chain's last record", arguments: [1, 2, 100])
  func repeats(batch: Int) {
    let rows = [
      Row(kind: .repeatedLast, chain: 3), Row(kind: .record, bits: 2000, chain: 1),
      Row(kind: .record, bits: 1, chain: 2),
      Row(kind: .repeatedLast, chain: 1), Row(kind: .repeatedLast, chain: 2),
      Row(kind: .repeatedLast, chain: .max),
      Row(kind: .record, bits: 1, chain: 1), Row(kind: .repeatedLast, chain: 1),
    ]
    #expect(passes(rows, tenBits, batch: batch) == [false, true, false, true, false, false, false, false])
  }

  @Test("pieces share the fate of their head, whatever that is", arguments: [1, 2, 100])
  func pieces(batch: Int) {
    let rows = [
      Row(kind: .record, bits: 2000), Row(kind: .linePiece), Row(kind: .linePiece),
      Row(kind: .record, bits: 1),
      Row(kind: .linePiece), Row(kind: .notARecord), Row(kind: .linePiece), Row(kind: .record, bits: 2000),
      Row(kind: .continuation), Row(kind: .linePiece),
    ]
    #expect(
      passes(rows, tenBits, batch: batch)
        == [true, true, true, false, false, false, false, true, true, true])
  }

  @Test("only records are counted as selected")
  func counting() {
    let rows = [
      Row(kind: .record, bits: 2000), Row(kind: .continuation), Row(kind: .linePiece),
      Row(kind: .record, bits: 2000),
    ]
    let (passes, _, selection) = selected(rows, tenBits)
    #expect(selection.selected == 2 && passes == [true, true, true, true])
  }

  @Test("the flag of a selected record says which evidence is the larger part of its score")
  func flags() {
    let rows = [
      Row(kind: .record, bits: 2000, stray: 2000, missing: 1999),
      // The missing line is three bits higher with δ.
      Row(kind: .record, bits: 2000, flag: .new, stray: 1800, missing: 1700),
      Row(kind: .record, bits: 2000, flag: .unknown, stray: 2000),
      Row(kind: .record, bits: 2000, missing: 2000),
      Row(kind: .record, bits: 2000, flag: .new),
      Row(kind: .record, bits: 900, flag: .new, stray: 900, missing: 800),
      Row(kind: .record, bits: 2000, flag: .first, stray: 2000),
      Row(kind: .continuation),
    ]
    #expect(
      selected(rows, tenBits).flags
        == [.stray, .missing, .stray, .missing, .new, .new, .first, .skip])
    #expect(selected(rows, .none).flags == rows.map { $0.kind == .record ? $0.flag : .skip })
  }

  @Test("records of one chain within ten of an alert belong to it", arguments: [1, 3, 100])
  func alerts(batch: Int) {
    func alerts(_ bits: [Int32], chain: (Int) -> UInt32 = { _ in 0 }, first: Int? = nil) -> UInt64 {
      let rows = bits.enumerated().map { number, bits in
        Row(kind: .record, bits: bits, flag: number == first ? .first : .seen, chain: chain(number))
      }
      return selected(rows, tenBits, batch: batch).selection.alerts
    }
    let quiet = [Int32](repeating: 0, count: 20)
    #expect(alerts(quiet) == 0)
    #expect(alerts([2000] + quiet.prefix(9) + [2000]) == 1, "the tenth behind belongs to it")
    #expect(alerts([2000] + quiet.prefix(10) + [2000]) == 2, "the eleventh does not")
    #expect(alerts([Int32](repeating: 2000, count: 23)) == 3, "what belongs to an alert does not prolong it")
    #expect(alerts([2000, 2000, 2000, 2000]) { UInt32($0 % 2) } == 2, "one a chain")
    #expect(alerts([2000, 0, 2000], first: 1) == 2, "another chain has taken the slot")
  }
}
