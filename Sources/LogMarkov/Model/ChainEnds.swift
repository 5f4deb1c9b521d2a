/// Where chains begin and end: what lets models of consecutive logs be joined (`merge --ordered`).

/// One record at an end of a chain.
struct ChainEnd: Equatable, Sendable {
  var type: MessageTypeID = .unknown
  var time: Int64?

  /// True if there is no such record.
  var isMissing: Bool { type == .unknown }
}

/// The first two and the last two records of one chain.
struct ChainEnds: Equatable, Sendable {
  var records: UInt64 = 0
  /// A boot marker stood before the first record: nothing joins it to what came before.
  var startsAfterBoot = false
  /// A boot marker stood behind the last record: nothing that comes joins it.
  var endsWithBoot = false
  var first = ChainEnd()
  /// Missing if a boot marker parts it from the first.
  var second = ChainEnd()
  /// Missing if a boot marker parts it from the last.
  var beforeLast = ChainEnd()
  var last = ChainEnd()

  /// Notes the next record of the chain; `startsAnew` says that a boot marker parts it from the one before.
  mutating func note(_ end: ChainEnd, startsAnew: Bool) {
    if records == 0 { first = end }
    if records == 1, !startsAnew { second = end }
    beforeLast = startsAnew ? ChainEnd() : last
    last = end
    records += 1
  }

  /// The same ends under other numbers of types; a record whose type is gone is missing.
  func renumbered<E: Error>(_ number: (MessageTypeID) throws(E) -> MessageTypeID?) throws(E) -> ChainEnds {
    func renumber(_ end: ChainEnd) throws(E) -> ChainEnd {
      guard !end.isMissing, let type = try number(end.type) else { return ChainEnd() }
      return ChainEnd(type: type, time: end.time)
    }
    var ends = self
    ends.first = try renumber(first)
    ends.second = try renumber(second)
    ends.beforeLast = try renumber(beforeLast)
    ends.last = try renumber(last)
    return ends
  }

  /// The ends of this chain followed by the same chain of a later log; `joined` says whether the last record here and
  /// the first there are neighbours.
  func followed(by later: ChainEnds, joined: Bool) -> ChainEnds {
    var whole = self
    whole.records.add(bounded: later.records)
    if records == 1, joined { whole.second = later.first }
    whole.beforeLast = later.records == 1 && joined ? last : later.beforeLast
    whole.last = later.last
    whole.endsWithBoot = later.endsWithBoot
    return whole
  }
}

/// The ends of all chains, by name.
struct ChainEndsTable: ~Copyable {
  private var names = Vocabulary()
  private(set) var ends: [ChainEnds] = []

  var count: Int { ends.count }

  /// The number of the chain with this name; `hash` is the name's.
  mutating func number(of hash: UInt64, name: Span<UInt8>) -> Int {
    let (number, isNew) = names.intern(hash, text: name)
    if isNew { ends.append(ChainEnds()) }
    return number
  }

  subscript(number: Int) -> ChainEnds {
    // Lent and not copied: the ends of a chain are two cache lines.
    _read { yield ends[number] }
    _modify { yield &ends[number] }
  }

  func name(_ number: Int) -> ArraySlice<UInt8> { names.text(number) }

  /// Numbers of the chains in the order of their names' bytes.
  func orderOfNames() -> [Int] {
    Array(0..<count).sorted { name($0).lexicographicallyPrecedes(name($1)) }
  }
}
