/// What a scorer looks up in, and what becomes of a record after it was scored.
protocol Knowledge: TransitionCounts, TypeResolver, ~Copyable {
  /// What message types and chains are made with.
  var settings: ModelSettings { get }

  /// Notes a scored record: moves its chain and process on, and counts it if this knowledge learns.
  ///
  /// `transition` is what `transition(from:to:)` said of the chain's last record and this one.
  mutating func note(
    _ record: RecordType, transition: TransitionNumber?, time: Int64?, chain: inout ChainContext,
    process: inout ProcessContext)

  /// Notes that the chain's last record came `times` times more.
  mutating func noteRepeats(_ times: UInt32, chain: inout ChainContext, process: inout ProcessContext)
}

/// A model stays as it is (`--freeze`): only the chains' last records move.
extension Model: Knowledge {
  mutating func resolve(
    _ hash: TypeHash, tagHash: TagHash, text: Span<UInt8>
  ) -> (MessageTypeID, TagID) {
    if let type = type(of: hash) { return (type, tag(of: type)) }
    return (.unknown, tag(of: tagHash) ?? .unknown)
  }

  mutating func note(
    _ record: RecordType, transition: TransitionNumber?, time: Int64?, chain: inout ChainContext,
    process: inout ProcessContext
  ) {
    chain.advance(to: record.type, tag: record.tag, transition: transition, time: time)
  }

  mutating func noteRepeats(
    _ times: UInt32, chain: inout ChainContext, process: inout ProcessContext
  ) {
    guard !chain.isEmpty, times > 0 else { return }
    chain.beforeLast = chain.last
    chain.transition = chain.last == .unknown ? nil : transition(from: chain.last, to: chain.last).number
  }
}

/// Counts learn: what was scored is counted.
extension Counts: Knowledge {
  mutating func resolve(
    _ hash: TypeHash, tagHash: TagHash, text: Span<UInt8>
  ) -> (MessageTypeID, TagID) { intern(hash, tagHash: tagHash, text: text) }

  mutating func note(
    _ record: RecordType, transition: TransitionNumber?, time: Int64?, chain: inout ChainContext,
    process: inout ProcessContext
  ) {
    count(
      record.type, chain: &chain, process: &process, time: time, gap: Gap.bucket(from: chain.time, to: time))
  }

  mutating func noteRepeats(
    _ times: UInt32, chain: inout ChainContext, process: inout ProcessContext
  ) { countRepeats(times, chain: &chain, process: &process) }
}
