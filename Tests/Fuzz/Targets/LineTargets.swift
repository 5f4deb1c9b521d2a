/// Lines and records: where reads cut does not show, regions stay within their buffer, and no byte is lost.

import Support

@testable import LogMarkov

/// A line as a format handed it on, with all that it points to.
private struct PrintedLine: Equatable {
  var number: UInt64
  var text: [UInt8]
  /// It does not stand in the input as it is.
  var isDecoded: Bool
  var kind: LogRecord.Kind
  var repeats: UInt32
  var time: Int64?
  /// Stamp, host, tag, pid and message.
  var fields: [[UInt8]]
}

func checkLines(_ input: [UInt8]) throws {
  var random = SplitMix64(choicesFor: input)
  let maximumLine = random.pick([1, 2, 5, 64, 65_536])
  let inputs = inputs(of: input, &random)
  var expected: [[UInt8]] = []
  for input in inputs {
    var lines = input.split(separator: 0x0A, omittingEmptySubsequences: false).map(Array.init)
    if lines.last == [] { lines.removeLast() }
    expected += lines
  }
  var block = LineBlock(maximumLine: maximumLine, readSize: random.pick([1, 2, 100, 4096]))
  var found: [[UInt8]] = []
  var isInside = false
  let source = PiecewiseSource(inputs, cutBy: &random)
  let limit = random.pick([1, 3, 128])
  try forEachBatch(of: &block, from: source, limit: limit) { lines, block, _ in
    for line in lines {
      try require(line.text.range.upperBound <= block.storage.count, "a line outside its buffer")
      try require(line.startsLine != isInside, "a piece outside of its line")
      try require(line.part != .whole || line.text.count <= maximumLine, "a whole line is too long")
      try require(line.part != .head || line.text.count == maximumLine, "a head of another length")
      if line.startsLine { found.append([]) }
      found[found.count - 1] += block.storage[line.text.range]
      try require(line.number == UInt64(found.count), "line \(found.count) has number \(line.number)")
      isInside = !line.endsLine
    }
  }
  try require(!isInside, "the last line has no end")
  try require(found == expected, "other lines than the input's")
}

func checkFormats(_ input: [UInt8]) throws {
  var random = SplitMix64(choicesFor: input)
  let maximumLine = random.pick([1, 20, 200, 65_536, 65_536, 65_536])
  let inputs = inputs(of: input, &random)
  let settings = FormatSettings(skippedFields: random.pick([0, 0, 0, 1, 4]), maximumLine: maximumLine)
  for name in FormatName.allCases {
    let whole = try printedLines(of: PiecewiseSource(inputs), as: name, settings)
    let cut = try printedLines(
      of: PiecewiseSource(inputs, cutBy: &random), as: name, settings,
      readSize: random.pick([1, 7, 4096]), limit: random.pick([1, 2, 128]))
    if let row = zip(whole, cut).enumerated().first(where: { $0.element.0 != $0.element.1 })?.offset {
      throw BrokenLaw(description: "\(name): cut elsewhere, \(whole[row]) is \(cut[row])")
    }
    try require(whole.count == cut.count, "\(name): cut elsewhere, \(whole.count) lines are \(cut.count)")
    // Where entries are joined, what is printed is another line, and of an entry without a message there is none.
    if ![.auto, .export, .verbose].contains(name) {
      let printed = Array(whole.map { $0.text + [0x0A] }.joined())
      try require(printed == withLastLF(inputs), "\(name): other lines than the input's")
    }
  }
}

/// All lines that a format hands on, each with its pieces put together.
private func printedLines(
  of source: PiecewiseSource, as name: FormatName, _ settings: FormatSettings,
  readSize: Int = LineBlock.readSize, limit: Int = LineBlock.linesPerBatch
) throws -> [PrintedLine] {
  var block = LineBlock(maximumLine: settings.maximumLine, readSize: readSize)
  var format = name.makeFormat(settings)
  var parsed = ParsedLines()
  var printed: [PrintedLine] = []
  try forEachBatch(of: &block, from: source, limit: limit) { lines, block, isEndOfInput in
    let readable = block.storage.count
    format.parse(lines, of: &block.storage, into: &parsed)
    if isEndOfInput { format.finishInput(of: &block.storage, into: &parsed) }
    try require(parsed.lines.count == parsed.records.count, "\(name): lines without records")
    for (line, record) in zip(parsed.lines, parsed.records) {
      let fields = [record.stamp, record.host, record.tag, record.pid, record.message]
      for region in [line.text] + fields {
        try require(region.range.upperBound <= block.storage.count, "\(name): a region outside the buffer")
      }
      try require(record.repeats <= 1_000_000, "\(name): \(record.repeats) repeats")
      try require(
        (record.kind == .linePiece) == !line.startsLine, "\(name): \(record.kind) is a \(line.part)")
      let text = Array(block.storage[line.text.range])
      guard line.startsLine else {
        try require(printed.last?.number == line.number, "\(name): a piece of another line")
        printed[printed.count - 1].text += text
        continue
      }
      try require(!fields[4].range.contains { block.storage[$0] == 0x0A }, "\(name): LF inside a message")
      printed.append(
        PrintedLine(
          number: line.number, text: text, isDecoded: line.text.range.upperBound > readable,
          kind: record.kind, repeats: record.repeats, time: record.time,
          fields: fields.map { Array(block.storage[$0.range]) }))
    }
    parsed.removeAll()
  }
  return printed
}

/// Reads a source to its end as the pipeline does, and hands each batch of lines on.
private func forEachBatch(
  of block: inout LineBlock, from source: PiecewiseSource, limit: Int,
  _ body: ([Line], inout LineBlock, _ isEndOfInput: Bool) throws -> Void
) throws {
  var lines: [Line] = []
  while true {
    switch try block.refill(from: source) {
    case .bytes:
      var isMore = true
      while isMore {
        isMore = block.nextLines(limit: limit, into: &lines)
        try body(lines, &block, false)
        block.forgetDecoded()
        lines.removeAll()
      }
    case .endOfInput:
      block.finishLine(into: &lines)
      try body(lines, &block, true)
      block.forgetDecoded()
      lines.removeAll()
    case .interrupted: break
    case .end: return
    }
  }
}
