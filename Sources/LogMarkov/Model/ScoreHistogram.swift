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
    other.forEachBin { add(weight.of($1), of: $0) }
    addNotWeighed(weight.of(other.notWeighed))
  }

  private mutating func grow(to value: Int) {
    let start = value & ~(Self.step - 1)
    if counts.isEmpty { base = start }
    if start < base {
      counts.insert(contentsOf: repeatElement(0, count: base - start), at: 0)
      base = start
    }
    let missing = start + Self.step - base - counts.count
    if missing > 0 { counts.append(contentsOf: repeatElement(0, count: missing)) }
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
    guard place >= notWeighed else { return nil }
    var end = notWeighed
    for (index, count) in counts.enumerated() {
      end += UInt64(count)
      if place < end { return bits(ofBin: index) }
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
    for (index, count) in counts.enumerated() where self.bits(ofBin: index) > bits {
      records += UInt64(count)
    }
    return Double(records) / Double(count)
  }
}
