internal import Unix

/// How usual the time between two records was, so that it need not be looked up again for the same transition and time.
///
/// Direct-mapped, as `PredictionCache` is, and as little to be seen.
struct GapCache: ~Copyable {
  struct Entry {
    /// A transition's number and a bucket; no bucket is so large.
    var key = UInt64.max
    var revision: UInt64 = 0
    var share = 1.0
  }

  /// 48 KiB.
  private static let size = 1 << 11

  private var entries = OwnedArray(repeating: Entry(), count: size)

  /// Nothing looked up yet.
  init() {}

  /// Forgets everything, as when numbers get another meaning.
  mutating func removeAll() { self = GapCache() }

  /// 2^−G (`MissingEvidence.gapShare`) of the transition from `last` to `type`, of which `prediction` has the number.
  @inline(__always)
  mutating func share<Known: TransitionCounts & ~Copyable>(
    _ bucket: UInt32, from last: MessageTypeID, to type: MessageTypeID, _ prediction: Prediction,
    in counts: borrowing Known
  ) -> Double {
    guard prediction.transitions >= MissingEvidence.fewestGaps, let transition = prediction.transition else {
      return 1
    }
    return share(bucket, from: last, to: type, transitions: prediction.transitions, transition, in: counts)
  }

  /// The same of a transition seen often enough.
  @inline(__always)  // As its caller.
  mutating func share<Known: TransitionCounts & ~Copyable>(
    _ bucket: UInt32, from last: MessageTypeID, to type: MessageTypeID, transitions: UInt32,
    _ transition: TransitionNumber,
    in counts: borrowing Known
  ) -> Double {
    guard Known.areWorthRemembering else { return lookUp(bucket, transitions, transition, in: counts) }
    let key = UInt64(transition.rawValue) &<< 32 | UInt64(bucket)
    let place = Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) &>> 53)
    let revision = counts.revision(from: last, to: type)
    if entries[place].key == key, entries[place].revision == revision { return entries[place].share }
    let share = lookUp(bucket, transitions, transition, in: counts)
    entries[place] = Entry(key: key, revision: revision, share: share)
    return share
  }

  /// Out of the way of the inlined search above.
  @inline(never)
  private func lookUp(
    _ bucket: UInt32, _ transitions: UInt32, _ transition: TransitionNumber,
    in counts: borrowing some TransitionCounts & ~Copyable
  ) -> Double {
    MissingEvidence.gapShare(bucket, transitions: transitions, transition, in: counts)
  }
}
