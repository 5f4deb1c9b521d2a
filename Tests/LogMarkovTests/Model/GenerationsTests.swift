/// Tables that forget: what was touched in this generation or the last is held, nothing else.

import Support
import Testing

@testable import LogMarkov

struct GenerationsTests {
  @Test("entries are held and dropped as in two plain dictionaries", arguments: UInt64(1)...8)
  func likeDictionaries(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    var table = Generations<UInt32>(blank: 0)
    var (young, old) = ([UInt64: UInt32](), [UInt64: UInt32]())
    let keys = UInt64([3, 50, 1000].randomElement(using: &random) ?? 50)
    for step in 0..<20_000 {
      // Few numbers as keys, and a hash that is no legal key.
      let number = UInt64.random(in: 0...keys, using: &random)
      let key = number == keys ? UInt64.max : number &<< 32 | number % 7
      switch Int.random(in: 0..<1000, using: &random) {
      case 0:
        table.turn()
        (young, old) = ([:], young)
      case 1..<300:
        let value = table.value(of: key)
        #expect(value == (young[key] ?? old[key]), "step \(step)")
      case 300:
        table.trim()
        let (bytes, count) = (table.bytes, table.count)
        #expect(bytes <= max(8, 2 * count) * 16, "at least half full")
      default:
        let value = UInt32.random(in: 0...UInt32.max, using: &random)
        let place = table.touch(key) ?? table.enter(key, 0)
        let isYoung = table.isYoung(place)
        #expect(isYoung)
        table[place] = value
        young[key] = value
        old[key] = nil
      }
      let (count, youngCount, bytes) = (table.count, table.young, table.bytes)
      #expect(count == young.count + old.count && youngCount == young.count, "step \(step)")
      #expect(bytes <= max(8, 6 * count) * 16, "at least a sixth full")
    }
    var held: [UInt64: UInt32] = [:]
    table.forEach { held[$0] = $1 }
    // The one hash that is no key has its neighbour's place.
    for (key, value) in young.merging(old, uniquingKeysWith: { first, _ in first }) {
      #expect(held[min(key, .max - 1)] == value)
    }
    let (count, taken) = (table.count, table.indices.count { !table.isFree($0) })
    #expect(held.count == count && taken == count)
  }

  @Test("a large table finds what it holds, whatever keys are neighbours in it", arguments: 0...3)
  func neighbors(number: Int) {
    let neighbors = [Neighbors.none, .items, .contexts, .pairs][number]
    var table = Generations<UInt32>(blank: 0, neighbors: neighbors)
    // Pairs of numbers that count up, and a dense block that stays.
    func keys(_ generation: UInt64) -> [UInt64] {
      (generation * 60_000..<(generation + 1) * 60_000).map { $0 &<< 32 | ($0 + 3) }
        + (0..<10_000).map { ($0 / 100) &<< 32 | (1 << 20 + $0 % 100) }
    }
    for generation in 0..<4 as Range<UInt64> {
      for key in keys(generation) {
        let place = table.seek(key)
        if table.isFree(place) { table.enter(key, UInt32(truncatingIfNeeded: key &* 7), at: place) }
      }
      let count = table.count
      let bytes = table.bytes
      #expect(count == (generation == 0 ? 70_000 : 130_000) && bytes > Neighbors.fewestBytes)
      expect(keys(generation) + (generation > 0 ? keys(generation - 1) : []), in: table)
      if generation > 1 {
        let forgotten = table.value(of: keys(generation - 2)[0])
        #expect(forgotten == nil)
      }
      table.turn()
    }
    // With its memory given back, and then with the few that stay of it, in a table too small for neighbours.
    table.trim()
    expect(keys(3), in: table)
    for key in keys(3).suffix(5_000) { _ = table.touch(key) }
    table.turn()
    let (count, bytes) = (table.count, table.bytes)
    #expect(count == 5_000 && bytes < Neighbors.fewestBytes)
    expect(keys(3).suffix(5_000), in: table)
  }

  private func expect(_ keys: some Sequence<UInt64>, in table: borrowing Generations<UInt32>) {
    for key in keys {
      let value = table.value(of: key)
      if value != UInt32(truncatingIfNeeded: key &* 7) { Issue.record("\(key)") }
    }
  }

  @Test("to look something up does not keep it")
  func lookingIsNoTouching() {
    var table = Generations<UInt32>(blank: 0)
    table.enter(1, 10)
    table.enter(2, 20)
    table.turn()
    _ = table.touch(1)
    let old = table.value(of: 2)
    #expect(old == 20)
    table.turn()
    let (kept, dropped) = (table.value(of: 1), table.value(of: 2))
    #expect(kept == 10 && dropped == nil)
    table.turn()
    let (gone, count, bytes) = (table.value(of: 1), table.count, table.bytes)
    #expect(gone == nil && count == 0 && bytes == 0)
  }
}
