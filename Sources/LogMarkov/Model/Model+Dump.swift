/// A model as text: every count on a line of its own, columns with tabs between them, sorted by bytes.
///
/// `Counts.read(dump:)` takes it back and makes the same model, so that sort, awk and diff work on models. A type is
/// written as its text (tag, `\n`, message) with tab, LF, CR and backslash escaped; `-`, which no type's text is,
/// stands for a type or a time that is not there, and for the start of a process.
extension Model {
  /// Hands the dump to `write`, a line at a time, LF included.
  ///
  /// - Throws: `ModelError.contradiction`, and what `write` throws.
  /// - Complexity: O(n log n) in entries; needs memory for the whole dump.
  public borrowing func dump(_ write: ([UInt8]) throws -> Void) throws {
    var rows = metaRows()
    let types = try texts(count: typeCount) { (number) throws(ModelError) in
      try text(of: MessageTypeID(rawValue: number))
    }
    let tags = try texts(count: tagCount) { (number) throws(ModelError) in
      try text(of: TagID(rawValue: number))
    }
    for number in 0..<typeCount {
      rows.append(
        DumpRow("type", [types[number]], occurrences(of: MessageTypeID(rawValue: UInt32(number)))))
    }
    try addTransitions(types, tags, to: &rows)
    try addProcesses(types, to: &rows)
    try addChains(types, to: &rows)
    calibration.addRows(to: &rows)
    rows.sort { $0.bytes.lexicographicallyPrecedes($1.bytes) }
    for row in rows { try write(row.bytes) }
  }

  private borrowing func metaRows() -> [DumpRow] {
    func row(_ name: String, _ value: String) -> DumpRow {
      DumpRow("meta", [Array(name.utf8), Array(value.utf8)])
    }
    func time(_ time: Int64?) -> String { time.map { String($0) } ?? "-" }
    let clusters = isClustered ? [row("clusters", "yes")] : []
    return clusters + [
      row("boot-markers", String(bootMarkers)),
      row("by", settings.chainKey.rawValue),
      row("first-time", time(firstTime)),
      row("key", settings.key.hexadecimal),
      row("last-time", time(lastTime)),
      row("lines", String(lines)),
      row("mask", settings.mask.rawValue),
      row("records-without-header", String(recordsWithoutHeader)),
    ]
  }

  private borrowing func texts(
    count: Int, _ text: (UInt32) throws(ModelError) -> [UInt8]
  ) throws(ModelError) -> [[UInt8]] {
    var texts: [[UInt8]] = []
    for number in 0..<UInt32(count) { texts.append(DumpRow.escaped(try text(number))) }
    return texts
  }

  private borrowing func addTransitions(
    _ types: [[UInt8]], _ tags: [[UInt8]], to rows: inout [DumpRow]
  ) throws(ModelError) {
    func type(_ number: UInt32) throws(ModelError) -> [UInt8] { try element(number, of: types) }
    try forEachPair(in: .tran) { (pair) throws(ModelError) in
      rows.append(DumpRow("transition", [try type(pair.context), try type(pair.item)], UInt64(pair.count)))
    }
    try forEachPair(in: .skip) { (pair) throws(ModelError) in
      rows.append(DumpRow("skip", [try type(pair.context), try type(pair.item)], UInt64(pair.count)))
    }
    try forEachPair(in: .tagt) { (pair) throws(ModelError) in
      let names = [try element(pair.context, of: tags), try element(pair.item, of: tags)]
      rows.append(DumpRow("tag-transition", names, UInt64(pair.count)))
    }
    try forEachPair(in: .seco) { (entry) throws(ModelError) in
      let context = try pair(inSlot: entry.context, of: .tran)
      let names = [try type(context.context), try type(context.item), try type(entry.item)]
      rows.append(DumpRow("second-order", names, UInt64(entry.count)))
    }
    try forEachPair(in: .gaps) { (entry) throws(ModelError) in
      let context = try pair(inSlot: entry.context, of: .tran)
      let names = [try type(context.context), try type(context.item), Array(String(entry.item).utf8)]
      rows.append(DumpRow("gap", names, UInt64(entry.count)))
    }
  }

  private borrowing func addProcesses(_ types: [[UInt8]], to rows: inout [DumpRow]) throws(ModelError) {
    func type(_ number: UInt32) throws(ModelError) -> [UInt8] {
      number < Counts.startOfProcess ? try element(number, of: types) : DumpRow.nothing
    }
    try forEachPair(in: .proc) { (pair) throws(ModelError) in
      rows.append(DumpRow("process", [try type(pair.context), try type(pair.item)], UInt64(pair.count)))
    }
    try forEachPair(in: .pro2) { (entry) throws(ModelError) in
      var before = DumpRow.nothing
      var last = DumpRow.nothing
      if entry.context < Counts.startOfProcess {
        let context = try pair(inSlot: entry.context, of: .proc)
        before = try type(context.context)
        last = try type(context.item)
      }
      rows.append(DumpRow("process-second-order", [before, last, try type(entry.item)], UInt64(entry.count)))
    }
  }

  private borrowing func addChains(_ types: [[UInt8]], to rows: inout [DumpRow]) throws(ModelError) {
    for number in 0..<chainCount {
      let ends = try chainEnds(number)
      var columns = [DumpRow.escaped(try chainName(number)), Array(String(ends.records).utf8)]
      columns.append(ends.startsAfterBoot ? Array("boot".utf8) : DumpRow.nothing)
      columns.append(ends.endsWithBoot ? Array("boot".utf8) : DumpRow.nothing)
      for end in [ends.first, ends.second, ends.beforeLast, ends.last] {
        columns.append(end.isMissing ? DumpRow.nothing : try element(end.type.rawValue, of: types))
        columns.append(end.time.map { Array(String($0).utf8) } ?? DumpRow.nothing)
      }
      rows.append(DumpRow("chain", columns))
    }
  }

  private borrowing func element(_ number: UInt32, of texts: [[UInt8]]) throws(ModelError) -> [UInt8] {
    guard number < texts.count else { throw .contradiction("the number of a type or tag") }
    return texts[Int(number)]
  }
}

/// A line of a dump.
struct DumpRow {
  /// What stands for something that is not there.
  static let nothing: [UInt8] = [UInt8(ascii: "-")]

  /// The line, LF included.
  private(set) var bytes: [UInt8]

  /// A line of these columns, all of them escaped.
  init(_ kind: String, _ columns: [[UInt8]], _ count: UInt64? = nil) {
    bytes = Array(kind.utf8)
    for column in columns { bytes += [0x09] + column }
    if let count { bytes += [0x09] + Array(String(count).utf8) }
    bytes.append(0x0A)
  }

  /// A text as a column.
  static func escaped(_ text: [UInt8]) -> [UInt8] {
    var column: [UInt8] = []
    for byte in text {
      switch byte {
      case 0x09: column += Array(#"\t"#.utf8)
      case 0x0A: column += Array(#"\n"#.utf8)
      case 0x0D: column += Array(#"\r"#.utf8)
      case 0x5C: column += Array(#"\\"#.utf8)
      default: column.append(byte)
      }
    }
    return column
  }

  /// The text of a column; nil if it holds an escape that there is not.
  static func unescaped(_ column: ArraySlice<UInt8>) -> [UInt8]? {
    var text: [UInt8] = []
    var rest = column
    while let byte = rest.popFirst() {
      guard byte == 0x5C else {
        text.append(byte)
        continue
      }
      switch rest.popFirst() {
      case UInt8(ascii: "t"): text.append(0x09)
      case UInt8(ascii: "n"): text.append(0x0A)
      case UInt8(ascii: "r"): text.append(0x0D)
      case 0x5C: text.append(0x5C)
      default: return nil
      }
    }
    return text
  }
}
