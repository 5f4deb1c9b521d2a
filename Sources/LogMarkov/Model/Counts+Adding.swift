/// Adding counts entry by entry: what merging models and reading a dump are made of.
///
/// Sums and numbers of distinct successors are never added: they are made anew from the entries.
extension Counts {
  /// Adds to how often a type occurred.
  mutating func add(_ amount: UInt64, of type: MessageTypeID) {
    let row = Int(type.rawValue)
    let tag = Int(typeRows[row].tag.rawValue)
    if typeRows[row].occurrences == 0, amount > 0 { tagRows[tag].types += 1 }
    if tagRows[tag].occurrences == 0, amount > 0 { tagCount += 1 }
    typeRows[row].occurrences.add(bounded: amount)
    tagRows[tag].occurrences.add(bounded: amount)
    recordCount.add(bounded: amount)
  }

  /// Adds to a transition; what it says of tags is not added.
  mutating func addTransition(_ amount: UInt32, from a: MessageTypeID, to b: MessageTypeID) {
    let (_, addition) = transitions.add(amount, context: a.rawValue, item: b.rawValue)
    typeRows[Int(a.rawValue)].successors.add(addition)
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
    let addition = secondOrder.add(amount, context: UInt32(context), item: b.rawValue)
    transitions.rows[context].add(addition)
    return true
  }

  /// Adds to a skip.
  mutating func addSkip(_ amount: UInt32, from a: MessageTypeID, to c: MessageTypeID) {
    skips.add(amount, context: a.rawValue, item: c.rawValue)
  }

  /// Adds to a gap bucket of a transition; false if that is not known.
  mutating func addGap(_ amount: UInt32, from a: MessageTypeID, to b: MessageTypeID, bucket: UInt32) -> Bool {
    guard let context = transitions.number(context: a.rawValue, item: b.rawValue) else { return false }
    gaps.add(amount, context: UInt32(context), item: bucket)
    return true
  }

  /// Adds to a transition within a process; without `last` it is the process's first record.
  mutating func addProcessTransition(_ amount: UInt32, from last: MessageTypeID?, to x: MessageTypeID) {
    let tag = Int(typeRows[Int(x.rawValue)].tag.rawValue)
    let context = last?.rawValue ?? Counts.startOfProcess | UInt32(tag)
    let (_, addition) = processTransitions.add(amount, context: context, item: x.rawValue)
    if let last {
      typeRows[Int(last.rawValue)].processSuccessors.add(addition)
    } else {
      tagRows[tag].processStarts.add(addition)
    }
  }

  /// Adds to a transition of second order within a process; false if its context is not known.
  mutating func addProcessSecondOrder(
    _ amount: UInt32, from before: MessageTypeID?, over last: MessageTypeID?, to x: MessageTypeID
  ) -> Bool {
    let tag = Int(typeRows[Int(x.rawValue)].tag.rawValue)
    let start = Counts.startOfProcess | UInt32(tag)
    guard let last else {
      let addition = processSecondOrder.add(amount, context: start, item: x.rawValue)
      tagRows[tag].processSecondStarts.add(addition)
      return true
    }
    guard let context = processTransitions.number(context: before?.rawValue ?? start, item: last.rawValue)
    else { return false }
    let addition = processSecondOrder.add(amount, context: UInt32(context), item: x.rawValue)
    processTransitions.rows[context].add(addition)
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
