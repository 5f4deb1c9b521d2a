/// What the model alone says, which has nothing of numbers behind its own: half of what a new type is looked up with.
extension OverlaidModel {
  func before(
    from type: MessageTypeID, to next: MessageTypeID
  ) -> (count: UInt32, number: TransitionNumber?) {
    isNew(type) || isNew(next) ? (0, nil) : model.transition(from: type, to: next)
  }

  func before(of next: MessageTypeID, after transition: TransitionNumber) -> UInt32 {
    isNew(transition) || isNew(next) ? 0 : model.count(of: next, after: transition)
  }

  func skipsBefore(from type: MessageTypeID, to next: MessageTypeID) -> UInt32 {
    isNew(type) || isNew(next) ? 0 : model.skips(from: type, to: next)
  }

  func before(ofGap bucket: UInt32, in transition: TransitionNumber) -> UInt32 {
    isNew(transition) ? 0 : model.count(ofGap: bucket, in: transition)
  }

  func before(
    from predecessor: ProcessPredecessor, to next: MessageTypeID
  ) -> (count: UInt32, number: TransitionNumber?) {
    isNew(next) ? (0, nil) : model.transition(from: predecessor, to: next)
  }

  func before(of next: MessageTypeID, after pair: ProcessPair) -> UInt32 {
    isNew(next) ? 0 : model.count(of: next, after: pair)
  }

  private func isNew(_ transition: TransitionNumber) -> Bool {
    transition.rawValue >= overlay.transitionNumbers.first
  }
}

/// Look-ups: what the overlay holds is the whole count; what it does not hold is as the model has it.
///
/// Numbers that are behind the model's are in none of its tables, and a look-up there finds nothing.
extension OverlaidModel: TransitionCounts {
  static var areWorthRemembering: Bool { true }
  func revision(after type: MessageTypeID) -> UInt64 { overlay.revisions.after(type) }
  func revision(from type: MessageTypeID, to next: MessageTypeID) -> UInt64 {
    overlay.revisions.of(type, to: next)
  }
  func revision(after transition: TransitionNumber) -> UInt64 { overlay.revisions.after(transition) }
  func revision(of type: MessageTypeID) -> UInt64 { overlay.revisions.of(type) }
  func revision(after tag: TagID) -> UInt64 { overlay.revisions.after(tag) }
  func revision(from tag: TagID, to next: TagID) -> UInt64 { overlay.revisions.of(tag, to: next) }
  func revision(of tag: TagID) -> UInt64 { overlay.revisions.of(tag) }
  var revisionOfNumbers: UInt64 { overlay.revisions.ofNumbers }

  /// N: records counted, in the model and since; those of forgotten types stay.
  public var recordCount: UInt64 {
    var count = model.recordCount
    count.add(bounded: overlay.records)
    return count
  }

  var countedTypes: Int { model.countedTypes + overlay.countedTypes }
  var tagCount: Int { model.tagCount + overlay.countedTags }

  private func place(of type: MessageTypeID) -> Int? { overlay.kinds.place(of: UInt64(type.rawValue)) }
  private func place(of tag: TagID) -> Int? { overlay.labels.place(of: UInt64(tag.rawValue)) }

  func tag(of type: MessageTypeID) -> TagID {
    // A type's tag is for ever.
    if type.rawValue < overlay.typeNumbers.first { return model.tag(of: type) }
    return place(of: type).map { overlay.kinds[$0].row.tag } ?? .unknown
  }

  func occurrences(of type: MessageTypeID) -> UInt64 {
    place(of: type).map { overlay.kinds[$0].row.occurrences } ?? model.occurrences(of: type)
  }

  func occurrences(of tag: TagID) -> UInt64 {
    place(of: tag).map { overlay.labels[$0].row.occurrences } ?? model.occurrences(of: tag)
  }

  func typeCount(of tag: TagID) -> UInt32 {
    place(of: tag).map { overlay.labels[$0].row.types } ?? model.typeCount(of: tag)
  }

  func row(of type: MessageTypeID) -> Row {
    place(of: type).map { overlay.kinds[$0].row.successors } ?? model.row(of: type)
  }

  func row(of tag: TagID) -> Row {
    place(of: tag).map { overlay.labels[$0].row.successors } ?? model.row(of: tag)
  }

  func row(of transition: TransitionNumber) -> Row {
    overlay.transitionRows.value(of: UInt64(transition.rawValue)) ?? model.row(of: transition)
  }

  func transition(
    from type: MessageTypeID, to next: MessageTypeID
  ) -> (count: UInt32, number: TransitionNumber?) {
    guard let held = overlay.transitions.value(of: Overlay.pair(type.rawValue, next.rawValue)) else {
      return before(from: type, to: next)
    }
    return (held.count, TransitionNumber(rawValue: held.number))
  }

  func transition(from tag: TagID, to next: TagID) -> UInt32 {
    overlay.tagTransitions.value(of: Overlay.pair(tag.rawValue, next.rawValue))
      ?? model.transition(from: tag, to: next)
  }

  func count(of next: MessageTypeID, after transition: TransitionNumber) -> UInt32 {
    overlay.secondOrder.value(of: Overlay.pair(transition.rawValue, next.rawValue))
      ?? before(of: next, after: transition)
  }

  func skips(from type: MessageTypeID, to next: MessageTypeID) -> UInt32 {
    overlay.skips.value(of: Overlay.pair(type.rawValue, next.rawValue)) ?? skipsBefore(from: type, to: next)
  }

  func count(ofGap bucket: UInt32, in transition: TransitionNumber) -> UInt32 {
    overlay.gaps.value(of: Overlay.pair(transition.rawValue, bucket))
      ?? before(ofGap: bucket, in: transition)
  }

  func successor(_ rank: Int, of type: MessageTypeID) -> MessageTypeID {
    guard let place = place(of: type) else { return model.successor(rank, of: type) }
    return overlay.kinds[place].successors[rank]
  }

  func touch(
    _ next: MessageTypeID, after last: MessageTypeID, _ pair: TransitionNumber?, before item: MessageTypeID
  ) -> UInt32 { model.touch(next, after: last, pair, before: item) }

  func transition(
    from predecessor: ProcessPredecessor, to next: MessageTypeID
  ) -> (count: UInt32, number: TransitionNumber?) {
    let pair = Overlay.pair(predecessor.rawValue, next.rawValue)
    guard let held = overlay.processTransitions.value(of: pair) else {
      return before(from: predecessor, to: next)
    }
    return (held.count, TransitionNumber(rawValue: held.number))
  }

  func row(of predecessor: ProcessPredecessor) -> Row {
    if let tag = predecessor.startTag {
      return place(of: tag).map { overlay.labels[$0].row.processStarts } ?? model.row(of: predecessor)
    }
    return place(of: MessageTypeID(rawValue: predecessor.rawValue))
      .map { overlay.kinds[$0].row.processSuccessors } ?? model.row(of: predecessor)
  }

  func count(of next: MessageTypeID, after pair: ProcessPair) -> UInt32 {
    overlay.processSecondOrder.value(of: Overlay.pair(pair.rawValue, next.rawValue))
      ?? before(of: next, after: pair)
  }

  func row(of pair: ProcessPair) -> Row {
    if let tag = pair.startTag {
      return place(of: tag).map { overlay.labels[$0].row.processSecondStarts } ?? model.row(of: pair)
    }
    return overlay.processRows.value(of: UInt64(pair.rawValue)) ?? model.row(of: pair)
  }
}
