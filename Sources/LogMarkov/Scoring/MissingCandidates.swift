internal import Unix

/// What may be missing before a record, and what the next record says of it.
extension Scene {
  /// Weighs a's six commonest successors as the record that is missing: u_b = p3(b|z,a)·p3(x|a,b).
  ///
  /// Gives up, and leaves no candidates, as soon as h cannot become `fewest`: what those still to come add is at most what
  /// is left of 1 when Σ p3(b|z,a) of the others is taken away.
  ///
  /// - Parameters:
  ///   - candidates: filled anew.
  ///   - predictions: what was looked up before.
  ///   - habits: what hosts make of types.
  ///   - habitPlace: where this host's are.
  ///   - fewest: what h has to reach.
  ///   - counts: what was counted.
  /// - Returns: whether h may be that much.
  /// - Complexity: O(1): about 36 look-ups.
  func weighCandidates<Known: TransitionCounts & ~Copyable>(
    _ candidates: inout MissingEvidence.Candidates, _ predictions: inout PredictionCache,
    _ habits: borrowing HostHabits, at habitPlace: Int?, reaching fewest: Double, in counts: borrowing Known
  ) -> Bool {
    candidates.removeAll()
    guard fewest <= 1 else { return false }
    guard chain.last != .unknown else { return true }
    let before = Predecessors(last: chain)
    // Without this pass each candidate waits for its own look-ups: of 8.1 million transitions they are in no cache, and it
    // takes 8 of 100 off the time of a frozen record; of 12 thousand it adds nothing that shows.
    for rank in 0..<ModelLayout.successors {
      candidates.touched ^= counts.touch(
        counts.successor(rank, of: chain.last), after: chain.last, before.pair, before: record.type)
    }
    var best = 0.0
    var left = 1.0
    for rank in 0..<ModelLayout.successors {
      let type = counts.successor(rank, of: chain.last)
      // A hostile file may name one twice, whose probability would be taken from what is left twice.
      guard type != .unknown, !candidates.hold(type) else { continue }
      let candidate = TypeAndTag(type: type, tag: counts.tag(of: type))
      let itself: Prediction
      if Known.areWorthRemembering {
        let place = predictions.place(of: candidate, after: before, in: counts)
        let share = habits.share(of: candidate, predictions.occurrences(place, in: counts), at: habitPlace)
        itself = predictions.predict(place, share)
      } else {
        // What is not remembered need not be written down first: a fifth of the 1,260 instructions of a candidate.
        let occurrences = Occurrences(of: candidate, in: counts)
        let share = habits.share(of: candidate, occurrences, at: habitPlace)
        itself = BackOff.predict(candidate, share, after: before, in: counts)
      }
      let after = Predecessors(count: 2, last: type, lastTag: candidate.tag, pair: itself.transition)
      let next = predictions.predict(record, self.share, after: after, in: counts)
      let weight = itself.probability * next.probability
      candidates.types.append(type)
      candidates.weights.append(weight)
      candidates.sum += weight
      if weight > best {
        best = weight
        candidates.likeliest = type
      }
      left = max(left - itself.probability, 0)
      if candidates.sum + left < fewest {
        candidates.removeAll()
        return false
      }
    }
    return true
  }

  /// p3(x|b,a): how probable the record is if b had stood before the one before it.
  func probability(
    afterCandidate b: MessageTypeID, in counts: borrowing some TransitionCounts & ~Copyable
  ) -> Double {
    guard chain.last != .unknown, let pair = counts.transition(from: b, to: chain.last).number else {
      return direct.firstOrder
    }
    let count = record.type == .unknown ? 0 : counts.count(of: record.type, after: pair)
    return Discounted(count, of: counts.row(of: pair))(direct.firstOrder)
  }

  /// The candidate that is likeliest by relative frequencies, n_ab/n_a·n_bx/n_b: b* of the study's swaps.
  func mostFrequentCandidate(in counts: borrowing some TransitionCounts & ~Copyable) -> MessageTypeID {
    var (best, likeliest) = (0.0, MessageTypeID.unknown)
    guard chain.last != .unknown, record.type != .unknown else { return likeliest }
    let all = Double(max(counts.row(of: chain.last).sum, 1))
    for rank in 0..<ModelLayout.successors {
      let type = counts.successor(rank, of: chain.last)
      guard type != .unknown else { continue }
      let share =
        Double(counts.transition(from: chain.last, to: type).count) / all
        * Double(counts.transition(from: type, to: record.type).count)
        / Double(max(counts.row(of: type).sum, 1))
      if share > best { (best, likeliest) = (share, type) }
    }
    return likeliest
  }
}
