/// Clusters of a graph by simulated flow: walkers who wander along its edges, where the many get more and the few die out,
/// end up within the regions that hold together.
///
///     M ← M²                      expansion: two steps at once
///     M_ij ← M_ij² / Σ_k M_kj²    inflation, the thesis's r = 2
///
/// until nothing moves. Column j says where walkers from j are.
///
/// Source: S. van Dongen, Graph clustering by flow simulation, thesis, Utrecht 2000 (the paper's [8]); pruning as in its
/// chapter 11.
struct MarkovClustering {
  /// For each node its cluster, by the lowest number of a node in it.
  private(set) var clusters: [Int32]
  /// For each node how much of all flow ends there, in walkers.
  private(set) var inflow: [Float]

  /// What is less than this share of the largest entry of its column is dropped.
  private static let least: Float = 1e-3
  /// How many entries a column has at most.
  private static let mostEntries = SimilarTexts.most
  /// The logs of `TextClusters` took 14 to 35 steps, 10,000 types 38; what still moves then swings between equals.
  private static let mostSteps = 100
  /// What moves less than this stands still.
  private static let still: Float = 1e-4

  /// The clusters of a graph.
  ///
  /// - Parameter graph: for each node those it leads to, itself among them, with weights above 0.
  /// - Complexity: O(nodes) for each step, times the square of the largest number of entries of a column, which is bounded.
  init(_ graph: SparseColumns) {
    var flow = SparseColumns()
    for node in 0..<graph.count { flow.append(Array(graph[node]).normalized()) }
    for _ in 0..<MarkovClustering.mostSteps {
      let next = MarkovClustering.step(flow)
      let change = MarkovClustering.change(from: flow, to: next)
      flow = next
      if change < MarkovClustering.still { break }
    }
    inflow = MarkovClustering.inflow(flow)
    clusters = MarkovClustering.regions(flow)
  }

  private static func inflow(_ flow: SparseColumns) -> [Float] {
    var inflow = [Float](repeating: 0, count: flow.count)
    for node in 0..<flow.count {
      for entry in flow[node] { inflow[Int(entry.row)] += entry.value }
    }
    return inflow
  }

  /// Where walkers stay for good, they are with all whom they share that place with; the others are where most of theirs went.
  private static func regions(_ flow: SparseColumns) -> [Int32] {
    var joined = JoinedNodes(count: flow.count)
    for node in 0..<flow.count {
      if flow[node].contains(where: { $0.row == node }) {
        for entry in flow[node] { joined.join(node, Int(entry.row)) }
      } else if let strongest = flow[node].max(by: { ($0.value, $1.row) < ($1.value, $0.row) }) {
        joined.join(node, Int(strongest.row))
      }
    }
    return (0..<flow.count).map { Int32(joined.root(of: $0)) }
  }

  /// Expansion, inflation and pruning of all columns.
  private static func step(_ flow: SparseColumns) -> SparseColumns {
    var next = SparseColumns()
    var sum = ColumnSum(rowCount: flow.count)
    for node in 0..<flow.count {
      for first in flow[node] {
        for second in flow[Int(first.row)] { sum.add(first.value * second.value, to: second.row) }
      }
      let inflated = sum.takeAll().map { SparseColumns.Entry(row: $0.row, value: $0.value * $0.value) }
      let largest = inflated.reduce(0) { max($0, $1.value) }
      let kept = inflated.filter { $0.value >= least * largest }
      next.append(kept.largest(mostEntries).normalized())
    }
    return next
  }

  /// The largest change of an entry; 1 if a column has other entries.
  private static func change(from flow: SparseColumns, to next: SparseColumns) -> Float {
    var largest: Float = 0
    for node in 0..<flow.count {
      guard flow[node].count == next[node].count else { return 1 }
      for (old, new) in zip(flow[node], next[node]) {
        guard old.row == new.row else { return 1 }
        largest = max(largest, abs(old.value - new.value))
      }
    }
    return largest
  }
}

/// Nodes that were joined, two by two; each set of them goes by its lowest.
private struct JoinedNodes {
  private var parents: [Int32]

  init(count: Int) { parents = (0..<Int32(count)).map { $0 } }

  mutating func join(_ node: Int, _ other: Int) {
    let (root, otherRoot) = (root(of: node), root(of: other))
    parents[max(root, otherRoot)] = Int32(min(root, otherRoot))
  }

  mutating func root(of node: Int) -> Int {
    var node = node
    while parents[node] != node {
      // Every second node is led past its parent, so that ways stay short.
      parents[node] = parents[Int(parents[node])]
      node = Int(parents[node])
    }
    return node
  }
}
