/// The time between two neighbours of a chain, as the model counts it.
enum Gap {
  /// How many buckets there are.
  static let buckets = 41

  /// The bucket of a gap: 0 if it is zero, negative or unknown, else min(40, 1 + ⌊2·log2 seconds⌋).
  ///
  /// ⌊2·log2 s⌋ = ⌊log2 s²⌋ is the number of the highest bit of s².
  static func bucket(from earlier: Int64?, to later: Int64?) -> UInt32 {
    guard let earlier, let later, later > earlier else { return 0 }
    let (seconds, overflow) = later.subtractingReportingOverflow(earlier)
    if overflow || seconds >= 1 << 20 { return 40 }
    return UInt32(min(40, 64 - (seconds * seconds).leadingZeroBitCount))
  }
}
