internal import Unix

/// How much of what a filter learns it keeps beside its model.
public struct OverlayLimits: Equatable, Sendable {
  /// How many new message types (`--max-types`).
  public var types = 100_000
  /// How many bytes (`--max-overlay`).
  public var bytes = 64 << 20
  /// One record touches up to four.
  public static let typesAllowed = 16...1 << 30
  /// With less there would be no room for a handful of types, and numbers of bytes of text have 32 bits.
  public static let bytesAllowed = 64 << 10...4 << 30

  /// The usual limits.
  public init() {}
}

/// What was counted beside a model, of what it knows and of what it does not: tables that forget what was not touched
/// for long (`Generations`), bounded together.
///
/// Every value is the model's count plus what was added, copied from the model when it is first touched: so a look-up
/// that finds a value needs no second one, and counts keep their bits. A new type gets the next number behind the
/// model's, which is never given again while anybody could remember it; one that is forgotten and comes again gets
/// another, and contexts that hold the old number find nothing.
///
/// A row (the sum and number of a context's entries) is touched whenever one of its entries is, so it is never forgotten
/// before them, and no entry ever has a greater count than its row.
struct Overlay: ~Copyable {
  /// What is counted of a type.
  struct Kind {
    var row: Counts.TypeRow
    var successors = FrequentSuccessors()
    /// Of a new type.
    var name = Name()
  }

  /// What is counted of a tag.
  struct Label {
    var row = Counts.TagRow()
    /// Of a new tag.
    var name = Name()
  }

  /// The name of what the model does not know.
  struct Name {
    var hash: UInt64 = 0
    /// Where its text begins among the texts, and how long it is.
    var start: UInt32 = 0
    var count: UInt32 = 0
  }

  /// A count, and the number by which others know what it is of.
  struct NumberedCount {
    var count: UInt32 = 0
    var number: UInt32 = 0
  }

  let limits: OverlayLimits
  /// The key of the hashes of tags: that of the stream's first model.
  let tagKey: TypeKey
  /// Not by neighbours: a type's counts are two lines of memory in any case, and searches took 1,700 instructions a line
  /// more of new types.
  var kinds = Generations<Kind>(blank: Kind(row: Counts.TypeRow(tag: .unknown)))
  var labels = Generations(blank: Label())
  /// New types and tags by their hashes.
  private var kindNumbers = Generations<UInt32>(blank: 0)
  private var labelNumbers = Generations<UInt32>(blank: 0)
  var transitions = Generations(blank: NumberedCount(), neighbors: .pairs)
  /// By the number of a transition.
  var transitionRows = Generations(blank: Row(), neighbors: .items)
  var secondOrder = Generations<UInt32>(blank: 0, neighbors: .pairs)
  var skips = Generations<UInt32>(blank: 0, neighbors: .pairs)
  var tagTransitions = Generations<UInt32>(blank: 0)
  var gaps = Generations<UInt32>(blank: 0, neighbors: .contexts)
  var processTransitions = Generations(blank: NumberedCount(), neighbors: .pairs)
  /// By the number of a transition of processes.
  var processRows = Generations(blank: Row(), neighbors: .items)
  var processSecondOrder = Generations<UInt32>(blank: 0, neighbors: .pairs)
  /// The texts of new types and tags, and room for more.
  private var texts: [UInt8] = []
  private var textsEnd = 0
  private var youngTexts = 0

  var typeNumbers: Numbering
  var tagNumbers: Numbering
  var transitionNumbers: Numbering
  var processNumbers: Numbering

  /// How many records were counted, those of forgotten types among them.
  var records: UInt64 = 0
  /// How many new types that were counted are held.
  var countedTypes = 0
  /// How many new tags that were counted are held.
  var countedTags = 0
  /// How many new types the present generation has touched.
  private var youngTypes = 0
  var firstTime: Int64?
  var lastTime: Int64?

  /// When counts last changed.
  var revisions = Revisions()

  /// A value whose size the compiler does not know keeps it from passing all this by value: without, it copied the
  /// 1.3 KB a dozen times a record, a sixth of all instructions of learning while scoring.
  private let passedByReference: (any Sendable)? = nil

  /// False over a model so large that nothing new could be numbered: then nothing is learned.
  let canLearn: Bool

  /// Nothing counted yet.
  init(over model: borrowing Model, _ limits: OverlayLimits, tagKey: TypeKey) {
    precondition(OverlayLimits.typesAllowed.contains(limits.types))
    precondition(OverlayLimits.bytesAllowed.contains(limits.bytes))
    self.limits = limits
    self.tagKey = tagKey
    let (types, tags) = (Numbering(first: model.typeCount), Numbering(first: model.tagCount))
    let transitions = Numbering(first: model.sections.slots(of: .tran))
    let processes = Numbering(first: model.sections.slots(of: .proc))
    canLearn = types.areUsable && tags.areUsable && transitions.areUsable && processes.areUsable
    (typeNumbers, tagNumbers) = (types, tags)
    (transitionNumbers, processNumbers) = (transitions, processes)
  }

  /// Two numbers as a key.
  static func pair(_ context: UInt32, _ item: UInt32) -> UInt64 { UInt64(context) &<< 32 | UInt64(item) }
}

/// The numbers of new things, behind those that the model gave.
struct Numbering {
  /// The first one.
  let first: UInt32
  /// The next one.
  private(set) var next: UInt32
  /// Numbers stay below this one, where the bit of `ProcessPredecessor.start` is.
  private static let limit = Counts.numberLimit

  init(first: Int) {
    self.first = UInt32(first)
    next = self.first
  }

  /// Whether there may be none left for the next record.
  var areScarce: Bool { Int(next) > Self.limit - 100 }
  /// Whether there are numbers at all: a model could be so large that there are none.
  var areUsable: Bool { Int(first) < Self.limit - 1 << 20 }

  mutating func take() -> UInt32 {
    next += 1
    return next - 1
  }

  /// Begins anew, when all that had numbers was forgotten.
  mutating func restart() { next = first }
}

/// Names.
extension Overlay {
  /// A text that is longer is not learned: it would push out too much else.
  private var longestText: Int { limits.bytes / 64 }

  /// The number of a new type.
  func type(of hash: TypeHash) -> MessageTypeID? {
    kindNumbers.value(of: hash.rawValue).map { MessageTypeID(rawValue: $0) }
  }

  /// The number of a new tag.
  func tag(of hash: TagHash) -> TagID? {
    labelNumbers.value(of: hash.rawValue).map { TagID(rawValue: $0) }
  }

  /// Enters a new type, of a tag that is known or new; nil if its text is too long. It is as if an earlier generation had
  /// entered it, if it is not young.
  mutating func enter(
    _ hash: TypeHash, tag known: TagID?, tagHash: TagHash, text: Span<UInt8>, isYoung: Bool = true
  ) -> (MessageTypeID, TagID)? {
    guard text.count <= longestText else { return nil }
    var tagLength = 0
    while text[tagLength] != 0x0A { tagLength += 1 }
    let tag =
      known ?? tag(of: tagHash) ?? enter(tagHash, text: text.extracting(0..<tagLength), isYoung: isYoung)
    if isYoung, tag.rawValue >= tagNumbers.first { _ = touch(tag) }
    let number = typeNumbers.take()
    let kind = Kind(row: Counts.TypeRow(tag: tag), name: name(hash.rawValue, text, isYoung))
    kinds.enter(UInt64(number), kind, isYoung: isYoung)
    kindNumbers.enter(hash.rawValue, number, isYoung: isYoung)
    if isYoung { youngTypes += 1 }
    return (MessageTypeID(rawValue: number), tag)
  }

  private mutating func enter(_ hash: TagHash, text: Span<UInt8>, isYoung: Bool) -> TagID {
    let number = tagNumbers.take()
    labels.enter(UInt64(number), Label(name: name(hash.rawValue, text, isYoung)), isYoung: isYoung)
    labelNumbers.enter(hash.rawValue, number, isYoung: isYoung)
    return TagID(rawValue: number)
  }

  private mutating func name(_ hash: UInt64, _ text: Span<UInt8>, _ isYoung: Bool) -> Name {
    let name = Name(hash: hash, start: put(text), count: UInt32(text.count))
    if isYoung { youngTexts += text.count }
    return name
  }

  /// Puts a text behind the others, and returns where it begins.
  private mutating func put(_ text: Span<UInt8>) -> UInt32 {
    let start = textsEnd
    textsEnd += text.count
    // Grown by thirds, as the tables are.
    if textsEnd > texts.count {
      let room = max(start * 4 / 3, textsEnd)
      texts.reserveCapacity(room)
      texts.append(contentsOf: repeatElement(0, count: room - texts.count))
    }
    var bytes = texts.mutableSpan
    copyBytes(text.indices, of: text, to: &bytes, at: start)
    return UInt32(start)
  }

  /// The text of a new type or tag.
  func text(of name: Name) -> ArraySlice<UInt8> {
    texts[Int(name.start)..<Int(name.start) + Int(name.count)]
  }

  /// The place of a type's counts, young now, if there are any; its name and its tag stay with it.
  mutating func touch(_ type: MessageTypeID) -> Int? {
    guard let place = kinds.place(of: UInt64(type.rawValue)) else { return nil }
    if kinds.isYoung(place) { return place }
    if type.rawValue >= typeNumbers.first {
      youngTypes += 1
      let name = kinds[place].name
      youngTexts += Int(name.count)
      _ = kindNumbers.touch(name.hash)
      _ = touch(kinds[place].row.tag)
    }
    kinds.touch(at: place)
    return place
  }

  /// The place of a tag's counts, young now, if there are any; its name stays with it.
  mutating func touch(_ tag: TagID) -> Int? {
    guard let place = labels.place(of: UInt64(tag.rawValue)) else { return nil }
    if labels.isYoung(place) { return place }
    if tag.rawValue >= tagNumbers.first {
      let name = labels[place].name
      youngTexts += Int(name.count)
      _ = labelNumbers.touch(name.hash)
    }
    labels.touch(at: place)
    return place
  }
}

/// The bound.
extension Overlay {
  /// The memory that all tables take, in bytes. While one of them grows, or turns, it is there twice.
  var bytes: Int {
    let names = kinds.bytes + labels.bytes + kindNumbers.bytes + labelNumbers.bytes + texts.capacity
    let chains =
      transitions.bytes + transitionRows.bytes + secondOrder.bytes + skips.bytes + tagTransitions.bytes
      + gaps.bytes
    return names + chains + processTransitions.bytes + processRows.bytes + processSecondOrder.bytes
  }

  /// The most that what the present generation has touched can take, in bytes.
  private var youngBytes: Int {
    let names =
      kinds.youngBytes + labels.youngBytes + kindNumbers.youngBytes + labelNumbers.youngBytes + 2 * youngTexts
    let chains =
      transitions.youngBytes + transitionRows.youngBytes + secondOrder.youngBytes + skips.youngBytes
      + tagTransitions.youngBytes + gaps.youngBytes
    return names + chains + processTransitions.youngBytes + processRows.youngBytes
      + processSecondOrder.youngBytes
  }

  /// Makes room if need be; to be called between records, so that where reads cut never shows.
  ///
  /// - Complexity: O(1) amortised; a turn is O(entries).
  mutating func keepBounds() {
    // The next record, repeated as often as may be, can touch itself, the two before it in its chain and the one before
    // it in its process, and four times some fifteen entries.
    let (types, bytes) = (4, 4096 + 8 * longestText)
    if youngTypes + types > limits.types / 2 || youngBytes + bytes > limits.bytes / 2 { turn() }
    if typeNumbers.areScarce || tagNumbers.areScarce || transitionNumbers.areScarce
      || processNumbers.areScarce
    {
      empty()
    }
    if self.bytes > limits.bytes { trim() }
  }

  /// Gives back the places that tables kept for more than has come.
  private mutating func trim() {
    kinds.trim()
    labels.trim()
    kindNumbers.trim()
    labelNumbers.trim()
    transitions.trim()
    transitionRows.trim()
    secondOrder.trim()
    skips.trim()
    tagTransitions.trim()
    gaps.trim()
    processTransitions.trim()
    processRows.trim()
    processSecondOrder.trim()
  }

  /// Makes room after counts of another overlay were carried over, whose new types may be more here.
  mutating func keepLimits() {
    countNames()
    // The second turn forgets everything.
    for _ in 0..<2 where bytes > limits.bytes || kindNumbers.count > limits.types {
      turn()
      trim()
    }
  }

  /// Forgets what was not touched since the last turn.
  private mutating func turn() {
    revisions.noteAll()
    kinds.turn()
    labels.turn()
    kindNumbers.turn()
    labelNumbers.turn()
    transitions.turn()
    transitionRows.turn()
    secondOrder.turn()
    skips.turn()
    tagTransitions.turn()
    gaps.turn()
    processTransitions.turn()
    processRows.turn()
    processSecondOrder.turn()
    keepNames()
    youngTypes = 0
  }

  /// Drops the texts of what was forgotten, and its numbers among the successors of others; counts what is left.
  private mutating func keepNames() {
    let before = texts
    texts = Array(repeating: 0, count: youngTexts)
    textsEnd = 0
    youngTexts = 0
    for place in kinds.indices where !kinds.isFree(place) {
      kinds[place].name = keep(kinds[place].name, among: before)
      var successors = kinds[place].successors
      successors.remove { $0.rawValue >= typeNumbers.first && kinds.place(of: UInt64($0.rawValue)) == nil }
      kinds[place].successors = successors
    }
    for place in labels.indices where !labels.isFree(place) {
      labels[place].name = keep(labels[place].name, among: before)
    }
    countNames()
  }

  /// Counts the new types and tags that are held and were counted.
  private mutating func countNames() {
    (countedTypes, countedTags) = (0, 0)
    for place in kinds.indices where !kinds.isFree(place) {
      if kinds.key(at: place) >= typeNumbers.first && kinds[place].row.occurrences > 0 { countedTypes += 1 }
    }
    for place in labels.indices where !labels.isFree(place) {
      if labels.key(at: place) >= tagNumbers.first && labels[place].row.occurrences > 0 { countedTags += 1 }
    }
  }

  /// Keeps the text of a name, of those that there were.
  private mutating func keep(_ name: Name, among before: [UInt8]) -> Name {
    let text = before[Int(name.start)..<Int(name.start) + Int(name.count)]
    return Name(hash: name.hash, start: put(text.span), count: name.count)
  }

  /// Forgets everything, and gives numbers from the first on: after some two thousand million new transitions.
  private mutating func empty() {
    for _ in 0..<2 { turn() }
    typeNumbers.restart()
    tagNumbers.restart()
    transitionNumbers.restart()
    processNumbers.restart()
  }
}
