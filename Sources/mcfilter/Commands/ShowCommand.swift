import LogMarkov
import Unix

/// `mcfilter show [OPTION]... [MODEL]`: looks into a model.
struct ShowCommand {
  private let command: ParsedCommand

  init(_ command: ParsedCommand) { self.command = command }

  /// Prints what the options ask for; a summary if they ask for nothing.
  ///
  /// - Throws: `Failure`.
  func run() throws -> ExitStatus {
    let path = try ModelPlaces.findAny(named: command.operands.first)
    let model = try ModelFile.open(path)
    var output = BufferedOutput()
    do {
      if command.has(.verify) { try model.verify() }
      try print(model, path, to: &output)
    } catch let error as ModelError {
      throw Failure(path, error)
    }
    try output.finish()
    return .success
  }

  private func print(_ model: borrowing Model, _ path: String, to output: inout BufferedOutput) throws {
    let lists: [OptionName] = [.types, .tags, .clusters, .transitions, .counts]
    if command.has(.types) { try printTypes(model, to: &output) }
    if command.has(.tags) { try printTags(model, to: &output) }
    if command.has(.clusters) { try printClusters(model, path, to: &output) }
    if command.has(.transitions) || command.has(.from) { try printTransitions(model, path, to: &output) }
    if command.has(.counts) { try model.dump { try output.write($0) } }
    if lists.contains(where: command.has) || command.has(.from) { return }
    try ModelSummary(model, path: path, isVerified: command.has(.verify)).print(to: &output)
  }

  private var limit: Int { command.integer(ifGiven: .number) ?? .max }

  private func printTypes(_ model: borrowing Model, to output: inout BufferedOutput) throws {
    var rows: [(count: UInt64, text: [UInt8])] = []
    for number in 0..<UInt32(model.typeCount) {
      let type = MessageTypeID(rawValue: number)
      rows.append((model.occurrences(of: type), ShownText.ofType(try model.text(of: type))))
    }
    try print(rows, to: &output)
  }

  private func printTags(_ model: borrowing Model, to output: inout BufferedOutput) throws {
    var rows: [(count: UInt64, text: [UInt8])] = []
    for number in 0..<UInt32(model.tagCount) {
      let tag = TagID(rawValue: number)
      rows.append((model.occurrences(of: tag), ShownText.escaped(try model.text(of: tag))))
    }
    try print(rows, to: &output)
  }

  /// Prints the types cluster by cluster, in each as `printTypes` does.
  private func printClusters(
    _ model: borrowing Model, _ path: String, to output: inout BufferedOutput
  ) throws {
    guard let clusters = try model.clusters() else {
      throw Failure(
        "\(path): no clusters in it: add them with 'mcfilter learn --update=MODEL --clusters < /dev/null'")
    }
    var rows: [(cluster: Int32, count: UInt64, text: [UInt8])] = []
    for number in 0..<UInt32(model.typeCount) {
      let type = MessageTypeID(rawValue: number)
      let text = ShownText.ofType(try model.text(of: type))
      rows.append((clusters[Int(number)], model.occurrences(of: type), text))
    }
    rows.sort {
      if $0.cluster != $1.cluster { return $0.cluster < $1.cluster }
      return $0.count != $1.count ? $0.count > $1.count : $0.text.lexicographicallyPrecedes($1.text)
    }
    for row in rows.prefix(limit) {
      try output.write(Array("\(row.cluster)\t\(row.count)\t".utf8) + row.text + [0x0A])
    }
  }

  /// Prints counts with what was counted, largest first, those of equal count in the order of their texts.
  private func print(_ rows: [(count: UInt64, text: [UInt8])], to output: inout BufferedOutput) throws {
    let sorted = rows.sorted {
      $0.count != $1.count ? $0.count > $1.count : $0.text.lexicographicallyPrecedes($1.text)
    }
    for row in sorted.prefix(limit) {
      try output.write(Array("\(row.count)\t".utf8) + row.text + [0x0A])
    }
  }

  private func printTransitions(
    _ model: borrowing Model, _ path: String, to output: inout BufferedOutput
  ) throws {
    var texts: [[UInt8]] = []
    for number in 0..<UInt32(model.typeCount) {
      texts.append(ShownText.ofType(try model.text(of: MessageTypeID(rawValue: number))))
    }
    let wanted = try command.text(ifGiven: .from).map { try ShownText.type($0, in: model, path) }
    var rows: [(from: Int, to: Int, count: UInt32)] = []
    try model.forEachTransition { from, to, count in
      if let wanted, from != wanted { return }
      rows.append((Int(from.rawValue), Int(to.rawValue), count))
    }
    rows.sort {
      if $0.count != $1.count { return $0.count > $1.count }
      if $0.from != $1.from { return texts[$0.from].lexicographicallyPrecedes(texts[$1.from]) }
      return texts[$0.to].lexicographicallyPrecedes(texts[$1.to])
    }
    for row in rows.prefix(limit) {
      let all = model.row(of: MessageTypeID(rawValue: UInt32(row.from))).sum
      let probability = formatGeneral(Double(row.count) / Double(max(all, 1)), width: 0)
      try output.write(
        Array("\(row.count)\t".utf8) + probability + [0x09] + texts[row.from] + [0x09] + texts[row.to] + [
          0x0A
        ])
    }
  }
}

/// Texts of a model as a person reads them, on one line.
enum ShownText {
  /// The type that a person wrote as `ofType` shows it.
  ///
  /// - Throws: `Failure` if the model at `path` has none.
  static func type(_ text: String, in model: borrowing Model, _ path: String) throws -> MessageTypeID {
    let wanted = Array(text.utf8)
    for number in 0..<UInt32(model.typeCount) {
      let type = MessageTypeID(rawValue: number)
      if ofType(try model.text(of: type)) == wanted { return type }
    }
    throw Failure("\(path): no message type '\(text)': see 'mcfilter show --types'")
  }

  /// A type as `tag: message`; only the message if it has no tag.
  static func ofType(_ text: [UInt8]) -> [UInt8] {
    guard let end = text.firstIndex(of: 0x0A) else { return escaped(text) }
    let message = escaped(Array(text[(end + 1)...]))
    return end == 0 ? message : escaped(Array(text[..<end])) + Array(": ".utf8) + message
  }

  /// The text with control characters and backslashes escaped, so that it keeps to its column and commands no terminal.
  static func escaped(_ text: [UInt8]) -> [UInt8] {
    var shown: [UInt8] = []
    for byte in text {
      switch byte {
      case 0x09: shown += Array(#"\t"#.utf8)
      case 0x5C: shown += Array(#"\\"#.utf8)
      case 0..<0x20, 0x7F:
        let digits = Array("0123456789abcdef".utf8)
        shown += Array(#"\x"#.utf8) + [digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      default: shown.append(byte)
      }
    }
    return shown
  }
}
