/// The six commonest successors of each type, kept while counts grow.
///
/// A successor enters where a place is free, or takes the place of the rarest of the six once it is commoner. Which
/// six they are is exact unless counts tie; their order is that of entering.
struct FrequentSuccessors {
  private static let places = ModelLayout.successors
  /// `.max` where there is none.
  private var types: [UInt32] = []
  private var counts: [UInt32] = []

  /// Makes room for the next type.
  mutating func appendType() {
    types.append(contentsOf: repeatElement(MessageTypeID.unknown.rawValue, count: Self.places))
    counts.append(contentsOf: repeatElement(0, count: Self.places))
  }

  /// The successor of a type in a place; `.unknown` where there is none.
  subscript(place: Int, of type: MessageTypeID) -> MessageTypeID {
    MessageTypeID(rawValue: types[Self.places * Int(type.rawValue) + place])
  }

  /// Notes that the transition from `type` to `next` now has this count.
  mutating func note(_ next: MessageTypeID, count: UInt32, of type: MessageTypeID) {
    let base = Self.places * Int(type.rawValue)
    var rarest = base
    for place in base..<base + Self.places {
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
}
