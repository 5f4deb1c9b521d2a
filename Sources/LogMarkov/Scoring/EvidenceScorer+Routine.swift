internal import Unix

/// The short way of records of a frozen model about which there is nothing unusual: five of six.
extension EvidenceScorer {
  /// Where in `routine` a record is, if it stands there and is ordinary as `glance` would find (`Glance.isOrdinary`); nil
  /// sends it the long way. Nothing but what was looked up is changed, so that it can take that as if it had not been asked.
  ///
  /// - Complexity: O(1): no look-up in the counts but for a gap that was not seen lately.
  @inline(__always)  // Once for each record; the parts must not be handed on through memory.
  mutating func routinePlace<Known: TransitionCounts & ~Copyable>(
    of type: MessageTypeID, _ visit: Visit, _ chain: borrowing ChainContext, _ time: OptionalTime,
    in counts: borrowing Known
  ) -> Int? {
    let slot = Int(visit.chain)
    guard !chain.isEmpty, slot < chains.count,
      let place = routine.place(of: RoutineCache.Key(type, after: chain))
    else { return nil }
    if settings.selfTestInterval > 0, chain.records >= 2,
      SelfTest.isDue(
        at: records, interval: settings.selfTestInterval, thins: settings.thinsSelfTest)
    {
      return nil
    }
    let (least, last) = (routine[place].least, chains[slot].last)
    guard last.strangeness <= Float(strangenessOfKnown),
      least * Double(min(last.expected.chain, last.expected.mixture)) > quietOfTwo
    else { return nil }
    var gapShare = 1.0
    if let transition = routine[place].transition.value,
      routine[place].transitions >= MissingEvidence.fewestGaps
    {
      gapShare = gaps.share(
        Gap.bucket(from: chain.storedTime, to: time), from: chain.last, to: type,
        transitions: routine[place].transitions, transition, in: counts)
    }
    guard
      routine[place].leastOfMissing * gapShare.squareRoot() > quietOfMissing
        || least > quietOfMissing && gapShare > 0.03125
    else { return nil }
    return place
  }

  /// Takes a routine record into account for the next; returns its score.
  @inline(__always)  // As `routinePlace`.
  mutating func passRoutine(_ place: Int, _ visit: Visit) -> Score {
    let slot = Int(visit.chain)
    let burst = chains[slot].burst.next()
    var score = routine[place].score
    score.combined = Centibits(bits: routine[place].light - burst + StrayEvidence.aloneBonus)
    score.stray = score.combined
    records += 1
    _ = chains[slot].note(routine[place].marks, routine[place].suspect)
    return score
  }

  /// Remembers what an ordinary record came to, if the next one like it may take the short way.
  @inline(never)  // Once for each kind of record.
  mutating func rememberRoutine(
    _ record: TypeAndTag, _ glance: Glance, _ chain: ChainContext, _ flag: Score.Flag
  ) {
    guard !chain.isEmpty, record.type != .unknown, chain.last != .unknown, !glance.isUnseen else { return }
    let direct = predictions[glance.entry]
    let least = direct.probability * weights[ContextClass(seen: direct.pairs)].chain
    guard least > quietAlone else { return }
    var known = RoutineRecord()
    known.score = Score(glance, direct, predictions.bits(glance.entry), flag: flag)
    known.light = glance.bits + glance.strangeness
    known.least = least
    known.leastOfMissing = least * (direct.transitions > 0 ? 4.0 : 1.0)
    known.suspect = suspect(glance)
    known.transitions = direct.transitions
    known.transition = OptionalNumber(direct.transition)
    known.marks = ChainEvidence.Marks(direct, isFirst: false)
    routine.insert(known, for: RoutineCache.Key(record.type, after: chain))
  }
}

extension EvidenceSettings {
  /// Whether records may take the short way where no count changes: what they come to depends on no host, and nothing is
  /// asked of them that it would not find.
  var hasRoutine: Bool {
    guard let gate, gate < .infinity else { return false }
    return !learns && !looksAhead && !countsStream && !namesTypes && explainsFrom == nil
  }
}
