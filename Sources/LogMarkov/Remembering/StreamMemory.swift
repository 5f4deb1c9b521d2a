/// What a stream remembers from one run of the filter to the next (`--state`): the last records of its chains and
/// processes, by their texts.
///
/// Only texts outlive a model, so types and tags are places in two lists of texts here. Names of chains and processes are
/// not kept anywhere: their hashes are, with the key that made them, and the next run goes on hashing by that key. The
/// file is described in mcfilter-model(5), STATE FILES.
public struct StreamMemory: Equatable, Sendable {
  /// The key of the hashes, and what must be the same in the next run.
  var settings: ModelSettings
  /// Texts of types: cleaned tag, LF, cleaned message.
  var types: [[UInt8]] = []
  /// Texts of cleaned tags.
  var tags: [[UInt8]] = []
  /// From the one that spoke least recently to the last.
  var processes: [ProcessMemory] = []
  /// Likewise; a chain names its process by its place.
  var chains: [ChainMemory] = []
  /// What hosts were learned to be like, from the one that spoke least recently to the last; none of a stream that learns
  /// nothing.
  var habits: [HabitMemory] = []
  /// The weights of the mixture of all hosts together; nil of a stream that learns nothing.
  var weights: [Double]?
  /// The threshold that adapts of stray evidence, or of the only score there is, in bits; nil if there is none.
  var strayThreshold: Double?
  /// The same of missing evidence.
  var missingThreshold: Double?
  /// The place of the chain of the stream's last record.
  var latest: Int?
  /// Whether the stream's last record was selected: lines that continue it share its fate.
  var lastWasSelected = false
  /// What the lines that come next may belong to.
  var format = FormatMemory()

  /// A stream that has had no record.
  init(settings: ModelSettings) { self.settings = settings }

  /// Throws `StreamMemoryError` if a stream of this mask and chain key cannot go on from here.
  public func requireFit(_ settings: ModelSettings) throws(StreamMemoryError) {
    guard settings.mask == self.settings.mask else {
      throw .differentMask(self.settings.mask.rawValue, settings.mask.rawValue)
    }
    guard settings.chainKey == self.settings.chainKey else {
      throw .differentChainKey(self.settings.chainKey.rawValue, settings.chainKey.rawValue)
    }
  }

  /// The key of the hashes of chains, processes and tags.
  public var key: TypeKey { settings.key }
}

/// The last records of a process. Places are those of texts; nil stands for what is not known.
struct ProcessMemory: Equatable, Sendable {
  /// What a transition comes from: a record, or the start of a process of some tag.
  enum Predecessor: Equatable, Sendable {
    case record(Int)
    case start(Int)
  }

  /// The keyed hash of host, tag and process number.
  var hash: UInt64
  /// How many records it has had, counted up to 2.
  var records: UInt8
  var last: Int?
  var beforeLast: Int?
  /// Where the transition into the last record comes from; nil also if no such transition is known.
  var predecessor: Predecessor?
  /// The same of the record before.
  var earlierPredecessor: Predecessor?
}

/// The last records of a chain. Places are those of texts; nil stands for what is not known.
struct ChainMemory: Equatable, Sendable {
  /// The keyed hash of what the chain is of.
  var hash: UInt64
  /// How many records it has had since it began, counted up to 4.
  var records: UInt8
  /// The types of its last four records, the last one first.
  var types: [Int?]
  var lastTag: Int?
  /// In seconds since 1970, within `Gap.range`.
  var time: Int64?
  var earlierTime: Int64?
  /// Whose record was the last.
  var process: Int?
  var evidence = EvidenceMemory()
  /// How many records still belong to its open alert.
  var alertLeft: UInt8 = 0
  /// Whether its last record was selected.
  var lastWasSelected = false
}

/// What weighing a chain's next record needs to know of the last ones (mcfilter(1), EVIDENCE).
struct EvidenceMemory: Equatable, Sendable {
  /// What was true of the last records.
  struct Marks: OptionSet, Sendable {
    let rawValue: UInt8
    /// The transition into the last record was unseen.
    static let unseen = Marks(rawValue: 1)
    /// That into the one before it was.
    static let unseenBefore = Marks(rawValue: 2)
    /// The transition into the last record exceeded 5 bits.
    static let surprising = Marks(rawValue: 4)
    /// That into the one before it did.
    static let surprisingBefore = Marks(rawValue: 8)
    /// The last record was expected, and its transition seen very often.
    static let familiar = Marks(rawValue: 16)
    static let all: Marks = [.unseen, .unseenBefore, .surprising, .surprisingBefore, .familiar]
  }

  /// Records weighed, so far as it counts them.
  var records: UInt8 = 0
  var marks: Marks = []
  /// B of the burst allowance.
  var burst: Float = 0
  /// p3 of the last record.
  var chain: Float = 1
  /// pm of the last record, without the process.
  var mixture: Float = 1
  /// log2 Q of the last record.
  var strangeness: Float = 0
  /// The swap of the last record, −1 if it was not worked out.
  var swapped: Float = -1
  /// p3 of the record before it.
  var chainBefore: Float = 1
  /// pm of the record before it, without the process.
  var mixtureBefore: Float = 1
}

/// What a chain's window holds and how its experts were trusted (mcfilter(1), EVIDENCE).
struct HabitMemory: Equatable, Sendable {
  /// A record of the window; nil stands for what is not known.
  struct Record: Equatable, Sendable {
    var type: Int?
    var tag: Int?
    /// Whether its type was unseen then.
    var wasUnseen: Bool
  }

  /// The place of the chain.
  var chain: Int
  /// As many as a model has.
  var weights: [Double]
  /// The oldest first.
  var records: [Record]
}
