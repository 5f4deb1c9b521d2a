/// The paper's random walk: from one message type to the next by P(j|i) = n(i→j)/n(i), for ever.
///
/// A type is drawn among candidates in the order of their texts, so that a walk depends on counts and seed alone and not
/// on the key of the model, by which its types are numbered.
///
/// Source: Haque, DeLucia, Baseman, HUST'17, section 4.3.
public struct RandomWalk {
  /// What comes after a type that was never followed by anything.
  public enum AtEnd: Sendable {
    /// A new chain, whose first record is drawn as the first of a walk is.
    case startsAnew
    /// The same type for ever, as the paper's P(i|i) = 1 says.
    case stays
  }

  private let rows: SuccessorRows
  private let starts: WeightedTypes
  private let atEnd: AtEnd
  private var random: SeededRandom
  private var last: MessageTypeID?
  /// The type that the walk is told to start with, until it has.
  private var first: MessageTypeID?

  /// A walk over a model's message matrix; nil for a model without records.
  ///
  /// - Parameters:
  ///   - model: what was counted.
  ///   - seed: of all that is drawn.
  ///   - start: the first type; without it, one is drawn from the types that records without predecessor had.
  ///   - atEnd: what follows a type without successors.
  /// - Throws: `ModelError.contradiction`.
  /// - Complexity: O(n log n) in types and transitions, 16 bytes of memory for a transition.
  public init?(
    over model: borrowing Model, seed: UInt64, start: MessageTypeID? = nil, atEnd: AtEnd = .startsAnew
  ) throws {
    rows = try SuccessorRows(model)
    starts = rows.starts(in: model)
    guard starts.total > 0 else { return nil }
    random = SeededRandom(seed: seed)
    self.atEnd = atEnd
    first = start
  }

  /// The type of the next record.
  ///
  /// - Complexity: O(log of the number of candidates).
  public mutating func next() -> MessageTypeID {
    let type = step()
    last = type
    return type
  }

  private mutating func step() -> MessageTypeID {
    if let first = first.take() { return first }
    guard let last else { return starts.draw(&random) }
    if let next = rows.draw(after: last, &random) { return next }
    return atEnd == .stays ? last : starts.draw(&random)
  }
}

/// Types, each with a weight.
private struct WeightedTypes {
  private var types: [MessageTypeID] = []
  /// The sum of the weights up to each type, its own included.
  private var sums: [UInt64] = []

  var total: UInt64 { sums.last ?? 0 }

  mutating func append(_ type: MessageTypeID, _ weight: UInt64) {
    guard weight > 0 else { return }
    let (sum, overflow) = total.addingReportingOverflow(weight)
    guard !overflow else { return }
    types.append(type)
    sums.append(sum)
  }

  /// A type by its weight; there is one at least.
  func draw(_ random: inout SeededRandom) -> MessageTypeID {
    types[sums.firstIndex(above: random.draw(below: total), in: sums.indices)]
  }
}

/// The message matrix by rows, the entries of a row in the order of their texts.
private struct SuccessorRows {
  private struct Entry {
    var type: MessageTypeID
    var count: UInt32
  }

  private var entries: [Entry] = []
  /// The sum of the counts of a row up to each entry, its own included.
  private var sums: [UInt64] = []
  /// Where each type's row ends.
  private var ends: [Int] = []
  /// The types in the order of their texts.
  private let order: [MessageTypeID]

  init(_ model: borrowing Model) throws {
    order = try model.typesInOrderOfText()
    var ranks = [Int](repeating: 0, count: order.count)
    for (rank, type) in order.enumerated() { ranks[Int(type.rawValue)] = rank }
    var all: [(from: UInt32, rank: Int, count: UInt32)] = []
    try model.forEachTransition { from, to, count in
      all.append((from.rawValue, ranks[Int(to.rawValue)], count))
    }
    all.sort { $0.from != $1.from ? $0.from < $1.from : $0.rank < $1.rank }
    ends = [Int](repeating: 0, count: order.count)
    var sum: UInt64 = 0
    for (index, one) in all.enumerated() {
      if index > 0, all[index - 1].from != one.from { sum = 0 }
      sum += UInt64(one.count)
      entries.append(Entry(type: order[one.rank], count: one.count))
      sums.append(sum)
      ends[Int(one.from)] = index + 1
    }
    // A type without successors ends where the one before it does.
    for type in ends.indices.dropFirst() { ends[type] = max(ends[type], ends[type - 1]) }
  }

  /// A successor of a type; nil if it has none.
  func draw(after type: MessageTypeID, _ random: inout SeededRandom) -> MessageTypeID? {
    let number = Int(type.rawValue)
    let row = (number == 0 ? 0 : ends[number - 1])..<ends[number]
    guard let last = row.last else { return nil }
    return entries[sums.firstIndex(above: random.draw(below: sums[last]), in: row)].type
  }

  /// How often each type stood without predecessor: n_x − Σ n(i→x), which counts the first record of each chain and that
  /// behind each boot. Counts that were rounded (`merge --weight`) may leave nothing of it; then any record may be first.
  func starts(in model: borrowing Model) -> WeightedTypes {
    var followed = [UInt64](repeating: 0, count: order.count)
    for entry in entries { followed[Int(entry.type.rawValue)] += UInt64(entry.count) }
    var (starts, all) = (WeightedTypes(), WeightedTypes())
    for type in order {
      let count = model.occurrences(of: type)
      let before = followed[Int(type.rawValue)]
      starts.append(type, count > before ? count - before : 0)
      all.append(type, count)
    }
    return starts.total > 0 ? starts : all
  }
}

extension Model {
  /// All types, by the bytes of their texts.
  borrowing func typesInOrderOfText() throws(ModelError) -> [MessageTypeID] {
    var texts: [[UInt8]] = []
    for number in 0..<UInt32(typeCount) { texts.append(try text(of: MessageTypeID(rawValue: number))) }
    return texts.indices.sorted { texts[$0].lexicographicallyPrecedes(texts[$1]) }
      .map { MessageTypeID(rawValue: UInt32($0)) }
  }
}

extension [UInt64] {
  /// The first of some ascending numbers that is above `number`; the last one is.
  fileprivate func firstIndex(above number: UInt64, in range: Range<Int>) -> Int {
    var (low, high) = (range.lowerBound, range.upperBound - 1)
    while low < high {
      let middle = low + (high - low) / 2
      if self[middle] > number { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
