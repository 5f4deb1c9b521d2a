/// How alike two logs are; a model may stand for the log that it was learned from.
public struct Comparison: ~Copyable {
  /// How many steps a walk over a model may have: more change no measure by as much as it shows, and they are held in memory.
  public static let longestWalk = 1_000_000

  private var numbers: GramNumbers

  /// No logs yet.
  ///
  /// - Parameter settings: how messages are cleaned and what makes neighbours; the key decides nothing.
  public init(_ settings: ModelSettings) { numbers = GramNumbers(settings) }

  /// Takes a log; it must have a record.
  ///
  /// - Complexity: O(bytes).
  public mutating func read(_ log: RecordedLog) -> ComparedLog {
    let steps = log.steps(&numbers)
    return ComparedLog(steps: steps, tally: GramTally(steps, &numbers))
  }

  /// Takes a model: its types and transitions as it counted them, and for all else what a walk over it says.
  ///
  /// - Parameters:
  ///   - model: one whose checksums were verified.
  ///   - length: how many steps are walked, from 1 up; never more than `longestWalk`.
  ///   - seed: of the walk.
  /// - Returns: nil for a model without records.
  /// - Throws: `ModelError.contradiction`.
  /// - Complexity: O(n log n) in types and transitions.
  public mutating func walk(_ model: borrowing Model, length: UInt64, seed: UInt64) throws -> ComparedLog? {
    // Another walk than the one that `generate` makes of the same seed: it may be what is compared.
    guard var walk = try RandomWalk(over: model, seed: ~seed) else { return nil }
    let types = try numbers.numbers(of: model)
    let length = Int(min(length, UInt64(Self.longestWalk)))
    let steps = (0..<length).map { _ in ChainStep(chain: 0, type: types[Int(walk.next().rawValue)]) }
    var tally = GramTally(steps, &numbers)
    try tally.replaceFirstOrder(by: model, &numbers)
    return ComparedLog(steps: steps, tally: tally)
  }

  /// Measures how like `a`, the real log, `b` is; every measure, in the order of `LikenessMeasure`.
  ///
  /// - Complexity: O(steps of `a` + n-grams).
  public mutating func measure(_ a: ComparedLog, _ b: ComparedLog) -> [Measurement] {
    let middle = a.steps.count / 2
    let (first, second) = (a.steps[..<middle], a.steps[middle...])
    let halves = Likeness(GramTally(first, &numbers), GramTally(second, &numbers), numbers)
    let both = Likeness(a.tally, b.tally, numbers)
    return LikenessMeasure.allCases.map { measure in
      Measurement(
        measure: measure, value: both.value(of: measure, numbers),
        noise: halves.value(of: measure, numbers))
    }
  }
}

/// A log, or a model in place of one, as it is compared.
public struct ComparedLog {
  /// In the order of the lines.
  let steps: [ChainStep]
  let tally: GramTally

  /// How many records it has, those included that a line says came again.
  public var recordCount: UInt64 { tally.types.total }
  /// How many message types.
  public var typeCount: Int { tally.types.distinct }
  /// How many transitions, each counted once.
  public var transitionCount: Int { tally.transitions.distinct }
}
