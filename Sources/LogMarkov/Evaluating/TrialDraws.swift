/// What trials draw.
extension SeededRandom {
  /// The numbers of one of many trials; those of different trials have nothing to do with each other.
  init(seed: UInt64, stream: UInt64, trial: UInt64) {
    var mixed = SeededRandom(seed: seed)
    mixed = SeededRandom(seed: mixed.next() ^ stream)
    mixed = SeededRandom(seed: mixed.next() ^ trial)
    self.init(seed: mixed.next())
  }

  /// A number from 0 up to, not including, `count`, at least 1.
  mutating func draw(below count: Int) -> Int { Int(draw(below: UInt64(count))) }

  /// The numbers from 0 up to, not including, `count`, in random order.
  mutating func permutation(of count: Int) -> [Int] {
    var order = Array(0..<count)
    for last in stride(from: count - 1, to: 0, by: -1) { order.swapAt(last, draw(below: last + 1)) }
    return order
  }
}
