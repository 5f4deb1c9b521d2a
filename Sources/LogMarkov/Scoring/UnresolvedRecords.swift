internal import Unix

/// The last record of each chain, which the next one will say more of, by the chain's slot: 68 bytes each.
struct UnresolvedRecords: Sendable {
  private struct Held {
    /// False before the first record of a chain.
    var isThere = false
    var isStrayWeighed = false
    var isMissingWeighed = false
    var burst: Float = 0
    /// I_c, or what stands for it.
    var stray: Float = 0
    /// D without look-ahead.
    var missing: Float = 0
    /// b* of the swaps.
    var swapped = MessageTypeID.unknown
  }

  private static let places = ModelLayout.successors
  private var held: [Held] = []
  /// The candidates and their u_b, `places` for each slot; `.unknown` where there is none.
  private var types: [MessageTypeID] = []
  private var weights: [Float] = []

  /// Forgets what a slot held.
  mutating func forget(_ slot: Int) {
    if slot < held.count { held[slot].isThere = false }
  }

  /// Gives all types other numbers.
  mutating func renumber(_ number: (MessageTypeID) -> MessageTypeID) {
    for slot in held.indices { held[slot].swapped = number(held[slot].swapped) }
    for place in types.indices { types[place] = number(types[place]) }
  }

  /// Whether no look-up is needed to say what became of the record in a slot, if the next one is ordinary.
  @inline(__always)  // One question of every record of a learner.
  func isSettled(_ slot: Int) -> Bool { slot >= held.count || !held[slot].isMissingWeighed }

  /// Takes the place of a settled record with an ordinary one; says what became of the other, as `resolve` would.
  mutating func replace(_ slot: Int, by glance: Glance) -> ResolvedRecord? {
    if slot >= held.count { makeRoom(for: slot) }
    let last = held[slot]
    held[slot] = Held(isThere: true, burst: Float(glance.burst), stray: Float(glance.strayLight))
    return last.isThere ? ResolvedRecord(stray: Double(last.stray), missing: nil) : nil
  }

  private mutating func makeRoom(for slot: Int) {
    let more = slot + 1 - held.count
    held.append(contentsOf: repeatElement(Held(), count: more))
    types.append(contentsOf: repeatElement(.unknown, count: more * Self.places))
    weights.append(contentsOf: repeatElement(0, count: more * Self.places))
  }

  /// Takes a record's place.
  mutating func hold(
    _ slot: Int, _ weighed: WeighedRecord, _ scene: Scene, _ candidates: borrowing MissingEvidence.Candidates
  ) {
    if slot >= held.count { makeRoom(for: slot) }
    let stray = weighed.strayOfPair.map { $0 - scene.burst } ?? weighed.strayLight
    held[slot] = Held(
      isThere: true, isStrayWeighed: weighed.strayOfPair != nil, isMissingWeighed: weighed.missing != nil,
      burst: Float(scene.burst), stray: Float(stray), missing: Float(weighed.missing ?? 0),
      swapped: weighed.swapped)
    // Else nobody asks for candidates.
    if weighed.missing != nil { Self.hold(candidates, from: slot * Self.places, &types, &weights) }
  }

  /// Puts candidates into the places of a slot, from `base` on.
  private static func hold(
    _ candidates: borrowing MissingEvidence.Candidates, from base: Int, _ allTypes: inout [MessageTypeID],
    _ allWeights: inout [Float]
  ) {
    // Taken once: each subscript of an array would ask whether it is shared.
    var types = allTypes.mutableSpan
    var weights = allWeights.mutableSpan
    for place in 0..<places {
      let isThere = place < candidates.types.count
      types[base + place] = isThere ? candidates.types[place] : .unknown
      weights[base + place] = isThere ? Float(candidates.weights[place] / max(candidates.sum, 1e-300)) : 0
    }
  }

  /// What the next record of its chain says of the record in a slot; `strayOfPair` is I of the two, if it was weighed.
  /// Nil if the slot holds none.
  func resolve(
    _ slot: Int, by next: Scene, strayOfPair: Double?,
    in counts: borrowing some TransitionCounts & ~Copyable
  ) -> ResolvedRecord? {
    guard slot < held.count, held[slot].isThere else { return nil }
    let last = held[slot]
    var resolved = ResolvedRecord(stray: Double(last.stray), missing: nil)
    if let strayOfPair {
      let asSuspect = strayOfPair - Double(last.burst)
      resolved.stray = last.isStrayWeighed ? max(resolved.stray, asSuspect) : asSuspect
    }
    if last.isMissingWeighed {
      let changedPlaces =
        last.swapped != .unknown && next.record.type == last.swapped
        && next.direct.firstOrder < EvidenceScorer.surprising
      let bits = MissingEvidence.bitsAhead(
        throughCandidates: probabilityThroughCandidates(slot, of: next, in: counts),
        plain: next.direct.probability, changedPlaces: changedPlaces)
      resolved.missing = Double(last.missing) + bits
    }
    return resolved
  }

  /// ℓ at the record after: Σ u_b·p3(x|b,a)/h, a being the record held; nil where no candidate has a weight.
  private func probabilityThroughCandidates(
    _ slot: Int, of next: Scene, in counts: borrowing some TransitionCounts & ~Copyable
  ) -> Double? {
    let base = slot * Self.places
    var (sum, weightSum) = (0.0, 0.0)
    for place in base..<base + Self.places where weights[place] > 0 {
      let weight = Double(weights[place])
      sum += weight * next.probability(afterCandidate: types[place], in: counts)
      weightSum += weight
    }
    return weightSum > 0 ? sum / weightSum : nil
  }
}
