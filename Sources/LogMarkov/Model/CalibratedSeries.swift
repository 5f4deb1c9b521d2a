/// One kind of score over the later part of a log, however long that gets.
///
/// The histogram starts anew each time the number of records reaches a power of two, and the one before is kept: both
/// together cover the last half to three quarters. What was scored when little was known is forgotten so.
struct CalibratedSeries: Equatable, Sendable {
  /// Up to so many records all are kept.
  static let firstGeneration: UInt64 = 1024

  /// The two histograms.
  enum Generation: String, CaseIterable {
    case current, previous
  }

  /// Records noted since the log began, those forgotten since included.
  private(set) var noted: UInt64 = 0
  private var current = ScoreHistogram()
  private var previous = ScoreHistogram()

  /// Nothing noted yet.
  init() {}

  /// One of the two histograms.
  subscript(generation: Generation) -> ScoreHistogram {
    switch generation {
    case .current: current
    case .previous: previous
    }
  }

  /// Both histograms together: what the series says.
  ///
  /// - Complexity: O(bins).
  var histogram: ScoreHistogram {
    var both = previous
    both.add(current)
    return both
  }

  /// Whether nothing was ever noted.
  var isEmpty: Bool { noted == 0 && current.count == 0 && previous.count == 0 }

  /// Notes a record; nil if its evidence was not weighed.
  mutating func note(_ value: Centibits?) {
    current.note(value)
    noted.add(bounded: 1)
    if noted >= Self.firstGeneration, noted & (noted &- 1) == 0 { startAnew() }
  }

  // Not inlined: it happens once for each doubling of the log.
  @inline(never)
  private mutating func startAnew() {
    previous = current
    current = ScoreHistogram()
  }

  /// Adds what another series says, weighted: generation to generation, though they may cover parts of different
  /// length, since which is older matters only until one of them is forgotten. Adding starts nothing anew; the next
  /// power of two that is reached by noting does.
  mutating func add(_ other: CalibratedSeries, weight: MergeWeight = .one) {
    noted.add(bounded: weight.of(other.noted))
    current.add(other.current, weight: weight)
    previous.add(other.previous, weight: weight)
  }

  /// Adds to the records noted.
  mutating func addNoted(_ amount: UInt64) { noted.add(bounded: amount) }

  /// Takes the values of a histogram for a generation that has none yet; its records that were not weighed stay.
  mutating func take(_ histogram: ScoreHistogram, as generation: Generation) {
    var histogram = histogram
    histogram.addNotWeighed(self[generation].notWeighed)
    switch generation {
    case .current: current = histogram
    case .previous: previous = histogram
    }
  }

  /// Adds records of one value to a generation.
  mutating func add(_ amount: UInt32, of value: Centibits, to generation: Generation) {
    switch generation {
    case .current: current.add(amount, of: value)
    case .previous: previous.add(amount, of: value)
    }
  }

  /// Adds records that were not weighed to a generation.
  mutating func addNotWeighed(_ amount: UInt64, to generation: Generation) {
    switch generation {
    case .current: current.addNotWeighed(amount)
    case .previous: previous.addNotWeighed(amount)
    }
  }
}
