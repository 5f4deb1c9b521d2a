/// Selection: what passes, and what shares the fate of what.

import Testing

@testable import LogMarkov

private struct Row {
  var kind: LogRecord.Kind
  var bits: Int32 = 0
  var flag: Score.Flag = .seen
  var chain: UInt32 = 0
  var probabilities = (0.5, 0.5)
}

private func passes(_ rows: [Row], _ threshold: Selection.Threshold, batch: Int = 100) -> [Bool] {
  var selection = Selection(threshold)
  var passes: [Bool] = []
  var rest = rows[...]
  while !rest.isEmpty {
    let some = rest.prefix(batch)
    rest = rest.dropFirst(batch)
    selection.select(
      some.map { LogRecord(kind: $0.kind) },
      some.map {
        Score(
          messageProbability: $0.probabilities.0, tagProbability: $0.probabilities.1, message: .zero,
          tag: .zero,
          combined: Centibits(rawValue: $0.bits), flag: $0.kind == .record ? $0.flag : .skip)
      },
      chainSlots: some.map { [.record, .repeatedLast].contains($0.kind) ? $0.chain : .max }, into: &passes)
  }
  return passes
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
    var selection = Selection(tenBits)
    var passes: [Bool] = []
    let kinds: [LogRecord.Kind] = [.record, .continuation, .linePiece, .record]
    let score = Score(
      messageProbability: 0, tagProbability: 0, message: .zero, tag: .zero, combined: .greatest, flag: .new)
    selection.select(
      kinds.map { LogRecord(kind: $0) }, kinds.map { _ in score }, chainSlots: [0, .max, .max, 0],
      into: &passes)
    #expect(selection.selected == 2 && passes == [true, true, true, true])
  }
}
