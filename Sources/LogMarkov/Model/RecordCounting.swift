/// Counts that grow: what is counted of each record, written once for all who count.
///
/// Source: mcfilter-model(5) names every count.
protocol RecordCounting: TransitionCounts, ~Copyable {
  /// Adds to how often a type occurred.
  mutating func add(_ amount: UInt64, of type: MessageTypeID)
  /// Widens the time span to a record's time.
  mutating func cover(_ time: Int64)
  /// Adds to a transition; what it says of tags is not added.
  @discardableResult
  mutating func addTransition(_ amount: UInt32, from a: MessageTypeID, to b: MessageTypeID)
    -> TransitionNumber
  /// Adds to a transition of tags.
  mutating func addTagTransition(_ amount: UInt32, from tag: TagID, to next: TagID)
  /// Adds to a gap bucket of a transition.
  mutating func addGap(_ amount: UInt32, in transition: TransitionNumber, bucket: UInt32)
  /// Adds to a skip.
  mutating func addSkip(_ amount: UInt32, from a: MessageTypeID, to c: MessageTypeID)
  /// Adds to a transition of second order.
  mutating func addSecondOrder(_ amount: UInt32, after transition: TransitionNumber, to x: MessageTypeID)
  /// Adds to a transition within a process.
  @discardableResult
  mutating func addTransition(
    _ amount: UInt32, from predecessor: ProcessPredecessor, to x: MessageTypeID
  ) -> TransitionNumber
  /// Adds to a transition of second order within a process.
  mutating func addSecondOrder(_ amount: UInt32, after pair: ProcessPair, to x: MessageTypeID)
}

extension RecordCounting where Self: ~Copyable {
  /// Counts a record and moves its chain and its process on.
  ///
  /// - Parameters:
  ///   - type: the record's type, entered before.
  ///   - chain: what came before in its chain.
  ///   - process: what came before from its process.
  ///   - time: the record's time.
  ///   - gap: the bucket of the time since the chain's last record (`Gap.bucket`).
  ///   - amount: how often; more than once only if the two records before in chain and process have this type too.
  /// - Complexity: O(1): seven updates of hash tables.
  mutating func count(
    _ type: MessageTypeID, chain: inout ChainContext, process: inout ProcessContext, time: Int64?,
    gap: UInt32, amount: UInt32 = 1
  ) {
    let tag = tag(of: type)
    add(UInt64(amount), of: type)
    if let time { cover(time) }
    let transition = countSearching(to: type, tag, chain: chain, gap: gap, amount: amount)
    let inProcess = countSearching(to: type, tag, process: process, amount: amount)
    process.advance(to: type, transition: inProcess)
    chain.advance(to: type, tag: tag, transition: transition, time: time)
  }

  /// Counts what a record says of its chain; gives the number of its transition.
  @inline(__always)  // It is a part of `count`.
  mutating func countSearching(
    to type: MessageTypeID, _ tag: TagID, chain: ChainContext, gap: UInt32, amount: UInt32 = 1
  ) -> TransitionNumber? {
    guard !chain.isEmpty, chain.last != .unknown else { return nil }
    let number = addTransition(amount, from: chain.last, to: type)
    addTagTransition(amount, from: chain.lastTag, to: tag)
    addGap(amount, in: number, bucket: gap)
    if chain.beforeLast != .unknown { addSkip(amount, from: chain.beforeLast, to: type) }
    if let context = chain.transition { addSecondOrder(amount, after: context, to: type) }
    return number
  }

  /// Counts what a record says of its process; gives the number of its transition there.
  @inline(__always)  // As above.
  mutating func countSearching(
    to type: MessageTypeID, _ tag: TagID, process: ProcessContext, amount: UInt32 = 1
  ) -> TransitionNumber? {
    let predecessor = process.predecessor(tag: tag)
    guard !predecessor.isUnknown else { return nil }
    let number = addTransition(amount, from: predecessor, to: type)
    if let pair = process.pair(tag: tag) { addSecondOrder(amount, after: pair, to: type) }
    return number
  }

  /// Counts that the last record of a chain was repeated `times` times, at times nobody knows; the record's own time
  /// stays the chain's.
  ///
  /// - Complexity: O(1): from the third repetition on all contexts are the same.
  mutating func countRepeats(
    _ times: UInt32, chain: inout ChainContext, process: inout ProcessContext
  ) {
    guard !chain.isEmpty, chain.last != .unknown else { return }
    let (type, time) = (chain.last, chain.time)
    for _ in 0..<min(times, 3) { count(type, chain: &chain, process: &process, time: nil, gap: 0) }
    if times > 3 { count(type, chain: &chain, process: &process, time: nil, gap: 0, amount: times - 3) }
    chain.time = time
  }
}
