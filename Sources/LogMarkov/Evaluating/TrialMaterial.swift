/// Which lines are inserted.
public enum InsertedLines {
  /// Of the rarest quarter of the training log's message types: the paper's "single unusual message".
  case unusual
  /// Of any message type of the training log, each as likely.
  case known
  /// Of message types that neither log has, half of them with a tag that neither has.
  case novel
  /// Of the message types of another log that neither log has.
  case from(RecordedLog)
}

/// What trials are made of: the lines of the test log, and behind them one line of each type that may be inserted.
struct TrialMaterial {
  /// The bytes of all lines.
  private(set) var text: [UInt8]
  private(set) var lines: [Line]
  private(set) var records: [LogRecord]
  /// How many of the lines are the test log's.
  let testCount: Int
  /// The hashes of the types of all lines.
  private(set) var hashes: [TypeHash]

  /// The lines that may be inserted.
  var stock: Range<Int> { testCount..<lines.count }

  /// The rarest quarter of the types, and no fewer than this, are unusual.
  private static let fewestUnusual = 5

  /// The material for a pair of logs.
  ///
  /// - Throws: `EvaluationProblem.nothingForeign`.
  init(
    _ training: TrainedLog, test: RecordedLog, _ inserted: InsertedLines
  ) throws(EvaluationProblem) {
    let settings = training.settings.modelSettings
    (text, lines, records) = (test.text, test.lines, test.records)
    testCount = lines.count
    hashes = test.hashes(settings)
    let kinds = training.kinds
    switch inserted {
    case .unusual:
      add(kinds.prefix(max(TrialMaterial.fewestUnusual, kinds.count / 4)), of: training.log)
    case .known:
      add(kinds[...], of: training.log)
    case .novel:
      addNovel(knownTypes(training), settings, seed: training.settings.seed)
    case .from(let other):
      let known = knownTypes(training)
      add(other.kinds(settings).filter { !known.contains($0.hash) }[...], of: other)
      if stock.isEmpty { throw .nothingForeign }
    }
  }

  /// The types that one of the two logs has.
  private func knownTypes(_ training: TrainedLog) -> Set<TypeHash> {
    var known = Set(training.kinds.map(\.hash))
    for (record, hash) in zip(records, hashes) where record.kind == .record { known.insert(hash) }
    return known
  }

  private mutating func add(_ kinds: ArraySlice<TrainedLog.Kind>, of log: RecordedLog) {
    for kind in kinds {
      let record = log.records[kind.row]
      add(
        tag: Array(log.text[record.tag.range]), pid: Array(log.text[record.pid.range]),
        message: Array(log.text[record.message.range]), hash: kind.hash)
    }
  }

  private mutating func add(tag: [UInt8], pid: [UInt8], message: [UInt8], hash: TypeHash) {
    var record = LogRecord(kind: .record)
    let start = text.count
    func append(_ field: [UInt8], to text: inout [UInt8]) -> Region {
      text += field
      return Region(text.count - field.count..<text.count)
    }
    record.tag = append(tag, to: &text)
    record.pid = append(pid, to: &text)
    record.message = append(message, to: &text)
    records.append(record)
    lines.append(Line(text: Region(start..<text.count)))
    hashes.append(hash)
  }
}

/// Lines that nobody ever logged.
extension TrialMaterial {
  /// How many there are.
  private static let novelCount = 60

  private mutating func addNovel(_ known: Set<TypeHash>, _ settings: ModelSettings, seed: UInt64) {
    var random = SeededRandom(seed: seed)
    let messages = TrialMaterial.novelMessages
    let heard = records.indices.filter { records[$0].kind == .record }
    let hasTags = heard.contains { !records[$0].tag.isEmpty }
    var tokenizer = TypeTokenizer(mask: settings.mask, key: settings.key)
    for place in random.permutation(of: messages.count) where stock.count < TrialMaterial.novelCount {
      // Also where there are no tags, so that no draw depends on it.
      let sample = records[heard[random.draw(below: heard.count)]].tag
      let ofHeardTag = stock.count % 2 == 0
      let tag =
        ofHeardTag ? Array(text[sample.range]) : hasTags ? TrialMaterial.newTag(stock.count / 2) : []
      add(tag: tag, pid: [], message: Array(messages[place].utf8), hash: TypeHash(rawValue: 0))
      let last = records.count - 1
      hashes[last] = tokenizer.type(of: records[last], in: text.span)
      if known.contains(hashes[last]) {
        records.removeLast()
        lines.removeLast()
        hashes.removeLast()
      }
    }
  }

  /// Words that no mask takes for values.
  private static var novelMessages: [String] {
    var messages: [String] = []
    for subject in ["unit", "volume", "lease", "session", "probe"] {
      for matter in ["handover", "refresh", "quota", "mirror"] {
        for state in ["stale", "torn", "void", "late"] {
          for place in ["after restart", "in region", "by operator"] {
            messages.append("\(subject) \(matter) \(state) \(place)")
          }
        }
      }
    }
    return messages
  }

  /// A tag without digits, which would be cleaned away: `newa`, `newb` and so on.
  private static func newTag(_ number: Int) -> [UInt8] {
    let (first, second) = number.quotientAndRemainder(dividingBy: 26)
    let letters = first == 0 ? [second] : [first - 1, second]
    return Array("new".utf8) + letters.map { UInt8(ascii: "a") + UInt8($0) }
  }
}
