/// The random numbers of a trial: the same for the same seed, everywhere and for ever.
///
/// Source: Steele, Lea, Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014 (SplitMix64).
struct TrialRandom {
  private var state: UInt64

  /// The numbers of a seed.
  init(seed: UInt64) { state = seed }

  /// The numbers of one of many trials; those of different trials have nothing to do with each other.
  init(seed: UInt64, stream: UInt64, trial: UInt64) {
    var mixed = TrialRandom(seed: seed)
    mixed = TrialRandom(seed: mixed.next() ^ stream)
    mixed = TrialRandom(seed: mixed.next() ^ trial)
    state = mixed.next()
  }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed &>> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed &>> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed &>> 31)
  }

  /// A number from 0 up to, not including, `count`; none is likelier than another by more than `count`·2⁻⁶⁴.
  mutating func draw(below count: Int) -> Int {
    Int(next().multipliedFullWidth(by: UInt64(count)).high)
  }

  /// The numbers from 0 up to, not including, `count`, in random order.
  mutating func permutation(of count: Int) -> [Int] {
    var order = Array(0..<count)
    for last in stride(from: count - 1, to: 0, by: -1) { order.swapAt(last, draw(below: last + 1)) }
    return order
  }
}
