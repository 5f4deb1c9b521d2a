/// A random walk as a log: one line a step.
public struct LogGenerator {
  /// What a synthetic log looks like.
  public struct Settings: Sendable {
    /// How many steps are walked.
    public var records: UInt64
    /// Of all that is drawn.
    public var seed: UInt64 = 1
    /// The first type; drawn without it.
    public var start: MessageTypeID?
    /// What follows a type without successors.
    public var atEnd = RandomWalk.AtEnd.startsAnew
    /// The time of the first line, in seconds since 1970; each further line is a second later. Nil: the time of the
    /// model's first record.
    public var time: Int64?
    /// The host of all lines. Nil: that of the model's longest chain.
    public var host: [UInt8]?

    /// The usual settings for so many steps.
    public init(records: UInt64) { self.records = records }
  }

  /// What was left out of a log.
  public struct Tally: Equatable, Sendable {
    /// Steps whose type no line carries.
    public var leftOut: UInt64 = 0
    /// How many types those were.
    public var typesLeftOut = 0
  }

  /// Why there is no log.
  public enum Problem: Error, Equatable {
    /// The model counted nothing.
    case noRecords
    /// The host that was asked for does not read as one.
    case notAHost
  }

  /// From how many bytes on lines are written: as much as the filter's own blocks.
  private static let blockSize = 256 << 10
  /// What stands in for a host that the model does not know.
  private static let usualHost = Array("localhost".utf8)

  private var walk: RandomWalk
  private var form: SyntheticForm
  private let hasHeader: Bool
  private let settings: Settings
  private let start: Int64
  /// What stands behind the stamp, by type: nil until it is asked for, empty if no line carries the type.
  private var rests: [[UInt8]?]

  /// A generator over a model.
  ///
  /// A model none of whose records had a time or a tag is one of lines without headers, and gives such lines, unless a
  /// host or a time is asked for.
  ///
  /// - Throws: `Problem`; `ModelError.contradiction`.
  public init(over model: borrowing Model, _ settings: Settings) throws {
    guard
      let walk = try RandomWalk(
        over: model, seed: settings.seed, start: settings.start, atEnd: settings.atEnd)
    else { throw Problem.noRecords }
    self.walk = walk
    self.settings = settings
    hasHeader = try settings.host != nil || settings.time != nil || !model.isOfPlainLines()
    if hasHeader {
      var form = SyntheticForm(
        host: try settings.host ?? model.hostOfLongestChain() ?? Self.usualHost, settings: model.settings)
      if !form.canBeRead {
        if settings.host != nil { throw Problem.notAHost }
        form = SyntheticForm(host: Self.usualHost, settings: model.settings)
      }
      self.form = form
    } else {
      form = SyntheticForm(host: nil, settings: model.settings)
    }
    start = settings.time ?? model.firstTime ?? 0
    rests = [[UInt8]?](repeating: nil, count: model.typeCount)
  }

  /// Walks and writes.
  ///
  /// - Throws: `ModelError.contradiction`, and what the sink throws.
  public mutating func run(over model: borrowing Model, to sink: any ByteSink) throws -> Tally {
    var tally = Tally()
    var block: [UInt8] = []
    for step in 0..<settings.records {
      let type = Int(walk.next().rawValue)
      if rests[type] == nil {
        let rest = form.rest(for: try model.text(of: MessageTypeID(rawValue: UInt32(type))))
        if rest == nil { tally.typesLeftOut += 1 }
        rests[type] = rest ?? []
      }
      guard let rest = rests[type], !rest.isEmpty else {
        tally.leftOut += 1
        continue
      }
      // Wraps around long after all years that a stamp can tell apart.
      if hasHeader { SyntheticStamp.append(start &+ Int64(step % Self.longestTime), to: &block) }
      block += rest
      block.append(0x0A)
      if block.count >= Self.blockSize {
        try sink.write(block.span)
        block.removeAll(keepingCapacity: true)
      }
    }
    if !block.isEmpty { try sink.write(block.span) }
    return tally
  }

  /// A thousand years, in seconds.
  private static let longestTime: UInt64 = 31_556_952_000
}

extension Model {
  /// True if no record had a time or a tag.
  fileprivate borrowing func isOfPlainLines() throws(ModelError) -> Bool {
    guard firstTime == nil else { return false }
    for tag in 0..<UInt32(tagCount) where !(try text(of: TagID(rawValue: tag))).isEmpty { return false }
    return true
  }

  /// The host of the chain with the most records, of equal ones the first by its name; nil if chains are not of hosts.
  fileprivate borrowing func hostOfLongestChain() throws(ModelError) -> [UInt8]? {
    guard settings.chainKey == .host || settings.chainKey == .hostAndTag else { return nil }
    var longest: (records: UInt64, host: [UInt8])?
    for chain in 0..<chainCount {
      let host = Array(try chainName(chain).prefix { $0 != 0x0A })
      let records = try chainEnds(chain).records
      if let longest, records < longest.records { continue }
      if let longest, records == longest.records, !host.lexicographicallyPrecedes(longest.host) { continue }
      longest = (records, host)
    }
    return longest?.host
  }
}
