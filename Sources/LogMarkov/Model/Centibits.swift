internal import Unix

/// A number of bits in hundredths, as it is printed: selection and output see the same number.
struct Centibits: Comparable, Hashable, Sendable {
  /// Hundredths of a bit.
  var rawValue: Int32

  /// No bits.
  static let zero = Centibits(rawValue: 0)
  /// The largest that is printed, and the surprisal of what is impossible: 999.99.
  static let greatest = Centibits(rawValue: 99_999)
  /// The smallest that is printed: −99.99.
  static let least = Centibits(rawValue: -9_999)

  /// So many hundredths of a bit.
  init(rawValue: Int32) { self.rawValue = rawValue }

  /// The nearest hundredth, within what is printed.
  init(bits: Double) {
    let hundredths = min(
      Double(Centibits.greatest.rawValue), max(Double(Centibits.least.rawValue), bits * 100))
    // 3·2^51 leaves no room for a fraction, so that the sum is rounded, half to even, and ends in the whole number:
    // `rounded()` is a call of 30 instructions where the processor is not known to round.
    rawValue = Int32(truncatingIfNeeded: (hundredths + 0x1.8p52).bitPattern)
  }

  /// −log2 P; 999.99 bits for what is impossible.
  init(surprisalOf probability: Double) {
    self = probability > 0 ? Centibits(bits: -binaryLogarithm(probability)) : .greatest
  }

  /// The same in bits.
  var bits: Double { Double(rawValue) / 100 }

  /// Fewer bits come first.
  static func < (first: Centibits, second: Centibits) -> Bool { first.rawValue < second.rawValue }
}
