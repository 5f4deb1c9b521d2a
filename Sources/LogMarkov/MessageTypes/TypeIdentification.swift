/// From records to the numbers of their types: a small cache, and the full mask behind it.
struct TypeIdentification {
  private var tokenizer: TypeTokenizer
  private var cache: TypeCache

  /// A start with nothing seen; tags have a key of their own if `tagKey` is given.
  init(mask: Mask, key: TypeKey, tagKey: TypeKey? = nil) {
    tokenizer = TypeTokenizer(mask: mask, key: key, tagKey: tagKey)
    cache = TypeCache(key: key)
  }

  /// Finds the type of every record of a batch; appends one element for each. The resolver is always the same one,
  /// since what it said is remembered.
  ///
  /// - Complexity: O(bytes of tags and messages).
  mutating func identify(
    _ records: [LogRecord], of bytes: Span<UInt8>, with resolver: inout some TypeResolver & ~Copyable,
    into types: inout [RecordType]
  ) {
    for record in records {
      guard record.kind == .record else {
        types.append(.none)
        continue
      }
      let key = cache.key(of: record, in: bytes)
      if let key, let type = cache.type(for: key) {
        types.append(type)
        continue
      }
      let hash = tokenizer.type(of: record, in: bytes)
      let tagHash = tokenizer.tagHash
      let (type, tag) = resolver.resolve(hash, tagHash: tagHash, text: tokenizer.text)
      let found = RecordType(hash: hash, tagHash: tagHash, type: type, tag: tag)
      types.append(found)
      if let key { cache.insert(found, for: key) }
    }
  }
}
