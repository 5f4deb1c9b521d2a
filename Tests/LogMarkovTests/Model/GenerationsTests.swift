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
        #expect(table.value(of: key) == (young[key] ?? old[key]), "step \(step)")
      default:
        let value = UInt32.random(in: 0...UInt32.max, using: &random)
        let place = table.touch(key) ?? table.enter(key, 0)
        #expect(table.isYoung(place))
        table[place] = value
        young[key] = value
        old[key] = nil
      }
      #expect(table.count == young.count + old.count && table.young == young.count, "step \(step)")
      #expect(table.bytes <= max(8, 2 * table.count) * 24, "at least half full")
    }
    var held: [UInt64: UInt32] = [:]
    table.forEach { held[$0] = $1 }
    // The one hash that is no key has its neighbour's place.
    for (key, value) in young.merging(old, uniquingKeysWith: { first, _ in first }) {
      #expect(held[min(key, .max - 1)] == value)
    }
    #expect(held.count == table.count && table.places.count == table.count)
  }

  @Test("to look something up does not keep it")
  func lookingIsNoTouching() {
    var table = Generations<UInt32>(blank: 0)
    table.enter(1, 10)
    table.enter(2, 20)
    table.turn()
    _ = table.touch(1)
    #expect(table.value(of: 2) == 20)
    table.turn()
    #expect(table.value(of: 1) == 10 && table.value(of: 2) == nil)
    table.turn()
    #expect(table.value(of: 1) == nil && table.count == 0 && table.bytes == 0)
  }
}
