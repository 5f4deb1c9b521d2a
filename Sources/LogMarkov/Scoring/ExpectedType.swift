/// A type that may come next, and how probable it is.
struct ExpectedType: Equatable, Sendable {
  var type: MessageTypeID
  var probability: Double
}

extension Scene {
  /// a's six commonest successors and their p3(b|z,a): what could have come in the record's place.
  ///
  /// - Complexity: O(1): about 18 look-ups.
  func expectedTypes(
    _ habits: borrowing HostHabits, at habitPlace: Int?,
    in counts: borrowing some TransitionCounts & ~Copyable
  ) -> [ExpectedType] {
    guard chain.last != .unknown else { return [] }
    let before = Predecessors(last: chain)
    var expected: [ExpectedType] = []
    for rank in 0..<ModelLayout.successors {
      let type = counts.successor(rank, of: chain.last)
      guard type != .unknown else { continue }
      let candidate = TypeAndTag(type: type, tag: counts.tag(of: type))
      let share = habits.share(of: candidate, Occurrences(of: candidate, in: counts), at: habitPlace)
      let itself = BackOff.predict(candidate, share, after: before, in: counts)
      expected.append(ExpectedType(type: type, probability: itself.probability))
    }
    return expected
  }
}

extension MaximumLikelihood {
  /// The commonest successors of a type and their P(j|i).
  ///
  /// - Complexity: O(1): about 12 look-ups.
  static func expectedTypes(
    after last: MessageTypeID, in counts: borrowing some TransitionCounts & ~Copyable
  ) -> [ExpectedType] {
    guard last != .unknown else { return [] }
    let row = counts.row(of: last)
    // P(i|i) = 1 for a last message that occurs only there.
    guard row.sum > 0 else { return [ExpectedType(type: last, probability: 1)] }
    var expected: [ExpectedType] = []
    for rank in 0..<ModelLayout.successors {
      let type = counts.successor(rank, of: last)
      guard type != .unknown else { continue }
      let count = counts.transition(from: last, to: type).count
      expected.append(ExpectedType(type: type, probability: Double(count) / Double(row.sum)))
    }
    return expected
  }
}
