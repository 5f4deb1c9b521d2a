/// The words of a state's file (mcfilter-model(5), STATE FILES), and numbers as its columns.
enum StateFormat {
  static let name = "mcfilter-state"
  static let version = "1"
  static let selected = "selected"
  static let header = "header"
  /// Stands before the tag of a process that starts.
  static let startMark = UInt8(ascii: "^")
  /// Stands between type and tag of a window's record.
  static let comma = UInt8(ascii: ",")
  /// Stands behind a record that was unseen then.
  static let unseenMark = UInt8(ascii: "*")

  static func column(_ text: String) -> [UInt8] { Array(text.utf8) }

  /// A number or none.
  static func column(_ number: Int?) -> [UInt8] { number.map { column(String($0)) } ?? DumpRow.nothing }

  /// A number or none, as the shortest decimal that is this number again.
  static func column(decimal number: Double?) -> [UInt8] { number.map { column("\($0)") } ?? DumpRow.nothing }

  /// A number as sixteen digits.
  static func column(hexadecimal number: UInt64) -> [UInt8] {
    let digits = String(number, radix: 16)
    return column(String(repeating: "0", count: 16 - digits.count) + digits)
  }

  /// A word if something is so.
  static func column(_ word: String, if isSo: Bool) -> [UInt8] { isSo ? column(word) : DumpRow.nothing }

  /// The last line: a checksum of all lines before it.
  static func lastLine(behind lines: [UInt8]) -> [UInt8] {
    DumpRow("end", [column(hexadecimal: Checksum.of(lines))]).bytes
  }
}

extension StreamMemory {
  /// The whole file.
  ///
  /// - Complexity: O(chains + processes + bytes of texts).
  public var fileBytes: [UInt8] {
    var bytes: [UInt8] = []
    func append(_ kind: String, _ columns: [[UInt8]]) { bytes += DumpRow(kind, columns).bytes }
    append(StateFormat.name, [StateFormat.column(StateFormat.version)])
    append("key", [StateFormat.column(settings.key.hexadecimal)])
    append("mask", [StateFormat.column(settings.mask.rawValue)])
    append("by", [StateFormat.column(settings.chainKey.rawValue)])
    for text in types { append("type", [DumpRow.escaped(text)]) }
    for text in tags { append("tag", [DumpRow.escaped(text)]) }
    for process in processes { append("process", process.columns) }
    for chain in chains { append("chain", chain.columns) }
    for habit in habits { append("habits", habit.columns) }
    if let weights { append("weights", weights.map { StateFormat.column(decimal: $0) }) }
    append("thresholds", [strayThreshold, missingThreshold].map { StateFormat.column(decimal: $0) })
    append("boot", [DumpRow.escaped(format.boot), DumpRow.escaped(format.bootHost)])
    append(
      "last",
      [
        StateFormat.column(latest), StateFormat.column(StateFormat.selected, if: lastWasSelected),
        StateFormat.column(StateFormat.header, if: format.lastLineHadHeader),
      ])
    return bytes + StateFormat.lastLine(behind: bytes)
  }
}

extension ProcessMemory {
  fileprivate var columns: [[UInt8]] {
    [
      StateFormat.column(hexadecimal: hash), StateFormat.column(Int(records)), StateFormat.column(last),
      StateFormat.column(beforeLast),
      column(predecessor), column(earlierPredecessor),
    ]
  }

  private func column(_ predecessor: Predecessor?) -> [UInt8] {
    switch predecessor {
    case .record(let type): StateFormat.column(type)
    case .start(let tag): [StateFormat.startMark] + StateFormat.column(tag)
    case nil: DumpRow.nothing
    }
  }
}

extension ChainMemory {
  fileprivate var columns: [[UInt8]] {
    [StateFormat.column(hexadecimal: hash), StateFormat.column(Int(records))]
      + types.map { StateFormat.column($0) }
      + [
        StateFormat.column(lastTag), StateFormat.column(time.map(Int.init)),
        StateFormat.column(earlierTime.map(Int.init)), StateFormat.column(process),
      ]
      + evidence.columns
      + [
        StateFormat.column(Int(alertLeft)), StateFormat.column(StateFormat.selected, if: lastWasSelected),
      ]
  }
}

extension EvidenceMemory {
  fileprivate var columns: [[UInt8]] {
    let numbers = [burst, chain, mixture, strangeness, swapped, chainBefore, mixtureBefore]
    return [StateFormat.column(Int(records)), StateFormat.column(Int(marks.rawValue))]
      + numbers.map { StateFormat.column("\($0)") }
  }
}

extension HabitMemory {
  fileprivate var columns: [[UInt8]] {
    [StateFormat.column(chain)] + weights.map { StateFormat.column(decimal: $0) }
      + records.map { record in
        StateFormat.column(record.type) + [StateFormat.comma] + StateFormat.column(record.tag)
          + (record.wasUnseen ? [StateFormat.unseenMark] : [])
      }
  }
}
