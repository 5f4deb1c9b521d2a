/// SipHash against vectors that others computed.

import Testing

@testable import LogMarkov

@Suite("The keyed hash")
struct KeyedHashTests {
  /// The key of the published vectors: the bytes 0 to 15.
  private let key = TypeKey(low: 0x0706_0504_0302_0100, high: 0x0f0e_0d0c_0b0a_0908)

  @Test("SipHash-2-4 gives the vectors of its authors", arguments: SipHashVectors.rounds24.indices)
  func published(count: Int) {
    let input = (0..<UInt8(count)).map { $0 }
    let hash = KeyedHash.sipHash(input.span, key: key, compressionRounds: 2, finalizationRounds: 4)
    #expect(hash == SipHashVectors.rounds24[count])
  }

  @Test("what names types is SipHash-1-3", arguments: SipHashVectors.rounds13.indices)
  func rounds13(count: Int) {
    let input = (0..<UInt8(count)).map { $0 }
    let hash = KeyedHash.hash(Region(0..<count), of: input.span, key: key)
    #expect(hash == SipHashVectors.rounds13[count])
  }

  @Test(
    "with a key of zeros it is the hash of bytes in CPython 3.11 under PYTHONHASHSEED=0",
    arguments: [
      (Array("a".utf8), 0x4074_48d2_b89b_1813),
      (Array("sshd\nFailed password for * from * port * ssh*".utf8), 0x2b8f_4cc6_139b_d470),
      ((0...255).map { UInt8($0) }, 0x31ae_646a_fba7_0308),
    ] as [([UInt8], UInt64)])
  func python(input: [UInt8], expected: UInt64) {
    let zero = TypeKey(low: 0, high: 0)
    #expect(KeyedHash.hash(Region(0..<input.count), of: input.span, key: zero) == expected)
  }

  @Test("only the bytes of the region count")
  func region() {
    let buffer = Array("xxhost-1yy".utf8)
    let host = Array("host-1".utf8)
    let inside = KeyedHash.hash(Region(2..<8), of: buffer.span, key: key)
    #expect(inside == KeyedHash.hash(Region(0..<6), of: host.span, key: key))
  }
}

@Suite("The key of a model")
struct TypeKeyTests {
  @Test(
    "a seed stands for the first two numbers of SplitMix64",
    arguments: [
      (0, 0xe220_a839_7b1d_cdaf, 0x6e78_9e6a_a1b9_65f4),
      (1_234_567, 0x599e_d017_fb08_fc85, 0x2c73_f084_5854_0fa5),
    ] as [(UInt64, UInt64, UInt64)])
  func seeds(seed: UInt64, low: UInt64, high: UInt64) {
    #expect(TypeKey(seed: seed) == TypeKey(low: low, high: high))
  }

  @Test("random keys differ")
  func random() {
    #expect(TypeKey.random() != TypeKey.random())
  }
}
