/// The estimate that knows that what was never seen is not impossible: absolute discounting, from the second order
/// down to the first, to the tag's transition times the type's share of its tag.
///
///     AD(c, n, d, low) = max(c − D0, 0)/n + D0·d/n·low,   or low if n = 0
///     low(b|a)  = AD(tag of a → tag of b; P_h(tag of b)) · P_h(b | tag of b)
///     p1(b|a)   = AD(n_ab, n_a, d_a, low)
///     p3(b|z,a) = AD(n_zab, n_za, d_za, p1)                                    the message score
///
/// Source: absolute discounting is Ney, Essen and Kneser 1994. Second order against first on real logs, precision at
/// 10 for a known line in the wrong place: 0.88, 0.40, 1.00 against 0.10, 0.40, 0.60.
enum BackOff {
  /// What is taken from every count for what was never seen: 0.75 did best of 0.5 to 0.9 for n-gram models of text,
  /// and as well as any on logs.
  static let discount = 0.75

  /// How probable a type is after two records, and what that was made of.
  ///
  /// - Parameters:
  ///   - record: the type.
  ///   - share: what its host makes of its tag and of it (`ShareInHost`).
  ///   - before: the records before it.
  ///   - counts: what was counted.
  /// - Returns: p3, p1, and what they were made of.
  /// - Complexity: O(1): six look-ups.
  static func predict(
    _ record: TypeAndTag, _ share: ShareInHost, after before: Predecessors,
    in counts: borrowing some TransitionCounts & ~Copyable
  ) -> Prediction {
    PredictionTerms(of: record, after: before, in: counts).prediction(share)
  }
}

/// AD as a straight line: what the counts say by themselves, and how much of what stands behind them they let through.
struct Discounted: Equatable, Sendable {
  /// max(c − D0, 0)/n.
  var known = 0.0
  /// D0·d/n; 1 if n = 0.
  var rest = 1.0

  /// Nothing was counted: all is what stands behind.
  init() {}

  /// A count of a row.
  init(_ count: UInt32, of row: Row) {
    guard row.sum > 0 else { return }
    let sum = Double(row.sum)
    known = max(Double(count) - BackOff.discount, 0) / sum
    rest = BackOff.discount * Double(row.distinct) / sum
  }

  /// AD(c, n, d, low).
  func callAsFunction(_ low: Double) -> Double { known + rest * low }
}

/// All that the counts say of a type after two records: what a prediction is made of, whatever the host makes of the type.
struct PredictionTerms: Equatable, Sendable {
  var tag = Discounted()
  var firstOrder = Discounted()
  var secondOrder = Discounted()
  /// n_ax: how often the transition was seen.
  var transitions: UInt32 = 0
  /// Its number, if it was.
  var transition = OptionalNumber()
  /// n_za: how often the two records before stood together.
  var pairs: UInt64 = 0
  /// How often its tag followed the last one's.
  private var tagTransitions: UInt32 = 0

  /// What is said of a record before which there is none.
  init() {}

  /// - Complexity: O(1): six look-ups.
  init(
    of record: TypeAndTag, after before: Predecessors, in counts: borrowing some TransitionCounts & ~Copyable
  ) {
    guard before.count > 0 else { return }
    if let pair = before.pair, let known = counts.remembered(record.type, after: pair) {
      take(known, after: before, pair, in: counts)
      return
    }
    lookUpTagTransition(record.tag, after: before, in: counts)
    if before.lastTag != .unknown { weighTag(counts.row(of: before.lastTag)) }
    lookUpTransition(record.type, after: before, in: counts)
    if before.last != .unknown { weighFirstOrder(counts.row(of: before.last)) }
    lookUpSecondOrder(record.type, after: before, in: counts)
  }

  /// Takes what one search found.
  @inline(__always)  // It is inlined where the search is.
  private mutating func take(
    _ known: SuccessorCounts, after before: Predecessors, _ pair: TransitionNumber,
    in counts: borrowing some TransitionCounts & ~Copyable
  ) {
    tagTransitions = known.tags
    weighTag(counts.row(of: before.lastTag))
    (transitions, transition) = (known.transitions, OptionalNumber(known.transition))
    weighFirstOrder(counts.row(of: before.last))
    let row = counts.row(of: pair)
    secondOrder = Discounted(known.secondOrder, of: row)
    pairs = row.sum
  }

  /// Looks up how often the tag followed the last one's.
  mutating func lookUpTagTransition(
    _ tag: TagID, after before: Predecessors, in counts: borrowing some TransitionCounts & ~Copyable
  ) {
    guard before.lastTag != .unknown, tag != .unknown else { return }
    tagTransitions = counts.transition(from: before.lastTag, to: tag)
  }

  /// Sets that against all that followed the last one's tag.
  mutating func weighTag(_ row: Row) { tag = Discounted(tagTransitions, of: row) }

  /// Looks up how often the type followed the last one.
  mutating func lookUpTransition(
    _ type: MessageTypeID, after before: Predecessors, in counts: borrowing some TransitionCounts & ~Copyable
  ) {
    guard before.last != .unknown, type != .unknown else { return }
    let known = counts.transition(from: before.last, to: type)
    (transitions, transition) = (known.count, OptionalNumber(known.number))
  }

  /// Sets that against all that followed the last one.
  mutating func weighFirstOrder(_ row: Row) { firstOrder = Discounted(transitions, of: row) }

  /// Looks up how often the type followed the last two, and all that did.
  mutating func lookUpSecondOrder(
    _ type: MessageTypeID, after before: Predecessors, in counts: borrowing some TransitionCounts & ~Copyable
  ) {
    guard let pair = before.pair else { return }
    let row = counts.row(of: pair)
    let count = type != .unknown && row.sum > 0 ? counts.count(of: type, after: pair) : 0
    secondOrder = Discounted(count, of: row)
    pairs = row.sum
  }

  /// The prediction for a host.
  func prediction(_ share: ShareInHost) -> Prediction {
    let tag = tag(share.tag)
    let low = tag * share.ofTag
    let first = firstOrder(low)
    return Prediction(
      tag: tag, low: low, firstOrder: first, probability: secondOrder(first), transitions: transitions,
      transition: transition.value, pairs: pairs)
  }
}

/// What the counts say of a type and its tag by themselves: looked up once, and asked in several ways.
struct Occurrences: Equatable, Sendable {
  /// n_x.
  private var ofType = 0.0
  /// n_t.
  private var ofTag = 0.0
  /// P(t) = (n_t − D0)/N, for an unseen tag D0·T/N.
  private(set) var tagProbability = BackOff.discount
  /// P(x|t) = (n_x − D0)/n_t; for an unseen type r0.
  private(set) var withinTag = 0.5
  /// r0 = min(½, D0·k_t/n_t), and ½ where the tag is unseen: how probable it is that a tag says something new.
  private(set) var novelty = 0.5

  /// Of what nobody knows.
  init() {}

  /// - Complexity: O(1): two look-ups.
  init(of record: TypeAndTag, in counts: borrowing some TransitionCounts & ~Copyable) {
    lookUp(record.type, in: counts)
    set(TagTotals(of: record.tag, in: counts))
    renewTotals(in: counts)
  }

  /// Looks up how often the type occurred; `set` must follow.
  mutating func lookUp(_ type: MessageTypeID, in counts: borrowing some TransitionCounts & ~Copyable) {
    ofType = Double(counts.occurrences(of: type))
  }

  /// Takes how often the tag occurred; `renewTotals` must follow.
  mutating func set(_ tag: TagTotals) {
    ofTag = tag.occurrences
    novelty = ofTag > 0 ? min(0.5, BackOff.discount * tag.types / ofTag) : 0.5
    withinTag = isUnseen ? novelty : (ofType - BackOff.discount) / ofTag
  }

  /// Takes N and T anew, which change with every record that is counted.
  mutating func renewTotals(in counts: borrowing some TransitionCounts & ~Copyable) {
    let records = Double(max(counts.recordCount, 1))
    tagProbability =
      ofTag > 0
      ? (ofTag - BackOff.discount) / records
      : BackOff.discount * Double(max(counts.tagCount, 1)) / records
  }

  /// Whether the type was never counted.
  var isUnseen: Bool { ofType == 0 }

  /// What the counts alone say of the tag and of the type within it.
  var share: ShareInHost { ShareInHost(tag: tagProbability, ofTag: withinTag) }
}

/// How often a tag occurred.
struct TagTotals {
  /// n_t.
  var occurrences = 0.0
  /// k_t.
  var types = 0.0

  /// Of a tag that nobody knows.
  init() {}

  /// - Complexity: O(1): two look-ups.
  init(of tag: TagID, in counts: borrowing some TransitionCounts & ~Copyable) {
    occurrences = Double(counts.occurrences(of: tag))
    types = Double(counts.typeCount(of: tag))
  }
}

/// A type with its tag.
struct TypeAndTag: Equatable, Sendable {
  var type: MessageTypeID
  var tag: TagID
}

/// How much of what a host says is of a tag, and how much of that is of a type: P_h(t) and P_h(x|t).
struct ShareInHost: Equatable, Sendable {
  var tag: Double
  var ofTag: Double
}

/// How probable a type is where it stands.
struct Prediction: Equatable, Sendable {
  /// P of the tag's transition: the tag score.
  var tag: Double
  /// What the tag's transition leaves to the type, whatever came before it.
  var low: Double
  /// p1: the first order's.
  var firstOrder: Double
  /// p3: the second order's, where there is one.
  var probability: Double
  /// n_ax: how often the transition was seen.
  var transitions: UInt32 = 0
  /// Its number, if it was.
  var transition: TransitionNumber?
  /// n_za: how often the two records before stood together.
  var pairs: UInt64 = 0
}
