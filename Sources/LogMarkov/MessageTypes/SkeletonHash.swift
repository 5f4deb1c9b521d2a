internal import Unix

/// A keyed hash of text in which all digits are equal.
///
/// NH over sixteen bytes a step, folded to 64 bits: for two given texts and a secret key the chance of a collision is
/// about 2⁻⁶³. Source: Black, Halevi, Krawczyk, Krovetz, Rogaway, UMAC, 1999; Krovetz, VMAC, 2007.
///
/// The hash is the processor's own: words are read in its byte order, and nothing keeps a hash.
struct SkeletonHash {
  /// The longest text it takes, in bytes: there is a word of key for each eight of them.
  static let longest = 512

  /// The words of key as bytes, so that text and key are read at the same offset; the last two are for folding.
  let keys: [UInt8]

  /// A hash whose words of key are made of a model's key.
  init(key: TypeKey) {
    var keys: [UInt8] = []
    for word in 0..<SkeletonHash.longest / 8 + 2 {
      let counter = [UInt8(truncatingIfNeeded: word)]
      let hash = KeyedHash.hash(Region(0..<1), of: counter.span, key: key)
      for byte in 0..<8 { keys.append(UInt8(truncatingIfNeeded: hash >> UInt64(8 * byte))) }
    }
    self.keys = keys
  }

  /// The hash of at most `longest` bytes and of a number, with the `keys` of such a hash.
  ///
  /// Always inlined, so that a loop over records holds the keys' address in a register, and static, so that it need not
  /// be asked of a `self` that may change: with that, and words in place of vectors, it was 290 instructions a record.
  ///
  /// - Complexity: O(length), 13 instructions for each sixteen bytes.
  @inline(__always)
  static func hash(_ text: Span<UInt8>, shape: UInt64, keys: Span<UInt8>) -> UInt64 {
    let count = text.count
    precondition(count <= longest && keys.count == longest + 16, "a text too long to be hashed")
    var sum = Sum()
    if count >= 16 {
      // All but the last sixteen bytes, then those, some of them again; the length, hashed too, tells which.
      var at = 0
      while at < count &- 16 {
        sum.add(text.vector(at: at), keys.vector(at: at))
        at &+= 16
      }
      sum.add(text.vector(at: count &- 16), keys.vector(at: at))
    } else {
      sum.add(fewBytes(of: text), keys.vector(at: 0))
    }
    let last = keys.vector(at: longest).words
    let folded = (sum.low ^ shape ^ last[0]).multipliedFullWidth(by: (sum.high ^ UInt64(count)) &+ last[1])
    return folded.high ^ folded.low
  }

  /// Up to sixteen bytes, and zeros behind them. Out of line: so short records are rare.
  @inline(never)
  private static func fewBytes(of text: Span<UInt8>) -> SIMD16<UInt8> {
    var bytes = SIMD16<UInt8>()
    for index in text.indices { bytes[index] = text[index] }
    return bytes
  }

  /// The sum of products, modulo 2¹²⁸.
  private struct Sum {
    var high: UInt64 = 0
    var low: UInt64 = 0

    /// Adds what sixteen bytes of text and of key make. Inlined as `hash` is.
    @inline(__always)
    mutating func add(_ text: SIMD16<UInt8>, _ key: SIMD16<UInt8>) {
      // All digits become one value and other bytes stay apart: from `0` up bytes become 0 and up, the ten digits what
      // the last of them is. Written so, `replacing` is one `pmaxub`.
      let nine = SIMD16<UInt8>(repeating: 9)
      let moved = text &- SIMD16<UInt8>(repeating: UInt8(ascii: "0"))
      let levelled = moved.replacing(with: nine, where: moved .< nine)
      let words = levelled.words &+ key.words
      let product = words[0].multipliedFullWidth(by: words[1])
      let carry: Bool
      (low, carry) = low.addingReportingOverflow(product.low)
      high = high &+ product.high &+ (carry ? 1 : 0)
    }
  }
}
