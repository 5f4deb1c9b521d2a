/// The two records before another, as a prediction needs them.
struct Predecessors: Equatable, Sendable {
  /// How many there are: 0, 1 or 2.
  var count: UInt8
  /// The one directly before.
  var last: MessageTypeID
  /// Its tag.
  var lastTag: TagID
  /// The number of the transition into it: the context of second order, if there is one that is known.
  var pair: TransitionNumber?

  /// z, a: the last records of a chain.
  init(last chain: ChainContext) {
    count = min(chain.records, 2)
    last = chain.last
    lastTag = chain.lastTag
    pair = chain.transition
  }

  /// These.
  init(count: UInt8, last: MessageTypeID, lastTag: TagID, pair: TransitionNumber?) {
    self.count = count
    self.last = last
    self.lastTag = lastTag
    self.pair = pair
  }

  /// y, z: what would stand before the next record if the chain's last record were not there.
  static func withoutLast(
    _ chain: ChainContext, in counts: borrowing some TransitionCounts & ~Copyable
  ) -> Predecessors {
    Predecessors(
      count: min(max(chain.records, 1) - 1, 2), last: chain.beforeLast,
      lastTag: counts.tag(of: chain.beforeLast),
      pair: chain.earlierTransition)
  }

  /// w, y: what would stand there if the last two were not.
  ///
  /// - Complexity: O(1): one look-up.
  static func withoutLastTwo(
    _ chain: ChainContext, in counts: borrowing some TransitionCounts & ~Copyable
  ) -> Predecessors {
    let isPair = chain.records >= 4 && chain.fourth != .unknown && chain.third != .unknown
    return Predecessors(
      count: min(max(chain.records, 2) - 2, 2), last: chain.third, lastTag: counts.tag(of: chain.third),
      pair: isPair ? counts.transition(from: chain.fourth, to: chain.third).number : nil)
  }
}
