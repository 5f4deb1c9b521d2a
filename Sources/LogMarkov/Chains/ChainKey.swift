/// What makes two records neighbours: the records of one source are one chain.
///
/// The raw value is the word that `--by` takes and `show` prints.
public enum ChainKey: String, CaseIterable, Sendable {
  /// One chain for each host.
  case host
  /// The whole stream is one chain.
  case wholeStream = "none"
  /// One chain for each cleaned tag.
  case tag
  /// One chain for each pair of host and cleaned tag.
  case hostAndTag = "host,tag"

  /// The number that a model file stores.
  var code: UInt32 {
    switch self {
    case .host: 1
    case .wholeStream: 2
    case .tag: 3
    case .hostAndTag: 4
    }
  }

  /// The key of this number, if there is one.
  init?(code: UInt32) {
    guard let key = ChainKey.allCases.first(where: { $0.code == code }) else { return nil }
    self = key
  }
}
