/// What a chain must remember to weigh its next record.
struct ChainEvidence: Equatable, Sendable {
  var burst = Burst()
  /// m: the last record, as a suspect.
  var last = StrayEvidence.Suspect()
  /// a: the one before it.
  var beforeLast = StrayEvidence.Expected()
  /// How many records it has had; from 255 on they go round from 248, so that every eighth is told.
  var records: UInt8 = 0
  /// Whether it has had habits (`HostHabits`).
  var hasHabits = false
  /// Whether the transitions into the last two records exceeded 5 bits in the first order.
  private var lastWasSurprising = false
  private var beforeLastWasSurprising = false
  private var lastWasFamiliar = false

  /// Whether one of the last two transitions exceeded 5 bits.
  var wasSurprisingLately: Bool { lastWasSurprising || beforeLastWasSurprising }

  /// Counts of this size do not change when a record is added.
  ///
  /// Counting only transitions that exceeded 5 bits or were seen fewer than 512 times finds what counting all does
  /// (class 2: P@10/R@R .92/.78 for .93/.78); with 64 a little is lost, with the 5 bits alone much.
  fileprivate static let familiarFrom: UInt32 = 512

  /// Moves on by a record; true if it was common: it and the record before were expected, and have been seen so
  /// often that to count it would change nothing.
  @inline(__always)
  mutating func note(_ direct: Prediction, isFirst: Bool, _ suspect: StrayEvidence.Suspect) -> Bool {
    note(Marks(direct, isFirst: isFirst), suspect)
  }

  /// The same, by what is noted of a prediction.
  @inline(__always)  // As its caller.
  mutating func note(_ marks: Marks, _ suspect: StrayEvidence.Suspect) -> Bool {
    burst.note(unseen: marks.isUnseen)
    beforeLast = last.expected
    last = suspect
    beforeLastWasSurprising = lastWasSurprising
    lastWasSurprising = marks.isSurprising
    defer { lastWasFamiliar = marks.isFamiliar }
    records = records == .max ? 248 : records + 1
    return marks.isFamiliar && lastWasFamiliar
  }

  /// What is noted of a record's prediction.
  struct Marks {
    /// The transition was never seen.
    var isUnseen = false
    /// It exceeds 5 bits in the first order.
    var isSurprising = false
    /// It was expected, and has been seen often.
    var isFamiliar = false

    /// Of nothing.
    init() {}

    @inline(__always)  // As `note`.
    init(_ direct: Prediction, isFirst: Bool) {
      isUnseen = direct.transitions == 0 && !isFirst
      isSurprising = direct.firstOrder < EvidenceScorer.surprising
      isFamiliar =
        direct.probability >= EvidenceScorer.surprising && direct.transitions >= ChainEvidence.familiarFrom
    }
  }

  /// Moves on by a record that says again what the last one said.
  mutating func noteRepeat() {
    burst.note(unseen: false)
    beforeLast = last.expected
    last = StrayEvidence.Suspect(strangeness: last.strangeness)
    beforeLastWasSurprising = lastWasSurprising
    lastWasSurprising = false
    lastWasFamiliar = false
  }
}

extension ChainEvidence {
  /// As it was remembered elsewhere; habits begin anew.
  init(_ memory: EvidenceMemory) {
    burst = Burst(memory)
    last = StrayEvidence.Suspect(
      expected: .init(chain: memory.chain, mixture: memory.mixture), strangeness: memory.strangeness,
      swapped: memory.swapped)
    beforeLast = .init(chain: memory.chainBefore, mixture: memory.mixtureBefore)
    records = memory.records
    lastWasSurprising = memory.marks.contains(.surprising)
    beforeLastWasSurprising = memory.marks.contains(.surprisingBefore)
    lastWasFamiliar = memory.marks.contains(.familiar)
  }

  /// The same to be remembered.
  var memory: EvidenceMemory {
    var memory = EvidenceMemory(
      records: records, chain: last.expected.chain, mixture: last.expected.mixture,
      strangeness: last.strangeness, swapped: last.swapped, chainBefore: beforeLast.chain,
      mixtureBefore: beforeLast.mixture)
    burst.remember(in: &memory)
    if lastWasSurprising { memory.marks.insert(.surprising) }
    if beforeLastWasSurprising { memory.marks.insert(.surprisingBefore) }
    if lastWasFamiliar { memory.marks.insert(.familiar) }
    return memory
  }
}
