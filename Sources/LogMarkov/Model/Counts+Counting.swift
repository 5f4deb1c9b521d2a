internal import Unix

/// Counting a record where the like of it was counted before: one search for the chain, one for the process.
///
/// `RecordCounting.count` is the plain form, and what counts all else; a test holds both to the same counts.
extension Counts {
  /// Counts a record and moves its chain and its process on.
  ///
  /// - Parameters:
  ///   - type: the record's type, entered before.
  ///   - chain: what came before in its chain.
  ///   - process: what came before from its process.
  ///   - time: the record's time.
  ///   - gap: the bucket of the time since the chain's last record (`Gap.bucket`).
  /// - Complexity: O(1): three searches, and eight where two records have not stood before this one lately.
  mutating func countNext(
    _ type: MessageTypeID, chain: inout ChainContext, process: inout ProcessContext, time: Int64?,
    gap: UInt32
  ) {
    let tag = tag(of: type)
    add(1, of: type)
    if let time { cover(time) }
    let transition = countTransition(to: type, tag, chain: chain, gap: gap)
    let inProcess = countTransition(to: type, tag, process: process)
    process.advance(to: type, transition: inProcess)
    chain.advance(to: type, tag: tag, transition: transition, time: time)
  }

  /// What the counts of a chain are found by lies where it lay as long as this is the same.
  private var layout: Int {
    secondOrder.buckets.count &+ skips.buckets.count &+ tagTransitions.buckets.count
  }

  // By a call it would cost what half a search does.
  @inline(__always)
  func remembered(_ next: MessageTypeID, after transition: TransitionNumber) -> SuccessorCounts? {
    guard let place = places.find(next, after: transition.rawValue, layout: layout) else { return nil }
    return SuccessorCounts(
      transitions: transitions.counts[Int(place.transition)],
      transition: TransitionNumber(rawValue: place.transition), secondOrder: secondOrder[place.secondOrder],
      tags: tagTransitions[place.tags])
  }

  /// Counts in a chain. Inlined: it is the way of nearly every record.
  @inline(__always)
  private mutating func countTransition(
    to type: MessageTypeID, _ tag: TagID, chain: ChainContext, gap: UInt32
  ) -> TransitionNumber? {
    // What has a transition behind it is not empty.
    guard let pair = chain.transition, let place = places.find(type, after: pair.rawValue, layout: layout)
    else {
      return countNewTransition(to: type, tag, chain: chain, gap: gap)
    }
    let (last, number) = (Int(chain.last.rawValue), Int(place.transition))
    typeRows[last].successors.add(transitions.add(1, at: number))
    frequentSuccessors[last].note(type, count: transitions.counts[number])
    tagRows[Int(chain.lastTag.rawValue)].successors.add(tagTransitions.add(1, at: Int(place.tags)))
    gaps.add(1, context: place.transition, item: gap)
    skips.add(1, at: Int(place.skip))
    transitions.rows[Int(pair.rawValue)].add(secondOrder.add(1, at: Int(place.secondOrder)))
    return TransitionNumber(rawValue: place.transition)
  }

  /// Not inlined: one of ten records comes here.
  @inline(never)
  private mutating func countNewTransition(
    to type: MessageTypeID, _ tag: TagID, chain: ChainContext, gap: UInt32
  ) -> TransitionNumber? {
    guard let number = countSearching(to: type, tag, chain: chain, gap: gap) else { return nil }
    if let pair = chain.transition, chain.beforeLast != .unknown,
      let secondOrder = secondOrder.place(context: pair.rawValue, item: type.rawValue),
      let skip = skips.place(context: chain.beforeLast.rawValue, item: type.rawValue),
      let tags = tagTransitions.place(context: chain.lastTag.rawValue, item: tag.rawValue)
    {
      let entry = SuccessorPlaces.Entry(
        transition: number.rawValue, secondOrder: secondOrder, skip: skip, tags: tags)
      places.keep(entry, of: type, after: pair.rawValue, layout: layout)
    }
    return number
  }

  /// Counts in a process. Inlined: as above.
  @inline(__always)
  private mutating func countTransition(
    to type: MessageTypeID, _ tag: TagID, process: ProcessContext
  ) -> TransitionNumber? {
    let layout = processSecondOrder.buckets.count
    guard let pair = process.pair(tag: tag),
      let place = processPlaces.find(type, after: pair.rawValue, layout: layout)
    else { return countNewTransition(to: type, tag, process: process) }
    let first = processTransitions.add(1, at: Int(place.transition))
    let second = processSecondOrder.add(1, at: Int(place.secondOrder))
    if pair.startTag == nil {
      typeRows[Int(process.last.rawValue)].processSuccessors.add(first)
      processTransitions.rows[Int(pair.rawValue)].add(second)
    } else {
      tagRows[Int(tag.rawValue)].processStarts.add(first)
      tagRows[Int(tag.rawValue)].processSecondStarts.add(second)
    }
    return TransitionNumber(rawValue: place.transition)
  }

  /// Not inlined: as above.
  @inline(never)
  private mutating func countNewTransition(
    to type: MessageTypeID, _ tag: TagID, process: ProcessContext
  ) -> TransitionNumber? {
    guard let number = countSearching(to: type, tag, process: process) else { return nil }
    if let pair = process.pair(tag: tag),
      let secondOrder = processSecondOrder.place(context: pair.rawValue, item: type.rawValue)
    {
      let entry = SuccessorPlaces.Entry(transition: number.rawValue, secondOrder: secondOrder)
      processPlaces.keep(
        entry, of: type, after: pair.rawValue, layout: processSecondOrder.buckets.count)
    }
    return number
  }
}
