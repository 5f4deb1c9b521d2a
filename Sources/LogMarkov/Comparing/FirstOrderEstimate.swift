internal import Unix

/// The filter's first-order estimate (`BackOff`, p1) by what was counted of a log: how many bits the records of another cost.
struct FirstOrderEstimate: ~Copyable {
  private var counts: Counts

  /// The estimate by a tally.
  ///
  /// - Complexity: O(types + transitions).
  init(_ tally: GramTally, _ numbers: borrowing GramNumbers) {
    counts = Counts(numberedAs: numbers.types)
    for (number, count) in tally.types.counts.enumerated() where count > 0 {
      counts.add(count, of: MessageTypeID(rawValue: UInt32(number)))
    }
    for (number, count) in tally.transitions.counts.enumerated() where count > 0 {
      let (from, to) = numbers.transition(number)
      let amount = UInt32(clamping: count)
      counts.addTransition(amount, from: from, to: to)
      counts.addTagTransition(amount, from: counts.tag(of: from), to: counts.tag(of: to))
    }
  }

  /// The mean of −log2 P over all records, in bits; nil if there are none, or none that the estimate is of. A record without predecessor costs P of its type.
  ///
  /// - Complexity: O(types + transitions).
  func crossEntropy(of tally: GramTally, _ numbers: borrowing GramNumbers) -> Double? {
    guard tally.types.total > 0, counts.recordCount > 0 else { return nil }
    var bits = 0.0
    var firsts = tally.types.counts
    for (number, count) in tally.transitions.counts.enumerated() where count > 0 {
      let (from, to) = numbers.transition(number)
      let before = Predecessors(count: 1, last: from, lastTag: counts.tag(of: from), pair: nil)
      bits += Double(count) * self.bits(of: to, after: before)
      // Weights and bounds of a model's counts may leave more transitions than records.
      let type = Int(to.rawValue)
      firsts[type] -= min(firsts[type], count)
    }
    let nothing = Predecessors(count: 0, last: .unknown, lastTag: .unknown, pair: nil)
    for (number, count) in firsts.enumerated() where count > 0 {
      bits += Double(count) * self.bits(of: MessageTypeID(rawValue: UInt32(number)), after: nothing)
    }
    return bits / Double(tally.types.total)
  }

  private func bits(of type: MessageTypeID, after before: Predecessors) -> Double {
    let record = TypeAndTag(type: type, tag: counts.tag(of: type))
    let share = Occurrences(of: record, in: counts).share
    return -binaryLogarithm(BackOff.predict(record, share, after: before, in: counts).firstOrder)
  }
}

extension Counts {
  /// No counts yet, of types that have the same numbers as in others.
  fileprivate init(numberedAs other: borrowing Counts) {
    self.init(settings: other.settings)
    for number in 0..<other.typeCount {
      let type = MessageTypeID(rawValue: UInt32(number))
      let tag = TagHash(rawValue: other.tags.hashes[Int(other.tag(of: type).rawValue)])
      let text = Array(other.types.text(number))
      _ = intern(TypeHash(rawValue: other.types.hashes[number]), tagHash: tag, text: text.span)
    }
  }
}
