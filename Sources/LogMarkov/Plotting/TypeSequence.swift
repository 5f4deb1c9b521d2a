/// A log, or a walk over a model, as its message types one record after the other.
public struct TypeSequence: Sendable {
  /// The number of each record's type.
  private(set) var types: [UInt32] = []
  /// When each record was, in seconds since 1970; `untimed` where nothing says so.
  private(set) var times: [Int64] = []

  /// Before all times.
  static let untimed = Int64.min

  /// The types that appeared in no sequence before this one.
  fileprivate(set) var newTypes = 0..<0

  /// How many records there are.
  public var count: Int { types.count }

  /// How many types they have.
  var typeCount: Int { Set(types).count }

  /// No record.
  init() {}

  /// One more record.
  mutating func append(_ type: UInt32, time: Int64?) {
    types.append(type)
    times.append(time ?? TypeSequence.untimed)
  }

  /// The time of a record, nil if it has none.
  func time(of record: Int) -> Int64? {
    times[record] == TypeSequence.untimed ? nil : times[record]
  }
}

/// The message types of several sequences, numbered in order of appearance through all of them.
public struct SequencedTypes {
  private let mask: Mask
  /// Nothing that is drawn depends on it.
  private let key = TypeKey.random()
  private let numbers = AppearanceNumbers()

  /// No type yet; messages will be cleaned by a mask.
  public init(mask: Mask) { self.mask = mask }

  /// How many types there are.
  var count: Int { numbers.vocabulary.count }

  /// The text of a type: cleaned tag, LF, cleaned message.
  func text(_ type: Int) -> [UInt8] { Array(numbers.vocabulary.text(type)) }

  /// Reads a log until its source ends.
  ///
  /// - Parameters:
  ///   - source: the log.
  ///   - format: how its lines are read.
  ///   - skippedFields: how many fields are left out before a line is read.
  ///   - jsonKeys: what the keys of JSON objects mean.
  ///   - maximumLine: how many bytes of a line decide its type.
  /// - Returns: its records.
  /// - Throws: what the source throws.
  /// - Complexity: O(bytes); 12 bytes of memory for a record, and the texts of the types.
  public mutating func read(
    _ source: any ByteSource, format: FormatName, skippedFields: Int = 0, jsonKeys: JSONKeys = .usual,
    maximumLine: Int
  ) throws -> TypeSequence {
    var reader = SequenceReader(
      format: format.makeFormat(
        FormatSettings(skippedFields: skippedFields, jsonKeys: jsonKeys, maximumLine: maximumLine)),
      typing: TypeIdentification(mask: mask, key: key), numbers: numbers)
    let known = count
    try reader.run(from: source, maximumLine: maximumLine)
    reader.sequence.newTypes = known..<count
    return reader.sequence
  }

  /// Walks over a model as `generate` does.
  ///
  /// - Returns: `count` records; none if the model has counted nothing.
  /// - Throws: `ModelError.contradiction`.
  public mutating func walk(over model: borrowing Model, seed: UInt64, count: Int) throws -> TypeSequence {
    var sequence = TypeSequence()
    guard var walk = try RandomWalk(over: model, seed: seed) else { return sequence }
    let known = self.count
    var numbers = [UInt32?](repeating: nil, count: model.typeCount)
    for _ in 0..<count {
      let type = walk.next()
      let place = Int(type.rawValue)
      let number = try numbers[place] ?? number(of: model.text(of: type))
      numbers[place] = number
      sequence.append(number, time: nil)
    }
    sequence.newTypes = known..<self.count
    return sequence
  }

  private mutating func number(of text: [UInt8]) -> UInt32 {
    UInt32(numbers.vocabulary.intern(TypeHash(of: text.span, key).rawValue, text: text.span).number)
  }
}

/// Bytes in, a sequence out.
private struct SequenceReader {
  var format: any LogFormat
  var typing: TypeIdentification
  var numbers: AppearanceNumbers
  var sequence = TypeSequence()
  private var batch = Batch()

  init(format: any LogFormat, typing: TypeIdentification, numbers: AppearanceNumbers) {
    self.format = format
    self.typing = typing
    self.numbers = numbers
  }

  mutating func run(from source: any ByteSource, maximumLine: Int) throws {
    var block = LineBlock(maximumLine: maximumLine)
    while true {
      switch try block.refill(from: source) {
      case .bytes:
        var isMore = true
        while isMore {
          isMore = block.nextLines(limit: LineBlock.linesPerBatch, into: &batch.input)
          format.parse(batch.input, of: &block.storage, into: &batch.parsed)
          takeBatch(of: &block)
        }
      case .endOfInput:
        block.finishLine(into: &batch.input)
        format.parse(batch.input, of: &block.storage, into: &batch.parsed)
        format.finishInput(of: &block.storage, into: &batch.parsed)
        takeBatch(of: &block)
      case .interrupted: break
      case .end: return
      }
    }
  }

  private mutating func takeBatch(of block: inout LineBlock) {
    typing.identify(batch.parsed.records, of: block.storage.span, with: &numbers, into: &batch.types)
    for (record, type) in zip(batch.parsed.records, batch.types) where record.kind == .record {
      sequence.append(type.type.rawValue, time: record.time)
    }
    block.forgetDecoded()
    batch.removeAll()
  }
}

/// Numbers types in order of appearance: one list, which grows with each log.
private final class AppearanceNumbers: TypeResolver {
  var vocabulary = Vocabulary()

  func resolve(
    _ hash: TypeHash, tagHash: TagHash, text: Span<UInt8>
  ) -> (MessageTypeID, TagID) {
    (MessageTypeID(rawValue: UInt32(vocabulary.intern(hash.rawValue, text: text).number)), .unknown)
  }
}
