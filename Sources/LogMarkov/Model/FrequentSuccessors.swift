/// The six commonest successors of a type, kept while counts grow.
///
/// A successor enters where a place is free, or takes the place of the rarest of the six once it is commoner. Which
/// six they are is exact unless counts tie; their order is that of entering.
struct FrequentSuccessors {
  /// `.max` where there is none; as many as `ModelLayout.successors`.
  private var types: [6 of UInt32] = .init(repeating: MessageTypeID.unknown.rawValue)
  private var counts: [6 of UInt32] = .init(repeating: 0)

  /// The successor in a place; `.unknown` where there is none.
  subscript(place: Int) -> MessageTypeID { MessageTypeID(rawValue: types[place]) }

  /// Notes that the transition to `next` now has this count.
  mutating func note(_ next: MessageTypeID, count: UInt32) {
    var rarest = 0
    for place in types.indices {
      if types[place] == next.rawValue || counts[place] == 0 {
        types[place] = next.rawValue
        counts[place] = count
        return
      }
      if counts[place] < counts[rarest] { rarest = place }
    }
    if counts[rarest] < count {
      types[rarest] = next.rawValue
      counts[rarest] = count
    }
  }

  /// Takes out those that were forgotten; the others keep their order, and free places are the last ones.
  mutating func remove(where isForgotten: (MessageTypeID) -> Bool) {
    var kept = FrequentSuccessors()
    var place = 0
    for old in types.indices where counts[old] > 0 && !isForgotten(self[old]) {
      (kept.types[place], kept.counts[place]) = (types[old], counts[old])
      place += 1
    }
    self = kept
  }
}
