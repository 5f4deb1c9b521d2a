/// Lines: however the reads cut the input, the same lines come out.

import Support
import Testing

@testable import LogMarkov

/// A line put together again from its pieces.
private struct PlainLine: Equatable, CustomStringConvertible {
  /// What decides the type: the line, or its first `maximumLine` bytes.
  var head: [UInt8]
  /// What is behind that; `nil` if the line is whole.
  var rest: [UInt8]?

  var description: String { "\(String(decoding: head, as: UTF8.self))|\(rest?.count ?? -1)" }
}

/// The definition: split at LF, what stands behind the last LF is a line if it is not empty, cut at `maximumLine`.
private func plainLines(_ inputs: [[UInt8]], maximumLine: Int) -> [PlainLine] {
  inputs.flatMap { input in
    var lines = input.split(separator: 0x0A, omittingEmptySubsequences: false)
    if lines.last?.isEmpty == true { lines.removeLast() }
    return lines.map {
      $0.count > maximumLine
        ? PlainLine(head: Array($0.prefix(maximumLine)), rest: Array($0.dropFirst(maximumLine)))
        : PlainLine(head: Array($0))
    }
  }
}

/// The lines that a block makes of the inputs; throws if pieces come in an order in which they must not.
private func blockLines(
  _ inputs: [[UInt8]], maximumLine: Int, sizes: [Int], readSize: Int, firstReadSize: Int = .max, limit: Int
) throws -> [PlainLine] {
  let source = CutSource(inputs, sizes: sizes)
  var block = LineBlock(maximumLine: maximumLine, readSize: readSize, firstReadSize: firstReadSize)
  var lines: [PlainLine] = []
  var isOpen = false
  let room = maximumLine + readSize
  try #require(block.storage.count == min(room, firstReadSize))
  while true {
    let read = try block.refill(from: source)
    var isMore = true
    while isMore {
      var batch: [Line] = []
      switch read {
      case .bytes: isMore = block.nextLines(limit: limit, into: &batch)
      case .endOfInput:
        block.finishLine(into: &batch)
        isMore = false
      case .interrupted: isMore = false
      case .end:
        try #require(!isOpen, "a long line has an end")
        try #require(block.storage.count <= room, "the buffer has a bound")
        return lines
      }
      try #require(batch.count <= limit + 1)
      for line in batch {
        let text = Array(block.storage[line.text.range])
        try #require(line.startsLine != isOpen, "middles and tails follow a head")
        switch line.part {
        case .whole: lines.append(PlainLine(head: text))
        case .head:
          lines.append(PlainLine(head: text, rest: []))
          isOpen = true
        case .middle:
          try #require(!text.isEmpty)
          lines[lines.count - 1].rest? += text
        case .tail:
          lines[lines.count - 1].rest? += text
          isOpen = false
        }
      }
    }
  }
}

private let maximum = 8

/// Empty lines, CR LF, NUL, no LF at the end, lines of exactly, one more and many more bytes than are kept.
private let trickyInputs: [[UInt8]] = [
  Array("\n\na\r\n\u{0}b\u{0}\n12345678\n123456789\n1234567\r\n12345678\r\n".utf8)
    + Array("abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz\n\nABCDEFGHIJKLMNOPQRSTUVWXYZ\n\nend".utf8),
  [], Array("\n".utf8), Array("next\n".utf8), Array("12345678".utf8), Array("123456789".utf8),
  Array("one line without an end that is much longer than may be held".utf8), Array("\r".utf8),
]

struct LineBlockTests {
  @Test("reads of any size give the lines that splitting the whole gives", arguments: 1...40)
  func readSizes(size: Int) throws {
    let expected = plainLines(trickyInputs, maximumLine: maximum)
    for readSize in [1, 2, 3, 7, 8, 9, 64] {
      for limit in [1, 3, 128] {
        let lines = try blockLines(
          trickyInputs, maximumLine: maximum, sizes: [size], readSize: readSize, limit: limit)
        #expect(lines == expected, "read size \(size) into \(readSize) bytes, limit \(limit)")
      }
    }
  }

  @Test("a block that begins small gives the same lines", arguments: 1...20)
  func firstReadSizes(size: Int) throws {
    let expected = plainLines(trickyInputs, maximumLine: maximum)
    for firstReadSize in [1, 2, 7, 8, 9, 30] {
      let lines = try blockLines(
        trickyInputs, maximumLine: maximum, sizes: [size], readSize: 32, firstReadSize: firstReadSize,
        limit: 3)
      #expect(lines == expected, "reads of \(size), the first into \(firstReadSize) bytes")
    }
  }

  @Test("a long line comes as a head of exactly the bytes that may be kept, middles and a tail")
  func longLine() throws {
    let parts = try parts(of: "123456789abcdefgh\nx\n", sizes: [4])
    #expect(
      parts == [
        .init(.head, "12345678"), .init(.middle, "9abc"), .init(.middle, "defg"), .init(.tail, "h"),
        .init(.whole, "x"),
      ])
  }

  @Test("a line of exactly the bytes that may be kept is whole, whenever its LF comes")
  func exactLine() throws {
    #expect(try parts(of: "12345678\n", sizes: [8, 1]) == [.init(.whole, "12345678")])
    #expect(try parts(of: "12345678", sizes: [3]) == [.init(.whole, "12345678")])
  }

  @Test("a long line whose end comes alone has an empty tail")
  func emptyTail() throws {
    #expect(
      try parts(of: "123456789\n", sizes: [9, 1])
        == [.init(.head, "12345678"), .init(.middle, "9"), .init(.tail, "")])
  }

  @Test("an input that ends without LF ends its line, and the next input starts a new one")
  func inputEnd() throws {
    #expect(plainLines([[0x61], [0x62]], maximumLine: 8).count == 2)
    let lines = try blockLines([[0x61], [0x62]], maximumLine: 8, sizes: [1], readSize: 1, limit: 1)
    #expect(lines == [PlainLine(head: [0x61]), PlainLine(head: [0x62])])
  }

  @Test("random inputs in random reads give the same lines as the whole", arguments: UInt64(1)...40)
  func randomInputs(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let inputs = (0..<Int.random(in: 1...4, using: &random)).map { _ in
      (0..<Int.random(in: 0...400, using: &random)).map { _ in
        Int.random(in: 0..<9, using: &random) == 0 ? 0x0A : UInt8.random(in: 0...255, using: &random)
      }
    }
    let maximumLine = Int.random(in: 1...30, using: &random)
    let expected = plainLines(inputs, maximumLine: maximumLine)
    for _ in 0..<10 {
      let sizes = (0..<50).map { _ in Int.random(in: 1...60, using: &random) }
      let lines = try blockLines(
        inputs, maximumLine: maximumLine, sizes: sizes, readSize: Int.random(in: 1...80, using: &random),
        firstReadSize: Int.random(in: 1...120, using: &random), limit: Int.random(in: 1...10, using: &random))
      #expect(lines == expected, "seed \(seed)")
    }
  }

  private struct Piece: Equatable {
    var part: Line.Part
    var text: String

    init(_ part: Line.Part, _ text: String) {
      self.part = part
      self.text = text
    }
  }

  private func parts(of text: String, sizes: [Int]) throws -> [Piece] {
    let source = CutSource([Array(text.utf8)], sizes: sizes)
    var block = LineBlock(maximumLine: maximum, readSize: 16)
    var pieces: [Piece] = []
    while true {
      let read = try block.refill(from: source)
      var lines: [Line] = []
      switch read {
      case .bytes: while block.nextLines(limit: 100, into: &lines) {}
      case .endOfInput: block.finishLine(into: &lines)
      case .interrupted: break
      case .end: return pieces
      }
      for line in lines {
        pieces.append(Piece(line.part, String(decoding: block.storage[line.text.range], as: UTF8.self)))
      }
    }
  }
}
