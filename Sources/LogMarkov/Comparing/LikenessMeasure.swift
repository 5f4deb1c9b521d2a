/// A measure of how alike two logs are, A and B; mcfilter-compare(1) says what each one is.
public enum LikenessMeasure: String, CaseIterable, Sendable {
  case typesInCommon = "types_in_common"
  case knownRecords = "known_records"
  case knownTransitions = "known_transitions"
  case typeTotalVariation = "type_total_variation"
  case typeJensenShannon = "type_jensen_shannon"
  case typeChiSquare = "type_chi_square"
  case rowTotalVariation = "row_total_variation"
  case runLengthKolmogorovSmirnov = "run_length_kolmogorov_smirnov"
  case twoGramOverlap = "two_gram_overlap"
  case threeGramOverlap = "three_gram_overlap"
  case fourGramOverlap = "four_gram_overlap"
  case crossEntropyOfB = "cross_entropy_of_b"
  case crossEntropyOfA = "cross_entropy_of_a"
  case perplexityOfB = "perplexity_of_b"
  case perplexityOfA = "perplexity_of_a"

  /// An end of a measure's range.
  public enum End: String, Sendable {
    case low, high
  }

  /// Which end means alike.
  public var alike: End {
    switch self {
    case .typesInCommon, .knownRecords, .knownTransitions, .twoGramOverlap, .threeGramOverlap,
      .fourGramOverlap:
      .high
    case .typeTotalVariation, .typeJensenShannon, .typeChiSquare, .rowTotalVariation,
      .runLengthKolmogorovSmirnov, .crossEntropyOfA, .crossEntropyOfB, .perplexityOfA, .perplexityOfB:
      .low
    }
  }

  /// The least value that there can be.
  public var low: Int { self == .perplexityOfA || self == .perplexityOfB ? 1 : 0 }

  /// The greatest; nil if there is none.
  public var high: Int? {
    switch self {
    case .crossEntropyOfA, .crossEntropyOfB, .perplexityOfA, .perplexityOfB: nil
    default: 1
    }
  }
}

/// What a measure came to.
public struct Measurement: Equatable, Sendable {
  /// Which one.
  public let measure: LikenessMeasure
  /// Of A and B; nil where one of them is too short to have it.
  public let value: Double?
  /// Of the two halves of A in place of A and B.
  public let noise: Double?

  /// True if B is less like A than the halves of A are like each other.
  public var exceedsNoise: Bool {
    guard let value, let noise else { return false }
    return measure.alike == .low ? value > noise : value < noise
  }
}
