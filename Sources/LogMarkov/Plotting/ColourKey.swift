/// Which colour each message type has, and what the colours stand for: one for each of the clusters with the most records,
/// and grey for all the rest.
struct ColourKey {
  /// What a colour stands for.
  struct Entry {
    /// Of `PlotStyle`.
    var colour: Int
    /// In each sequence.
    var records: [Int]
    var types: Int
    /// The text of the most frequent type; for the rest how many clusters they are.
    var name: String
  }

  /// By type.
  private(set) var colours: [UInt8] = []
  private(set) var entries: [Entry] = []

  /// Chooses colours.
  ///
  /// - Parameters:
  ///   - clusters: the cluster of each type.
  ///   - sequences: the types of their records.
  ///   - text: gives the text of a type.
  /// - Complexity: O(records + types · log types).
  init(clusters: [Int32], of sequences: [[UInt32]], text: (Int) -> [UInt8]) {
    let counts = sequences.map { types in
      types.reduce(into: [Int](repeating: 0, count: clusters.count)) { $0[Int($1)] += 1 }
    }
    func records(_ types: [Int]) -> Int { types.reduce(0) { sum, type in sum + counts.sum(of: type) } }
    var members: [Int32: [Int]] = [:]
    for (type, cluster) in clusters.enumerated() { members[cluster, default: []].append(type) }
    // Of equal ones the one that appeared first.
    let ranked = members.values.map { (types: $0, records: records($0)) }
      .sorted { ($1.records, $0.types[0]) < ($0.records, $1.types[0]) }.map(\.types)

    func entry(_ colour: Int, _ types: [Int], _ name: String) -> Entry {
      let records = counts.map { counts in types.reduce(0) { $0 + counts[$1] } }
      return Entry(colour: colour, records: records, types: types.count, name: name)
    }
    colours = [UInt8](repeating: UInt8(PlotStyle.colours), count: clusters.count)
    for (colour, types) in ranked.prefix(PlotStyle.colours).enumerated() {
      for type in types { colours[type] = UInt8(colour) }
      // The first of equal ones.
      let most = types.reduce(types[0]) { counts.sum(of: $1) > counts.sum(of: $0) ? $1 : $0 }
      entries.append(entry(colour, types, ColourKey.shown(text(most))))
    }
    let rest = ranked.dropFirst(PlotStyle.colours)
    if !rest.isEmpty {
      entries.append(entry(PlotStyle.colours, rest.flatMap(\.self), rest.count.counted("other cluster")))
    }
  }

  /// A type as `tag: message`; only the message if it has no tag.
  static func shown(_ text: [UInt8]) -> String {
    let end = text.firstIndex(of: 0x0A) ?? 0
    let (tag, message) = (text[..<end], text[end...].dropFirst())
    let parts = [tag, message].filter { !$0.isEmpty }.map { String(decoding: $0, as: UTF8.self) }
    return parts.joined(separator: ": ")
  }
}

extension [[Int]] {
  /// The sum of a column.
  fileprivate func sum(of column: Int) -> Int { reduce(0) { $0 + $1[column] } }
}

extension String {
  /// At most `limit` characters, the last one `…` if some were cut off.
  func cut(to limit: Int) -> String { count <= limit ? self : prefix(limit - 1) + "…" }
}
