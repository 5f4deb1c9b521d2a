/// The time between two neighbours of a chain, as the model counts it.
enum Gap {
  /// How many buckets there are.
  static let buckets = 41

  /// Times from 1901 to 2106, which have 32 bits; those outside are taken for the nearest of them.
  static let range: ClosedRange<Int64> = -0x8000_0000...0x7FFF_FFFE

  /// A time within the range.
  static func clamped(_ time: Int64) -> Int64 { min(max(time, range.lowerBound), range.upperBound) }

  /// The bucket of a gap: 0 if it is zero, negative or unknown, else min(40, 1 + ⌊2·log2 seconds⌋).
  ///
  /// ⌊2·log2 s⌋ = ⌊log2 s²⌋ is the number of the highest bit of s².
  @inline(__always)
  static func bucket(from earlier: Int64?, to later: Int64?) -> UInt32 {
    guard let earlier, let later else { return 0 }
    return bucket(seconds: clamped(later) - clamped(earlier))
  }

  /// The same for times as chains keep them.
  @inline(__always)  // Once for each record.
  static func bucket(from earlier: OptionalTime, to later: OptionalTime) -> UInt32 {
    guard later.rawValue > earlier.rawValue, later.rawValue != .max else { return 0 }
    return bucket(seconds: Int64(later.rawValue &- earlier.rawValue))
  }

  // As its callers.
  @inline(__always)
  private static func bucket(seconds: Int64) -> UInt32 {
    guard seconds > 0 else { return 0 }
    if seconds >= 1 << 20 { return 40 }
    return UInt32(min(40, 64 - (seconds * seconds).leadingZeroBitCount))
  }
}
