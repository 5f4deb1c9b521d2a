/// A growing pair table whose pairs are contexts themselves.
///
/// Pairs are numbered in order of appearance, and each has a count and a row: the sum and the number of the entries
/// that have it as their context in another table.
struct NumberedPairTable {
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

  /// Adds to the count of a pair; `isNew` is true if it had none.
  mutating func add(_ amount: UInt32, context: UInt32, item: UInt32) -> (number: Int, isNew: Bool) {
    let number = Int(numbers.value(context: context, item: item, orElse: UInt32(count) + 1)) - 1
    guard number == count else {
      let (sum, overflow) = counts[number].addingReportingOverflow(amount)
      counts[number] = overflow ? .max : sum
      return (number, false)
    }
    contexts.append(context)
    items.append(item)
    counts.append(amount)
    rows.append(Row())
    return (number, true)
  }
}

extension Row {
  /// Counts one entry `amount` times more.
  mutating func add(_ amount: UInt32, isNew: Bool) {
    sum += UInt64(amount)
    if isNew { distinct += 1 }
  }
}
