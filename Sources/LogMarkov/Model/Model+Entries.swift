internal import Unix

/// All that a model holds, entry by entry: for merging, showing and checking, where nothing is looked up.
///
/// Numbers that point nowhere (only possible in a file whose checksums were not verified) end in a
/// `ModelError.contradiction`, never in a trap.
extension Model {
  /// The text of a type: cleaned tag, LF, cleaned message.
  public func text(of type: MessageTypeID) throws(ModelError) -> [UInt8] {
    var bytes: [UInt8] = []
    try append(textOf: type, to: &bytes)
    return bytes
  }

  /// Appends the text of a type to `bytes`; throws `ModelError.contradiction` before it appends anything.
  func append(textOf type: MessageTypeID, to bytes: inout [UInt8]) throws(ModelError) {
    try append(Int(type.rawValue), ends: .tend, stride: 1, offset: 0, in: .text, to: &bytes)
  }

  /// The text of a tag.
  public func text(of tag: TagID) throws(ModelError) -> [UInt8] {
    try text(Int(tag.rawValue), ends: .tags, stride: 8, offset: 6, in: .gtxt)
  }

  func chainName(_ number: Int) throws(ModelError) -> [UInt8] {
    try text(number, ends: .chns, stride: ModelLayout.chainBytes / 4, offset: 0, in: .chtx)
  }

  private func text(
    _ number: Int, ends section: Section, stride: Int, offset: Int, in texts: Section
  ) throws(ModelError) -> [UInt8] {
    var text: [UInt8] = []
    try append(number, ends: section, stride: stride, offset: offset, in: texts, to: &text)
    return text
  }

  private func append(
    _ number: Int, ends section: Section, stride: Int, offset: Int, in texts: Section, to text: inout [UInt8]
  ) throws(ModelError) {
    let ends = words(section)
    let bytes = bytes(texts)
    guard number * stride + offset < ends.count else { throw .contradiction("a number in '\(section.name)'") }
    let from = number == 0 ? 0 : Int(ends[(number - 1) * stride + offset])
    let to = Int(ends[number * stride + offset])
    guard from <= to, to <= bytes.count else { throw .contradiction("an end in '\(section.name)'") }
    let start = text.count
    text.append(contentsOf: repeatElement(0, count: to - from))
    var target = text.mutableSpan
    copyBytes(from..<to, of: bytes, to: &target, at: start)
  }

  /// The hash of a type's text.
  func hash(of type: MessageTypeID) -> TypeHash {
    TypeHash(rawValue: word64(2 * Int(type.rawValue), in: .thsh))
  }

  /// A slot of a pair table.
  struct PairEntry {
    var slot: UInt32
    var context: UInt32
    var item: UInt32
    var count: UInt32
  }

  /// Calls `body` for every pair of a table, in the order of the slots.
  func forEachPair<E: Error>(in table: Section, _ body: (PairEntry) throws(E) -> Void) throws(E) {
    for slot in 0..<UInt32(sections.slots(of: table)) {
      if let pair = pairIfThere(inSlot: slot, of: table) { try body(pair) }
    }
  }

  private func pairIfThere(inSlot slot: UInt32, of table: Section) -> PairEntry? {
    let all = words(table)
    let word = ModelLayout.pairTableHeaderBytes / 4 + PairTable.word(ofSlot: Int(slot))
    guard all[word + 2] != 0 else { return nil }
    return PairEntry(slot: slot, context: all[word], item: all[word + 1], count: all[word + 2])
  }

  /// How many pairs a pair table says it holds.
  private func entryCount(of table: Section) -> Int { Int(clamping: word64(0, in: table)) }

  /// How many transitions there are.
  public var transitionCount: Int { entryCount(of: .tran) }
  /// How many transitions of second order there are.
  public var secondOrderCount: Int { entryCount(of: .seco) }

  /// Calls `body` for every transition, in the order of the file.
  ///
  /// - Throws: `ModelError.contradiction`, and what `body` throws.
  public func forEachTransition(
    _ body: (_ from: MessageTypeID, _ to: MessageTypeID, _ count: UInt32) throws -> Void
  ) throws {
    try forEachPair(in: .tran) { (pair) throws in
      guard pair.context < typeCount, pair.item < typeCount else {
        throw ModelError.contradiction("a transition")
      }
      try body(MessageTypeID(rawValue: pair.context), MessageTypeID(rawValue: pair.item), pair.count)
    }
  }

  /// The pair that stands in a slot.
  func pair(inSlot slot: UInt32, of table: Section) throws(ModelError) -> PairEntry {
    guard Int(slot) < sections.slots(of: table), let pair = pairIfThere(inSlot: slot, of: table) else {
      throw .contradiction("a context of '\(table.name)'")
    }
    return pair
  }

  /// Whether the model says which types are similar.
  public var isClustered: Bool { sections.isThere(.clus) }

  /// The cluster of each type, numbered from 0; nil if the model has none.
  ///
  /// - Throws: `ModelError.contradiction` for a number that no cluster can have.
  /// - Complexity: O(types).
  public func clusters() throws(ModelError) -> [Int32]? {
    guard isClustered else { return nil }
    let numbers = words(.clus)
    var clusters: [Int32] = []
    clusters.reserveCapacity(typeCount)
    for type in 0..<typeCount {
      // No cluster is empty.
      guard numbers[type] < typeCount else { throw .contradiction("a cluster in 'clus'") }
      clusters.append(Int32(numbers[type]))
    }
    return clusters
  }

  /// How many chains' ends are kept.
  public var chainCount: Int { sections[.chns].count / ModelLayout.chainBytes }

  func chainEnds(_ number: Int) throws(ModelError) -> ChainEnds {
    let base = number * ModelLayout.chainBytes / 4
    let all = words(.chns)
    func end(_ which: Int) throws(ModelError) -> ChainEnd {
      let type = all[base + 4 + which]
      guard type == ModelLayout.noType || type < typeCount else { throw .contradiction("a type in 'chns'") }
      return ChainEnd(
        type: MessageTypeID(rawValue: type), time: Meta.time(word64(base + 8 + 2 * which, in: .chns)))
    }
    var ends = ChainEnds()
    ends.startsAfterBoot = all[base + 1] & 1 != 0
    ends.endsWithBoot = all[base + 1] & 2 != 0
    ends.records.add(bounded: word64(base + 2, in: .chns))
    ends.first = try end(0)
    ends.second = try end(1)
    ends.beforeLast = try end(2)
    ends.last = try end(3)
    return ends
  }

  /// The commonest successors of a type, commonest first.
  func successors(of type: MessageTypeID) -> [MessageTypeID] {
    let all = words(.succ)
    let base = ModelLayout.successors * Int(type.rawValue)
    return (base..<base + ModelLayout.successors).compactMap {
      all[$0] < typeCount ? MessageTypeID(rawValue: all[$0]) : nil
    }
  }
}
