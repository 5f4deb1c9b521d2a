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
    // With nothing to append the standard library would write a length of 0 to the storage that all empty arrays of all
    // threads share.
    guard !records.isEmpty else { return }
    let hashKeys = cache.hashKeys
    let keys = hashKeys.span
    let rows = records.span
    types.append(addingCapacity: rows.count) { found in
      for row in rows.indices {
        guard rows[row].kind == .record else {
          found.append(.none)
          continue
        }
        let key = TypeCache.key(tag: rows[row].tag, message: rows[row].message, in: bytes, hashKeys: keys)
        if let key, let place = cache.place(of: key) {
          found.append(cache[place])
        } else {
          found.append(clean(rows[row], of: bytes, with: &resolver, key))
        }
      }
    }
  }

  /// Finds the type of a record that the cache does not hold.
  @inline(never)
  private mutating func clean(
    _ record: LogRecord, of bytes: Span<UInt8>, with resolver: inout some TypeResolver & ~Copyable,
    _ key: UInt64?
  ) -> RecordType {
    let hash = tokenizer.type(of: record, in: bytes)
    let tagHash = tokenizer.tagHash
    let (type, tag) = resolver.resolve(hash, tagHash: tagHash, text: tokenizer.text)
    let found = RecordType(hash: hash, tagHash: tagHash, type: type, tag: tag)
    if let key { cache.insert(found, for: key) }
    return found
  }
}
