/// Flushing: nothing that is ready waits for a read that has to wait, and nothing grows with a line.

import Testing

@testable import LogMarkov

/// What happened, in order.
private final class Journal {
  enum Event: Equatable {
    case asked(Bool)
    case wrote(Int)
  }
  var events: [Event] = []
  var written = 0
  var largestWrite = 0
}

private final class JournalSink: ByteSink {
  let journal: Journal
  init(journal: Journal) { self.journal = journal }

  func write(_ span: Span<UInt8>) throws {
    journal.events.append(.wrote(span.count))
    journal.written += span.count
    journal.largestWrite = max(journal.largestWrite, span.count)
  }
}

struct FlushingTests {
  @Test("before a read that has to wait every whole line is out")
  func beforeWaiting() throws {
    let parts = ["one\ntwo\nhalf", " and half\n", "thr", "ee\n", "four\nfive\n"]
    let journal = Journal()
    let source = CutSource([Array(parts.joined().utf8)], sizes: parts.map(\.utf8.count))
    // How many bytes must be out before each read: all whole lines so far, with their prefixes.
    var due = [0]
    var seen = ""
    for part in parts {
      seen += part
      let whole = seen.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
      due.append(whole.reduce(0) { $0 + 23 + $1.utf8.count + 1 })
    }
    var reads = 0
    source.blocks = { number in
      reads = number
      return true
    }
    var before: [Int: Int] = [:]
    source.asked = { _ in before[reads] = journal.written }
    let sink = JournalSink(journal: journal)
    let filter = try LearningFilter(OverlaidModel.empty(testSettings), FilterSettings())
    try filter.run(from: source, to: sink)
    #expect(journal.written == due.last)
    // Asked before read n, at the latest, all that the reads before n brought is written next.
    for read in 1..<parts.count where due[read] > due[read - 1] {
      #expect(before[read] == due[read - 1], "nothing is out before it is asked")
    }
    let writes = journal.events
    #expect(writes == zip(due, due.dropFirst()).map { $1 - $0 }.filter { $0 > 0 }.map { .wrote($0) })
  }

  @Test("while input is plentiful, output leaves in large pieces")
  func largePieces() throws {
    let line = Array("Nov 22 11:00:00 a x: message\n".utf8)
    let input = Array([[UInt8]](repeating: line, count: 20_000).joined())
    let journal = Journal()
    let source = CutSource([input], sizes: [1000])
    source.asked = { journal.events.append(.asked($0)) }
    let sink = JournalSink(journal: journal)
    let filter = try LearningFilter(OverlaidModel.empty(testSettings), FilterSettings())
    try filter.run(from: source, to: sink)
    let writes = journal.events.filter { $0 != .asked(false) }
    #expect(journal.written == input.count + 20_000 * 23)
    #expect(writes.count == (journal.written + OutputBuffer.drainSize - 1) / OutputBuffer.drainSize)
  }

  @Test("a line of 100 MB passes in pieces, and no more than a read and its piece is ever held")
  func longLine() throws {
    /// Bytes that are never all in memory.
    final class EndlessLine: ByteSource {
      var left = 100_000_000
      func read(into span: inout MutableSpan<UInt8>) throws -> SourceRead {
        if left == 0 {
          left = -1
          return .endOfInput
        }
        if left < 0 { return .end }
        let count = min(left, span.count)
        // All other bytes are zero, or what was there before, but no LF.
        span[0] = 0x78
        left -= count
        return .bytes(count)
      }
      func wouldBlock() -> Bool { false }
    }
    let journal = Journal()
    let sink = JournalSink(journal: journal)
    let source = EndlessLine()
    let filter = try LearningFilter(OverlaidModel.empty(testSettings), FilterSettings())
    try filter.run(from: source, to: sink)
    #expect(journal.written == 100_000_000 + 23 + 1)
    #expect(journal.largestWrite <= OutputBuffer.drainSize + LineBlock.readSize + 65_536 + 64)
    #expect(filter.tally.traffic == Traffic(lines: 1, bytes: 100_000_000))
  }

  @Test("an error of the sink ends the run")
  func brokenSink() throws {
    struct Full: Error {}
    final class FullSink: ByteSink {
      func write(_ span: Span<UInt8>) throws { throw Full() }
    }
    let source = CutSource([smallLog])
    let sink = FullSink()
    let filter = try LearningFilter(OverlaidModel.empty(testSettings), FilterSettings())
    #expect(throws: Full.self) { try filter.run(from: source, to: sink) }
  }
}
