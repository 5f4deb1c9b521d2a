/// Which lines pass: the threshold mode.
public struct Selection {
  /// What a record must be to be selected.
  public enum Threshold: Equatable, Sendable {
    /// Every line passes.
    case none
    /// Its combined score, as it is printed, is at least so many bits.
    case bits(Double)
    /// P(message) + P(tag) is at most this.
    case probability(Double)
  }

  private let threshold: Threshold
  /// How many records were selected.
  private(set) var selected: UInt64 = 0
  /// Whether the last record, and with it its continuations, passed.
  private var lastPassed = false
  /// Whether the last line passed: the pieces of a long line follow its head.
  private var lastLinePassed = false
  /// Whether the last record of each chain passed, by slot: repeat lines follow it.
  private var lastOfChain: [Bool] = []

  /// Passes what the threshold selects.
  init(_ threshold: Threshold) { self.threshold = threshold }

  /// Decides about a batch, in order; appends to `passes` one element for each line.
  mutating func select(
    _ records: [LogRecord], _ scores: [Score], chainSlots: [UInt32], into passes: inout [Bool]
  ) {
    guard threshold != .none else {
      passes.append(contentsOf: repeatElement(true, count: records.count))
      return
    }
    for row in records.indices {
      let passed: Bool
      switch records[row].kind {
      case .record:
        // A record is selected but once; a first one never is: nothing tells how rare it is where it stands.
        passed = scores[row].flag != .first && isOverThreshold(scores[row])
        if passed { selected += 1 }
        lastPassed = passed
        note(passed, ofChain: chainSlots[row])
      case .continuation: passed = lastPassed
      case .repeatedLast: passed = chainSlots[row] != .max && wasSelected(chain: chainSlots[row])
      case .bootMarker, .notARecord: passed = false
      case .linePiece: passed = lastLinePassed
      }
      lastLinePassed = passed
      passes.append(passed)
    }
  }

  private func isOverThreshold(_ score: Score) -> Bool {
    switch threshold {
    case .none: true
    case .bits(let least): score.combined.bits >= least
    case .probability(let most): score.messageProbability + score.tagProbability <= most
    }
  }

  private mutating func note(_ passed: Bool, ofChain slot: UInt32) {
    if slot >= lastOfChain.count {
      lastOfChain.append(contentsOf: repeatElement(false, count: Int(slot) + 1 - lastOfChain.count))
    }
    lastOfChain[Int(slot)] = passed
  }

  private func wasSelected(chain slot: UInt32) -> Bool { slot < lastOfChain.count && lastOfChain[Int(slot)] }
}
