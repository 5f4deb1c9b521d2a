// Distances of what two logs say in which order, from 0 for equal ones to 1; nil where one of them says nothing.
extension GramTally {
  /// Σ n(i)/N · TV(P(·|i), Q(·|i)) over the rows of this log's message matrix: how unlike the other log goes on, on average,
  /// behind a record of this one. A row that the other lacks counts as wholly unlike. Not symmetric.
  ///
  /// - Complexity: O(transitions).
  func rowTotalVariation(_ other: GramTally, _ numbers: borrowing GramNumbers) -> Double? {
    guard transitions.total > 0, other.transitions.total > 0 else { return nil }
    let (sums, others) = (rowSums(numbers), other.rowSums(numbers))
    var alike = 0.0
    // TV(p, q) = 1 − Σ min(p, q), so that entries which one of the two lacks say nothing.
    for (number, count) in transitions.counts.enumerated() where other.transitions[number] > 0 {
      let row = Int(numbers.transition(number).from.rawValue)
      let scaled = Double(other.transitions[number]) * (Double(sums[row]) / Double(others[row]))
      alike += min(Double(count), scaled)
    }
    return max(0, 1 - alike / Double(transitions.total))
  }

  /// n(i) of every type: how often it has a successor.
  private func rowSums(_ numbers: borrowing GramNumbers) -> Frequencies {
    var sums = Frequencies()
    for (number, count) in transitions.counts.enumerated() where count > 0 {
      sums.add(count, of: Int(numbers.transition(number).from.rawValue))
    }
    return sums
  }

  /// The largest difference of the shares of runs that are up to any length: the statistic of Kolmogorov and Smirnov.
  ///
  /// - Complexity: O(n log n) in distinct lengths.
  func runLengthDistance(_ other: GramTally) -> Double? {
    guard !runs.isEmpty, !other.runs.isEmpty else { return nil }
    let (all, others) = (runs.values.reduce(0, +), other.runs.values.reduce(0, +))
    var (upToHere, othersUpToHere) = (UInt64(0), UInt64(0))
    var largest = 0.0
    for length in Set(runs.keys).union(other.runs.keys).sorted() {
      upToHere += runs[length] ?? 0
      othersUpToHere += other.runs[length] ?? 0
      let difference = Double(upToHere) / Double(all) - Double(othersUpToHere) / Double(others)
      largest = max(largest, abs(difference))
    }
    return largest
  }
}
