/// Counts in memory that grow: what `learn` makes, and what the filter has without a model.
///
/// Every count that the method needs (mcfilter-model(5) names them all) is kept for each record as it is counted.
/// Memory depends on how many types, transitions and chains there are, never on how many lines.
public struct Counts: ~Copyable {
  /// Number of a process's start symbol in place of a type: this bit and the tag's number.
  static let startOfProcess = ProcessPredecessor.startBit
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
  /// K: types of counted records, likewise.
  var countedTypes = 0
  /// The time of the first record that has one.
  var firstTime: Int64?
  /// The time of the last record that has one.
  var lastTime: Int64?

  var types = Vocabulary()
  var typeRows: [TypeRow] = []
  /// The commonest successors of each type, as they came to be: what scoring asks while counts grow. A file ranks
  /// them anew.
  var frequentSuccessors: [FrequentSuccessors] = []
  var tags = Vocabulary()
  var tagRows: [TagRow] = []
  var transitions = NumberedPairTable()
  var secondOrder = GrowingPairTable()
  var skips = GrowingPairTable()
  var tagTransitions = GrowingPairTable()
  var processTransitions = NumberedPairTable()
  var processSecondOrder = GrowingPairTable()
  var gaps = GrowingPairTable()
  /// Where counts lie that were found before.
  var places = SuccessorPlaces()
  /// The same within processes; of the places only that in `processSecondOrder` means anything.
  var processPlaces = SuccessorPlaces()
  /// First and last records of the chains.
  var chainEnds = ChainEndsTable()
  /// What scores to expect, if they were noted before what was scored was counted.
  var calibration = Calibration()
  /// Whether a model made of these counts says which types are similar.
  public var isClustered = false
  /// A value whose size the compiler does not know keeps it from passing all this by value: without, it copied the
  /// 1 KB five times a record while `learn` weighed it.
  private let passedByReference: (any Sendable)? = nil

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
    frequentSuccessors.append(FrequentSuccessors())
    return (MessageTypeID(rawValue: UInt32(type)), TagID(rawValue: UInt32(tag)))
  }
}

extension Counts: TransitionCounts {
  private func typeRow(_ type: MessageTypeID) -> TypeRow? {
    type.rawValue < typeRows.count ? typeRows[Int(type.rawValue)] : nil
  }

  private func tagRow(_ tag: TagID) -> TagRow? {
    tag.rawValue < tagRows.count ? tagRows[Int(tag.rawValue)] : nil
  }

  func tag(of type: MessageTypeID) -> TagID { typeRow(type)?.tag ?? .unknown }
  func occurrences(of type: MessageTypeID) -> UInt64 { typeRow(type)?.occurrences ?? 0 }
  func occurrences(of tag: TagID) -> UInt64 { tagRow(tag)?.occurrences ?? 0 }
  func typeCount(of tag: TagID) -> UInt32 { tagRow(tag)?.types ?? 0 }
  func row(of type: MessageTypeID) -> Row { typeRow(type)?.successors ?? Row() }
  func row(of tag: TagID) -> Row { tagRow(tag)?.successors ?? Row() }
  func row(of transition: TransitionNumber) -> Row { transitions.rows[Int(transition.rawValue)] }

  func transition(
    from type: MessageTypeID, to next: MessageTypeID
  ) -> (count: UInt32, number: TransitionNumber?) {
    transitions.pair(context: type.rawValue, item: next.rawValue)
  }

  func transition(from tag: TagID, to next: TagID) -> UInt32 {
    tagTransitions.value(context: tag.rawValue, item: next.rawValue)
  }

  func count(of next: MessageTypeID, after transition: TransitionNumber) -> UInt32 {
    secondOrder.value(context: transition.rawValue, item: next.rawValue)
  }

  func skips(from type: MessageTypeID, to next: MessageTypeID) -> UInt32 {
    skips.value(context: type.rawValue, item: next.rawValue)
  }

  func count(ofGap bucket: UInt32, in transition: TransitionNumber) -> UInt32 {
    gaps.value(context: transition.rawValue, item: bucket)
  }

  func successor(_ rank: Int, of type: MessageTypeID) -> MessageTypeID {
    type.rawValue < typeRows.count ? frequentSuccessors[Int(type.rawValue)][rank] : .unknown
  }

  func transition(
    from predecessor: ProcessPredecessor, to next: MessageTypeID
  ) -> (count: UInt32, number: TransitionNumber?) {
    processTransitions.pair(context: predecessor.rawValue, item: next.rawValue)
  }

  func row(of predecessor: ProcessPredecessor) -> Row {
    if let tag = predecessor.startTag { return tagRow(tag)?.processStarts ?? Row() }
    return typeRow(MessageTypeID(rawValue: predecessor.rawValue))?.processSuccessors ?? Row()
  }

  func count(of next: MessageTypeID, after pair: ProcessPair) -> UInt32 {
    processSecondOrder.value(context: pair.rawValue, item: next.rawValue)
  }

  func row(of pair: ProcessPair) -> Row {
    if let tag = pair.startTag { return tagRow(tag)?.processSecondStarts ?? Row() }
    return processTransitions.rows[Int(pair.rawValue)]
  }
}
