/// How alike the logs of a pair are: the four groups that the paper's figures colour.
///
/// Source: Haque, DeLucia, Baseman, HUST'17, figures 3 to 8.
public enum SimilarityClass: String, CaseIterable, Sendable {
  /// Same cluster, same node, same period: tested on what was learned, or on what was logged beside it.
  case samePeriod = "same period"
  /// Same cluster, same node, another period.
  case sameNode = "same node"
  /// Same cluster, another node.
  case sameCluster = "same cluster"
  /// Another cluster.
  case otherCluster = "other cluster"
}

/// Where and when a log was written.
public struct LogOrigin: Equatable, Sendable {
  /// The cluster: nodes of the same name in two clusters are different nodes.
  public var cluster: String
  /// The node (host).
  public var node: String
  /// The period: any name, the same for what is of the same time.
  public var period: String

  /// The origin with these names.
  public init(cluster: String, node: String, period: String) {
    self.cluster = cluster
    self.node = node
    self.period = period
  }

  /// How alike logs of two origins are.
  public func similarity(to other: LogOrigin) -> SimilarityClass {
    guard cluster == other.cluster else { return .otherCluster }
    guard node == other.node else { return .sameCluster }
    return period == other.period ? .samePeriod : .sameNode
  }
}
