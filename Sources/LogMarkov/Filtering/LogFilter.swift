/// The filter as the outside sees it: what it is made of, and what it tells.

/// How a filter works.
public struct FilterSettings: Sendable {
  /// How lines are read.
  public var format = FormatName.auto
  /// How many fields stand before the header, or the plain message, of each line.
  public var skippedFields = 0
  /// What the keys of JSON objects mean.
  public var jsonKeys = JSONKeys.usual
  /// Whether several lines may be one entry of a journal or one object; else every line is printed for itself, at once.
  public var joinsLines = true
  /// How counts become probabilities.
  public var estimator = EstimatorName.backoff
  /// How one score is made of a record's evidence.
  public var combination = Combination.usual
  /// Nothing is learned from what is scored.
  public var isFrozen = false
  /// How long a record may wait for the next one of its chain while input would block; nil: no line waits for another.
  public var lookAhead: Duration?
  /// What is passed on.
  public var threshold = Selection.Threshold.none
  /// What is printed of that, and with what around it.
  public var printing = PrintSettings()
  /// How lines are written.
  public var annotation = AnnotationName.text
  /// In place of lines, one object for each line that was read, whatever it is: what rsyslog is to know of it.
  public var repliesToLines = false
  /// Every record that is written is explained; only text has room for that.
  public var explains = false
  /// The unit of the scores.
  public var scale = ScoreScale.bits
  /// Who reads what is written: a program, or a person at a terminal.
  public var display = Display()
  /// How many bytes of a line are kept together and decide its type.
  public var maximumLine = 64 << 10
  /// How many chains are remembered at once, at least 1.
  public var chainLimit = Chains.usualLimit
  /// How many processes are remembered at once, at least 1.
  public var processLimit = Chains.usualProcessLimit
  /// How many chains have habits of their own at once, at least 1.
  public var windowLimit = HostHabits.usualLimit
  /// Whether what is remembered at the end may be asked for (`LogFilter.remembered`).
  public var isRemembered = true
  /// How many bytes a read may bring at least; only tests need another than the usual number.
  public var readSize = LineBlock.readSize

  /// The settings without any option.
  public init() {}
}

/// What went through a filter.
public struct FilterTally: Equatable, Sendable {
  /// Lines and bytes.
  public var traffic: Traffic
  /// Records.
  public var scoring: ScoringTally
  /// Records that were selected; of a choice of the highest, how many were chosen.
  public var selected: UInt64
  /// Alerts that they make.
  public var alerts: UInt64
  /// From how many bits on records are selected now.
  public var thresholds: Thresholds
  /// What was printed.
  public var printing: PrintTally
}

/// Thresholds in bits, each nil if there is none, or none yet.
public struct Thresholds: Equatable, Sendable {
  /// Of the combined score.
  public var combined: Double?
  /// Of stray evidence.
  public var stray: Double?
  /// Of missing evidence.
  public var missing: Double?
}

/// What went through a pipeline.
public struct Traffic: Equatable, Sendable {
  /// Lines, of any kind.
  public var lines: UInt64 = 0
  /// Bytes read.
  public var bytes: UInt64 = 0
}

/// Why a filter stopped.
public enum FilterPause: Equatable, Sendable {
  /// Its source has ended.
  case end
  /// Its source was interrupted; to run it again is to go on.
  case interrupted
}

/// A filter, ready to run.
public protocol LogFilter: AnyObject {
  /// Scores what the source brings until it ends or is interrupted, and hands it to the sink.
  ///
  /// - Throws: what source and sink throw.
  @discardableResult
  func run(from source: any ByteSource, to sink: any ByteSink) throws -> FilterPause

  /// What went through so far.
  var tally: FilterTally { get }

  /// The model with what was learned beside it until now; nil if nothing is learned.
  ///
  /// - Throws: `ModelError` if the model is damaged.
  func learned() throws(ModelError) -> Counts?

  /// Scores by another model from now on, between two runs; chains, processes, what was learned beside the old model and
  /// thresholds that adapt stay.
  ///
  /// - Throws: `ModelError.differentMask`, `.differentChainKey`; then the old model stays.
  func renew(with model: consuming Model) throws(ModelError)

  /// What a next run needs to know to go on from here: the last records of chains and processes; of these nothing if the
  /// settings say that nobody will ask.
  func remembered() -> StreamMemory
}

// One class for each kind of knowledge, so that the pipeline is specialised here: generic code that another module
// names is called through tables, which made a line cost three times as much.

/// Scores by a model, which stays as it is.
public final class ModelFilter: LogFilter {
  private var pipeline: FilterPipeline<Model>

  /// A filter at the start of a stream, or where an earlier run has left off.
  public init(_ model: consuming Model, _ settings: FilterSettings, from memory: StreamMemory? = nil) {
    pipeline = FilterPipeline(model, settings, streamKey: memory?.key)
    if let memory { pipeline.recall(memory) }
  }

  /// Scores what the source brings until it ends or is interrupted, and hands it to the sink; throws what they throw.
  @discardableResult
  public func run(from source: any ByteSource, to sink: any ByteSink) throws -> FilterPause {
    try pipeline.run(from: source, to: sink)
  }

  /// What went through so far.
  public var tally: FilterTally { pipeline.tally }

  /// Nothing.
  public func learned() -> Counts? { nil }

  /// Scores by another model from now on; throws what `LogFilter.renew` says.
  public func renew(with model: consuming Model) throws(ModelError) { try pipeline.renew(with: model) }

  /// What a next run needs to know to go on from here.
  public func remembered() -> StreamMemory { pipeline.remembered() }
}

/// Scores by a model and by what the stream itself has shown so far.
public final class LearningFilter: LogFilter {
  private var pipeline: FilterPipeline<OverlaidModel>

  /// A filter at the start of a stream, or where an earlier run has left off; then the model has that stream's key.
  public init(_ model: consuming OverlaidModel, _ settings: FilterSettings, from memory: StreamMemory? = nil)
  {
    pipeline = FilterPipeline(model, settings, streamKey: memory?.key)
    if let memory { pipeline.recall(memory) }
  }

  /// Scores what the source brings until it ends or is interrupted, and hands it to the sink; throws what they throw.
  @discardableResult
  public func run(from source: any ByteSource, to sink: any ByteSink) throws -> FilterPause {
    try pipeline.run(from: source, to: sink)
  }

  /// What went through so far.
  public var tally: FilterTally { pipeline.tally }

  /// The model with what was learned beside it until now; throws `ModelError` if the model is damaged.
  public func learned() throws(ModelError) -> Counts? {
    try pipeline.knowledge.counts(lines: pipeline.tally.traffic.lines)
  }

  /// Scores by another model from now on; throws what `LogFilter.renew` says.
  public func renew(with model: consuming Model) throws(ModelError) { try pipeline.renew(with: model) }

  /// What a next run needs to know to go on from here.
  public func remembered() -> StreamMemory { pipeline.remembered() }
}
