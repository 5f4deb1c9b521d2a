/// How often clusters of message types followed each other: the third matrix beside those of messages and of tags.
///
/// It needs no counts of its own: it is the sum of the transitions of types.
struct ClusterTransitions {
  private var counts: [UInt64: UInt64] = [:]
  private var sums: [UInt64]

  /// The transitions of a model's types.
  ///
  /// - Parameters:
  ///   - model: the model.
  ///   - clusters: of each of its types.
  /// - Throws: `ModelError.contradiction`.
  /// - Complexity: O(transitions).
  init(of model: borrowing Model, clusters: [Int32]) throws(ModelError) {
    var (counts, sums) = ([UInt64: UInt64](), [UInt64](repeating: 0, count: clusters.count))
    try model.forEachPair(in: .tran) { (pair) throws(ModelError) in
      guard pair.context < clusters.count, pair.item < clusters.count else {
        throw .contradiction("the number of a type")
      }
      let (from, to) = (clusters[Int(pair.context)], clusters[Int(pair.item)])
      counts[ClusterTransitions.pair(from, to), default: 0] += UInt64(pair.count)
      sums[Int(from)] += UInt64(pair.count)
    }
    (self.counts, self.sums) = (counts, sums)
  }

  private static func pair(_ from: Int32, _ to: Int32) -> UInt64 {
    UInt64(UInt32(bitPattern: from)) << 32 | UInt64(UInt32(bitPattern: to))
  }

  /// P(next cluster | cluster) by maximum likelihood, as the paper estimates messages and tags: 0 for what was never seen,
  /// and 1 for staying where nothing ever followed.
  func probability(of next: Int32, after cluster: Int32) -> Double {
    let sum = sums[Int(cluster)]
    guard sum > 0 else { return next == cluster ? 1 : 0 }
    return Double(counts[ClusterTransitions.pair(cluster, next)] ?? 0) / Double(sum)
  }
}
