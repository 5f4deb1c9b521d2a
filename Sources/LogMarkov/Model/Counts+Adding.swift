/// Adding counts entry by entry: what counting a record, merging models and reading a dump are made of.
///
/// Sums and numbers of distinct successors are never added: they are made anew from the entries.
extension Counts: RecordCounting {
  /// Adds to how often a type occurred.
  mutating func add(_ amount: UInt64, of type: MessageTypeID) {
    let new = Counts.add(amount, of: Int(type.rawValue), &typeRows, &tagRows)
    if new.type { countedTypes += 1 }
    if new.tag { tagCount += 1 }
    recordCount.add(bounded: amount)
  }

  /// Adds to a type's row and its tag's; says which of them had no occurrences before.
  private static func add(
    _ amount: UInt64, of type: Int, _ typeRows: inout [TypeRow], _ tagRows: inout [TagRow]
  ) -> (type: Bool, tag: Bool) {
    // Taken once: each subscript of an array would ask whether it is shared.
    var types = typeRows.mutableSpan
    var tags = tagRows.mutableSpan
    let tag = Int(types[type].tag.rawValue)
    let new = (
      type: types[type].occurrences == 0 && amount > 0, tag: tags[tag].occurrences == 0 && amount > 0
    )
    if new.type { tags[tag].types += 1 }
    types[type].occurrences.add(bounded: amount)
    tags[tag].occurrences.add(bounded: amount)
    return new
  }

  /// Widens the time span to a record's time: the first record's is the first, the last record's the last.
  mutating func cover(_ time: Int64) {
    if firstTime == nil { firstTime = time }
    lastTime = time
  }

  /// Adds to a transition; what it says of tags is not added.
  @discardableResult
  mutating func addTransition(_ amount: UInt32, from a: MessageTypeID, to b: MessageTypeID)
    -> TransitionNumber
  {
    let (number, addition) = transitions.add(amount, context: a.rawValue, item: b.rawValue)
    typeRows[Int(a.rawValue)].successors.add(addition)
    frequentSuccessors[Int(a.rawValue)].note(b, count: transitions.counts[number])
    return TransitionNumber(rawValue: UInt32(number))
  }

  /// Adds to a transition of tags.
  mutating func addTagTransition(_ amount: UInt32, from tag: TagID, to next: TagID) {
    let addition = tagTransitions.add(amount, context: tag.rawValue, item: next.rawValue)
    tagRows[Int(tag.rawValue)].successors.add(addition)
  }

  /// Adds to a transition of second order; false if its context is no known transition.
  mutating func addSecondOrder(
    _ amount: UInt32, from z: MessageTypeID, over a: MessageTypeID, to b: MessageTypeID
  ) -> Bool {
    guard let context = transitions.number(context: z.rawValue, item: a.rawValue) else { return false }
    addSecondOrder(amount, after: TransitionNumber(rawValue: UInt32(context)), to: b)
    return true
  }

  /// Adds to a transition of second order.
  mutating func addSecondOrder(_ amount: UInt32, after transition: TransitionNumber, to x: MessageTypeID) {
    let addition = secondOrder.add(amount, context: transition.rawValue, item: x.rawValue)
    transitions.rows[Int(transition.rawValue)].add(addition)
  }

  /// Adds to a skip.
  mutating func addSkip(_ amount: UInt32, from a: MessageTypeID, to c: MessageTypeID) {
    skips.add(amount, context: a.rawValue, item: c.rawValue)
  }

  /// Adds to a gap bucket of a transition; false if that is not known.
  mutating func addGap(_ amount: UInt32, from a: MessageTypeID, to b: MessageTypeID, bucket: UInt32) -> Bool {
    guard let context = transitions.number(context: a.rawValue, item: b.rawValue) else { return false }
    addGap(amount, in: TransitionNumber(rawValue: UInt32(context)), bucket: bucket)
    return true
  }

  /// Adds to a gap bucket of a transition.
  mutating func addGap(_ amount: UInt32, in transition: TransitionNumber, bucket: UInt32) {
    gaps.add(amount, context: transition.rawValue, item: bucket)
  }

  /// Adds to a transition within a process.
  @discardableResult
  mutating func addTransition(
    _ amount: UInt32, from predecessor: ProcessPredecessor, to x: MessageTypeID
  ) -> TransitionNumber {
    let (number, addition) = processTransitions.add(amount, context: predecessor.rawValue, item: x.rawValue)
    if let tag = predecessor.startTag {
      tagRows[Int(tag.rawValue)].processStarts.add(addition)
    } else {
      typeRows[Int(predecessor.rawValue)].processSuccessors.add(addition)
    }
    return TransitionNumber(rawValue: UInt32(number))
  }

  /// Adds to a transition of second order within a process.
  mutating func addSecondOrder(_ amount: UInt32, after pair: ProcessPair, to x: MessageTypeID) {
    let addition = processSecondOrder.add(amount, context: pair.rawValue, item: x.rawValue)
    if let tag = pair.startTag {
      tagRows[Int(tag.rawValue)].processSecondStarts.add(addition)
    } else {
      processTransitions.rows[Int(pair.rawValue)].add(addition)
    }
  }

  /// The start symbol of a type's tag, in place of a record that is not there.
  func predecessor(_ last: MessageTypeID?, of x: MessageTypeID) -> ProcessPredecessor {
    last.map { .record($0) } ?? .start(of: tag(of: x))
  }

  /// Adds to a transition of second order within a process, given by its records; false if its context is not known.
  mutating func addProcessSecondOrder(
    _ amount: UInt32, from before: MessageTypeID?, over last: MessageTypeID?, to x: MessageTypeID
  ) -> Bool {
    guard let last else {
      addSecondOrder(amount, after: ProcessPair.start(of: tag(of: x)), to: x)
      return true
    }
    let context = transition(from: predecessor(before, of: x), to: last)
    guard let number = context.number else { return false }
    addSecondOrder(amount, after: ProcessPair.transition(number), to: x)
    return true
  }

  /// Widens the time span.
  mutating func cover(from first: Int64?, to last: Int64?) {
    if let first { firstTime = min(firstTime ?? first, first) }
    if let last { lastTime = max(lastTime ?? last, last) }
  }
}

extension UInt64 {
  /// The largest number taken from a file, 2^62: whatever a file says, no log that is learned on top of it can make
  /// a sum of 64 bits overflow.
  static let mostFromFiles: UInt64 = 1 << 62

  /// Adds a number from a file; stays at `mostFromFiles`.
  mutating func add(bounded amount: UInt64) {
    self = Swift.min(self, .mostFromFiles) + Swift.min(amount, .mostFromFiles)
    self = Swift.min(self, .mostFromFiles)
  }
}

extension UInt32 {
  /// Counts one more; stays at the largest number, where a file may have put it.
  mutating func incrementBounded() { if self < .max { self += 1 } }
}
