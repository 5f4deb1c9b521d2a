/// How far each expert of the mixture was trusted in the end, by class of context.
///
/// It is kept as a sum: the weight, in millionths, times the records that it rests on. So models add up, whatever their
/// order, and what has more records has more say.
struct CalibratedMixture: Equatable, Sendable {
  /// The classes of context, by how often the two records before stood together: 0, 1–3, 4–31 times, or more.
  static let contexts = ["never", "rarely", "often", "usually"]
  /// The experts, by name.
  static let experts = ["chain", "process", "interloper"]
  /// The weights that nothing was learned of, one for each expert.
  static let startWeights = [0.88, 0.06, 0.06]
  /// What one record adds to the sums of a class, all experts together.
  private static let unit = 1e6
  /// No expert is ever given up, whatever a file says. Learning keeps weights above .0019 itself.
  private static let leastWeight = 0.001
  /// Records beyond these, 2^40, make no weight surer, and sums stay within 64 bits.
  private static let mostRecords: UInt64 = 1 << 40

  /// Weight times records, for each class each expert.
  private(set) var sums = [UInt64](repeating: 0, count: contexts.count * experts.count)

  /// Nothing learned yet.
  init() {}

  /// Whether nothing was learned.
  var isEmpty: Bool { sums.allSatisfy { $0 == 0 } }

  /// The weights, for each class each expert: those of a class sum to 1, and none is below .0009.
  var weights: [Double] {
    var weights: [Double] = []
    for start in stride(from: 0, to: sums.count, by: Self.experts.count) {
      let group = sums[start..<start + Self.experts.count].map { Double($0) }
      let sum = group.reduce(0, +)
      let bounded = sum > 0 ? group.map { max($0 / sum, Self.leastWeight) } : Self.startWeights
      let whole = bounded.reduce(0, +)
      weights += bounded.map { $0 / whole }
    }
    return weights
  }

  /// Takes these weights for the old ones.
  ///
  /// - Parameters:
  ///   - weights: for each class each expert, 0...1.
  ///   - records: how many records they were learned from, those of a model that learning went on from included.
  mutating func set(_ weights: [Double], records: UInt64) {
    precondition(weights.count == sums.count, "one weight for each class and expert")
    for (place, weight) in weights.enumerated() {
      precondition(weight >= 0 && weight <= 1, "a weight outside 0...1")
      sums[place] = UInt64((weight * Self.unit).rounded()) * min(records, Self.mostRecords)
    }
  }

  /// Adds to one of the sums.
  mutating func add(_ amount: UInt64, at place: Int) { sums[place].add(bounded: amount) }

  /// Adds what another mixture learned, weighted.
  mutating func add(_ other: CalibratedMixture, weight: MergeWeight = .one) {
    for place in sums.indices { sums[place].add(bounded: weight.of(other.sums[place])) }
  }
}
