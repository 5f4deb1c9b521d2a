/// Bytes in, counts out: the flow of `learn` on one page.
///
///     source → LineBlock → [Line] → [LogRecord] → [RecordType] → Counts
public struct Learner: ~Copyable {
  private let maximumLine: Int
  private let readSize: Int
  private var format: any LogFormat
  private var typing: TypeIdentification
  private var chains: Chains
  private var visitor: CountingVisitor
  private var batch = Batch()
  /// What went through so far.
  private(set) var traffic = Traffic()

  /// A learner that counts on.
  ///
  /// - Parameters:
  ///   - counts: what was counted before; the log that comes continues it in time, as in `merge --ordered`.
  ///   - format: how lines are read.
  ///   - skippedFields: how many fields stand before the header, or the plain message, of each line.
  ///   - jsonKeys: what the keys of JSON objects mean.
  ///   - maximumLine: how many bytes of a line decide its type.
  public init(
    _ counts: consuming Counts, format: FormatName, skippedFields: Int = 0, jsonKeys: JSONKeys = .usual,
    maximumLine: Int
  ) {
    self.init(
      counts, format: format, skippedFields: skippedFields, jsonKeys: jsonKeys, maximumLine: maximumLine,
      readSize: LineBlock.readSize)
  }

  /// The same for tests, which choose how many bytes a read may bring.
  init(
    _ counts: consuming Counts, format: FormatName, skippedFields: Int = 0, jsonKeys: JSONKeys = .usual,
    maximumLine: Int, readSize: Int
  ) {
    self.maximumLine = maximumLine
    self.readSize = readSize
    typing = TypeIdentification(mask: counts.settings.mask, key: counts.settings.key)
    // The ends of every chain are kept in any case; so are their last records.
    chains = Chains(by: counts.settings.chainKey, hashKey: counts.settings.key, limit: Int(Int32.max))
    visitor = CountingVisitor(counts, expectsHeaders: format != .plain)
    self.format = format.makeFormat(
      FormatSettings(skippedFields: skippedFields, jsonKeys: jsonKeys, maximumLine: maximumLine))
  }

  /// Learns until the source ends; `progress` is called after every read.
  ///
  /// - Throws: what the source throws; what was learned until then is kept.
  public mutating func run(
    from source: any ByteSource, progress: (Traffic) -> Void
  ) throws {
    var block = LineBlock(maximumLine: maximumLine, readSize: readSize)
    while true {
      switch try block.refill(from: source) {
      case .bytes(let count):
        traffic.bytes += UInt64(count)
        var isMore = true
        while isMore {
          isMore = block.nextLines(limit: LineBlock.linesPerBatch, into: &batch.input)
          format.parse(batch.input, of: &block.storage, into: &batch.parsed)
          countBatch(of: &block)
        }
      case .endOfInput:
        block.finishLine(into: &batch.input)
        format.parse(batch.input, of: &block.storage, into: &batch.parsed)
        format.finishInput(of: &block.storage, into: &batch.parsed)
        countBatch(of: &block)
      case .interrupted:
        break
      case .end:
        return
      }
      progress(traffic)
    }
  }

  /// All counts, with the chains' ends.
  public consuming func finish() -> Counts {
    let lines = traffic.lines
    return visitor.finish(chains, lines: lines)
  }

  private mutating func countBatch(of block: inout LineBlock) {
    typing.identify(
      batch.parsed.records, of: block.storage.span, with: &visitor.counts, into: &batch.types)
    chains.walk(batch.parsed.records, batch.types, of: block.storage.span, &visitor)
    traffic.lines = block.lineCount
    block.forgetDecoded()
    batch.removeAll()
  }
}

/// Counts each record it is led to, and keeps the ends of its chain.
private struct CountingVisitor: ~Copyable, RecordVisitor {
  var counts: Counts
  private let expectsHeaders: Bool
  /// Weighs each record before it is counted: the calibration.
  private var evidence: EvidenceScorer
  /// The number of each chain's ends, by slot; −1 before its first record.
  private var endsOfSlot: [Int32] = []

  init(_ counts: consuming Counts, expectsHeaders: Bool) {
    evidence = EvidenceScorer(.ofLearning, weights: MixtureWeights(counts.calibration.mixture))
    self.counts = counts
    self.expectsHeaders = expectsHeaders
  }

  mutating func visit(
    _ visit: Visit, _ record: LogRecord, _ type: RecordType, of bytes: Span<UInt8>,
    chain: inout ChainContext, process: inout ProcessContext
  ) {
    let ends = beginChain(visit, record, type, of: bytes, &chain)
    let startsAnew = chain.isEmpty
    let weighed = evidence.weigh(
      TypeAndTag(type: type.type, tag: type.tag), visit, chain: chain, process: process, time: record.time,
      in: counts)
    counts.calibration.note(weighed, isFirst: startsAnew)
    counts.countNext(
      type.type, chain: &chain, process: &process, time: record.time,
      gap: Gap.bucket(from: chain.time, to: record.time))
    counts.chainEnds[ends].note(ChainEnd(type: type.type, time: record.time), startsAnew: startsAnew)
    if expectsHeaders, record.stamp.isEmpty, record.host.isEmpty, record.tag.isEmpty {
      counts.recordsWithoutHeader += 1
    }
  }

  mutating func visitRepeats(
    _ visit: Visit, _ times: UInt32, chain: inout ChainContext, process: inout ProcessContext
  ) {
    guard !chain.isEmpty, times > 0 else { return }
    evidence.noteRepeats(times, chain: visit.chain)
    counts.countRepeats(times, chain: &chain, process: &process)
    let number = Int(endsOfSlot[Int(visit.chain)])
    let end = ChainEnd(type: chain.last, time: chain.time)
    for _ in 0..<min(times, 2) { counts.chainEnds[number].note(end, startsAnew: false) }
    if times > 2 { counts.chainEnds[number].records += UInt64(times - 2) }
  }

  /// The number of the ends of a record's chain; a chain that was counted before goes on where it ended.
  private mutating func beginChain(
    _ visit: Visit, _ record: LogRecord, _ type: RecordType, of bytes: Span<UInt8>,
    _ chain: inout ChainContext
  ) -> Int {
    let slot = Int(visit.chain)
    if slot < endsOfSlot.count, endsOfSlot[slot] >= 0 { return Int(endsOfSlot[slot]) }
    let number = counts.chainNumber(of: record, tag: type.tag, in: bytes)
    if slot >= endsOfSlot.count {
      endsOfSlot.append(contentsOf: repeatElement(-1, count: slot + 1 - endsOfSlot.count))
    }
    endsOfSlot[slot] = Int32(number)
    let ends = counts.chainEnds[number]
    if ends.records == 0 {
      counts.chainEnds[number].startsAfterBoot = visit.bootMarkers > 0 || counts.bootMarkers > 0
    } else if visit.bootMarkers == 0, !ends.endsWithBoot {
      chain = counts.context(after: ends)
    }
    return number
  }

  /// Hands the counts over once the stream has ended.
  consuming func finish(_ chains: borrowing Chains, lines: UInt64) -> Counts {
    counts.lines += lines
    // Who learned nothing changes nothing.
    if evidence.records > 0 {
      counts.calibration.mixture.set(evidence.weights.calibrated, records: counts.recordCount)
    }
    counts.bootMarkers += chains.bootMarkers
    if chains.bootMarkers > 0 {
      for number in 0..<counts.chainEnds.count { counts.chainEnds[number].endsWithBoot = true }
    }
    for (slot, number) in endsOfSlot.enumerated() where number >= 0 {
      counts.chainEnds[Int(number)].endsWithBoot = chains.hasEnded(slot: UInt32(slot))
    }
    return counts
  }
}

extension Counts {
  /// The number of the ends of a record's chain, by the name that the chain key gives it.
  fileprivate mutating func chainNumber(of record: LogRecord, tag: TagID, in bytes: Span<UInt8>) -> Int {
    var name: [UInt8] = []
    if settings.chainKey == .host || settings.chainKey == .hostAndTag {
      for index in record.host.range { name.append(bytes[index]) }
    }
    if settings.chainKey == .hostAndTag { name.append(0x0A) }
    if settings.chainKey == .tag || settings.chainKey == .hostAndTag {
      name += tags.text(Int(tag.rawValue))
    }
    return chainEnds.number(of: hash(of: name), name: name.span)
  }

  /// What a chain remembers after these ends.
  fileprivate func context(after ends: ChainEnds) -> ChainContext {
    var context = ChainContext()
    guard !ends.last.isMissing else { return context }
    let (z, a) = (ends.beforeLast, ends.last)
    if !z.isMissing { context.advance(to: z.type, tag: tag(of: z.type), transition: nil, time: z.time) }
    let transition = z.isMissing ? nil : transition(from: z.type, to: a.type).number
    context.advance(to: a.type, tag: tag(of: a.type), transition: transition, time: a.time)
    return context
  }
}
