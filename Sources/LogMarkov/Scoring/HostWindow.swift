/// What a host said last: its last 1,000 records, and how often each type and tag is among them.
///
///     P_h(t) = (n′_t + 100·P(t)) / (N′ + 100)
///     r_t = (new′_t + 100·r0) / (n′_t + 100)
///     P_h(x|t) = r_t for an unseen type, else (1 − r_t)·(n′_x + 100·P(x|t)) / (n′_t + 100)
///
/// Without it the strays found (recall at R, class 2) fall from .83 to .81; with it a host may differ from the others.
/// It takes 12.2 KB: the ring of types 4,000 bytes, of tags 1,000, the counts of types 6,144, of tags 1,024.
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

  /// The types, oldest overwritten first; the highest bit says that the type was unseen then.
  private var types: [UInt32] = []
  /// In which slot each record's tag is counted.
  private var tags: [UInt8] = []
  private var next = 0
  /// For each slot: a place in the ring that holds the type (the last one), and how often it is there.
  private var typePlaces = [UInt16](repeating: 0, count: typeSlots)
  private var typeCounts = [UInt16](repeating: 0, count: typeSlots)
  private var tagNames = [UInt32](repeating: TagID.unknown.rawValue, count: tagSlots)
  private var tagCounts = [UInt16](repeating: 0, count: tagSlots)
  private var tagNews = [UInt16](repeating: 0, count: tagSlots)
  private var tagsHeld = 0

  /// A window that has seen nothing.
  init() {}

  /// How probable tag and type are on this host.
  ///
  /// - Complexity: O(1) on average.
  func share(of record: TypeAndTag, _ occurrences: Occurrences) -> ShareInHost {
    let slot = tagSlot(of: record.tag)
    let ofTag = slot.map { Double(tagCounts[$0]) } ?? 0
    let news = slot.map { Double(tagNews[$0]) } ?? 0
    let (prior, all) = (Self.prior, Double(types.count))
    let tag = (ofTag + prior * occurrences.tagProbability) / (all + prior)
    let novelty = (news + prior * occurrences.novelty) / (ofTag + prior)
    if occurrences.isUnseen { return ShareInHost(tag: tag, ofTag: novelty) }
    let own = Double(count(of: record.type))
    let within = occurrences.withinTag
    return ShareInHost(tag: tag, ofTag: (1 - novelty) * (own + prior * within) / (ofTag + prior))
  }

  /// Takes a record in, and the oldest out if the window is full.
  ///
  /// - Complexity: O(1) on average, amortised.
  mutating func note(_ record: TypeAndTag, isUnseen: Bool) {
    if types.count < Self.length {
      types.append(0)
      tags.append(Self.nowhere)
    } else {
      forget(next)
    }
    types[next] = record.type.rawValue & ~Self.newBit | (isUnseen ? Self.newBit : 0)
    countType(at: next)
    let slot = slotForCounting(record.tag)
    tags[next] = slot
    if slot != Self.nowhere {
      tagCounts[Int(slot)] += 1
      if isUnseen { tagNews[Int(slot)] += 1 }
    }
    next = next + 1 == Self.length ? 0 : next + 1
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
    for age in types.indices {
      let place = types.count < Self.length ? age : (next + age) % Self.length
      let type = types[place] & ~Self.newBit
      let record = TypeAndTag(
        type: type == ~Self.newBit ? .unknown : MessageTypeID(rawValue: type),
        tag: tags[place] == Self.nowhere ? .unknown : TagID(rawValue: tagNames[Int(tags[place])]))
      body(record, types[place] & Self.newBit != 0)
    }
  }

  private func name(at place: UInt16) -> UInt32 { types[Int(place)] & ~Self.newBit }

  private static func home(of number: UInt32, slots: Int) -> Int {
    Int((UInt64(number &* 0x9E37_79B1) &* UInt64(slots)) &>> 32)
  }

  /// The slot where a type is counted, or the free one where it would be.
  private func typeSlot(of name: UInt32) -> Int {
    var slot = Self.home(of: name, slots: Self.typeSlots)
    while typeCounts[slot] != 0, self.name(at: typePlaces[slot]) != name {
      slot = slot + 1 == Self.typeSlots ? 0 : slot + 1
    }
    return slot
  }

  private func count(of type: MessageTypeID) -> UInt16 {
    typeCounts[typeSlot(of: type.rawValue & ~Self.newBit)]
  }

  private mutating func countType(at place: Int) {
    let slot = typeSlot(of: name(at: UInt16(place)))
    typePlaces[slot] = UInt16(place)
    typeCounts[slot] += 1
  }

  /// Uncounts the record in a place.
  private mutating func forget(_ place: Int) {
    let slot = typeSlot(of: name(at: UInt16(place)))
    typeCounts[slot] -= 1
    if typeCounts[slot] == 0 { closeGap(at: slot) }
    let tag = tags[place]
    if tag != Self.nowhere {
      tagCounts[Int(tag)] -= 1
      if types[place] & Self.newBit != 0 { tagNews[Int(tag)] -= 1 }
    }
  }

  /// Moves those behind an emptied slot up, so that searches still find them.
  private mutating func closeGap(at emptied: Int) {
    let slots = Self.typeSlots
    var hole = emptied
    var slot = (hole + 1) % slots
    while typeCounts[slot] != 0 {
      let home = Self.home(of: name(at: typePlaces[slot]), slots: slots)
      if (slot - home + slots) % slots >= (slot - hole + slots) % slots {
        (typePlaces[hole], typeCounts[hole]) = (typePlaces[slot], typeCounts[slot])
        typeCounts[slot] = 0
        hole = slot
      }
      slot = (slot + 1) % slots
    }
  }

  private func tagSlot(of tag: TagID) -> Int? {
    guard tag != .unknown else { return nil }
    var slot = Self.home(of: tag.rawValue, slots: Self.tagSlots)
    while tagNames[slot] != TagID.unknown.rawValue {
      if tagNames[slot] == tag.rawValue { return slot }
      slot = (slot + 1) % Self.tagSlots
    }
    return nil
  }

  private mutating func slotForCounting(_ tag: TagID) -> UInt8 {
    guard tag != .unknown else { return Self.nowhere }
    if let slot = tagSlot(of: tag) { return UInt8(slot) }
    if tagsHeld == Self.tagLimit { dropTagsNotThere() }
    if tagsHeld == Self.tagLimit { return Self.nowhere }
    return enter(tag.rawValue, count: 0, news: 0)
  }

  private mutating func enter(_ name: UInt32, count: UInt16, news: UInt16) -> UInt8 {
    var slot = Self.home(of: name, slots: Self.tagSlots)
    while tagNames[slot] != TagID.unknown.rawValue { slot = (slot + 1) % Self.tagSlots }
    (tagNames[slot], tagCounts[slot], tagNews[slot]) = (name, count, news)
    tagsHeld += 1
    return UInt8(slot)
  }

  /// Makes room for new tags: those that are in the window no more go.
  private mutating func dropTagsNotThere() {
    let (names, counts, news) = (tagNames, tagCounts, tagNews)
    for slot in tagNames.indices { (tagNames[slot], tagCounts[slot], tagNews[slot]) = (.max, 0, 0) }
    tagsHeld = 0
    var moved = [UInt8](repeating: Self.nowhere, count: Self.tagSlots)
    for slot in names.indices where counts[slot] > 0 {
      moved[slot] = enter(names[slot], count: counts[slot], news: news[slot])
    }
    for place in tags.indices where tags[place] != Self.nowhere { tags[place] = moved[Int(tags[place])] }
  }
}
