internal import Unix

/// Weighing what a glance does not settle: all experts are asked, for both kinds of evidence.
extension EvidenceScorer {
  /// Weighs a record where it stands.
  ///
  /// - Parameters:
  ///   - scene: the record.
  ///   - glance: what is known of it.
  ///   - slot: its chain's.
  ///   - isLearned: whether weights are learned here.
  ///   - suspect: the record as the next one will suspect it.
  ///   - weighed: what came of it.
  ///   - counts: what was counted before it.
  /// - Complexity: O(1): up to 70 look-ups.
  mutating func weigh(
    _ scene: Scene, _ glance: Glance, _ slot: Int, isLearned: Bool, _ suspect: inout StrayEvidence.Suspect,
    _ weighed: inout WeighedRecord, in counts: borrowing some TransitionCounts & ~Copyable
  ) {
    let place = glance.habitPlace
    var memory = chains[slot]
    // What a glance found quiet needs no logarithms to tell.
    let isWeighed = !(glance.isQuiet && settings.gate != nil) && isWorthWeighing(scene, memory)
    let isTested = isTested(scene.chain)
    if settings.looksAhead { candidates.removeAll() }
    if isWeighed || isTested {
      let opinions = scene.opinions(&predictions, in: counts)
      if isWeighed {
        if memory.last.swapped < 0, scene.chain.records >= 2 {
          memory.last.swapped = Float(scene.swapOfLast(&predictions, habits, at: place, in: counts))
        }
        weighStray(scene, opinions, memory, &suspect, &weighed, in: counts)
        weighMissing(scene, opinions, memory, &weighed, habits: place, in: counts)
      }
      if isTested { weighed.selfTest = SelfTest.bits(scene, opinions, in: counts) }
      if isLearned { learnWeights(opinions.here, scene, habits: place) }
    } else if isLearned {
      learnWeights(scene.opinionsHere(&predictions, in: counts), scene, habits: place)
    }
    if !isWeighed { weighed.strayAlone = glance.strayAlone }
    if settings.looksAhead { lookAhead(slot, scene, memory, &weighed, in: counts) }
    if let least = settings.explainsFrom {
      outlook =
        weighed.mostBits(shift: settings.shift).bits >= least
        ? scene.expectedTypes(habits, at: place, in: counts) : nil
    }
  }

  /// False if neither kind of evidence can reach the gate: both are bounded by p2 ≤ 1, h ≤ 1, p3skip ≤ 1, ps ≤ 1,
  /// H ≥ log2 p(m)·p(c) and pm ≥ w0·p3. Nothing is lost by it: on the trials no mean moved by more than .003.
  private func isWorthWeighing(_ scene: Scene, _ memory: ChainEvidence) -> Bool {
    guard let gate = settings.gate else { return true }
    guard gate < .infinity else { return false }
    let least = scene.direct.probability * scene.weights[ContextClass(seen: scene.direct.pairs)].chain
    let last = memory.last.expected
    if isFarFromGate(scene, least, memory.last) { return false }
    let bits = -logarithm(least)
    let ofStray = bits + scene.strangeness - scene.burst + StrayEvidence.aloneBonus
    guard ofStray < gate else { return true }
    guard !scene.chain.isEmpty else { return false }
    let ofPair =
      bits - logarithm(Double(min(last.chain, last.mixture))) + Double(memory.last.strangeness)
    guard scene.chain.records < 2 || ofPair - scene.burst < gate else { return true }
    let ofMissing = MissingEvidence.most(
      mixtureBits: bits, isSeen: scene.direct.transitions > 0, gapShare: scene.gapShare)
    return ofMissing - scene.burst + max(settings.shift, 0) >= gate
  }

  /// True for what needs no logarithm to tell that it is not worth weighing: it saves `learn` three of
  /// five logarithms here.
  private func isFarFromGate(_ scene: Scene, _ least: Double, _ last: StrayEvidence.Suspect) -> Bool {
    // So much that no rounding of a logarithm, or of `Float`, tells otherwise.
    let margin = 1.001
    let leastOfLast = Double(min(last.expected.chain, last.expected.mixture))
    guard !scene.isUnseen, last.strangeness <= Float(strangenessOfKnown), least > margin * quietAlone,
      least * leastOfLast > margin * quietOfTwo
    else { return false }
    let seen = scene.direct.transitions > 0 ? 4.0 : 1.0
    // .4·G is at most .5·G, and the burst allowance only takes away.
    return least * seen * scene.gapShare.squareRoot() > margin * quietOfMissing
  }

  private func weighStray(
    _ scene: Scene, _ opinions: Scene.Opinions, _ memory: ChainEvidence,
    _ suspect: inout StrayEvidence.Suspect, _ weighed: inout WeighedRecord,
    in counts: borrowing some TransitionCounts & ~Copyable
  ) {
    func mixed(_ weights: ExpertWeights, _ opinions: ExpertOpinions) -> Double {
      settings.asksProcessOfStrays ? weights.mix(opinions) : weights.mixWithoutProcess(opinions)
    }
    let reverse = StrayEvidence.reverse(
      of: scene.chain.last, after: scene.record.type, twoBack: scene.chain.beforeLast, in: counts)
    let witness = StrayEvidence.Witness(
      chain: scene.direct.probability, mixture: mixed(opinions.weightsHere, opinions.here),
      chainWithout: opinions.skipping.probability,
      mixtureWithout: mixed(opinions.weightsWithoutLast, opinions.withoutLast), reverse: reverse)
    suspect.expected.mixture = Float(witness.mixture)
    suspect.swapped = Float(StrayEvidence.swap * reverse * witness.chainWithout)
    let mixture = opinions.weightsHere.mix(opinions.here)
    let own = scene.chain.isEmpty ? scene.direct.probability : mixture
    let alone = -logarithm(own) + scene.strangeness - scene.burst + StrayEvidence.aloneBonus
    weighed.strayAlone = alone
    weighed.mixture = mixture
    guard scene.chain.records >= 2 else { return }
    let stray = StrayEvidence.bits(memory.last, after: memory.beforeLast, before: witness)
    weighed.strayOfPair = stray
    weighed.strayAlone = max(stray - scene.burst, alone)
  }

  private mutating func weighMissing(
    _ scene: Scene, _ opinions: Scene.Opinions, _ memory: ChainEvidence, _ weighed: inout WeighedRecord,
    habits place: Int?, in counts: borrowing some TransitionCounts & ~Copyable
  ) {
    guard !scene.chain.isEmpty else { return }
    let skip = MissingEvidence.skip(
      from: scene.chain.last, to: scene.record.type, low: scene.direct.low, in: counts)
    let mixture = opinions.weightsHere.mix(opinions.here)
    let isSeen = scene.direct.transitions > 0
    // What neither makes S nor reaches the gate is given up early where nobody would see it: 200 of 4,050 instructions of
    // a line while learning, 80 of 1,930 frozen, are saved.
    var fewest = 0.0
    if let gate = settings.gate, settings.givesUpMissing {
      fewest = MissingEvidence.successors(
        forBits: min(weighed.strayAlone, gate) - max(settings.shift, 0) + scene.burst, skip: skip,
        mixture: mixture, isSeen: isSeen, gapShare: scene.gapShare)
    }
    guard
      scene.weighCandidates(&candidates, &predictions, habits, at: place, reaching: fewest, in: counts)
    else { return }
    let (sum, likeliest) = (candidates.sum, candidates.likeliest)
    let swapped = settings.swapsByFrequency ? scene.mostFrequentCandidate(in: counts) : likeliest
    let changedPlaces =
      swapped != .unknown && scene.chain.beforeLast == swapped && memory.wasSurprisingLately
    weighed.missing =
      MissingEvidence.bits(
        skip: skip, successors: sum, mixture: mixture, isSeen: isSeen, changedPlaces: changedPlaces,
        gapShare: scene.gapShare)
      - scene.burst
    weighed.expected = likeliest
    weighed.swapped = swapped
  }

  /// Resolves the chain's last record by this one, and holds this one until the next.
  private mutating func lookAhead(
    _ slot: Int, _ scene: Scene, _ memory: ChainEvidence, _ weighed: inout WeighedRecord,
    in counts: borrowing some TransitionCounts & ~Copyable
  ) {
    weighed.resolved = unresolved.resolve(slot, by: scene, strayOfPair: weighed.strayOfPair, in: counts)
    unresolved.hold(slot, weighed, scene, candidates)
  }

  private mutating func learnWeights(_ opinions: ExpertOpinions, _ scene: Scene, habits place: Int?) {
    // At surprising records, and at every eighth of the others with eight times the step: the same as at all.
    let step = scene.direct.probability < Self.surprising ? ExpertWeights.step : 8 * ExpertWeights.step
    let context = ContextClass(seen: scene.direct.pairs)
    weights[context].learn(opinions, step: step)
    if let place { habits[weights: place][context].learn(opinions, step: step) }
  }
}
