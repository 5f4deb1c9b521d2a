/// How often each n-gram stands in some chains, and how often each type repeats itself there.
struct GramTally {
  /// By length less one: types, transitions, and so on up to `GramNumbers.longest`.
  private(set) var grams = [Frequencies](repeating: Frequencies(), count: GramNumbers.longest)
  /// How many runs of one type there are, by their lengths.
  private(set) var runs: [UInt64: UInt64] = [:]

  /// Types.
  var types: Frequencies { grams[0] }
  /// Transitions.
  var transitions: Frequencies { grams[1] }

  /// Counts some steps; a chain whose beginning is not among them begins with its first one that is.
  ///
  /// - Complexity: O(steps), whatever their repeats.
  init(_ steps: some Sequence<ChainStep>, _ numbers: inout GramNumbers) {
    var ends: [UInt32: ChainEnding] = [:]
    for step in steps { add(step, to: &ends[step.chain, default: ChainEnding()], &numbers) }
    for end in ends.values { closeRun(end) }
  }

  private mutating func add(_ step: ChainStep, to end: inout ChainEnding, _ numbers: inout GramNumbers) {
    if end.grams.first != step.type.rawValue {
      closeRun(end)
      end.run = 0
    }
    end.run += UInt64(step.times)
    // From the longest n-gram on, a repeat only repeats what the one before ended with.
    let alone = min(step.times, UInt32(GramNumbers.longest) - 1)
    for _ in 0..<alone { add(1, step.type, to: &end, &numbers) }
    if step.times > alone { add(UInt64(step.times - alone), step.type, to: &end, &numbers) }
  }

  private mutating func add(
    _ times: UInt64, _ type: MessageTypeID, to end: inout ChainEnding, _ numbers: inout GramNumbers
  ) {
    end.extend(by: type.rawValue, &numbers)
    for (place, gram) in end.grams.enumerated() { grams[place].add(times, of: Int(gram)) }
  }

  private mutating func closeRun(_ end: ChainEnding) {
    if end.run > 0 { runs[end.run, default: 0] += 1 }
  }

  /// Takes types and transitions from a model's own counts, and leaves the rest as it was walked.
  ///
  /// - Throws: `ModelError.contradiction`.
  mutating func replaceFirstOrder(by model: borrowing Model, _ numbers: inout GramNumbers) throws {
    (grams[0], grams[1]) = (Frequencies(), Frequencies())
    let types = try numbers.numbers(of: model)
    for (number, type) in types.enumerated() {
      grams[0].add(
        model.occurrences(of: MessageTypeID(rawValue: UInt32(number))), of: Int(type.rawValue))
    }
    try model.forEachTransition { from, to, count in
      let (from, to) = (types[Int(from.rawValue)], types[Int(to.rawValue)])
      let number = numbers.number(ofLength: 2, after: from.rawValue, to.rawValue)
      grams[1].add(UInt64(count), of: Int(number))
    }
  }
}

/// What a chain ends with.
private struct ChainEnding {
  /// The numbers of the n-grams that end with the last record, by length less one.
  var grams: [UInt32] = []
  /// How often its last type came without another one between.
  var run: UInt64 = 0

  /// Goes on by a record.
  mutating func extend(by type: UInt32, _ numbers: inout GramNumbers) {
    if grams.count < GramNumbers.longest { grams.append(0) }
    for place in grams.indices.dropFirst().reversed() {
      grams[place] = numbers.number(ofLength: place + 1, after: grams[place - 1], type)
    }
    grams[0] = type
  }
}
