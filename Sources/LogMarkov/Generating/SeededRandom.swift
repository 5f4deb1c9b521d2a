/// Random numbers of our own: the same for the same seed, everywhere and for ever.
///
/// Source: Steele, Lea, Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014 (SplitMix64).
struct SeededRandom {
  private var state: UInt64

  /// The numbers of a seed.
  init(seed: UInt64) { state = seed }

  /// The next 64 random bits.
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed &>> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed &>> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed &>> 31)
  }

  /// A number from 0 up to, not including, `bound`, at least 1; none is likelier than another by more than `bound`·2⁻⁶⁴.
  mutating func draw(below bound: UInt64) -> UInt64 { next().multipliedFullWidth(by: bound).high }
}
