/// Markov clustering of graphs.

import Support
import Testing

@testable import LogMarkov

/// A graph of edges without direction, each of weight 1, and a loop at each node.
private func graph(_ edges: [(Int, Int)], nodes: Int, weight: (Int, Int) -> Float = { _, _ in 1 })
  -> SparseColumns
{
  var columns = [[SparseColumns.Entry]](repeating: [], count: nodes)
  for node in 0..<nodes { columns[node].append(.init(row: Int32(node), value: 1)) }
  for (a, b) in edges {
    columns[a].append(.init(row: Int32(b), value: weight(a, b)))
    columns[b].append(.init(row: Int32(a), value: weight(a, b)))
  }
  var graph = SparseColumns()
  for column in columns { graph.append(column.sorted { $0.row < $1.row }) }
  return graph
}

/// All pairs of these nodes.
private func clique(_ nodes: Range<Int>) -> [(Int, Int)] {
  nodes.flatMap { a in nodes.filter { $0 > a }.map { (a, $0) } }
}

@Suite("Markov clustering")
struct MarkovClusteringTests {
  @Test("van Dongen's example falls into his three clusters")
  func thesis() {
    // Nodes 1 to 12 of the thesis.
    let edges = [
      (1, 2), (1, 6), (1, 7), (1, 10), (2, 3), (2, 5), (3, 4), (3, 5), (4, 8), (4, 9), (4, 11), (5, 7),
      (5, 8),
      (6, 10), (7, 10), (8, 9), (8, 11), (9, 11), (9, 12), (11, 12),
    ]
    let clusters = MarkovClustering(graph(edges.map { ($0.0 - 1, $0.1 - 1) }, nodes: 12)).clusters
    #expect(clusters == [0, 1, 1, 3, 1, 0, 0, 3, 3, 0, 3, 3])
  }

  @Test("cliques part where a bridge holds them", arguments: 3..<9)
  func bridge(size: Int) {
    let edges = clique(0..<size) + clique(size..<2 * size) + [(0, size)]
    let clusters = MarkovClustering(graph(edges, nodes: 2 * size)).clusters
    #expect(clusters == (0..<2 * size).map { $0 < size ? 0 : Int32(size) })
  }

  @Test("what is not connected is not together, and all walkers end somewhere", arguments: 0..<10)
  func components(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let edges = (clique(0..<20) + clique(20..<40)).filter { _ in Int.random(in: 0..<8, using: &random) == 0 }
    let clustering = MarkovClustering(
      graph(edges, nodes: 40) { _, _ in Float.random(in: 0.1...1, using: &random) })
    #expect(clustering.clusters[..<20].allSatisfy { $0 < 20 })
    #expect(clustering.clusters[20...].allSatisfy { $0 >= 20 })
    #expect(abs(clustering.inflow.reduce(0, +) - 40) < 0.01)
    for (node, cluster) in clustering.clusters.enumerated() {
      #expect(cluster <= node)
      #expect(clustering.clusters[Int(cluster)] == cluster)
    }
  }

  @Test("who has no neighbour is alone")
  func alone() {
    #expect(MarkovClustering(graph([], nodes: 3)).clusters == [0, 1, 2])
    #expect(MarkovClustering(graph([], nodes: 0)).clusters.isEmpty)
  }
}
