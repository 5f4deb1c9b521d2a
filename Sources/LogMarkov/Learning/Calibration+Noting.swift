/// The calibration of `learn`: what came of weighing each record before it was counted.
///
/// Source: mcfilter(1), EVIDENCE and ALERT BUDGET; prequential as in Dawid 1984: each record is judged by what came
/// before it alone.
extension Calibration {
  /// Notes a record: what is selected by, without look-ahead and, of the record before it, with it. The first records of
  /// chains, which are never selected, are left out.
  mutating func note(_ weighed: WeighedRecord, isFirst: Bool) {
    if !isFirst {
      note(Centibits(bits: weighed.strayAlone), in: .strayAlone)
      note(weighed.missing.map(Centibits.init(bits:)), in: .missingAlone)
    }
    if let resolved = weighed.resolved {
      note(Centibits(bits: resolved.stray), in: .strayAhead)
      note(resolved.missing.map(Centibits.init(bits:)), in: .missingAhead)
    }
    if let bits = weighed.selfTest { note(Centibits(bits: bits), in: .selfTest) }
  }
}

extension EvidenceSettings {
  /// How `learn` weighs: with look-ahead, and down to 0 bits, since δ may be taken from quantiles below the usual gate
  /// (with a gate of 3 it moved by up to .55 on 3 of 13 logs, with 0 on none).
  static let ofLearning = EvidenceSettings(looksAhead: true, gate: 0)
}
