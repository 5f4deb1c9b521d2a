/// What a scorer looks up in, and what becomes of a record after it was scored.
protocol Knowledge: TransitionCounts, TypeResolver, ~Copyable {
  /// What message types and chains are made with.
  var settings: ModelSettings { get }

  /// What scores to expect.
  var calibration: Calibration { get }

  /// The text of a type: cleaned tag, LF, cleaned message; nil if it is not known now, or damaged.
  func textIfKnown(of type: MessageTypeID) -> [UInt8]?

  /// Appends the same; nothing if it is not known now, or damaged. Nothing is allocated but room.
  func appendText(of type: MessageTypeID, to bytes: inout [UInt8])

  /// Gives a record's type and tag the numbers that they have now, in the order of the stream: before its record's
  /// turn a type may have been forgotten, or entered. False if the type must be entered first.
  mutating func number(_ record: inout RecordType) -> Bool

  /// Enters a record's type, and its tag; `tokenizer` has just finished the record.
  mutating func enter(_ record: inout RecordType, spelledBy tokenizer: TypeTokenizer)

  /// Counts a scored record and moves its chain and process on, if this knowledge learns it.
  ///
  /// - Parameters:
  ///   - record: its type.
  ///   - time: its time.
  ///   - isCommon: it is so common that to count it once more would say nothing new.
  ///   - chain: what came before in its chain.
  ///   - process: what came before from its process.
  /// - Returns: false, and all is as it was, if it does not.
  mutating func learn(
    _ record: RecordType, time: Int64?, isCommon: Bool, chain: inout ChainContext,
    process: inout ProcessContext
  ) -> Bool

  /// Notes that the chain's last record came `times` times more.
  mutating func noteRepeats(_ times: UInt32, chain: inout ChainContext, process: inout ProcessContext)
}

/// A model stays as it is (`--freeze`): only the chains' last records move.
extension Model: Knowledge {
  mutating func resolve(
    _ hash: TypeHash, tagHash: TagHash, text: Span<UInt8>
  ) -> (MessageTypeID, TagID) { resolve(hash, tagHash: nil, text: text) }

  func textIfKnown(of type: MessageTypeID) -> [UInt8]? {
    type.rawValue < typeCount ? try? text(of: type) : nil
  }

  func appendText(of type: MessageTypeID, to bytes: inout [UInt8]) {
    // What is damaged appends nothing.
    if type.rawValue < typeCount { try? append(textOf: type, to: &bytes) }
  }

  mutating func number(_ record: inout RecordType) -> Bool { true }

  mutating func enter(_ record: inout RecordType, spelledBy tokenizer: TypeTokenizer) {}

  mutating func learn(
    _ record: RecordType, time: Int64?, isCommon: Bool, chain: inout ChainContext,
    process: inout ProcessContext
  ) -> Bool { false }

  mutating func noteRepeats(
    _ times: UInt32, chain: inout ChainContext, process: inout ProcessContext
  ) {
    guard !chain.isEmpty else { return }
    let (type, time) = (chain.last, chain.time)
    let again = type == .unknown ? nil : transition(from: type, to: type).number
    for _ in 0..<min(times, 3) {
      chain.advance(to: type, tag: chain.lastTag, transition: again, time: nil)
      let inProcess = transition(from: process.predecessor(tag: chain.lastTag), to: type).number
      process.advance(to: type, transition: inProcess)
    }
    chain.time = time
  }
}

/// A model with an overlay learns, within bounds: what was scored is counted unless it is common, or its type could not
/// be entered.
extension OverlaidModel: Knowledge {
  func textIfKnown(of type: MessageTypeID) -> [UInt8]? {
    // What was forgotten has an empty text.
    type == .unknown ? nil : (try? text(of: type)).flatMap { $0.isEmpty ? nil : $0 }
  }

  func appendText(of type: MessageTypeID, to bytes: inout [UInt8]) {
    if type != .unknown { try? append(textOf: type, to: &bytes) }
  }

  mutating func enter(_ record: inout RecordType, spelledBy tokenizer: TypeTokenizer) {
    enter(&record, text: tokenizer.text)
  }

  // Asked of every record.
  @inline(__always)
  mutating func learn(
    _ record: RecordType, time: Int64?, isCommon: Bool, chain: inout ChainContext,
    process: inout ProcessContext
  ) -> Bool {
    guard !isCommon, canLearn(record.type) else { return false }
    learn(record, time: time, chain: &chain, process: &process)
    return true
  }

  /// Out of the way of the question above: five of six records are common.
  @inline(never)
  private mutating func learn(
    _ record: RecordType, time: Int64?, chain: inout ChainContext, process: inout ProcessContext
  ) {
    let gap = Gap.bucket(from: chain.time, to: time)
    learn(record.type, time: time, gap: gap, chain: &chain, process: &process)
  }

  mutating func noteRepeats(
    _ times: UInt32, chain: inout ChainContext, process: inout ProcessContext
  ) { learnRepeats(times, chain: &chain, process: &process) }
}

/// Counts learn all there is: what was scored is counted, without a bound.
extension Counts: Knowledge {
  mutating func resolve(
    _ hash: TypeHash, tagHash: TagHash, text: Span<UInt8>
  ) -> (MessageTypeID, TagID) { intern(hash, tagHash: tagHash, text: text) }

  func textIfKnown(of type: MessageTypeID) -> [UInt8]? {
    type.rawValue < typeCount ? Array(types.text(Int(type.rawValue))) : nil
  }

  func appendText(of type: MessageTypeID, to bytes: inout [UInt8]) {
    if type.rawValue < typeCount { bytes += types.text(Int(type.rawValue)) }
  }

  mutating func number(_ record: inout RecordType) -> Bool { true }

  mutating func enter(_ record: inout RecordType, spelledBy tokenizer: TypeTokenizer) {}

  mutating func learn(
    _ record: RecordType, time: Int64?, isCommon: Bool, chain: inout ChainContext,
    process: inout ProcessContext
  ) -> Bool {
    let gap = Gap.bucket(from: chain.time, to: time)
    count(record.type, chain: &chain, process: &process, time: time, gap: gap)
    return true
  }

  mutating func noteRepeats(
    _ times: UInt32, chain: inout ChainContext, process: inout ProcessContext
  ) { countRepeats(times, chain: &chain, process: &process) }
}
