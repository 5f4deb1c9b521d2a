internal import Unix

/// How often each of some things came, by their numbers; a thing with a number beyond all others came 0 times.
struct Frequencies: Equatable {
  private(set) var counts: [UInt64] = []
  /// The sum of all.
  private(set) var total: UInt64 = 0

  /// How many things came at all.
  var distinct: Int { counts.count { $0 > 0 } }

  subscript(number: Int) -> UInt64 { number < counts.count ? counts[number] : 0 }

  /// Adds to how often a thing came.
  mutating func add(_ amount: UInt64, of number: Int) {
    if number >= counts.count {
      counts.append(contentsOf: repeatElement(0, count: number + 1 - counts.count))
    }
    counts[number].add(bounded: amount)
    total.add(bounded: amount)
  }
}

// Distances of two distributions p and q over the same things: from 0, for equal ones, to 1, for those that have nothing in
// common; nil where one of them is of nothing. All are symmetric.
extension Frequencies {
  /// Half of Σ |p − q|: the largest difference of the probabilities of any event.
  func totalVariation(_ other: Frequencies) -> Double? { sum(other) { p, q in abs(p - q) / 2 } }

  /// Σ min(p, q), one less the total variation: the share that both have of what each of them is of.
  func overlap(_ other: Frequencies) -> Double? { sum(other, min) }

  /// ½ Σ p log2(p/m) + ½ Σ q log2(q/m), with m = (p + q)/2: how many bits a draw from one or the other, each as likely,
  /// tells of which it was.
  ///
  /// Source: Lin, "Divergence measures based on the Shannon entropy", IEEE Trans. Inf. Theory 37(1), 1991.
  func jensenShannon(_ other: Frequencies) -> Double? {
    func part(_ p: Double, _ m: Double) -> Double { p == 0 ? 0 : p * binaryLogarithm(p / m) / 2 }
    return sum(other) { p, q in part(p, (p + q) / 2) + part(q, (p + q) / 2) }
  }

  /// ½ Σ (p − q)²/(p + q): the chi-square distance in its symmetric and bounded form.
  ///
  /// Source: Le Cam, "Asymptotic Methods in Statistical Decision Theory", 1986, section 4.2. Pearson's own form has no upper
  /// bound, and none at all where one log has what the other lacks.
  func chiSquare(_ other: Frequencies) -> Double? {
    sum(other) { p, q in p + q == 0 ? 0 : (p - q) * (p - q) / (p + q) / 2 }
  }

  /// Σ part(p, q), for parts that are twice as large where p and q are.
  private func sum(_ other: Frequencies, _ part: (_ p: Double, _ q: Double) -> Double) -> Double? {
    guard total > 0, other.total > 0 else { return nil }
    let (all, others) = (Double(total), Double(other.total))
    var sum = 0.0
    for number in 0..<max(counts.count, other.counts.count) {
      // Both times both totals are whole numbers, so that nothing is rounded where p and q are equal, or one is 0.
      sum += part(Double(self[number]) * others, Double(other[number]) * all)
    }
    // What is added up is rounded otherwise.
    return min(max(sum / (all * others), 0), 1)
  }

  /// Of the things that this and the other have, the share that both have; 1 for the same things, 0 for none in common.
  func inCommon(_ other: Frequencies) -> Double? {
    guard total > 0, other.total > 0 else { return nil }
    var (both, either) = (0, 0)
    for number in 0..<max(counts.count, other.counts.count) {
      if self[number] > 0 || other[number] > 0 { either += 1 }
      if self[number] > 0 && other[number] > 0 { both += 1 }
    }
    return Double(both) / Double(either)
  }

  /// How much of what came here is of things that the other has, too; nil where one of them is of nothing.
  func shareKnown(to other: Frequencies) -> Double? {
    guard total > 0, other.total > 0 else { return nil }
    var known: UInt64 = 0
    for number in counts.indices where other[number] > 0 { known.add(bounded: counts[number]) }
    return Double(known) / Double(total)
  }
}
