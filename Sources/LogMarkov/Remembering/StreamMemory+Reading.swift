extension StreamMemory {
  /// Reads the file of a state, which may come from anyone.
  ///
  /// - Throws: `StreamMemoryError`: nothing is taken from a file that is not whole.
  /// - Complexity: O(bytes).
  public init(file bytes: [UInt8]) throws(StreamMemoryError) {
    let opening = Array("\(StateFormat.name)\t".utf8)
    guard bytes.starts(with: opening) else { throw .notAState }
    guard bytes.dropFirst(opening.count).starts(with: Array("\(StateFormat.version)\n".utf8)) else {
      throw .newerVersion
    }
    // The last line's checksum is of all that stands before it.
    guard bytes.last == 0x0A, let end = bytes.dropLast().lastIndex(of: 0x0A) else { throw .damaged }
    let body = Array(bytes[...end])
    guard bytes[(end + 1)...].elementsEqual(StateFormat.lastLine(behind: body)) else { throw .damaged }
    let lines = body.dropLast().split(separator: 0x0A, omittingEmptySubsequences: false)
    guard lines.count >= 4 else { throw .damaged }
    self.init(settings: try StreamMemory.settings(Array(lines[1..<4])))
    for (number, line) in lines.enumerated().dropFirst(4) {
      var columns = StateColumns(line, number + 1)
      try read(&columns)
      try columns.finish()
    }
  }

  /// The settings, which stand behind the first line.
  private static func settings(_ lines: [ArraySlice<UInt8>]) throws(StreamMemoryError) -> ModelSettings {
    var rows = lines.enumerated().map { StateColumns($1, $0 + 2) }
    guard try rows[0].word() == "key", let key = TypeKey(hexadecimal: try rows[0].word()) else {
      throw rows[0].error("no key")
    }
    guard try rows[1].word() == "mask", let mask = Mask(rawValue: try rows[1].word()) else {
      throw rows[1].error("no mask that is known")
    }
    guard try rows[2].word() == "by", let chainKey = ChainKey(rawValue: try rows[2].word()) else {
      throw rows[2].error("no chain key that is known")
    }
    for row in rows { try row.finish() }
    return ModelSettings(key: key, mask: mask, chainKey: chainKey)
  }

  private mutating func read(_ columns: inout StateColumns) throws(StreamMemoryError) {
    switch try columns.word() {
    case "type": types.append(try columns.text())
    case "tag": tags.append(try columns.text())
    case "process": processes.append(try readProcess(&columns))
    case "chain": chains.append(try readChain(&columns))
    case "habits": habits.append(try readHabit(&columns))
    case "weights": weights = try columns.weights()
    case "thresholds":
      strayThreshold = try columns.bits()
      missingThreshold = try columns.bits()
    case "boot":
      format.boot = try columns.text()
      format.bootHost = try columns.text()
    case "last":
      latest = try columns.place(below: chains.count)
      lastWasSelected = try columns.isThere(StateFormat.selected)
      format.lastLineHadHeader = try columns.isThere(StateFormat.header)
    default: throw columns.error("a row of an unknown kind")
    }
  }

  private func readProcess(_ columns: inout StateColumns) throws(StreamMemoryError) -> ProcessMemory {
    ProcessMemory(
      hash: try columns.hash(), records: UInt8(try columns.number(0...2)),
      last: try columns.place(below: types.count), beforeLast: try columns.place(below: types.count),
      predecessor: try columns.predecessor(types: types.count, tags: tags.count),
      earlierPredecessor: try columns.predecessor(types: types.count, tags: tags.count))
  }

  private func readChain(_ columns: inout StateColumns) throws(StreamMemoryError) -> ChainMemory {
    let (hash, records) = (try columns.hash(), UInt8(try columns.number(0...Int(ChainContext.reach))))
    var types: [Int?] = []
    for _ in 0..<ChainContext.reach { types.append(try columns.place(below: self.types.count)) }
    return ChainMemory(
      hash: hash, records: records, types: types, lastTag: try columns.place(below: tags.count),
      time: try columns.time(), earlierTime: try columns.time(),
      process: try columns.place(below: processes.count), evidence: try readEvidence(&columns),
      alertLeft: UInt8(try columns.number(0...Int(UInt8.max))),
      lastWasSelected: try columns.isThere(StateFormat.selected))
  }

  private func readHabit(_ columns: inout StateColumns) throws(StreamMemoryError) -> HabitMemory {
    guard let chain = try columns.place(below: chains.count) else {
      throw columns.error("habits of no chain")
    }
    var habit = HabitMemory(chain: chain, weights: try columns.weights(), records: [])
    while !columns.isEmpty {
      habit.records.append(try columns.record(types: types.count, tags: tags.count))
    }
    return habit
  }

  private func readEvidence(_ columns: inout StateColumns) throws(StreamMemoryError) -> EvidenceMemory {
    var evidence = EvidenceMemory()
    evidence.records = UInt8(try columns.number(0...255))
    evidence.marks = EvidenceMemory.Marks(
      rawValue: UInt8(try columns.number(0...Int(EvidenceMemory.Marks.all.rawValue))))
    // Σ e^(−k/20) is less than 21.
    evidence.burst = try columns.float(0...21)
    // Rounding may carry a probability over 1.
    evidence.chain = try columns.float(0...2)
    evidence.mixture = try columns.float(0...2)
    evidence.strangeness = try columns.float(-100...0)
    evidence.swapped = try columns.float(-1...1)
    evidence.chainBefore = try columns.float(0...2)
    evidence.mixtureBefore = try columns.float(0...2)
    return evidence
  }
}

/// A line whose columns are taken one by one, each within its bounds.
private struct StateColumns {
  private let number: Int
  private var columns: ArraySlice<ArraySlice<UInt8>>

  init(_ line: ArraySlice<UInt8>, _ number: Int) {
    self.number = number
    columns = line.split(separator: 0x09, omittingEmptySubsequences: false)[...]
  }

  func error(_ problem: String) -> StreamMemoryError { .line(number, problem) }

  var isEmpty: Bool { columns.isEmpty }

  func finish() throws(StreamMemoryError) {
    if !columns.isEmpty { throw error("too many columns") }
  }

  private mutating func column() throws(StreamMemoryError) -> ArraySlice<UInt8> {
    guard let column = columns.popFirst() else { throw error("too few columns") }
    return column
  }

  mutating func word() throws(StreamMemoryError) -> String { String(decoding: try column(), as: UTF8.self) }

  mutating func text() throws(StreamMemoryError) -> [UInt8] {
    guard let text = DumpRow.unescaped(try column()) else { throw error("an escape that there is not") }
    return text
  }

  mutating func hash() throws(StreamMemoryError) -> UInt64 {
    let word = try word()
    guard word.utf8.count == 16, let hash = UInt64(word, radix: 16) else {
      throw error("a hash that is none")
    }
    return hash
  }

  mutating func number(_ bounds: ClosedRange<Int>) throws(StreamMemoryError) -> Int {
    guard let number = Int(try word()), bounds.contains(number) else { throw error("a number out of bounds") }
    return number
  }

  mutating func float(_ bounds: ClosedRange<Float>) throws(StreamMemoryError) -> Float {
    guard let number = Float(try word()), bounds.contains(number) else {
      throw error("a number out of bounds")
    }
    return number
  }

  /// The weights of the mixture.
  mutating func weights() throws(StreamMemoryError) -> [Double] {
    var weights: [Double] = []
    for _ in 0..<CalibratedMixture.contexts.count * CalibratedMixture.experts.count {
      // No expert is ever given up.
      guard let weight = Double(try word()), 0.001...1 ~= weight else {
        throw error("a weight out of bounds")
      }
      weights.append(weight)
    }
    return weights
  }

  /// A threshold, or none.
  mutating func bits() throws(StreamMemoryError) -> Double? {
    let word = try word()
    if word == "-" { return nil }
    guard let bits = Double(word), -1e6...1e6 ~= bits else { throw error("a number out of bounds") }
    return bits
  }

  /// A record of a window.
  mutating func record(types: Int, tags: Int) throws(StreamMemoryError) -> HabitMemory.Record {
    var column = try column()
    let wasUnseen = column.last == StateFormat.unseenMark
    if wasUnseen { column.removeLast() }
    guard let comma = column.firstIndex(of: StateFormat.comma) else { throw error("half a record") }
    return HabitMemory.Record(
      type: try place(column[..<comma], below: types), tag: try place(column[(comma + 1)...], below: tags),
      wasUnseen: wasUnseen)
  }

  mutating func time() throws(StreamMemoryError) -> Int64? {
    let word = try word()
    if word == "-" { return nil }
    guard let time = Int64(word), Gap.range.contains(time) else { throw error("a time out of bounds") }
    return time
  }

  /// A place in a list of so many, or none.
  mutating func place(below count: Int) throws(StreamMemoryError) -> Int? {
    try place(try column(), below: count)
  }

  mutating func predecessor(types: Int, tags: Int) throws(StreamMemoryError) -> ProcessMemory.Predecessor? {
    let column = try column()
    if column.first == StateFormat.startMark {
      guard let tag = try place(column.dropFirst(), below: tags) else { throw error("a start without a tag") }
      return .start(tag)
    }
    return try place(column, below: types).map { .record($0) }
  }

  /// Whether this word stands there, or none.
  mutating func isThere(_ name: String) throws(StreamMemoryError) -> Bool {
    let word = try word()
    guard word == name || word == "-" else { throw error("a word that says nothing") }
    return word == name
  }

  private func place(_ column: ArraySlice<UInt8>, below count: Int) throws(StreamMemoryError) -> Int? {
    if column.elementsEqual(DumpRow.nothing) { return nil }
    guard let place = Int(String(decoding: column, as: UTF8.self)), 0..<count ~= place else {
      throw error("a place that there is not")
    }
    return place
  }
}
