/// Counts from a dump (`learn --counts`): what `Model.dump` writes, in any order.

/// A dump that cannot be read.
public struct DumpError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The line's number, from 1 on.
  let line: Int
  /// What is wrong with it.
  let problem: String

  /// The sentence that a user reads.
  public var description: String {
    "line \(line): \(problem): give a dump as 'mcfilter show --counts' prints it"
  }
}

extension Counts {
  /// Reads a dump.
  ///
  /// - Parameters:
  ///   - dump: the whole dump.
  ///   - settings: what counts where the dump does not say.
  /// - Returns: what the dump counts.
  /// - Throws: `DumpError` for the first line that cannot be read.
  /// - Complexity: O(n).
  public static func read(dump: [UInt8], settings: ModelSettings) throws(DumpError) -> Counts {
    let lines = DumpLines(dump)
    var counts = Counts(settings: try lines.settings(otherwise: settings))
    // A row may use what others enter: types come before transitions, transitions before what has them as context.
    for kinds in [["meta", "type", "calibration"], ["transition", "process"], DumpLines.kindsWithContext] {
      for line in lines.lines where kinds.contains(line.kind) {
        guard try counts.read(line) else {
          throw DumpError(line: line.place, problem: "its context has no row of its own")
        }
      }
    }
    for line in lines.lines where !DumpLines.kinds.contains(line.kind) {
      throw DumpError(line: line.place, problem: "a row of an unknown kind")
    }
    // Rows of types stand last in a dump: a dump that was cut short between lines lacks some of them.
    if counts.typeRows.contains(where: { $0.occurrences == 0 }) {
      throw DumpError(line: lines.lines.last?.place ?? 0, problem: "cut short, a message type has no count")
    }
    return counts
  }

  /// Adds a row; false if its context is not known.
  private mutating func read(_ line: DumpLine) throws(DumpError) -> Bool {
    var columns = line
    switch line.kind {
    case "meta":
      try readMeta(&columns)
    case "type":
      let type = try columns.type(in: &self)
      add(try columns.number(), of: type)
    case "calibration":
      try readCalibration(&columns)
    case "transition":
      let (a, b) = (try columns.type(in: &self), try columns.type(in: &self))
      addTransition(try columns.count(), from: a, to: b)
    case "skip":
      let (a, c) = (try columns.type(in: &self), try columns.type(in: &self))
      addSkip(try columns.count(), from: a, to: c)
    case "tag-transition":
      let (tag, next) = (try columns.tag(in: &self), try columns.tag(in: &self))
      addTagTransition(try columns.count(), from: tag, to: next)
    case "second-order":
      let (z, a, b) = (try columns.type(in: &self), try columns.type(in: &self), try columns.type(in: &self))
      return addSecondOrder(try columns.count(), from: z, over: a, to: b)
    case "gap":
      let (a, b) = (try columns.type(in: &self), try columns.type(in: &self))
      let bucket = try columns.number()
      guard bucket < Gap.buckets else { throw columns.error("a gap bucket above \(Gap.buckets - 1)") }
      return addGap(try columns.count(), from: a, to: b, bucket: UInt32(bucket))
    case "process":
      let last = try columns.typeIfThere(in: &self)
      let x = try columns.type(in: &self)
      addTransition(try columns.count(), from: predecessor(last, of: x), to: x)
    case "process-second-order":
      let (before, last) = (try columns.typeIfThere(in: &self), try columns.typeIfThere(in: &self))
      let x = try columns.type(in: &self)
      return addProcessSecondOrder(try columns.count(), from: before, over: last, to: x)
    default:
      try readChain(&columns)
    }
    try columns.finish()
    return true
  }

  private mutating func readMeta(_ columns: inout DumpLine) throws(DumpError) {
    switch try columns.word() {
    case "boot-markers": bootMarkers.add(bounded: try columns.number())
    case "clusters": isClustered = try columns.word() == "yes"
    case "first-time": firstTime = try columns.time()
    case "last-time": lastTime = try columns.time()
    case "lines": lines.add(bounded: try columns.number())
    case "records-without-header": recordsWithoutHeader.add(bounded: try columns.number())
    // Settings, read before.
    default: _ = try columns.word()
    }
  }

  private mutating func readCalibration(_ columns: inout DumpLine) throws(DumpError) {
    let name = try columns.word()
    if name == CalibratedMixture.rowName {
      let place = CalibratedMixture.place(context: try columns.word(), expert: try columns.word())
      guard let place else { throw columns.error("an unknown weight of the mixture") }
      return calibration.mixture.add(try columns.number(), at: place)
    }
    guard let series = Calibration.Series(rawValue: name) else {
      throw columns.error("an unknown kind of score")
    }
    let part = try columns.word()
    if part == Calibration.notedName {
      let noted = try columns.number()
      return calibration.change(series) { $0.addNoted(noted) }
    }
    guard let generation = CalibratedSeries.Generation(rawValue: part) else {
      throw columns.error("an unknown part of a calibration")
    }
    guard let value = try columns.scoreIfThere() else {
      let notWeighed = try columns.number()
      return calibration.change(series) { $0.addNotWeighed(notWeighed, to: generation) }
    }
    let count = try columns.count()
    calibration.change(series) { $0.add(count, of: value, to: generation) }
  }

  private mutating func readChain(_ columns: inout DumpLine) throws(DumpError) {
    let name = try columns.text()
    let number = chainEnds.number(of: hash(of: name), name: name.span)
    var ends = ChainEnds()
    ends.records.add(bounded: try columns.number())
    ends.startsAfterBoot = try columns.word() == "boot"
    ends.endsWithBoot = try columns.word() == "boot"
    ends.first = try columns.end(in: &self)
    ends.second = try columns.end(in: &self)
    ends.beforeLast = try columns.end(in: &self)
    ends.last = try columns.end(in: &self)
    chainEnds[number] = ends
  }
}

/// The lines of a dump.
private struct DumpLines {
  static let kindsWithContext = [
    "skip", "tag-transition", "second-order", "gap", "process-second-order", "chain",
  ]
  static let kinds = ["meta", "type", "calibration", "transition", "process"] + kindsWithContext

  private(set) var lines: [DumpLine] = []

  init(_ dump: [UInt8]) {
    var number = 0
    for line in dump.split(separator: 0x0A, omittingEmptySubsequences: false) {
      number += 1
      if line.isEmpty { continue }
      var columns = line.split(separator: 0x09, omittingEmptySubsequences: false)[...]
      let kind = String(decoding: columns.removeFirst(), as: UTF8.self)
      lines.append(DumpLine(place: number, kind: kind, columns: columns))
    }
  }

  /// What the dump's counts are of.
  func settings(otherwise settings: ModelSettings) throws(DumpError) -> ModelSettings {
    var settings = settings
    for line in lines where line.kind == "meta" {
      var columns = line
      let name = try columns.word()
      let value = try columns.word()
      switch name {
      case "mask":
        guard let mask = Mask(rawValue: value) else { throw line.error("an unknown mask") }
        settings.mask = mask
      case "by":
        guard let key = ChainKey(rawValue: value) else {
          throw line.error("an unknown chain key")
        }
        settings.chainKey = key
      case "key":
        guard let key = TypeKey(hexadecimal: value) else { throw line.error("a key that is none") }
        settings.key = key
      default: continue
      }
    }
    return settings
  }
}

/// A line of a dump whose columns are taken one by one.
private struct DumpLine {
  let place: Int
  let kind: String
  var columns: ArraySlice<ArraySlice<UInt8>>

  func error(_ problem: String) -> DumpError { DumpError(line: place, problem: problem) }

  mutating func column() throws(DumpError) -> ArraySlice<UInt8> {
    guard let column = columns.popFirst() else { throw error("too few columns") }
    return column
  }

  mutating func word() throws(DumpError) -> String { String(decoding: try column(), as: UTF8.self) }

  mutating func text() throws(DumpError) -> [UInt8] {
    guard let text = DumpRow.unescaped(try column()) else { throw error("an escape that there is not") }
    return text
  }

  mutating func number() throws(DumpError) -> UInt64 {
    guard let number = UInt64(try word()) else { throw error("no number where a count is due") }
    return number
  }

  mutating func count() throws(DumpError) -> UInt32 {
    guard let count = UInt32(exactly: try number()), count > 0 else { throw error("a count out of bounds") }
    return count
  }

  mutating func time() throws(DumpError) -> Int64? {
    let word = try word()
    if word == "-" { return nil }
    guard let time = Int64(word) else { throw error("no number where a time is due") }
    return time
  }

  /// A score in hundredths of a bit; nil where none was made.
  mutating func scoreIfThere() throws(DumpError) -> Centibits? {
    let word = try word()
    if word == "-" { return nil }
    guard let value = Int32(word).map({ Centibits(rawValue: $0) }), value >= .least, value <= .greatest else {
      throw error("no score where one is due")
    }
    return value
  }

  mutating func type(in counts: inout Counts) throws(DumpError) -> MessageTypeID {
    guard let type = try typeIfThere(in: &counts) else { throw error("no message type where one is due") }
    return type
  }

  mutating func typeIfThere(in counts: inout Counts) throws(DumpError) -> MessageTypeID? {
    let column = try column()
    if column.elementsEqual(DumpRow.nothing) { return nil }
    guard let text = DumpRow.unescaped(column), text.contains(0x0A) else {
      throw error("a message type without a tag")
    }
    do throws(ModelError) {
      return try counts.intern(text: text).0
    } catch {
      throw self.error("a message type that is none")
    }
  }

  mutating func tag(in counts: inout Counts) throws(DumpError) -> TagID {
    let text = try text()
    guard let tag = counts.tags.number(of: counts.hash(of: text)) else {
      throw error("a tag without a message type")
    }
    return TagID(rawValue: UInt32(tag))
  }

  mutating func end(in counts: inout Counts) throws(DumpError) -> ChainEnd {
    guard let type = try typeIfThere(in: &counts) else {
      _ = try time()
      return ChainEnd()
    }
    return ChainEnd(type: type, time: try time())
  }

  func finish() throws(DumpError) {
    if !columns.isEmpty { throw error("too many columns") }
  }
}
