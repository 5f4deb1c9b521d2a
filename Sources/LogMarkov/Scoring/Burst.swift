internal import Unix

/// The burst allowance: where much is new, something new says little.
///
///     B ← B·e^(−1/20) + [the transition two records back was unseen],   b = 2·log2(1 + B)
///
/// Without it the strays found (recall at R, classes 2, 3, 4) fall from .83/.74/.78 to .81/.74/.76, the missing lines
/// from .45/.26/.35 to .42/.22/.33. Two records back: what is itself an anomaly shall not excuse its own alert.
struct Burst: Equatable, Sendable {
  /// e^(−1/20): half of it is forgotten after 14 records.
  private static let decay: Float = 0.951_229_4

  private var level: Float = 0
  private var lastWasUnseen = false
  private var oneBeforeWasUnseen = false

  /// No record yet.
  init() {}

  /// As it was remembered elsewhere.
  init(_ memory: EvidenceMemory) {
    level = memory.burst
    lastWasUnseen = memory.marks.contains(.unseen)
    oneBeforeWasUnseen = memory.marks.contains(.unseenBefore)
  }

  /// Puts it into a memory.
  func remember(in memory: inout EvidenceMemory) {
    memory.burst = level
    if lastWasUnseen { memory.marks.insert(.unseen) }
    if oneBeforeWasUnseen { memory.marks.insert(.unseenBefore) }
  }

  /// Moves on to the next record and gives the allowance there, in bits.
  mutating func next() -> Double {
    level = level * Self.decay + (oneBeforeWasUnseen ? 1 : 0)
    // What does not change 1 when it is added has the logarithm of 1: so it is from 730 records after the last unseen
    // transition on.
    return level <= 0x1p-53 ? 0 : 2 * binaryLogarithm(1 + Double(level))
  }

  /// Notes whether the transition into that record was unseen.
  mutating func note(unseen: Bool) { (oneBeforeWasUnseen, lastWasUnseen) = (lastWasUnseen, unseen) }
}
