internal import Unix

/// A pair table as a section of the model file: header, then buckets, four fifths full.
struct PackedPairTable {
  /// A pair and its count.
  struct Entry {
    var context: UInt32
    var item: UInt32
    var count: UInt32

    var key: UInt64 { UInt64(context) << 32 | UInt64(item) }
  }

  /// The section.
  let bytes: [UInt8]
  /// In which slot each entry stands, in the order in which they were given.
  let slots: [UInt32]
  /// How many slots there are, empty ones included.
  let slotCount: Int

  /// Packs `entries` (no pair twice, no count 0).
  ///
  /// Pairs are entered in ascending order, so that the section depends on nothing else.
  /// - Throws: `ModelError.tooLarge` if slots cannot be numbered in 31 bits.
  /// - Complexity: O(n log n).
  init(_ entries: [Entry], what: String) throws(ModelError) {
    // Keys beside their numbers: sorting numbers by keys elsewhere took 10 % of learning a log of random lines.
    let order = entries.indices.map { (key: entries[$0].key, number: $0) }.sorted { $0.key < $1.key }
    var buckets = max(1, (entries.count + 3) / 4)
    var longestProbe = 0
    var slots: [UInt32] = []
    var bytes = LittleEndianBytes()
    var slotCount = 0
    repeat {
      guard buckets < Counts.numberLimit / PairTable.bucketSlots else { throw .tooLarge(what) }
      var lines = CacheLines(count: buckets)
      slots = [UInt32](repeating: 0, count: entries.count)
      longestProbe = PackedPairTable.place(entries, in: order, &lines, slots: &slots)
      if longestProbe <= PairTable.probeLimit {
        bytes.append(UInt64(entries.count))
        bytes.append(UInt32(longestProbe))
        bytes.pad(to: ModelLayout.pairTableHeaderBytes)
        for word in 0..<buckets * PairTable.bucketWords { bytes.append(lines[word]) }
        slotCount = buckets * PairTable.bucketSlots
      }
      buckets += buckets / 8 + 1
    } while longestProbe > PairTable.probeLimit
    self.bytes = bytes.bytes
    self.slots = slots
    self.slotCount = slotCount
  }

  /// Enters all pairs and returns how many buckets the longest search visits.
  private static func place(
    _ entries: [Entry], in order: [(key: UInt64, number: Int)], _ lines: inout CacheLines,
    slots: inout [UInt32]
  ) -> Int {
    let buckets = lines.count
    var longest = 0
    for (_, number) in order {
      let entry = entries[number]
      let home = PairTable.home(context: entry.context, item: entry.item, buckets: buckets)
      let found = PairTable.find(context: entry.context, item: entry.item, home: home, buckets: buckets) {
        lines.vector($0)
      }
      guard let place = found else { return PairTable.probeLimit + 1 }
      precondition(lines[place.value] == 0, "a pair entered twice")
      lines[place.word] = entry.context
      lines[place.word + 1] = entry.item
      lines[place.value] = entry.count
      slots[number] = UInt32(place.slot)
      let distance = (place.bucket - home + buckets) % buckets
      longest = max(longest, distance + 1)
    }
    return longest
  }
}
