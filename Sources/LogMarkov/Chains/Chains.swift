internal import Unix

/// Which chain and which process each record belongs to, and what those remember.
///
/// Reading order of a stream is kept: `walk` leads a visitor through the records of a batch, with the chain and the
/// process of each at hand.
struct Chains: ~Copyable {
  /// Chains that are remembered at once, unless an option says otherwise.
  static let usualLimit = 65_536
  /// Processes that are remembered at once, unless an option says otherwise.
  static let usualProcessLimit = 65_536

  /// What is kept of a chain.
  struct ChainState {
    var context = ChainContext()
    /// How many boot markers had been seen when the chain was last looked at: the lower 32 bits.
    var bootMarkers: UInt32 = 0
    /// The slot of the process that spoke last. Should it be another's by now, only what repeats is counted is wrong.
    var lastProcess: UInt32 = .max
  }

  /// What is kept of a process.
  struct ProcessState {
    var context = ProcessContext()
    var bootMarkers: UInt32 = 0
  }

  private let chainKey: ChainKey
  private let hashKey: TypeKey
  /// False if all records count as those of one process, slot 0.
  let keepsProcesses: Bool
  var chains: RecencyTable<ChainState>
  var processes: RecencyTable<ProcessState>
  /// How many boot markers were seen: each ends all chains.
  private(set) var bootMarkers: UInt64 = 0
  /// The host of the line before in the same batch, and its hash.
  private var lastHost = Region.none
  private var lastHostHash: UInt64 = 0
  /// The chain of the stream's last record.
  var latest: UInt32?

  /// No chains yet; at most `limit` are remembered, and `processLimit` processes; nil where nobody asks for processes:
  /// then they are not told apart.
  init(
    by chainKey: ChainKey, hashKey: TypeKey, limit: Int, processLimit: Int? = Chains.usualProcessLimit
  ) {
    self.chainKey = chainKey
    self.hashKey = hashKey
    chains = RecencyTable(limit: limit, fresh: ChainState())
    processes = RecencyTable(limit: processLimit ?? 1, fresh: ProcessState())
    keepsProcesses = processLimit != nil
    if !keepsProcesses { _ = processes.slot(for: 0) }
  }

  var epoch: UInt32 { UInt32(truncatingIfNeeded: bootMarkers) }

  /// True if a boot marker came behind the last record of a chain.
  func hasEnded(slot: UInt32) -> Bool {
    let chain = chains.entries[Int(slot)].state
    return chain.bootMarkers != epoch || chain.context.isEmpty
  }

  /// Lets `body` change what is remembered of each chain.
  mutating func forEachChain(_ body: (inout ChainContext) -> Void) {
    for slot in chains.entries.indices { body(&chains.entries[slot].state.context) }
  }

  /// Lets `body` change what is remembered of each process.
  mutating func forEachProcess(_ body: (inout ProcessContext) -> Void) {
    for slot in processes.entries.indices { body(&processes.entries[slot].state.context) }
  }

  /// Leads `visitor` through a batch, record by record.
  ///
  /// - Complexity: O(records), on average.
  mutating func walk(
    _ records: [LogRecord], _ types: [RecordType], of bytes: Span<UInt8>,
    _ visitor: inout some RecordVisitor & ~Copyable
  ) {
    lastHost = .none
    lastHostHash = KeyedHash.hash(.none, of: bytes, key: hashKey)
    for row in records.indices {
      switch records[row].kind {
      case .record:
        if records[row].followsBoot { bootMarkers += 1 }
        let chain = visitRecord(row, records[row], types[row], of: bytes, &visitor)
        if records[row].repeats > 0 { visitRepeats(row, records[row].repeats, chain: chain, &visitor) }
      case .repeatedLast:
        if records[row].followsBoot { bootMarkers += 1 }
        guard let chain = repeatedChain(records[row], of: bytes) else { continue }
        visitRepeats(row, records[row].repeats, chain: chain, &visitor)
      case .bootMarker:
        bootMarkers += 1
      case .continuation, .notARecord, .linePiece:
        continue
      }
    }
  }

  /// Inlined, as the visitor's `visit` is: what a record's look-ups say stays in registers, 190 instructions a line less.
  @inline(__always)
  private mutating func visitRecord(
    _ row: Int, _ record: LogRecord, _ type: RecordType, of bytes: Span<UInt8>,
    _ visitor: inout some RecordVisitor & ~Copyable
  ) -> UInt32 {
    let host = hostHash(record.host, of: bytes)
    let chain = chains.slot(for: key(host: host, tagHash: type.tagHash.rawValue))
    let process =
      keepsProcesses ? Int(processes.slot(for: processKey(of: record, host: host, type, of: bytes))) : 0
    if bootMarkers > 0 { renew(chain: Int(chain), process: process) }
    let continues = chains.entries[Int(chain)].state.lastProcess == process
    if !continues { chains.entries[Int(chain)].state.lastProcess = UInt32(process) }
    visitor.visit(
      Visit(row: row, chain: chain, bootMarkers: bootMarkers, continuesProcess: continues), record, type,
      of: bytes,
      chain: &chains.entries[Int(chain)].state.context, process: &processes.entries[process].state.context)
    latest = chain
    return chain
  }

  private mutating func visitRepeats(
    _ row: Int, _ times: UInt32, chain: UInt32, _ visitor: inout some RecordVisitor & ~Copyable
  ) {
    let lastProcess = chains.entries[Int(chain)].state.lastProcess
    guard lastProcess != .max else { return }
    let process = Int(lastProcess)
    renew(chain: Int(chain), process: process)
    visitor.visitRepeats(
      Visit(row: row, chain: chain, bootMarkers: bootMarkers, continuesProcess: true), times,
      chain: &chains.entries[Int(chain)].state.context, process: &processes.entries[process].state.context)
  }

  /// The keyed hash of a host; the host of the line before, which it usually is, is not hashed again.
  @inline(__always)
  private mutating func hostHash(_ host: Region, of bytes: Span<UInt8>) -> UInt64 {
    if !bytes.isSame(host, as: lastHost) { hash(host, of: bytes) }
    return lastHostHash
  }

  /// Out of the way, as lines of one host come together.
  @inline(never)
  private mutating func hash(_ host: Region, of bytes: Span<UInt8>) {
    lastHost = host
    lastHostHash = KeyedHash.hash(host, of: bytes, key: hashKey)
  }

  /// The key of a record's process. Inlined as its only caller.
  @inline(__always)
  private func processKey(
    of record: LogRecord, host: UInt64, _ type: RecordType, of bytes: Span<UInt8>
  ) -> UInt64 {
    let number = Chains.processNumber(record.pid, of: bytes, hashKey)
    return Chains.mix(Chains.mix(host, type.tagHash.rawValue), number)
  }

  /// A number for what stands in a tag's brackets: its bytes if they fit, else their hash.
  @inline(__always)
  private static func processNumber(_ pid: Region, of bytes: Span<UInt8>, _ hashKey: TypeKey) -> UInt64 {
    if pid.isEmpty { return 0 }
    guard pid.count <= 8 else { return KeyedHash.hash(pid, of: bytes, key: hashKey) }
    return bytes.littleEndianWord(ofAtMostEight: pid).byteSwapped &>> UInt64(64 - 8 * pid.count)
  }

  /// Forgets what came before a boot marker.
  private mutating func renew(chain: Int, process: Int) {
    if chains.entries[chain].state.bootMarkers != epoch {
      chains.entries[chain].state.bootMarkers = epoch
      chains.entries[chain].state.context = ChainContext()
    }
    if processes.entries[process].state.bootMarkers != epoch {
      processes.entries[process].state.bootMarkers = epoch
      processes.entries[process].state.context = ProcessContext()
    }
  }

  private func key(host: UInt64, tagHash: UInt64) -> UInt64 {
    switch chainKey {
    case .host: host
    case .wholeStream: 0
    case .tag: tagHash
    case .hostAndTag: Chains.mix(host, tagHash)
    }
  }

  /// The chain whose last record a repeat line repeats: its host's, or the stream's last record's when it carries no
  /// host, or none that could tell the chain.
  private func repeatedChain(_ record: LogRecord, of bytes: Span<UInt8>) -> UInt32? {
    guard chainKey == .host, !record.host.isEmpty else { return latest }
    return chains.heldSlot(for: KeyedHash.hash(record.host, of: bytes, key: hashKey))
  }

  /// A keyed hash and another number as one hash: one-to-one in each of them, then stirred as SplitMix64 does.
  private static func mix(_ hash: UInt64, _ number: UInt64) -> UInt64 {
    var x = hash ^ (number &* 0x9E37_79B9_7F4A_7C15)
    x = (x ^ x &>> 30) &* 0xBF58_476D_1CE4_E5B9
    x = (x ^ x &>> 27) &* 0x94D0_49BB_1331_11EB
    return x ^ x &>> 31
  }
}

/// Where in the stream a visitor is.
struct Visit {
  /// The row of the batch.
  var row: Int
  /// The slot of the record's chain.
  var chain: UInt32
  /// How many boot markers were seen before.
  var bootMarkers: UInt64
  /// Whether the chain's last record, if it has one, was of the same process.
  var continuesProcess: Bool
}

/// Who is led through the records of a stream by `Chains.walk`.
protocol RecordVisitor: ~Copyable {
  /// A record; the visitor moves chain and process on.
  mutating func visit(
    _ visit: Visit, _ record: LogRecord, _ type: RecordType, of bytes: Span<UInt8>,
    chain: inout ChainContext, process: inout ProcessContext)

  /// The chain's last record came `times` times more.
  mutating func visitRepeats(
    _ visit: Visit, _ times: UInt32, chain: inout ChainContext, process: inout ProcessContext)
}
