/// The keyed 64-bit hash that names message types, tags, hosts and processes: SipHash-1-3.
///
/// A log line is written by strangers, so the hash must not be predictable without the key; SipHash is built
/// for just that (hash-flooding), and the 1-3 rounds are what Rust, Ruby and CPython use for it.
///
/// Reference: Aumasson, Bernstein, "SipHash: a fast short-input PRF", INDOCRYPT 2012.
enum KeyedHash {
  /// The hash of the bytes of one field.
  ///
  /// - Complexity: O(length), one round for each eight bytes.
  static func hash(_ region: Region, of bytes: Span<UInt8>, key: TypeKey) -> UInt64 {
    sipHash(bytes.extracting(region.range), key: key, compressionRounds: 1, finalizationRounds: 3)
  }

  /// SipHash with any number of rounds, so that the published vectors, which are of 2-4, check this code.
  ///
  /// Always inlined with all below it: then the rounds are unrolled and the four words stay in registers (850 instead of
  /// 1120 instructions for the four hashes of a record of an unseen type).
  @inline(__always)
  static func sipHash(
    _ bytes: Span<UInt8>, key: TypeKey, compressionRounds: Int, finalizationRounds: Int
  ) -> UInt64 {
    var state = SipState(key: key)
    let wholeWordsEnd = bytes.count & ~7
    var offset = 0
    while offset < wholeWordsEnd {
      state.absorb(bytes.littleEndianWord(at: offset), rounds: compressionRounds)
      offset += 8
    }
    // The last word holds the bytes that are left and, on top, the length modulo 256.
    var last = UInt64(truncatingIfNeeded: bytes.count) << 56
    let rest = bytes.count - offset
    if wholeWordsEnd > 0, rest > 0 {
      // The last eight bytes without those that were absorbed: one load in place of up to seven.
      last |= bytes.littleEndianWord(at: bytes.count - 8) &>> UInt64(8 * (8 - rest))
    } else {
      last |= bytes.littleEndian(offset, bytes: rest)
    }
    state.absorb(last, rounds: compressionRounds)
    return state.finish(rounds: finalizationRounds)
  }
}

/// The four words that SipHash stirs.
private struct SipState {
  private var v0: UInt64
  private var v1: UInt64
  private var v2: UInt64
  private var v3: UInt64

  /// The constants are the paper's: "somepseudorandomlygeneratedbytes".
  init(key: TypeKey) {
    v0 = key.low ^ 0x736f_6d65_7073_6575
    v1 = key.high ^ 0x646f_7261_6e64_6f6d
    v2 = key.low ^ 0x6c79_6765_6e65_7261
    v3 = key.high ^ 0x7465_6462_7974_6573
  }

  /// Eight bytes, and their rounds; inlined as `sipHash` is.
  @inline(__always)
  mutating func absorb(_ word: UInt64, rounds: Int) {
    v3 ^= word
    for _ in 0..<rounds { stir() }
    v0 ^= word
  }

  /// The hash of all that was absorbed; inlined as `sipHash` is.
  @inline(__always)
  mutating func finish(rounds: Int) -> UInt64 {
    v2 ^= 0xff
    for _ in 0..<rounds { stir() }
    return v0 ^ v1 ^ v2 ^ v3
  }

  /// A round; inlined as `sipHash` is.
  @inline(__always)
  private mutating func stir() {
    v0 &+= v1
    v1 = rotated(v1, by: 13) ^ v0
    v0 = rotated(v0, by: 32)
    v2 &+= v3
    v3 = rotated(v3, by: 16) ^ v2
    v0 &+= v3
    v3 = rotated(v3, by: 21) ^ v0
    v2 &+= v1
    v1 = rotated(v1, by: 17) ^ v2
    v2 = rotated(v2, by: 32)
  }

  /// One `rol` where the number of bits is known, that is, inlined.
  @inline(__always)
  private func rotated(_ word: UInt64, by bits: UInt64) -> UInt64 { word &<< bits | word &>> (64 &- bits) }
}
