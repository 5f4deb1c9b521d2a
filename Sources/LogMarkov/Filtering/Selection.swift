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
    /// It is over a threshold that keeps alerts within a budget.
    case budget(AlertBudget.Settings)
  }

  private let threshold: Threshold
  private var budget: AlertBudget?
  private var openAlerts = OpenAlerts()
  /// Of the last batch: what each of its records, in order, is to an alert.
  private var alertParts: [OpenAlerts.Part] = []
  /// How many records were selected.
  private(set) var selected: UInt64 = 0
  /// Whether the last record, and with it its continuations, passed.
  private var lastPassed = false
  /// Whether the last line passed: the pieces of a long line follow its head.
  private var lastLinePassed = false
  /// Whether the last record of each chain passed, by slot: repeat lines follow it.
  private var lastOfChain: [Bool] = []

  /// Passes what the threshold selects.
  init(_ threshold: Threshold) {
    self.threshold = threshold
    if case .budget(let settings) = threshold { budget = AlertBudget(settings) }
  }

  /// The thresholds as they are now.
  var thresholds: Thresholds {
    switch threshold {
    case .none, .probability: Thresholds()
    case .bits(let bits): Thresholds(combined: bits)
    case .budget: budget?.thresholds ?? Thresholds()
    }
  }

  /// Takes thresholds that do not adapt from another calibration; those that do go on from where they are.
  mutating func recalibrate(_ threshold: Threshold) {
    if case .budget(let settings) = threshold, !settings.adapts { budget = AlertBudget(settings) }
  }

  /// How many alerts the selected records make: those of one chain that are close together are one.
  var alerts: UInt64 { openAlerts.opened }

  /// Decides about a batch, in order; appends to `passes` one element for each line, and lets the flags of selected
  /// records say which kind of evidence it was.
  mutating func select(
    _ records: [LogRecord], _ scores: inout [Score], chainSlots: [UInt32], into passes: inout [Bool]
  ) {
    alertParts.removeAll(keepingCapacity: true)
    guard threshold != .none else {
      passes.append(contentsOf: repeatElement(true, count: records.count))
      return
    }
    // Filled in place: to append one by one was 70 instructions a line.
    let before = passes.count
    passes.append(contentsOf: repeatElement(false, count: records.count))
    var column = passes.mutableSpan
    var flagged = scores.mutableSpan
    let rows = records.span
    for row in rows.indices {
      let passed: Bool
      switch rows[row].kind {
      case .record:
        passed = judge(flagged[row], chain: chainSlots[row])
        if passed { flagged[row].flag = flagged[row].flagOfSelected }
        lastPassed = passed
        note(passed, ofChain: chainSlots[row])
      case .continuation: passed = lastPassed
      case .repeatedLast: passed = chainSlots[row] != .max && wasSelected(chain: chainSlots[row])
      case .bootMarker, .notARecord: passed = false
      case .linePiece: passed = lastLinePassed
      }
      lastLinePassed = passed
      column[before + row] = passed
    }
  }

  /// Takes what each record of the last batch, in order, is to an alert; nothing without a threshold.
  mutating func takeAlertParts(into parts: inout [OpenAlerts.Part]) { swap(&parts, &alertParts) }

  /// Puts what the next lines' fate depends on into a memory whose chains have these slots.
  func remember(in memory: inout StreamMemory, chainSlots: [UInt32]) {
    for (place, slot) in chainSlots.enumerated() {
      memory.chains[place].alertLeft = openAlerts[leftOfChain: slot]
      memory.chains[place].lastWasSelected = wasSelected(chain: slot)
    }
    memory.lastWasSelected = lastPassed
    budget?.remember(in: &memory)
  }

  /// Goes on from there.
  mutating func recall(_ memory: StreamMemory, chainSlots: [UInt32]) {
    for (chain, slot) in zip(memory.chains, chainSlots) {
      openAlerts[leftOfChain: slot] = chain.alertLeft
      note(chain.lastWasSelected, ofChain: slot)
    }
    lastPassed = memory.lastWasSelected
    budget?.recall(memory)
  }

  /// True if a record is selected. Inlined, with what it asks, down to `AdaptiveThreshold`: a call handed on nine words of a
  /// score, four times a record, 175 of 385 instructions of `-r`.
  @inline(__always)
  private mutating func judge(_ score: Score, chain slot: UInt32) -> Bool {
    let isFirst = score.flag == .first
    // A first record never is: nothing tells how rare it is where it stands.
    let isSelected = !isFirst && isOverThreshold(score)
    let part = openAlerts.note(isSelected: isSelected, isFirst: isFirst, chain: slot)
    alertParts.append(part)
    budget?.note(score, opensAlert: part == .opens)
    if isSelected { selected += 1 }
    return isSelected
  }

  /// Inlined as `judge`.
  @inline(__always)
  private func isOverThreshold(_ score: Score) -> Bool {
    switch threshold {
    case .none: true
    case .bits(let least): score.combined.bits >= least
    case .probability(let most): score.messageProbability + score.tagProbability <= most
    case .budget: budget?.selects(score) == true
    }
  }

  private mutating func note(_ passed: Bool, ofChain slot: UInt32) {
    if slot >= lastOfChain.count {
      lastOfChain.append(contentsOf: repeatElement(false, count: Int(slot) + 1 - lastOfChain.count))
    }
    // Nearly always nothing changes, and to write would be to ask whether somebody shares them.
    if lastOfChain[Int(slot)] != passed { lastOfChain[Int(slot)] = passed }
  }

  private func wasSelected(chain slot: UInt32) -> Bool { slot < lastOfChain.count && lastOfChain[Int(slot)] }
}

extension Score {
  /// The flag once the record is selected: the kind of evidence that is the larger part of S, if there is evidence.
  var flagOfSelected: Flag {
    stray == nil && missing == nil ? flag : saysMissing ? .missing : .stray
  }
}
