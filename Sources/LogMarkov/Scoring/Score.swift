/// How rare a record is where it stands.
struct Score: Equatable, Sendable {
  /// How a score came about.
  enum Flag: UInt8, Sendable {
    /// Not a record; not scored.
    case skip
    /// No predecessor in its chain.
    case first
    /// The message type is not known.
    case unknown
    /// The type is known, the transition into it is not.
    case new
    /// The transition is known.
    case seen
    /// Selected: this record, or without look-ahead the one before it in its chain, does not belong.
    case stray
    /// Selected: a record is missing before this one.
    case missing
  }

  /// P of the message transition.
  var messageProbability: Double
  /// P of the tag transition.
  var tagProbability: Double
  /// Surprisal of the message transition.
  var message: Centibits
  /// Surprisal of the tag transition.
  var tag: Centibits
  /// The score that lines are ranked by.
  var combined: Centibits
  /// The evidence that the record is a stray; nil where none was weighed.
  var stray: Centibits?
  /// The evidence that a record is missing before it; nil where none was weighed.
  var missing: Centibits?
  /// How the scores came about.
  var flag: Flag

  /// What a line that is no record gets.
  static let skipped = Score(
    messageProbability: 0, tagProbability: 0, message: .zero, tag: .zero, combined: .zero, flag: .skip)
}

extension Score {
  /// The scores of two probabilities, combined as the paper does (section 5): the bits of half their sum, so that
  /// the order is the order of the sum.
  init(message: Double, tag: Double, flag: Flag) {
    self.init(
      messageProbability: message, tagProbability: tag, message: Centibits(surprisalOf: message),
      tag: Centibits(surprisalOf: tag), combined: Centibits(surprisalOf: (message + tag) / 2), flag: flag)
  }
}

extension Score {
  /// The scores of a prediction, combined as the paper does.
  init(_ prediction: Prediction, flag: Flag) {
    self.init(message: prediction.probability, tag: prediction.tag, flag: flag)
  }

  /// The scores of an ordinary record: what is no likely stray, and misses none before it.
  @inline(__always)
  init(_ glance: Glance, _ prediction: Prediction, _ bits: PredictionBits, flag: Flag) {
    let stray = Centibits(bits: glance.strayAlone)
    self.init(
      messageProbability: prediction.probability, tagProbability: prediction.tag, message: bits.message,
      tag: bits.tag, combined: stray, stray: stray, missing: nil, flag: flag)
  }

  /// The scores of a record whose evidence was weighed; S is the largest of both kinds, the missing one shifted.
  init(_ weighed: WeighedRecord, shift: Double, flag: Flag) {
    let (stray, missing) = (weighed.strayAlone, weighed.missing)
    let best = Ranking.combined(stray: stray, missing: missing, shift: shift)
    self.init(
      messageProbability: weighed.prediction.probability, tagProbability: weighed.prediction.tag,
      message: weighed.bits.message, tag: weighed.bits.tag, combined: Centibits(bits: best),
      stray: Centibits(bits: stray),
      missing: missing.map(Centibits.init(bits:)), flag: flag)
  }

  /// Whether the missing evidence made S, and speaks for a missing record.
  var saysMissing: Bool {
    guard let missing else { return false }
    return stray.map { combined > $0 && missing > .zero } ?? true
  }

  /// Whether a record seems to be missing before this one, be it a stray too: 3 bits, one in eight, say so.
  /// Where nothing speaks against the record, the larger part of that says nothing.
  var suggestsMissing: Bool {
    flag == .missing || saysMissing && combined > .zero || missing.map { $0.bits >= 3 } == true
  }

  /// The same record's score once its evidence is complete.
  func resolved(by resolved: ResolvedRecord, shift: Double) -> Score {
    var score = self
    let missing = resolved.missing
    let best = Ranking.combined(stray: resolved.stray, missing: missing, shift: shift)
    score.combined = Centibits(bits: best)
    score.stray = Centibits(bits: resolved.stray)
    score.missing = missing.map(Centibits.init(bits:))
    return score
  }
}
