/// A prediction in bits, as they are printed.
struct PredictionBits: Equatable, Sendable {
  private var probability = -1.0
  private var tagProbability = -1.0
  /// −log2 p3.
  private(set) var exact = 0.0
  /// The same in hundredths.
  private(set) var message = Centibits.zero
  /// Of the tag's transition.
  private(set) var tag = Centibits.zero

  /// Of no prediction.
  init() {}

  init(_ prediction: Prediction) {
    probability = prediction.probability
    tagProbability = prediction.tag
    exact = -logarithm(probability)
    message = Centibits(bits: exact)
    tag = Centibits(surprisalOf: tagProbability)
  }

  /// Whether they are of this prediction.
  func areOf(_ prediction: Prediction) -> Bool {
    probability == prediction.probability && tagProbability == prediction.tag
  }
}
