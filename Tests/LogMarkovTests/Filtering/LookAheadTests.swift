/// Look-ahead: order is kept, what comes late comes to nothing, and batches do not show.

import Support
import Testing
import Unix

@testable import LogMarkov

/// A line as a test makes it.
private struct MadeLine {
  var text: [UInt8]
  var kind: LogRecord.Kind
  var part = Line.Part.whole
  var chain: UInt32 = .max
  var isFirst = false
  var repeats: UInt32 = 0

  init(_ text: String, _ kind: LogRecord.Kind = .record, chain: UInt32 = .max, isFirst: Bool = false) {
    self.text = Array(text.utf8)
    self.kind = kind
    self.chain = chain
    self.isFirst = isFirst
  }
}

/// What came out: whose score it has is told by the bits, the line's number, and 50,000 more if it was revised.
private struct OutLine: Equatable, CustomStringConvertible {
  var text: [UInt8]
  var bits: Int32
  var description: String { "\(String(decoding: text.prefix(10), as: UTF8.self)) \(bits)" }
}

private func score(_ bits: Int, isFirst: Bool) -> Score {
  var score = Score.skipped
  score.combined = Centibits(rawValue: Int32(bits))
  score.flag = isFirst ? .first : .seen
  return score
}

/// Lines on their way through a `LookAhead`, in batches.
private struct Passage: ~Copyable {
  var lookAhead = LookAhead()
  /// The last record of each chain, by which the scorer would revise.
  private var last: [UInt32: Int] = [:]
  private var row = 0
  private(set) var out: [OutLine] = []
  /// How many lines and pieces came out.
  private(set) var pieces = 0

  /// Sends a batch, with the revisions that a scorer would report.
  mutating func send(_ lines: [MadeLine]) {
    var batch = Batch()
    var bytes: [UInt8] = Array("before".utf8)
    for line in lines {
      let start = bytes.count
      bytes += line.text
      batch.parsed.lines.append(Line(text: Region(start..<bytes.count), part: line.part))
      if line.part == .whole || line.part == .tail { bytes.append(0x0A) }
      batch.parsed.records.append(LogRecord(kind: line.kind, repeats: line.repeats))
      batch.scores.append(score(row, isFirst: line.isFirst))
      batch.chainSlots.append(line.chain)
      if line.kind == .record {
        if let last = last[line.chain], !line.isFirst {
          batch.revisions.append(
            ScoreRevision(row: UInt64(last), score: score(50_000 + last, isFirst: false)))
        }
        last[line.chain] = row
      }
      row += 1
    }
    lookAhead.hold(batch, of: bytes.span)
    collect()
  }

  mutating func collect() {
    var final = Batch()
    let text = lookAhead.text.storage
    while lookAhead.handOn(into: &final) {
      #expect(final.parsed.lines.count <= LineBlock.linesPerBatch)
      for row in final.parsed.lines.indices {
        let text = Array(text[final.parsed.lines[row].text.range])
        pieces += 1
        if final.parsed.lines[row].startsLine {
          out.append(OutLine(text: text, bits: final.scores[row].combined.rawValue))
        } else {
          out[out.count - 1].text += text
        }
      }
      final.removeAll()
    }
  }

  mutating func end() -> [OutLine] {
    lookAhead.releaseAll()
    collect()
    return out
  }
}

/// What comes of lines in batches of the given sizes, again from the first on when they are used up.
private func passed(_ lines: [MadeLine], batches: [Int] = [128]) -> [OutLine] {
  var passage = Passage()
  var rest = lines[...]
  var number = 0
  while !rest.isEmpty {
    let size = batches[number % batches.count]
    passage.send(Array(rest.prefix(size)))
    rest = rest.dropFirst(size)
    number += 1
  }
  return passage.end()
}

/// The plain version: every line is asked whether its next one came before it had to go.
private func expected(_ lines: [MadeLine]) -> [OutLine] {
  var out: [OutLine] = []
  for line in lines {
    if line.part == .whole || line.part == .head { out.append(OutLine(text: [], bits: 0)) }
    out[out.count - 1].text += line.text
  }
  /// How many lines have gone.
  var gone = 0
  var revised = [Bool](repeating: false, count: lines.count)
  func mayGo(_ row: Int, at now: Int) -> Bool {
    let line = lines[row]
    guard line.kind == .record, !line.isFirst, line.repeats == 0 else { return true }
    return row < now
      && lines[(row + 1)...now].contains {
        $0.kind == .bootMarker || $0.chain == line.chain && [.record, .repeatedLast].contains($0.kind)
      }
  }
  for now in lines.indices {
    func held() -> (lines: Int, bytes: Int) {
      let held = lines[gone...now]
      return (
        held.count { $0.part == .whole || $0.part == .head },
        held.reduce(0) { $0 + $1.text.count + ($1.part == .whole || $1.part == .tail ? 1 : 0) }
      )
    }
    // This record revises the last one of its chain if that is still here and nothing else has made it final.
    if lines[now].kind == .record, !lines[now].isFirst,
      let last = lines[..<now].lastIndex(where: { $0.kind == .record && $0.chain == lines[now].chain }),
      last >= gone, !mayGo(last, at: now - 1)
    {
      revised[last] = true
    }
    while gone <= now,
      mayGo(gone, at: now) || held().lines > LookAhead.lineLimit || held().bytes > LookAhead.byteLimit
    { gone += 1 }
  }
  var number = -1
  for (row, line) in lines.enumerated() where line.part == .whole || line.part == .head {
    number += 1
    out[number].bits = Int32(revised[row] ? 50_000 + row : row)
  }
  return out
}

private func randomLines(_ random: inout SplitMix64, count: Int, bytes: Int) -> [MadeLine] {
  var lines: [MadeLine] = []
  var begun: Set<UInt32> = []
  while lines.count < count {
    let text = "\(lines.count) " + String(repeating: "x", count: Int.random(in: 0...bytes, using: &random))
    // The first chains are busy, the others hardly ever speak.
    let chain = UInt32.random(in: 0...2, using: &random) * UInt32.random(in: 0...5, using: &random)
    var line = MadeLine(text)
    switch Int.random(in: 0..<40, using: &random) {
    case 0:
      line.kind = .bootMarker
      begun = []
    case 1...3: line.kind = .continuation
    case 4: line.kind = .notARecord
    case 5:
      line.kind = .repeatedLast
      line.chain = begun.contains(chain) ? chain : .max
    case 6, 7:
      line.part = .head
      lines.append(MadeLine.record(line, chain, &begun, &random))
      for _ in 0..<Int.random(in: 0...3, using: &random) {
        var piece = MadeLine("piece", .linePiece)
        piece.part = .middle
        lines.append(piece)
      }
      line = MadeLine("end", .linePiece)
      line.part = .tail
    default: line = MadeLine.record(line, chain, &begun, &random)
    }
    lines.append(line)
  }
  return lines
}

extension MadeLine {
  fileprivate static func record(
    _ line: MadeLine, _ chain: UInt32, _ begun: inout Set<UInt32>, _ random: inout SplitMix64
  ) -> MadeLine {
    var line = line
    line.chain = chain
    // Now and then another chain takes the slot.
    let isEvicted = Int.random(in: 0..<50, using: &random) == 0
    line.isFirst = begun.insert(chain).inserted || isEvicted
    line.repeats = Int.random(in: 0..<30, using: &random) == 0 ? 3 : 0
    return line
  }
}

struct LookAheadTests {
  @Test("a record waits for the next one of its chain, and others behind it for their turn")
  func order() {
    let lines = [
      MadeLine("a0", chain: 0, isFirst: true), MadeLine("a1", chain: 0),
      MadeLine("b0", chain: 1, isFirst: true),
      MadeLine("b1", chain: 1), MadeLine("a2", chain: 0), MadeLine("-", .notARecord),
      MadeLine("b2", chain: 1),
    ]
    var passage = Passage()
    var counts: [Int] = []
    for line in lines {
      passage.send([line])
      counts.append(passage.out.count)
    }
    #expect(counts == [1, 1, 1, 1, 3, 3, 4])
    #expect(passage.end().map(\.bits) == [0, 50_001, 2, 50_003, 4, 5, 6])
  }

  @Test("repeats, a boot marker and a new chain in the slot let a record go as it is")
  func ends() {
    var own = MadeLine("own", chain: 0)
    own.repeats = 2
    for ending in [
      MadeLine("r", .repeatedLast, chain: 0), MadeLine("boot", .bootMarker),
      MadeLine("new", chain: 0, isFirst: true), own,
    ] {
      var passage = Passage()
      passage.send([MadeLine("a", chain: 0, isFirst: true), MadeLine("b", chain: 0), ending])
      #expect(passage.out.map(\.bits) == [0, ending.repeats > 0 ? 50_001 : 1, 2])
    }
  }

  @Test("random lines in random batches come out as the plain version says", arguments: UInt64(1)...40)
  func plainVersion(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let lines = randomLines(&random, count: 300, bytes: seed % 4 == 0 ? 20_000 : 20)
    let plain = expected(lines)
    for batches in [[1], [128], (0..<20).map { _ in Int.random(in: 1...128, using: &random) }] {
      let output = passed(lines, batches: batches)
      let place = zip(output, plain).enumerated().first { $1.0 != $1.1 }?.offset
      // The whole lists would fill pages.
      #expect(place.map { [output[$0], plain[$0]] } == nil)
      #expect(output.count == plain.count)
    }
  }

  @Test("at most 4,096 lines are held, whatever they are", arguments: [1, 7, 128])
  func lineLimit(batch: Int) {
    var passage = Passage()
    passage.send([MadeLine("a", chain: 0, isFirst: true), MadeLine("b", chain: 0)])
    for start in stride(from: 0, to: 4095, by: batch) {
      passage.send((start..<min(start + batch, 4095)).map { _ in MadeLine("", .notARecord) })
    }
    #expect(passage.out.count == 1, "4,096 are held")
    passage.send([MadeLine("", .notARecord)])
    #expect(passage.out.count == 4098 && passage.lookAhead.isEmpty)
    passage.send([MadeLine("c", chain: 0)])
    #expect(passage.end()[1].bits == 1, "its score came too late")
  }

  @Test("at most 1 MiB is held, however a long line is cut", arguments: [1, 100, 5000])
  func byteLimit(cut: Int) {
    let free = LookAhead.byteLimit - 2
    for (length, isHeld) in [(free - 1, true), (free, false)] {
      var passage = Passage()
      passage.send([MadeLine("z", chain: 0, isFirst: true), MadeLine("a", chain: 0)])
      var head = MadeLine(String(repeating: "h", count: length - 20 * cut), chain: 1)
      head.part = .head
      passage.send([head])
      for number in 1...20 {
        var piece = MadeLine(String(repeating: "p", count: cut), .linePiece)
        piece.part = number == 20 ? .tail : .middle
        passage.send([piece])
      }
      #expect(passage.out.count == (isHeld ? 1 : 2))
      #expect(passage.end().count == 3)
      if isHeld { #expect(passage.pieces == 4, "20 pieces are held as one") }
    }
  }

  @Test("lines whose time is over go, and those that came later stay")
  func time() throws {
    let start = Instant.now
    var passage = Passage()
    passage.send([MadeLine("a", chain: 0, isFirst: true), MadeLine("b", chain: 0)])
    passage.lookAhead.limitWait(until: start + .seconds(1))
    passage.lookAhead.limitWait(until: start + .seconds(5))
    #expect(passage.lookAhead.deadline == start + .seconds(1), "asking again prolongs nothing")
    passage.send([MadeLine("c", chain: 1, isFirst: true), MadeLine("d", chain: 1)])
    passage.lookAhead.limitWait(until: start + .seconds(2))
    #expect(passage.lookAhead.deadline == start + .seconds(1))
    passage.lookAhead.releaseOverdue()
    passage.collect()
    // c is a first record and waits for none.
    #expect(passage.out.map(\.bits) == [0, 1, 2])
    #expect(passage.lookAhead.deadline == start + .seconds(2))
    passage.send([MadeLine("e", chain: 1)])
    #expect(passage.out.map(\.bits) == [0, 1, 2, 50_003])
    #expect(passage.lookAhead.deadline == nil, "it has come since and has no limit yet")
    passage.lookAhead.releaseOverdue()
    passage.collect()
    #expect(passage.out.count == 4)
    #expect(passage.end().count == 5)
  }
}
