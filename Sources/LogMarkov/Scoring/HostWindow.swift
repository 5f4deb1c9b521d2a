/// What a host said last: its last 1,000 records, and how often each type and tag is among them.
///
///     P_h(t) = (n′_t + 100·P(t)) / (N′ + 100)
///     r_t = (new′_t + 100·r0) / (n′_t + 100)
///     P_h(x|t) = r_t for an unseen type, else (1 − r_t)·(n′_x + 100·P(x|t)) / (n′_t + 100)
///
/// Without it the strays found (recall at R, class 2) fall from .83 to .81; with it a host may differ from the others.
/// It takes 12.2 KB: the ring of types 4,000 bytes, of tags 1,000, the counts of types 6,144, of tags 1,024. All lie in one
/// array, so that to note a record is to ask once whether it is shared: seven arrays were 120 of 290 instructions.
struct HostWindow: Sendable {
  /// How many records it remembers.
  static let length = 1000
  /// How much the counts of all hosts weigh against its own.
  static let prior = 100.0

  private static let typeSlots = 1536
  private static let tagSlots = 128
  /// Tags beyond these go uncounted: a host with more among its last 1,000 records has no habits to learn.
  private static let tagLimit = 112
  private static let newBit: UInt32 = 1 << 31
  private static let nowhere: UInt8 = 255

  /// What lies where in `words`.
  private enum Part {
    /// The ring of types, oldest overwritten first; the highest bit says that the type was unseen then.
    static let types = 0
    /// For each slot: a place in the ring that holds the type (the last one), and in the lower half how often it is there.
    static let typeCounts = types + length
    /// For each slot: the tag.
    static let tagNames = typeCounts + typeSlots
    /// For each slot: how often the tag is there, and in the lower half how often with an unseen type.
    static let tagCounts = tagNames + tagSlots
    /// In which slot each record's tag is counted, four to a word.
    static let tags = tagCounts + tagSlots
    static let end = tags + length / 4
  }

  private var words: [UInt32]
  /// How many records it holds, and where the next one goes.
  private var count = 0
  private var next = 0
  private var tagsHeld = 0

  /// A window that has seen nothing.
  init() {
    words = [UInt32](repeating: 0, count: Part.end)
    for slot in 0..<Self.tagSlots { words[Part.tagNames + slot] = TagID.unknown.rawValue }
  }

  /// How probable tag and type are on this host.
  ///
  /// - Complexity: O(1) on average.
  func share(of record: TypeAndTag, _ occurrences: Occurrences) -> ShareInHost {
    let words = words.span
    let slot = Self.tagSlot(of: record.tag, in: words)
    let counts = slot.map { words[Part.tagCounts &+ $0] } ?? 0
    let (ofTag, news) = (Double(counts &>> 16), Double(counts & 0xFFFF))
    let (prior, all) = (Self.prior, Double(count))
    let tag = (ofTag + prior * occurrences.tagProbability) / (all + prior)
    let novelty = (news + prior * occurrences.novelty) / (ofTag + prior)
    if occurrences.isUnseen { return ShareInHost(tag: tag, ofTag: novelty) }
    let typeSlot = Self.typeSlot(of: record.type.rawValue & ~Self.newBit, in: words)
    let own = Double(words[Part.typeCounts &+ typeSlot] & 0xFFFF)
    let within = occurrences.withinTag
    return ShareInHost(tag: tag, ofTag: (1 - novelty) * (own + prior * within) / (ofTag + prior))
  }

  /// Takes a record in, and the oldest out if the window is full.
  ///
  /// - Complexity: O(1) on average, amortised.
  mutating func note(_ record: TypeAndTag, isUnseen: Bool) {
    let place = next
    let isFull = count == Self.length
    var slot: Int?
    do {
      var words = words.mutableSpan
      if isFull { Self.forget(place, in: &words) }
      words[Part.types &+ place] = record.type.rawValue & ~Self.newBit | (isUnseen ? Self.newBit : 0)
      Self.countType(at: place, in: &words)
      slot = Self.tagSlot(of: record.tag, in: words.span)
      if let slot { Self.countTag(slot, isUnseen: isUnseen, at: place, in: &words) }
    }
    if slot == nil { noteNewTag(record.tag, isUnseen: isUnseen, at: place) }
    if !isFull { count += 1 }
    next = place + 1 == Self.length ? 0 : place + 1
  }

  /// The same window, in which types and tags have other numbers.
  ///
  /// - Complexity: O(records remembered).
  func renumbered(_ number: (TypeAndTag) -> TypeAndTag) -> HostWindow {
    var window = HostWindow()
    forEachRecord { window.note(number($0), isUnseen: $1) }
    return window
  }

  /// Calls `body` for each record remembered, the oldest first, with whether its type was unseen then.
  func forEachRecord(_ body: (TypeAndTag, Bool) -> Void) {
    for age in 0..<count {
      let place = count < Self.length ? age : (next + age) % Self.length
      let word = words[Part.types + place]
      let type = word & ~Self.newBit
      let slot = Self.tagSlot(at: place, in: words.span)
      let record = TypeAndTag(
        type: type == ~Self.newBit ? .unknown : MessageTypeID(rawValue: type),
        tag: slot == Self.nowhere ? .unknown : TagID(rawValue: words[Part.tagNames + Int(slot)]))
      body(record, word & Self.newBit != 0)
    }
  }
}

/// The ring of types and their counts.
extension HostWindow {
  private static func home(of number: UInt32, slots: Int) -> Int {
    Int((UInt64(number &* 0x9E37_79B1) &* UInt64(slots)) &>> 32)
  }

  private static func name(at place: UInt32, in words: Span<UInt32>) -> UInt32 {
    words[Part.types &+ Int(place)] & ~newBit
  }

  /// The slot where a type is counted, or the free one where it would be.
  private static func typeSlot(of name: UInt32, in words: Span<UInt32>) -> Int {
    var slot = home(of: name, slots: typeSlots)
    while true {
      let word = words[Part.typeCounts &+ slot]
      if word & 0xFFFF == 0 || self.name(at: word &>> 16, in: words) == name { return slot }
      slot = slot &+ 1 == typeSlots ? 0 : slot &+ 1
    }
  }

  private static func countType(at place: Int, in words: inout MutableSpan<UInt32>) {
    let slot = Part.typeCounts &+ typeSlot(of: name(at: UInt32(place), in: words.span), in: words.span)
    words[slot] = UInt32(place) &<< 16 | (words[slot] & 0xFFFF &+ 1)
  }

  /// Uncounts the record in a place.
  private static func forget(_ place: Int, in words: inout MutableSpan<UInt32>) {
    let slot = typeSlot(of: name(at: UInt32(place), in: words.span), in: words.span)
    words[Part.typeCounts &+ slot] &-= 1
    if words[Part.typeCounts &+ slot] & 0xFFFF == 0 { closeGap(at: slot, in: &words) }
    let tag = tagSlot(at: place, in: words.span)
    guard tag != nowhere else { return }
    let isNew = words[Part.types &+ place] & newBit != 0
    words[Part.tagCounts &+ Int(tag)] &-= isNew ? 0x1_0001 : 0x1_0000
  }

  /// Moves those behind an emptied slot up, so that searches still find them.
  private static func closeGap(at emptied: Int, in words: inout MutableSpan<UInt32>) {
    var hole = emptied
    var slot = (hole + 1) % typeSlots
    while words[Part.typeCounts + slot] & 0xFFFF != 0 {
      let word = words[Part.typeCounts + slot]
      let home = home(of: name(at: word >> 16, in: words.span), slots: typeSlots)
      if (slot - home + typeSlots) % typeSlots >= (slot - hole + typeSlots) % typeSlots {
        words[Part.typeCounts + hole] = word
        words[Part.typeCounts + slot] = 0
        hole = slot
      }
      slot = (slot + 1) % typeSlots
    }
  }
}

/// The ring of tags and their counts.
extension HostWindow {
  private static func tagSlot(of tag: TagID, in words: Span<UInt32>) -> Int? {
    guard tag != .unknown else { return nil }
    var slot = home(of: tag.rawValue, slots: tagSlots)
    while true {
      let name = words[Part.tagNames &+ slot]
      if name == tag.rawValue { return slot }
      if name == TagID.unknown.rawValue { return nil }
      slot = (slot &+ 1) & (tagSlots &- 1)
    }
  }

  /// In which slot the tag of the record in a place is counted.
  private static func tagSlot(at place: Int, in words: Span<UInt32>) -> UInt8 {
    UInt8(truncatingIfNeeded: words[Part.tags &+ place &>> 2] &>> UInt32(8 &* (place & 3)))
  }

  private static func setTagSlot(_ slot: UInt8, at place: Int, in words: inout MutableSpan<UInt32>) {
    let (word, shift) = (Part.tags &+ place &>> 2, UInt32(8 &* (place & 3)))
    words[word] = words[word] & ~(0xFF &<< shift) | UInt32(slot) &<< shift
  }

  private static func countTag(
    _ slot: Int, isUnseen: Bool, at place: Int, in words: inout MutableSpan<UInt32>
  ) {
    setTagSlot(UInt8(slot), at: place, in: &words)
    words[Part.tagCounts &+ slot] &+= isUnseen ? 0x1_0001 : 0x1_0000
  }

  /// Counts a tag that has no slot; out of the way, as it has nearly always.
  @inline(never)
  private mutating func noteNewTag(_ tag: TagID, isUnseen: Bool, at place: Int) {
    if tag != .unknown, tagsHeld == Self.tagLimit { dropTagsNotThere() }
    let isCounted = tag != .unknown && tagsHeld < Self.tagLimit
    if isCounted { tagsHeld += 1 }
    var words = words.mutableSpan
    guard isCounted else { return Self.setTagSlot(Self.nowhere, at: place, in: &words) }
    let slot = Self.enter(tag.rawValue, counts: 0, in: &words)
    Self.countTag(slot, isUnseen: isUnseen, at: place, in: &words)
  }

  private static func enter(_ name: UInt32, counts: UInt32, in words: inout MutableSpan<UInt32>) -> Int {
    var slot = home(of: name, slots: tagSlots)
    while words[Part.tagNames + slot] != TagID.unknown.rawValue { slot = (slot + 1) & (tagSlots - 1) }
    words[Part.tagNames + slot] = name
    words[Part.tagCounts + slot] = counts
    return slot
  }

  /// Makes room for new tags: those that are in the window no more go.
  private mutating func dropTagsNotThere() {
    let (before, count) = (words, count)
    var held = 0
    var words = words.mutableSpan
    for slot in 0..<Self.tagSlots {
      words[Part.tagNames + slot] = TagID.unknown.rawValue
      words[Part.tagCounts + slot] = 0
    }
    var moved = [UInt8](repeating: Self.nowhere, count: 256)
    for slot in 0..<Self.tagSlots where before[Part.tagCounts + slot] > 0 {
      let name = before[Part.tagNames + slot]
      moved[slot] = UInt8(Self.enter(name, counts: before[Part.tagCounts + slot], in: &words))
      held += 1
    }
    for place in 0..<count {
      let slot = Self.tagSlot(at: place, in: before.span)
      Self.setTagSlot(moved[Int(slot)], at: place, in: &words)
    }
    tagsHeld = held
  }
}
