internal import Unix

/// Which slot belongs to a key: open addressing with keys that are hashes already. The keys themselves stand with whoever
/// owns the index; half of each is here, which says where its slot belongs and, all but once in four thousand million, that
/// it is another's.
///
/// Swift's own dictionary would hash the keys again, 25 ns for each of a line's two look-ups; this takes 3. With half of
/// the key, a search or a removal among 65,536 processes touches one line of the processor's cache and not five.
struct SlotIndex: ~Copyable {
  /// The lower half of a key, and its slot + 1; 0 where there is no key.
  private var places: OwnedArray<UInt64>
  private var count = 0

  /// An index of no keys.
  init() { self.init(places: 16) }

  private init(places count: Int) { places = OwnedArray(repeating: 0, count: count) }

  /// What stands for a key and its slot.
  private static func word(_ key: UInt64, _ slot: UInt32) -> UInt64 { key &<< 32 | UInt64(slot) &+ 1 }

  /// Where what a word stands for belongs.
  private func home(of word: UInt64) -> Int { Int(truncatingIfNeeded: word &>> 32) & (places.count &- 1) }

  private func next(_ place: Int) -> Int { (place &+ 1) & (places.count &- 1) }

  /// The slot of a key, if it has one; `owns` says whether a slot is this key's.
  @inline(__always)  // So that `owns` is a comparison.
  func slot(of key: UInt64, _ owns: (UInt32) -> Bool) -> UInt32? {
    var place = home(of: key &<< 32)
    // At most half of the places are taken, so an empty one is met soon.
    while places[place] != 0 {
      let word = places[place]
      if word &>> 32 == key & 0xFFFF_FFFF {
        let slot = UInt32(truncatingIfNeeded: word) &- 1
        if owns(slot) { return slot }
      }
      place = next(place)
    }
    return nil
  }

  /// Enters a slot whose key has none yet.
  mutating func insert(_ slot: UInt32, for key: UInt64) {
    if 2 * (count + 1) > places.count { grow() }
    put(Self.word(key, slot))
    count += 1
  }

  private mutating func put(_ word: UInt64) {
    var place = home(of: word)
    while places[place] != 0 { place = next(place) }
    places[place] = word
  }

  /// Takes a key's slot away, and moves those behind it up so that searches still find them.
  mutating func remove(_ slot: UInt32, of key: UInt64) {
    let word = Self.word(key, slot)
    var hole = home(of: word)
    while places[hole] != word {
      precondition(places[hole] != 0, "a slot that was not entered")
      hole = next(hole)
    }
    count -= 1
    places[hole] = 0
    let mask = places.count &- 1
    var place = next(hole)
    while places[place] != 0 {
      // What stands here may fill the hole unless its home lies cyclically behind the hole.
      if (place &- home(of: places[place])) & mask >= (place &- hole) & mask {
        places[hole] = places[place]
        places[place] = 0
        hole = place
      }
      place = next(place)
    }
  }

  private mutating func grow() {
    var larger = SlotIndex(places: 2 * places.count)
    for place in places.indices where places[place] != 0 { larger.put(places[place]) }
    larger.count = count
    self = larger
  }
}
