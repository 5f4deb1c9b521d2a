/// XXH64 with seed 0: the checksum of a model file's sections, as `xxhsum -H64` prints it.
///
/// Chosen because anyone can check a file with a tool from their distribution, because every step is one-to-one in
/// each eight bytes (a change inside one word is always seen), and because 16 MiB must be done within 3 ms of
/// start-up. Source: Yann Collet, xxHash fast digest algorithm, XXH64.
enum Checksum {
  private static let prime1: UInt64 = 0x9E37_79B1_85EB_CA87
  private static let prime2: UInt64 = 0xC2B2_AE3D_27D4_EB4F
  private static let prime3: UInt64 = 0x1656_67B1_9E37_79F9
  private static let prime4: UInt64 = 0x85EB_CA77_C2B2_AE63
  private static let prime5: UInt64 = 0x27D4_EB2F_1656_67C5

  /// The checksum of all of `bytes`.
  static func of(_ bytes: [UInt8]) -> UInt64 {
    // Safety: `bytes` is marked unsafe because other elements could have padding; UInt8 has none, and the span does
    // not outlive the array.
    unsafe of(bytes.span.bytes)
  }

  /// The checksum of all of `bytes`.
  ///
  /// - Complexity: O(n).
  static func of(_ bytes: RawSpan) -> UInt64 {
    let count = bytes.byteCount
    var at = 0
    var hash: UInt64
    if count >= 32 {
      let words = Span<UInt64>(_bytes: bytes.extracting(0..<count & ~31))
      var (a, b, c, d) = (prime1 &+ prime2, prime2, UInt64(0), UInt64(0) &- prime1)
      var word = 0
      while word < words.count {
        // One check for four loads, since `&+` tells how long the span is.
        let four = words.extracting(word..<word &+ 4)
        a = round(a, four[0])
        b = round(b, four[1])
        c = round(c, four[2])
        d = round(d, four[3])
        word &+= 4
      }
      hash = rotate(a, 1) &+ rotate(b, 7) &+ rotate(c, 12) &+ rotate(d, 18)
      for lane in [a, b, c, d] { hash = (hash ^ round(0, lane)) &* prime1 &+ prime4 }
      at = count & ~31
    } else {
      hash = prime5
    }
    hash &+= UInt64(count)
    let tail = Span<UInt8>(_bytes: bytes)
    while at + 8 <= count {
      hash = rotate(hash ^ round(0, tail.littleEndianWord(at: at)), 27) &* prime1 &+ prime4
      at += 8
    }
    if at + 4 <= count {
      hash = rotate(hash ^ tail.littleEndian(at, bytes: 4) &* prime1, 23) &* prime2 &+ prime3
      at += 4
    }
    while at < count {
      hash = rotate(hash ^ UInt64(tail[at]) &* prime5, 11) &* prime1
      at += 1
    }
    hash = (hash ^ hash >> 33) &* prime2
    hash = (hash ^ hash >> 29) &* prime3
    return hash ^ hash >> 32
  }

  private static func round(_ lane: UInt64, _ word: UInt64) -> UInt64 {
    rotate(lane &+ UInt64(littleEndian: word) &* prime2, 31) &* prime1
  }

  private static func rotate(_ value: UInt64, _ bits: UInt64) -> UInt64 {
    value &<< bits | value &>> (64 &- bits)
  }
}
