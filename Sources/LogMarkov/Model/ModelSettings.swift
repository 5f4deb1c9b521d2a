/// What a model was made with, so that everything later is cleaned and chained as it was learned.
public struct ModelSettings: Equatable, Sendable {
  /// The key of all hashes.
  public var key: TypeKey
  /// How messages are cleaned.
  public var mask: Mask
  /// What makes records neighbours.
  public var chainKey: ChainKey

  /// Settings of a new model.
  public init(key: TypeKey, mask: Mask, chainKey: ChainKey) {
    self.key = key
    self.mask = mask
    self.chainKey = chainKey
  }
}
