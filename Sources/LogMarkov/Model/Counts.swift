/// Counts in memory that grow: what `learn` makes, and what the filter has without a model.
///
/// Every count that the method needs (mcfilter-model(5) names them all) is kept for each record as it is counted.
/// Memory depends on how many types, transitions and chains there are, never on how many lines.
public struct Counts: ~Copyable {
  /// Number of a process's start symbol in place of a type: this bit and the tag's number.
  static let startOfProcess: UInt32 = 1 << 31
  /// Types and tags stay below this number.
  static let numberLimit = 1 << 31

  /// What the counts are of.
  let settings: ModelSettings
  /// Lines read, of any kind.
  public var lines: UInt64 = 0
  /// Records whose header was not understood.
  public var recordsWithoutHeader: UInt64 = 0
  /// Boot markers read.
  var bootMarkers: UInt64 = 0
  /// N: records counted.
  public var recordCount: UInt64 = 0
  /// T: tags of counted records. Tags that were only entered, as those of a whole batch are before its first record
  /// is scored, do not count: where batches end must not show.
  var tagCount = 0
  /// The time of the first record that has one.
  var firstTime: Int64?
  /// The time of the last record that has one.
  var lastTime: Int64?

  var types = Vocabulary()
  var typeRows: [TypeRow] = []
  var tags = Vocabulary()
  var tagRows: [TagRow] = []
  var transitions = NumberedPairTable()
  var secondOrder = GrowingPairTable()
  var skips = GrowingPairTable()
  var tagTransitions = GrowingPairTable()
  var processTransitions = NumberedPairTable()
  var processSecondOrder = GrowingPairTable()
  var gaps = GrowingPairTable()
  /// First and last records of the chains.
  var chainEnds = ChainEndsTable()

  /// What is counted of a type.
  struct TypeRow {
    var tag: TagID
    var occurrences: UInt64 = 0
    var successors = Row()
    /// What the processes said after it.
    var processSuccessors = Row()
  }

  /// What is counted of a tag.
  struct TagRow {
    var occurrences: UInt64 = 0
    var types: UInt32 = 0
    var successors = Row()
    /// What its processes said first.
    var processStarts = Row()
    /// What they said second: the context of second order of a process without a record.
    var processSecondStarts = Row()
  }

  /// No counts yet.
  public init(settings: ModelSettings) { self.settings = settings }

  /// How many message types are known.
  public var typeCount: Int { types.count }
  /// How many chains there were.
  public var chainCount: Int { chainEnds.count }
  /// How many transitions are known.
  public var transitionCount: Int { transitions.count }

  /// The number of a type, and of its tag, which are entered if they are new; entering counts nothing.
  ///
  /// - Parameters:
  ///   - hash: the hash of `text` under the key of `settings`.
  ///   - tagHash: the hash of the cleaned tag.
  ///   - text: cleaned tag, LF, cleaned message.
  /// - Returns: both numbers.
  mutating func intern(
    _ hash: TypeHash, tagHash: TagHash, text: Span<UInt8>
  ) -> (MessageTypeID, TagID) {
    if let known = types.number(of: hash.rawValue) {
      return (MessageTypeID(rawValue: UInt32(known)), typeRows[known].tag)
    }
    precondition(types.count < Counts.numberLimit, "more message types than a model can hold")
    var tagLength = 0
    while text[tagLength] != 0x0A { tagLength += 1 }
    let (tag, isNewTag) = tags.intern(tagHash.rawValue, text: text.extracting(0..<tagLength))
    if isNewTag { tagRows.append(TagRow()) }
    let (type, _) = types.intern(hash.rawValue, text: text)
    typeRows.append(TypeRow(tag: TagID(rawValue: UInt32(tag))))
    return (MessageTypeID(rawValue: UInt32(type)), TagID(rawValue: UInt32(tag)))
  }

  /// Counts a record and moves its chain and its process on.
  ///
  /// - Parameters:
  ///   - type: the record's type, entered before.
  ///   - chain: what came before in its chain.
  ///   - process: what came before from its process.
  ///   - time: the record's time.
  ///   - gap: the bucket of the time since the chain's last record (`Gap.bucket`).
  ///   - amount: how often; more than once only if the two records before in chain and process have this type too.
  /// - Complexity: O(1): seven updates of hash tables.
  mutating func count(
    _ type: MessageTypeID, chain: inout ChainContext, process: inout ProcessContext, time: Int64?,
    gap: UInt32,
    amount: UInt32 = 1
  ) {
    let x = type.rawValue
    let tag = typeRows[Int(x)].tag
    let t = Int(tag.rawValue)
    add(UInt64(amount), of: type)
    if let time {
      if firstTime == nil { firstTime = time }
      lastTime = time
    }

    var transition: TransitionNumber?
    if !chain.isEmpty, chain.last != .unknown {
      transition = countTransition(x, tag: t, after: chain, gap: gap, amount: amount)
    }
    countProcess(x, tag: t, after: &process, amount: amount)

    chain.advance(to: type, tag: tag, transition: transition, time: time)
  }

  /// Counts x after the records of `chain`: first order, tags, gap, second order, skip.
  private mutating func countTransition(
    _ x: UInt32, tag t: Int, after chain: ChainContext, gap: UInt32, amount: UInt32
  ) -> TransitionNumber {
    let a = Int(chain.last.rawValue)
    let (number, addition) = transitions.add(amount, context: UInt32(a), item: x)
    typeRows[a].successors.add(addition)
    let before = chain.lastTag.rawValue
    let tagAddition = tagTransitions.add(amount, context: before, item: UInt32(t))
    tagRows[Int(before)].successors.add(tagAddition)
    gaps.add(amount, context: UInt32(number), item: gap)
    if chain.beforeLast != .unknown {
      skips.add(amount, context: chain.beforeLast.rawValue, item: x)
      if let context = chain.transition?.rawValue {
        let triple = secondOrder.add(amount, context: context, item: x)
        transitions.rows[Int(context)].add(triple)
      }
    }
    return TransitionNumber(rawValue: UInt32(number))
  }

  /// Counts x as what its process said next, in first and second order, and moves the process on.
  private mutating func countProcess(
    _ x: UInt32, tag t: Int, after process: inout ProcessContext, amount: UInt32
  ) {
    let start = Counts.startOfProcess | UInt32(t)
    let (number, addition) = processTransitions.add(amount, context: process.last?.rawValue ?? start, item: x)
    if let last = process.last {
      typeRows[Int(last.rawValue)].processSuccessors.add(addition)
    } else {
      tagRows[t].processStarts.add(addition)
    }
    let context = process.transition?.rawValue ?? start
    let triple = processSecondOrder.add(amount, context: context, item: x)
    if let before = process.transition {
      processTransitions.rows[Int(before.rawValue)].add(triple)
    } else {
      tagRows[t].processSecondStarts.add(triple)
    }
    process.last = MessageTypeID(rawValue: x)
    process.transition = TransitionNumber(rawValue: UInt32(number))
  }

  /// Counts that the last record of a chain was repeated `times` times, at times nobody knows; the record's own time
  /// stays the chain's.
  ///
  /// - Complexity: O(1): from the third repetition on all contexts are the same.
  mutating func countRepeats(
    _ times: UInt32, chain: inout ChainContext, process: inout ProcessContext
  ) {
    guard !chain.isEmpty, chain.last != .unknown else { return }
    let (type, time) = (chain.last, chain.time)
    for _ in 0..<min(times, 3) { count(type, chain: &chain, process: &process, time: nil, gap: 0) }
    if times > 3 { count(type, chain: &chain, process: &process, time: nil, gap: 0, amount: times - 3) }
    chain.time = time
  }
}

extension Counts: TransitionCounts {
  func occurrences(of type: MessageTypeID) -> UInt64 { typeRows[Int(type.rawValue)].occurrences }
  func occurrences(of tag: TagID) -> UInt64 { tagRows[Int(tag.rawValue)].occurrences }
  func typeCount(of tag: TagID) -> UInt32 { tagRows[Int(tag.rawValue)].types }
  func row(of type: MessageTypeID) -> Row { typeRows[Int(type.rawValue)].successors }
  func row(of tag: TagID) -> Row { tagRows[Int(tag.rawValue)].successors }
  func row(of transition: TransitionNumber) -> Row { transitions.rows[Int(transition.rawValue)] }

  func transition(
    from type: MessageTypeID, to next: MessageTypeID
  ) -> (count: UInt32, number: TransitionNumber?) {
    guard let number = transitions.number(context: type.rawValue, item: next.rawValue) else {
      return (0, nil)
    }
    return (transitions.counts[number], TransitionNumber(rawValue: UInt32(number)))
  }

  func transition(from tag: TagID, to next: TagID) -> UInt32 {
    tagTransitions.value(context: tag.rawValue, item: next.rawValue)
  }

  func count(of next: MessageTypeID, after transition: TransitionNumber) -> UInt32 {
    secondOrder.value(context: transition.rawValue, item: next.rawValue)
  }
}
