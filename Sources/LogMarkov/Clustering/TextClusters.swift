/// Clusters of message types whose texts are similar, made without anybody's help.
///
/// The clusters are those of the paper's figures: Markov clustering of the texts (`MarkovClustering`) by the words that they
/// share (`SimilarTexts`). They depend on the set of texts alone: neither on their order nor on how often one stands there.
///
/// Looked at on real logs: juju rabbitmq, 415 types, 80 clusters, of which 22 have one type, the largest 53 (systemd starts
/// services), 29 (`Reached target …`) and 28 (`…: Succeeded.`); Linux, 486 types, 127 clusters, 57 of one, the largest 38
/// (SELinux audits), 35 (`… shutdown succeeded`) and 31 (`… startup succeeded`); Thunderbird, without tags, 455 types, 135
/// clusters, 60 of one, the largest 23 (`Kickstart Install: …`), 20 (`pan_ips: error …`) and 19 (drivers).
public struct TextClusters: Equatable, Sendable {
  /// The cluster of each text: 0 is the one with the most texts; of those with as many, the one that has the first text in the
  /// order of bytes comes first.
  public let numbers: [Int32]
  /// For each cluster the place, among the texts given, of the one that stands for it best: where most of the flow ends.
  public let centers: [Int]

  /// How many clusters there are.
  public var count: Int { centers.count }

  /// Clusters texts.
  ///
  /// - Parameter texts: cleaned tag, LF, cleaned message, as a model has them.
  /// - Complexity: O(n log n) in texts, each of which has a bounded number of neighbours: 1,000 texts take 0.05 s, 100,000
  ///   10 s and 120 MB.
  public init(texts: [[UInt8]]) {
    let order = texts.indices.sorted { texts[$0].lexicographicallyPrecedes(texts[$1]) }
    // Where each distinct text stands first, in the order of bytes, and which of them each text is.
    var places: [Int] = []
    var ranks = [Int](repeating: 0, count: texts.count)
    for place in order {
      if places.last.map({ texts[$0] != texts[place] }) ?? true { places.append(place) }
      ranks[place] = places.count - 1
    }
    var similar = SimilarTexts(TextWords(places.map { texts[$0] }))
    let clustering = MarkovClustering(similar.graph())
    let numbersOfRanks = TextClusters.bySize(clustering.clusters)
    var best: [Int: Int] = [:]
    for (rank, number) in numbersOfRanks.enumerated() {
      if let other = best[Int(number)], clustering.inflow[other] >= clustering.inflow[rank] { continue }
      best[Int(number)] = rank
    }
    centers = best.sorted { $0.key < $1.key }.map { places[$0.value] }
    numbers = ranks.map { numbersOfRanks[$0] }
  }

  /// Numbers clusters that go by their lowest member from the largest to the smallest.
  private static func bySize(_ clusters: [Int32]) -> [Int32] {
    var sizes = [Int](repeating: 0, count: clusters.count)
    for cluster in clusters { sizes[Int(cluster)] += 1 }
    let ordered = sizes.indices.filter { sizes[$0] > 0 }.sorted { (-sizes[$0], $0) < (-sizes[$1], $1) }
    var numbers = [Int32](repeating: 0, count: clusters.count)
    for (number, cluster) in ordered.enumerated() { numbers[cluster] = Int32(number) }
    return clusters.map { numbers[Int($0)] }
  }
}
