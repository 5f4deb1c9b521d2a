/// Pair tables: what a dictionary would say, in memory and packed.

import Support
import Testing
import Unix

@testable import LogMarkov

private struct Pair: Hashable {
  var context: UInt32
  var item: UInt32
}

/// Random pairs, many of them equal or near each other, some with extreme numbers.
private func randomPair(_ random: inout SplitMix64) -> Pair {
  let extremes: [UInt32] = [0, 1, 1 << 31, 1 << 31 | 1, .max, .max - 1]
  func number() -> UInt32 {
    switch Int.random(in: 0..<4, using: &random) {
    case 0: extremes[Int.random(in: 0..<extremes.count, using: &random)]
    case 1: UInt32.random(in: 0...UInt32.max, using: &random)
    default: UInt32.random(in: 0..<60, using: &random)
    }
  }
  return Pair(context: number(), item: number())
}

private func randomEntries(_ count: Int, seed: UInt64) -> [Pair: UInt32] {
  var random = SplitMix64(seed: seed)
  var entries: [Pair: UInt32] = [:]
  while entries.count < count {
    entries[randomPair(&random)] = UInt32.random(in: 1...UInt32.max, using: &random)
  }
  return entries
}

private func pack(_ entries: [(Pair, UInt32)]) throws -> PackedPairTable {
  try PackedPairTable(
    entries.map { PackedPairTable.Entry(context: $0.0.context, item: $0.0.item, count: $0.1) }, what: "test")
}

/// The words of a packed table, header included.
private func words(of table: PackedPairTable) -> [UInt32] {
  stride(from: 0, to: table.bytes.count, by: 4).map { UInt32(table.bytes.span.littleEndian($0, bytes: 4)) }
}

struct GrowingPairTableTests {
  @Test("adding and looking up agree with a dictionary while the table grows", arguments: UInt64(1)...5)
  func likeDictionary(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    var table = GrowingPairTable()
    var plain: [Pair: UInt32] = [:]
    for _ in 0..<5000 {
      let pair = randomPair(&random)
      let amount = UInt32.random(in: 1...3, using: &random)
      let addition = table.add(amount, context: pair.context, item: pair.item)
      #expect(addition.isNew == (plain[pair] == nil) && addition.amount == amount)
      plain[pair, default: 0] += amount
      let other = randomPair(&random)
      #expect(table.value(context: other.context, item: other.item) == plain[other] ?? 0)
    }
    #expect(table.count == plain.count)
    var listed: [Pair: UInt32] = [:]
    table.forEach { context, item, count in
      #expect(listed.updateValue(count, forKey: Pair(context: context, item: item)) == nil, "no pair twice")
    }
    #expect(listed == plain)
    #expect(table.buckets.count <= max(1, plain.count), "an entry takes at most 32 bytes")
  }

  @Test("pairs that were chosen to belong into the same buckets blow up a table only whose secret is known")
  func chosenPairs() {
    // More than 64 buckets hold, all in one of 1,024.
    let secret = GrowingPairTable.Secret(salt: 0, factor: 0x9E37_79B9_7F4A_7C15)
    var chosen: [Pair] = []
    var number: UInt32 = 0
    while chosen.count < 400 {
      let pair = Pair(context: number >> 8, item: number & 255)
      if secret.home(context: pair.context, item: pair.item, buckets: 1024) == 0 { chosen.append(pair) }
      number += 1
    }
    var known = GrowingPairTable(secret: secret)
    var random = GrowingPairTable()
    for pair in chosen {
      known.add(1, context: pair.context, item: pair.item)
      random.add(1, context: pair.context, item: pair.item)
    }
    #expect(known.count == 400 && random.count == 400)
    #expect(known.buckets.count > 1024, "what they were chosen for")
    #expect(random.buckets.count <= 256)
  }

  @Test("a count stays at its largest value once it is there")
  func saturation() {
    var table = GrowingPairTable()
    table.add(.max - 1, context: 3, item: 4)
    table.add(1, context: 3, item: 4)
    #expect(table.value(context: 3, item: 4) == .max)
    table.add(7, context: 3, item: 4)
    table.add(.max, context: 3, item: 4)
    #expect(table.value(context: 3, item: 4) == .max)
    var numbered = NumberedPairTable()
    _ = numbered.add(.max, context: 1, item: 2)
    let (number, addition) = numbered.add(5, context: 1, item: 2)
    #expect(number == 0 && !addition.isNew && addition.amount == 0 && numbered.counts == [.max])
  }

  @Test("a value given once stays")
  func orElse() {
    var table = GrowingPairTable()
    #expect(table.value(context: 1, item: 1, orElse: 9) == 9)
    #expect(table.value(context: 1, item: 1, orElse: 5) == 9)
    #expect(table.count == 1)
  }

  @Test("numbered pairs have their numbers in order of appearance")
  func numbers() {
    var table = NumberedPairTable()
    var random = SplitMix64(seed: 3)
    var plain: [Pair: Int] = [:]
    for _ in 0..<2000 {
      let pair = randomPair(&random)
      let expected = plain[pair] ?? plain.count
      let (number, addition) = table.add(1, context: pair.context, item: pair.item)
      #expect(number == expected && addition.isNew == (plain[pair] == nil))
      plain[pair] = expected
    }
    for (pair, number) in plain {
      #expect(table.number(context: pair.context, item: pair.item) == number)
      #expect(table.contexts[number] == pair.context && table.items[number] == pair.item)
    }
    #expect(table.number(context: 12_345, item: 54_321) == nil)
  }
}

struct PairSearchTests {
  @Test(
    "a bucket compared at once says what a search word by word says, whatever the words are", arguments: 1...4
  )
  func likePlainSearch(buckets: Int) {
    var random = SplitMix64(seed: UInt64(buckets))
    for _ in 0..<3000 {
      // Few numbers, so that much is equal; slots without values before, between and behind the others, as no writer leaves
      // them but a file may have them; tables without a free slot.
      let (numbers, values) = (
        UInt32.random(in: 0...3, using: &random), UInt32.random(in: 0...4, using: &random)
      )
      var words = (0..<16 * buckets).map { _ in UInt32.random(in: 0...numbers, using: &random) }
      for slot in 0..<5 * buckets {
        words[PairTable.word(ofSlot: slot) + 2] =
          values == 0 ? 1 : UInt32.random(in: 0...values, using: &random)
      }
      let context = UInt32.random(in: 0...numbers, using: &random)
      let item = UInt32.random(in: 0...numbers, using: &random)
      let home = PairTable.home(context: context, item: item, buckets: buckets)
      for limit in [1, 2, 64] {
        let plain = PairTable.findPlainly(
          context: context, item: item, home: home, in: words.span, limit: limit)
        #expect(PairTable.find(context: context, item: item, in: words.span, limit: limit) == plain)
      }
    }
  }
}

struct PackedPairTableTests {
  @Test(
    "every pair is found with its count in its slot, and no other is", arguments: [0, 1, 4, 5, 6, 100, 3000])
  func findsAll(count: Int) throws {
    let entries = randomEntries(count, seed: UInt64(count)).map { ($0.key, $0.value) }
    let packed = try pack(entries)
    let words = words(of: packed)
    let buckets = Array(words[16...])
    #expect(words[0] == UInt32(count) && words[1] == 0, "the number of entries")
    #expect(buckets.count == max(1, (count + 3) / 4) * 16, "sixteen bytes an entry")
    #expect(packed.slotCount == buckets.count / 16 * 5)
    let limit = Int(words[2])
    for (number, entry) in entries.enumerated() {
      let finding = PairTable.find(
        context: entry.0.context, item: entry.0.item, in: buckets.span, limit: limit)
      guard case .slot(let slot) = finding else {
        Issue.record("a pair is not found within the longest probe")
        continue
      }
      #expect(slot == packed.slots[number])
      #expect(buckets[PairTable.word(ofSlot: slot) + 2] == entry.1)
    }
    let known = Set(entries.map(\.0))
    var random = SplitMix64(seed: 99)
    for _ in 0..<2000 {
      let pair = randomPair(&random)
      if known.contains(pair) { continue }
      if case .slot = PairTable.find(context: pair.context, item: pair.item, in: buckets.span, limit: limit) {
        Issue.record("a pair is found that is not there")
      }
    }
    #expect(
      (0..<packed.slotCount).count { buckets[PairTable.word(ofSlot: $0) + 2] != 0 } == count,
      "no slot else is taken")
  }

  @Test("the longest probe is the longest there is, and one less would miss a pair")
  func longestProbe() throws {
    let entries = randomEntries(3000, seed: 5).map { ($0.key, $0.value) }
    let words = words(of: try pack(entries))
    let buckets = Array(words[16...])
    let longest = Int(words[2])
    #expect(longest > 1 && longest <= PairTable.probeLimit)
    let missed = entries.count { entry in
      if case .slot = PairTable.find(
        context: entry.0.context, item: entry.0.item, in: buckets.span, limit: longest - 1)
      {
        return false
      }
      return true
    }
    #expect(missed > 0)
  }

  @Test("the bytes do not depend on the order in which pairs are given", arguments: UInt64(1)...5)
  func orderOfInsertion(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let entries = randomEntries(500, seed: 17).map { ($0.key, $0.value) }.sorted {
      $0.0.context < $1.0.context
    }
    let expected = try pack(entries).bytes
    #expect(try pack(entries.shuffled(using: &random)).bytes == expected)
  }

  @Test("an entry stands where the manual's formula puts it")
  func formula() throws {
    let entries = randomEntries(40, seed: 23).map { ($0.key, $0.value) }
    let packed = try pack(entries)
    let buckets = UInt64(packed.slotCount / 5)
    for (number, entry) in entries.enumerated() {
      // mcfilter-model(5), "Pair tables".
      var x = UInt64(entry.0.context) << 32 + UInt64(entry.0.item)
      x = (x ^ (x >> 32)) &* 0xD6E8_FEB8_6659_FD93
      x = (x ^ (x >> 32)) &* 0xD6E8_FEB8_6659_FD93
      x = x ^ (x >> 32)
      let home = x.multipliedFullWidth(by: buckets).high
      let probe = (UInt64(packed.slots[number]) / 5 + buckets - home) % buckets + 1
      #expect(probe <= UInt64(words(of: packed)[2]))
    }
  }
}
