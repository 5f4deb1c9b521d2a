internal import Unix

/// Two logs, A and B, side by side.
struct Likeness: ~Copyable {
  private let a: GramTally
  private let b: GramTally
  private let crossEntropyOfA: Double?
  private let crossEntropyOfB: Double?

  /// Holds the tallies of two logs to each other.
  ///
  /// - Complexity: O(types + transitions).
  init(_ a: GramTally, _ b: GramTally, _ numbers: borrowing GramNumbers) {
    (self.a, self.b) = (a, b)
    crossEntropyOfA = FirstOrderEstimate(b, numbers).crossEntropy(of: a, numbers)
    crossEntropyOfB = FirstOrderEstimate(a, numbers).crossEntropy(of: b, numbers)
  }

  /// The value of a measure; nil where one of the logs is too short to have it.
  ///
  /// - Complexity: O(n-grams).
  func value(of measure: LikenessMeasure, _ numbers: borrowing GramNumbers) -> Double? {
    switch measure {
    case .typesInCommon: a.types.inCommon(b.types)
    case .knownRecords: b.types.shareKnown(to: a.types)
    case .knownTransitions: b.transitions.shareKnown(to: a.transitions)
    case .typeTotalVariation: a.types.totalVariation(b.types)
    case .typeJensenShannon: a.types.jensenShannon(b.types)
    case .typeChiSquare: a.types.chiSquare(b.types)
    case .rowTotalVariation: a.rowTotalVariation(b, numbers)
    case .runLengthKolmogorovSmirnov: a.runLengthDistance(b)
    case .twoGramOverlap: a.grams[1].overlap(b.grams[1])
    case .threeGramOverlap: a.grams[2].overlap(b.grams[2])
    case .fourGramOverlap: a.grams[3].overlap(b.grams[3])
    case .crossEntropyOfB: crossEntropyOfB
    case .crossEntropyOfA: crossEntropyOfA
    case .perplexityOfB: crossEntropyOfB.map(binaryPower)
    case .perplexityOfA: crossEntropyOfA.map(binaryPower)
    }
  }
}
