/// The secret of a model: 128 bits without which nobody can write a log line that passes for another.
public struct TypeKey: Hashable, Sendable {
  /// The first eight bytes of the key, read as a little-endian number.
  let low: UInt64
  /// The last eight bytes of the key, read as a little-endian number.
  let high: UInt64

  /// The key with these bits, as read from a model.
  init(low: UInt64, high: UInt64) {
    self.low = low
    self.high = high
  }

  /// The key that `--seed` stands for: the first two numbers that SplitMix64 draws from the seed.
  ///
  /// Reference: Steele, Lea, Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014.
  public init(seed: UInt64) {
    self.init(low: Self.splitMix64(seed, draw: 1), high: Self.splitMix64(seed, draw: 2))
  }

  /// A key drawn from the system's source of secrets: the one for a new model without `--seed`.
  public static func random() -> TypeKey {
    var secrets = SystemRandomNumberGenerator()
    return TypeKey(low: secrets.next(), high: secrets.next())
  }

  /// The number that SplitMix64, started at `seed`, gives at its `draw`-th call.
  private static func splitMix64(_ seed: UInt64, draw: UInt64) -> UInt64 {
    var mixed = seed &+ draw &* 0x9e37_79b9_7f4a_7c15
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }
}
