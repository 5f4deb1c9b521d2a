/// How often scores came out: one bin for each hundredth of a bit, so that a quantile is as exact as a score is printed.
///
/// Bins are held for one range without holes, which grows in steps to hold every value noted. Evidence of real logs
/// lies between −40 and 100 bits, which makes 56 kB; a range of all values that there are makes 440 kB, whatever a log
/// does. (A table of clamped ends would be smaller, but would no longer tell what lies beyond; a hash table would cost
/// more for each record than all else that learning adds.)
struct ScoreHistogram: Equatable, Sendable {
  /// The range grows by so many bins: a power of two, so that its ends depend only on what was noted.
  private static let step = 256

  /// By hundredths of a bit, from `base` on. A count stays at `UInt32.max`.
  private var counts: [UInt32] = []
  /// The first bin's value.
  private var base = 0
  /// Records with a value.
  private(set) var weighed: UInt64 = 0
  /// Records whose evidence was not weighed because it cannot reach any threshold: less than every value.
  private(set) var notWeighed: UInt64 = 0

  /// Nothing noted yet.
  init() {}

  /// A histogram of bins as a file has them: eight bytes each, a value and how many records have it, by ascending values.
  ///
  /// Nil if values do not ascend, if one is none that is printed, or if no record has it. A model has up to 40,000 bins, a
  /// third of the start when they were added one by one: here each is checked and stored once.
  ///
  /// - Complexity: O(range of values).
  init?(ascendingBins bins: Span<UInt64>) {
    guard bins.count > 0 else { return }
    let first = ScoreHistogram.value(inBin: bins[0])
    let last = ScoreHistogram.value(inBin: bins[bins.count - 1])
    guard first >= Centibits.least.rawValue, first <= last, last <= Centibits.greatest.rawValue else {
      return nil
    }
    base = Int(first) & ~(Self.step - 1)
    var counts = [UInt32](repeating: 0, count: (Int(last) & ~(Self.step - 1)) + Self.step - base)
    var places = counts.mutableSpan
    var before = first &- 1
    var records: UInt64 = 0
    for index in bins.indices {
      let value = ScoreHistogram.value(inBin: bins[index])
      let count = UInt32(truncatingIfNeeded: bins[index].littleEndian &>> 32)
      let place = Int(value) &- base
      // What lies behind the last value cannot ascend to it, and is found out at the latest there.
      guard value > before, UInt(bitPattern: place) < UInt(bitPattern: places.count), count > 0 else {
        return nil
      }
      places[place] = count
      records &+= UInt64(count)
      before = value
    }
    self.counts = counts
    weighed = records
  }

  // Inlined into the loop over thousands.
  @inline(__always)
  private static func value(inBin bin: UInt64) -> Int32 { Int32(truncatingIfNeeded: bin.littleEndian) }

  /// All records noted.
  var count: UInt64 { weighed + notWeighed }

  /// Notes a record; nil if its evidence was not weighed.
  ///
  /// - Complexity: O(1), but for growing.
  // Inlined, since a record is noted up to five times: with `add` for each it was 4 % of the instructions of learning.
  @inline(__always)
  mutating func note(_ value: Centibits?) {
    guard let value else { return addNotWeighed(1) }
    let bin = Int(value.rawValue) - base
    guard bin >= 0, bin < counts.count, value <= .greatest else { return add(1, of: value) }
    var counts = counts.mutableSpan
    guard counts[bin] < .max else { return }
    counts[bin] &+= 1
    weighed &+= 1
  }

  /// Adds records of one value.
  mutating func add(_ amount: UInt32, of value: Centibits) {
    guard amount > 0 else { return }
    let value = Int(min(max(value, .least), .greatest).rawValue)
    if value < base || value >= base + counts.count { grow(to: value) }
    let before = counts[value - base]
    let (sum, isTooMuch) = before.addingReportingOverflow(amount)
    counts[value - base] = isTooMuch ? .max : sum
    weighed += UInt64(counts[value - base] - before)
  }

  /// Adds records that were not weighed.
  mutating func addNotWeighed(_ amount: UInt64) { notWeighed.add(bounded: amount) }

  /// Adds all that another histogram counts, each count weighted and rounded down.
  ///
  /// - Complexity: O(bins).
  mutating func add(_ other: ScoreHistogram, weight: MergeWeight = .one) {
    // Where all records together are not too many for one bin, none can hold too many.
    if weight == .one, weighed + other.weighed <= UInt64(UInt32.max) {
      addBounded(other)
    } else {
      other.forEachBin { add(weight.of($1), of: $0) }
    }
    addNotWeighed(weight.of(other.notWeighed))
  }

  /// Adds the bins of another histogram, none of which gets too large: an instruction for each bin, where `add` takes 60
  /// for each that is not empty. Every start adds six histograms.
  private mutating func addBounded(_ other: ScoreHistogram) {
    guard !other.counts.isEmpty else { return }
    grow(to: other.base)
    grow(to: other.base + other.counts.count - 1)
    let start = other.base - base
    let added = other.counts.span
    var counts = counts.mutableSpan
    var sums = counts._mutatingExtracting(start..<start + added.count)
    for bin in 0..<min(added.count, sums.count) { sums[bin] &+= added[bin] }
    weighed += other.weighed
  }

  private mutating func grow(to value: Int) {
    let start = value & ~(Self.step - 1)
    if counts.isEmpty { base = start }
    if start < base {
      counts.insert(contentsOf: repeatElement(0, count: base - start), at: 0)
      base = start
    }
    let missing = start + Self.step - base - counts.count
    if missing > 0 { counts.append(addingCapacity: missing) { $0.append(repeating: 0, count: missing) } }
  }

  /// Calls `body` for every value that was noted, in ascending order.
  func forEachBin<E: Error>(_ body: (_ value: Centibits, _ count: UInt32) throws(E) -> Void) throws(E) {
    for (index, count) in counts.enumerated() where count > 0 {
      try body(Centibits(rawValue: Int32(base + index)), count)
    }
  }

  /// How many values have a bin that is not empty.
  var binCount: Int { counts.reduce(0) { $0 + ($1 > 0 ? 1 : 0) } }
}

extension ScoreHistogram {
  /// The quantile, in bits, as numpy makes it (linear): of n sorted values the one at place share·(n − 1), interpolated
  /// between neighbours.
  ///
  /// - Parameter share: 0...1.
  /// - Returns: nil if there is nothing, or if that place or the neighbour below is among those not weighed.
  /// - Complexity: O(bins).
  func quantile(_ share: Double) -> Double? {
    precondition(share >= 0 && share <= 1, "a share outside 0...1")
    guard count > 0 else { return nil }
    let place = share * Double(count - 1)
    let lower = min(UInt64(place), count - 1)
    guard let value = value(at: lower) else { return nil }
    let fraction = place - Double(lower)
    guard fraction > 0, let next = self.value(at: lower + 1) else { return value }
    return value + fraction * (next - value)
  }

  /// The value in bits at a place among all sorted, from 0 on; nil for one not weighed, or where there is none.
  private func value(at place: UInt64) -> Double? {
    guard place >= notWeighed, place < count else { return nil }
    var end = count
    // From above: what is asked for lies there, thousands of bins above the least.
    for bin in counts.indices.reversed() {
      end -= UInt64(counts[bin])
      if place >= end { return bits(ofBin: bin) }
    }
    return nil
  }

  private func bits(ofBin index: Int) -> Double { Centibits(rawValue: Int32(base + index)).bits }

  /// The least value noted, in bits.
  var least: Double? { counts.firstIndex { $0 > 0 }.map(bits(ofBin:)) }

  /// By how many bits the values above `bits` exceed it in the mean; nil if none does.
  ///
  /// - Complexity: O(bins).
  func meanExcess(over bits: Double) -> Double? {
    var (sum, records) = (0.0, 0.0)
    for (index, count) in counts.enumerated() where count > 0 {
      let excess = self.bits(ofBin: index) - bits
      guard excess > 0 else { continue }
      sum += excess * Double(count)
      records += Double(count)
    }
    return records > 0 ? sum / records : nil
  }

  /// The share of all records that have a value above `bits`; nil if there are no records.
  ///
  /// - Complexity: O(bins).
  func share(above bits: Double) -> Double? {
    guard count > 0 else { return nil }
    var records: UInt64 = 0
    for bin in counts.indices.reversed() {
      guard self.bits(ofBin: bin) > bits else { break }
      records += UInt64(counts[bin])
    }
    return Double(records) / Double(count)
  }
}
