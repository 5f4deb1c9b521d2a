/// A log in memory, read once and scored often: its text, its lines and their records.
public final class RecordedLog {
  /// How long a log may be, in bytes: what a format decodes has to fit behind it in a buffer of 32-bit offsets.
  public static let byteLimit = 1 << 30

  /// The log as it was read, then what its format decoded; lines and records point into it.
  let text: [UInt8]
  /// Its lines, without the pieces behind the heads of those that are longer than may decide a type.
  let lines: [Line]
  /// One for each line.
  let records: [LogRecord]
  private let byteCount: Int
  private let format: FormatName
  private let skippedFields: Int
  private let jsonKeys: JSONKeys
  private let maximumLine: Int

  /// Reads a source until it ends.
  ///
  /// - Parameters:
  ///   - source: the log.
  ///   - format: how its lines are read.
  ///   - skippedFields: how many fields are left out before a line is read (`--skip-fields`).
  ///   - jsonKeys: what the keys of JSON objects mean.
  ///   - maximumLine: how many bytes of a line decide its type.
  /// - Throws: what the source throws, and `EvaluationProblem.tooLarge`.
  public init(
    reading source: any ByteSource, format: FormatName, skippedFields: Int = 0, jsonKeys: JSONKeys = .usual,
    maximumLine: Int
  ) throws {
    let bytes = try RecordedLog.readAll(source)
    byteCount = bytes.count
    self.format = format
    self.skippedFields = skippedFields
    self.jsonKeys = jsonKeys
    self.maximumLine = maximumLine
    // All of the log is one block, whose regions stay: it is refilled only once.
    let size = max(1, bytes.count)
    var block = LineBlock(
      maximumLine: min(maximumLine, bytes.count + 1), readSize: size, firstReadSize: size)
    _ = try block.refill(from: BytesInMemory(bytes[...]))
    var (batch, parsed): ([Line], ParsedLines) = ([], ParsedLines())
    var reader = format.makeFormat(
      FormatSettings(skippedFields: skippedFields, jsonKeys: jsonKeys, maximumLine: maximumLine))
    var isMore = true
    while isMore {
      isMore = block.nextLines(limit: LineBlock.linesPerBatch, into: &batch)
      reader.parse(batch, of: &block.storage, into: &parsed)
      batch.removeAll(keepingCapacity: true)
    }
    block.finishLine(into: &batch)
    reader.parse(batch, of: &block.storage, into: &parsed)
    reader.finishInput(of: &block.storage, into: &parsed)
    text = block.storage
    let heads = parsed.records.indices.filter { parsed.records[$0].kind != .linePiece }
    lines = heads.map { row in
      var line = parsed.lines[row]
      line.part = .whole
      return line
    }
    records = heads.map { parsed.records[$0] }
  }

  /// How many of its lines are records.
  public var recordCount: Int { records.count { $0.kind == .record } }

  /// True if it is a model and not a log.
  public var isModel: Bool { Model.length(ofFirstIn: text[...]) != nil }

  /// What `learn` makes of the log.
  func learned(_ settings: ModelSettings) throws -> Counts {
    var learner = Learner(
      Counts(settings: settings), format: format, skippedFields: skippedFields, jsonKeys: jsonKeys,
      maximumLine: maximumLine)
    try learner.run(from: BytesInMemory(text[..<byteCount])) { _ in }
    return learner.finish()
  }

  /// The types of its records, by line.
  func types(by typing: inout TypeIdentification, _ resolver: inout some TypeResolver & ~Copyable)
    -> [RecordType]
  {
    var types: [RecordType] = []
    let text = text
    typing.identify(records, of: text.span, with: &resolver, into: &types)
    return types
  }

  /// All that a source brings; where an input ends, a line ends.
  private static func readAll(_ source: any ByteSource) throws -> [UInt8] {
    var bytes: [UInt8] = []
    var block = [UInt8](repeating: 0, count: LineBlock.readSize)
    while true {
      var span = block.mutableSpan
      switch try source.read(into: &span) {
      case .bytes(let count):
        guard bytes.count + count <= byteLimit else { throw EvaluationProblem.tooLarge }
        bytes += block[..<count]
      case .endOfInput:
        if let last = bytes.last, last != 0x0A { bytes.append(0x0A) }
      case .interrupted: break
      case .end: return bytes
      }
    }
  }
}

/// Bytes that are there already, as a source.
private final class BytesInMemory: ByteSource {
  private var rest: ArraySlice<UInt8>

  init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

  func wouldBlock() -> Bool { false }

  func read(into span: inout MutableSpan<UInt8>) -> SourceRead {
    guard !rest.isEmpty else { return .end }
    let count = min(span.count, rest.count)
    for index in 0..<count { span[index] = rest[rest.startIndex + index] }
    rest.removeFirst(count)
    return .bytes(count)
  }
}
