/// A record where it stands, with all that was looked up for it so far.
struct Scene {
  var record: TypeAndTag
  /// Whether its type was never counted.
  var isUnseen: Bool
  var time: Int64?
  /// What came before in its chain: … w, y, z, a.
  var chain: ChainContext
  /// What came before from its process.
  var process: ProcessContext
  /// Whether a was of the same process.
  var continuesProcess: Bool
  /// What its host makes of its tag and of it.
  var share: ShareInHost
  /// p3 after z and a, and what it was made of.
  var direct: Prediction
  /// b.
  var burst: Double
  /// 2^−G, from a to here.
  var gapShare: Double
  /// log2 Q.
  var strangeness: Double
  /// The weights of its host.
  var weights: MixtureWeights
}

extension Scene {
  /// What all experts think of the record, and what they would think if the record before it were not there.
  struct Opinions {
    /// p3(x|z,a), e1, p3(x|y,z).
    var here: ExpertOpinions
    /// The same without a: p3(x|y,z), e1, p3(x|w,y).
    var withoutLast: ExpertOpinions
    /// p3skip and what it was made of.
    var skipping: Prediction
    /// The weights for each.
    var weightsHere: ExpertWeights
    var weightsWithoutLast: ExpertWeights
  }

  /// Asks what the experts think of the record alone.
  ///
  /// - Complexity: O(1): about 6 look-ups.
  func opinionsHere(
    _ predictions: inout PredictionCache, in counts: borrowing some TransitionCounts & ~Copyable
  ) -> ExpertOpinions {
    let skipping = predictions.predict(record, share, after: .withoutLast(chain, in: counts), in: counts)
    return ExpertOpinions(
      chain: direct.probability, process: direct.tag * inProcess(in: counts),
      interloper: skipping.probability)
  }

  /// What the record's process makes of it.
  private func inProcess(in counts: borrowing some TransitionCounts & ~Copyable) -> Double {
    ProcessExpert.predict(
      record, share, after: process.predecessor(tag: record.tag), process.pair(tag: record.tag), in: counts)
  }

  /// Asks all experts.
  ///
  /// - Complexity: O(1): about 15 look-ups.
  func opinions(
    _ predictions: inout PredictionCache, in counts: borrowing some TransitionCounts & ~Copyable
  ) -> Opinions {
    let skipping = predictions.predict(record, share, after: .withoutLast(chain, in: counts), in: counts)
    let skippingTwo = predictions.predict(
      record, share, after: .withoutLastTwo(chain, in: counts), in: counts)
    let tag = record.tag
    let inProcess = inProcess(in: counts)
    let inProcessWithoutLast =
      continuesProcess
      ? ProcessExpert.predict(
        record, share, after: process.predecessorWithoutLast(tag: tag), process.pairWithoutLast(tag: tag),
        in: counts) : inProcess
    return Opinions(
      here: ExpertOpinions(
        chain: direct.probability, process: direct.tag * inProcess, interloper: skipping.probability),
      withoutLast: ExpertOpinions(
        chain: skipping.probability, process: skipping.tag * inProcessWithoutLast,
        interloper: skippingTwo.probability),
      skipping: skipping, weightsHere: weights[ContextClass(seen: direct.pairs)],
      weightsWithoutLast: weights[ContextClass(seen: skipping.pairs)])
  }

  /// 2⁻⁶·r(z|a)·p3skip(a) for the record a before this one: what a would make of having changed places with z; worked
  /// out late, where it was not when a came.
  func swapOfLast(
    _ predictions: inout PredictionCache, _ habits: borrowing HostHabits, at habitPlace: Int?,
    in counts: borrowing some TransitionCounts & ~Copyable
  ) -> Double {
    let last = TypeAndTag(type: chain.last, tag: chain.lastTag)
    let place = predictions.place(of: last, after: .withoutLastTwo(chain, in: counts), in: counts)
    let share = habits.share(of: last, predictions.occurrences(place, in: counts), at: habitPlace)
    let skipping = predictions.predict(place, share)
    let reverse = StrayEvidence.reverse(
      of: chain.beforeLast, after: chain.last, twoBack: chain.third, in: counts)
    return StrayEvidence.swap * reverse * skipping.probability
  }
}
