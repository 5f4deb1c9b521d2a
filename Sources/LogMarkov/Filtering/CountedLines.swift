/// Counts selected records, or incidents, or only looks whether there is any: `-c` and `-q`.
struct CountedLines: LinePrinter {
  private let settings: PrintSettings
  private var count = 0
  /// The same by input; what an input without any would have is left out.
  private var countOfInput: [Int] = []
  private(set) var isDone: Bool
  private var sawLine = false

  /// Nothing was counted yet.
  init(_ settings: PrintSettings) {
    self.settings = settings
    isDone = settings.limit == 0
  }

  var tally: PrintTally {
    var tally = PrintTally()
    tally.hasResult = settings.kind == .nothing ? sawLine : count > 0
    return tally
  }

  var batchLimit: Int {
    settings.kind == .nothing
      ? 1 : settings.limit.map { $0.batchLimit(after: count) } ?? LineBlock.linesPerBatch
  }

  mutating func place(_ batch: inout Batch, of bytes: Span<UInt8>) {
    var records = 0
    for (row, passes) in batch.passes.enumerated() {
      batch.roles.append([])
      let isRecord = batch.parsed.records[row].kind == .record
      if isRecord { records += 1 }
      guard !isDone, passes != settings.isInverted else { continue }
      sawLine = true
      if settings.kind == .nothing { isDone = true }
      guard isRecord else { continue }
      guard !settings.groupsIncidents || batch.alertParts[records - 1] == .opens else { continue }
      count += 1
      if settings.kind == .countOfEachInput { note(batch.parsed.lines[row], batch.origins) }
      if count == settings.limit { isDone = true }
    }
  }

  private mutating func note(_ line: Line, _ origins: LineOrigins) {
    let input = origins.input(ofLine: line.number)
    if input >= countOfInput.count {
      countOfInput.append(contentsOf: repeatElement(0, count: input + 1 - countOfInput.count))
    }
    countOfInput[input] += 1
  }

  func closingText(for origins: LineOrigins) -> [UInt8] {
    switch settings.kind {
    case .count: Array("\(count)\n".utf8)
    case .countOfEachInput:
      origins.names.enumerated().flatMap { input, name in
        name + Array(":\(input < countOfInput.count ? countOfInput[input] : 0)\n".utf8)
      }
    case .nothing, .lines: []
    }
  }
}

extension Int {
  /// How many lines may come in a batch if this many records end the run and `count` have come.
  ///
  /// What comes behind the last one would be scored and learned, and where reads cut would show in it.
  func batchLimit(after count: Int) -> Int { Swift.max(1, Swift.min(self - count, LineBlock.linesPerBatch)) }
}
