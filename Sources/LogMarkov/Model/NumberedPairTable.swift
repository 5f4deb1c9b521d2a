/// A growing pair table whose pairs are contexts themselves.
///
/// Pairs are numbered in order of appearance, and each has a count and a row: the sum and the number of the entries
/// that have it as their context in another table.
struct NumberedPairTable: ~Copyable {
  /// Value: number of the pair + 1.
  private var numbers = GrowingPairTable()
  /// The first member of each pair.
  private(set) var contexts: [UInt32] = []
  /// The second member of each pair.
  private(set) var items: [UInt32] = []
  /// How often each pair occurred.
  private(set) var counts: [UInt32] = []
  /// What followed each pair.
  var rows: [Row] = []

  /// How many pairs there are.
  var count: Int { counts.count }

  /// The number of a pair, if the table holds it.
  func number(context: UInt32, item: UInt32) -> Int? {
    let value = numbers.value(context: context, item: item)
    return value == 0 ? nil : Int(value) - 1
  }

  /// The count of a pair and its number, if the table holds it.
  func pair(context: UInt32, item: UInt32) -> (count: UInt32, number: TransitionNumber?) {
    guard let number = number(context: context, item: item) else { return (0, nil) }
    return (counts[number], TransitionNumber(rawValue: UInt32(number)))
  }

  /// Adds to the count of a pair, which stays at `UInt32.max` once it is there.
  mutating func add(
    _ amount: UInt32, context: UInt32, item: UInt32
  ) -> (number: Int, addition: PairAddition) {
    let number = Int(numbers.value(context: context, item: item, orElse: UInt32(count) + 1)) - 1
    if number == count {
      contexts.append(context)
      items.append(item)
      counts.append(0)
      rows.append(Row())
    }
    return (number, add(amount, at: number))
  }

  /// Adds to the count of the pair that has a number, as `add` does.
  @inline(__always)  // A load and a store, and a question whether the array is shared.
  mutating func add(_ amount: UInt32, at number: Int) -> PairAddition {
    var counts = counts.mutableSpan
    let addition = PairAddition(of: amount, to: counts[number])
    counts[number] &+= addition.amount
    return addition
  }
}

extension Row {
  /// Follows what was added to one of its entries: the sum is always the sum of the entries, also of those that
  /// stay at their largest count. Else that entry's share of the sum would shrink the more often it came.
  mutating func add(_ addition: PairAddition) {
    sum.add(bounded: UInt64(addition.amount))
    if addition.isNew { distinct.incrementBounded() }
  }

  /// Counts an entry of its own.
  mutating func addEntry(_ count: UInt32) {
    sum.add(bounded: UInt64(count))
    distinct.incrementBounded()
  }
}
