internal import Unix

/// The bytes between a read and the lines that they hold.
///
///     0        start           scanned          end              storage.count
///     | handed on | whole lines   | no LF here yet | free: next read goes here |
///
/// `refill` moves what was not handed on to the front and reads behind it; `nextLines` hands lines on until no
/// whole one is left. `scanned` remembers how far the search for LF came, so that none is searched for twice. What is not
/// handed on is at most `maximumLine` bytes, so that this part of the buffer never grows. What a format makes of lines
/// and does not stand in them (the text of a JSON string, say) it puts behind all this, until `forgetDecoded`.
struct LineBlock: ~Copyable {
  /// How many bytes one read asks for: 256 KiB. Reads of 64, 128, 256, 512 and 1024 KiB took 26.6, 23.2, 21.6,
  /// 22.1 and 24.4 ms per 375 MB from the page cache (read(2) alone, 2 cores of an AMD Zen 5 under KVM).
  static let readSize = 256 << 10

  /// How many bytes the first read asks for: 16 KiB. Only input that fills it gets the whole buffer: to clear all of it
  /// for a single line was 80 of the 350 page faults by which its filtering exceeded `--version`.
  static let firstReadSize = 16 << 10

  /// How many lines go through the stages together: 128, whose text stays in the first-level cache from stage to
  /// stage. Batches of 1, 8, 32, 64 and 128 to 1024 lines cost 40, 20, 12, 4 and 0 % more.
  static let linesPerBatch = 128

  /// The buffer; regions of lines point into it until the next `refill`. Formats append to it.
  var storage: [UInt8]
  /// How much of it is for what is read; what a format decoded stands behind that.
  private var readableSize: Int
  /// How much that may become.
  private let fullSize: Int
  private let maximumLine: Int
  private var start = 0
  private var scanned = 0
  private var end = 0
  /// Where LF stands behind `start`, found in stretches: a call for each line took 146 instructions a line.
  private var newlines = [UInt32](repeating: 0, count: 1024)
  private var newlineCount = 0
  private var nextNewline = 0
  private var isInsideLongLine = false
  /// Whether the last read left no room.
  private var isFilled = false
  /// How many lines have begun.
  private(set) var lineCount: UInt64 = 0

  /// An empty block.
  ///
  /// - Parameters:
  ///   - maximumLine: how many bytes of a line are kept together (`--max-line`), at least 1.
  ///   - readSize: how many bytes a read may bring at least; only tests need another than the usual one.
  ///   - firstReadSize: how many bytes the first read may bring at least, if that is less.
  init(
    maximumLine: Int, readSize: Int = LineBlock.readSize, firstReadSize: Int = LineBlock.firstReadSize
  ) {
    precondition(maximumLine >= 1 && readSize >= 1 && firstReadSize >= 1)
    self.maximumLine = maximumLine
    fullSize = maximumLine + readSize
    readableSize = min(fullSize, firstReadSize)
    // Room for all of it, which costs nothing until it is written to, and then no copy.
    storage = []
    storage.reserveCapacity(fullSize)
    LineBlock.lengthen(&storage, to: readableSize)
  }

  private static func lengthen(_ storage: inout [UInt8], to size: Int) {
    let missing = size - storage.count
    if missing > 0 { storage.append(addingCapacity: missing) { $0.append(repeating: 0, count: missing) } }
  }

  /// Reads once. Regions handed out before are void afterwards.
  ///
  /// All lines must have been taken with `nextLines` before.
  /// - Throws: what the source throws.
  mutating func refill(from source: any ByteSource) throws -> SourceRead {
    precondition(nextNewline == newlineCount, "lines that were not taken")
    if start > 0 { moveToFront() }
    if isFilled, readableSize < fullSize {
      readableSize = fullSize
      LineBlock.lengthen(&storage, to: fullSize)
    }
    let (filled, readableSize) = (end, readableSize)
    var whole = storage.mutableSpan
    var free = whole._mutatingExtracting(filled..<readableSize)
    let result = try source.read(into: &free)
    if case .bytes(let count) = result {
      end += count
      isFilled = end == readableSize
    }
    return result
  }

  /// Appends the next lines, at most about `limit` of them, to `lines`.
  ///
  /// A line longer than `maximumLine` comes as head, middles and tail. Returns false once no whole line is left.
  /// - Complexity: O(bytes handed on).
  mutating func nextLines(limit: Int, into lines: inout [Line]) -> Bool {
    let enough = lines.count + limit
    while lines.count < enough {
      if nextNewline == newlineCount, !findNewlines() {
        breakOpenEnd(into: &lines)
        return false
      }
      if !isInsideLongLine { takeWholeLines(limit: enough - lines.count, into: &lines) }
      guard nextNewline < newlineCount, lines.count < enough else { continue }
      // A long line, or its rest.
      let newline = Int(newlines[nextNewline])
      nextNewline += 1
      take(upTo: newline, into: &lines)
      start = newline + 1
    }
    return true
  }

  /// Hands on lines whose ends are found, up to the first one that is too long to be held.
  ///
  /// Together: appended one by one a line took 40 instructions more. At least one end is there: to append nothing would
  /// write to the storage that all empty arrays share.
  private mutating func takeWholeLines(limit: Int, into lines: inout [Line]) {
    let ends = nextNewline..<min(newlineCount, nextNewline + limit)
    let before = lines.count
    start = Self.append(
      linesFrom: start, endingAt: newlines.span.extracting(ends), maximumLine: maximumLine,
      firstNumber: lineCount + 1,
      to: &lines)
    nextNewline += lines.count - before
    lineCount += UInt64(lines.count - before)
  }

  /// Appends the lines from `start` on that end at `ends`, up to the first one that is too long; gives where it ended.
  private static func append(
    linesFrom start: Int, endingAt ends: Span<UInt32>, maximumLine: Int, firstNumber: UInt64,
    to lines: inout [Line]
  ) -> Int {
    var start = start
    lines.append(addingCapacity: ends.count) { output in
      for index in ends.indices {
        let end = Int(ends[index])
        guard end &- start <= maximumLine else { break }
        output.append(
          Line(text: Region(start..<end), number: firstNumber &+ UInt64(truncatingIfNeeded: index)))
        start = end &+ 1
      }
    }
    return start
  }

  /// Finds the next newlines; false if there are none.
  private mutating func findNewlines() -> Bool {
    let range = scanned..<end
    (newlineCount, scanned) = Self.findNewlines(in: storage, range, into: &newlines)
    nextNewline = 0
    return newlineCount > 0
  }

  private static func findNewlines(
    in bytes: [UInt8], _ range: Range<Int>, into newlines: inout [UInt32]
  ) -> (count: Int, end: Int) {
    var places = newlines.mutableSpan
    return bytes.span.places(of: 0x0A, in: range, into: &places)
  }

  /// Ends an input: what stands behind its last LF becomes a line of its own (or the tail of a long one).
  mutating func finishLine(into lines: inout [Line]) {
    precondition(nextNewline == newlineCount, "lines that were not taken")
    if isInsideLongLine || end > start { take(upTo: end, into: &lines) }
    start = end
    scanned = end
  }

  /// Drops what formats appended, which nobody points to any more; its memory is kept.
  mutating func forgetDecoded() {
    precondition(storage.count <= Int(UInt32.max), "places of more than 32 bits")
    if storage.count > readableSize { storage.removeLast(storage.count - readableSize) }
  }

  /// Moves what was not handed on, at most `maximumLine` bytes, to the front.
  private mutating func moveToFront() {
    for index in start..<end { storage[index - start] = storage[index] }
    scanned -= start
    end -= start
    start = 0
  }

  /// Hands on the line (or the rest of a long one) that ends before `newline`.
  @inline(__always)
  private mutating func take(upTo newline: Int, into lines: inout [Line]) {
    if isInsideLongLine {
      isInsideLongLine = false
      append(start..<newline, .tail, to: &lines)
    } else if newline - start > maximumLine {
      append(start..<start + maximumLine, .head, to: &lines)
      append(start + maximumLine..<newline, .tail, to: &lines)
    } else {
      append(start..<newline, .whole, to: &lines)
    }
  }

  /// Hands on what is held of a line that is longer than may be held.
  private mutating func breakOpenEnd(into lines: inout [Line]) {
    if !isInsideLongLine, end - start > maximumLine {
      append(start..<start + maximumLine, .head, to: &lines)
      start += maximumLine
      isInsideLongLine = true
    }
    if isInsideLongLine, end > start {
      append(start..<end, .middle, to: &lines)
      start = end
    }
  }

  /// Inlined, as `take` is: both are a part of the loop of `nextLines`.
  @inline(__always)
  private mutating func append(_ text: Range<Int>, _ part: Line.Part, to lines: inout [Line]) {
    if part == .whole || part == .head { lineCount += 1 }
    lines.append(Line(text: Region(text), part: part, number: lineCount))
  }
}
