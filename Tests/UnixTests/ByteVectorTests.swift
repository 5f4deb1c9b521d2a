import Testing
import Unix

@Suite("Vectors of bytes")
struct ByteVectorTests {
  @Test("hold the sixteen bytes from an offset on")
  func vectors() {
    let bytes = (0..<50).map { UInt8(5 * $0) }
    for offset in 0...34 {
      let vector = bytes.span.vector(at: offset)
      #expect((0..<16).map { vector[$0] } == Array(bytes[offset..<offset + 16]))
    }
  }

  @Test("are stored where they belong", arguments: 0...34)
  func stored(offset: Int) {
    var bytes = [UInt8](repeating: 0, count: 50)
    store(SIMD16<UInt8>(repeating: 7), at: offset, of: &bytes)
    var expected = [UInt8](repeating: 0, count: 50)
    for index in offset..<offset + 16 { expected[index] = 7 }
    #expect(bytes == expected)
  }

  private func store(_ vector: SIMD16<UInt8>, at offset: Int, of bytes: inout [UInt8]) {
    var span = bytes.mutableSpan
    span.store(vector, at: offset)
  }

  @Test("know whether one byte is not 0", arguments: 0..<16)
  func hasNonzero(lane: Int) {
    var vector = SIMD16<UInt8>()
    #expect(!vector.hasNonzero)
    vector[lane] = 0x80
    #expect(vector.hasNonzero)
  }

  @Test("are two words")
  func words() {
    var vector = SIMD16<UInt8>()
    for index in 0..<16 { vector[index] = UInt8(index + 1) }
    let expected = SIMD2<UInt64>(0x0807_0605_0403_0201, 0x100F_0E0D_0C0B_0A09)
    #expect(vector.words == SIMD2(UInt64(littleEndian: expected[0]), UInt64(littleEndian: expected[1])))
  }

  @Test("a word holds the eight bytes from an offset on")
  func word() {
    let bytes = (0..<50).map { UInt8(5 * $0) }
    for offset in 0...42 {
      let word = UInt64(littleEndian: bytes.span.word(at: offset))
      #expect(
        (0..<8).map { UInt8(truncatingIfNeeded: word >> UInt64(8 * $0)) } == Array(bytes[offset..<offset + 8])
      )
    }
  }

  @Test("a word outside of its buffer traps", arguments: [-1, 43, 50, Int.max, Int.min])
  func wordOutside(offset: Int) async {
    await #expect(processExitsWith: .failure) { [offset] in
      _ = [UInt8](repeating: 0, count: 50).span.word(at: offset)
    }
  }

  @Test("trap outside of their buffer", arguments: [-1, 35, 50, Int.max, Int.min])
  func outside(offset: Int) async {
    await #expect(processExitsWith: .failure) { [offset] in
      _ = [UInt8](repeating: 0, count: 50).span.vector(at: offset)
    }
  }

  @Test("are not stored outside of their buffer", arguments: [-1, 35, 50, Int.max, Int.min])
  func storedOutside(offset: Int) async {
    await #expect(processExitsWith: .failure) { [offset] in
      var bytes = [UInt8](repeating: 0, count: 50)
      var span = bytes.mutableSpan
      span.store(SIMD16<UInt8>(), at: offset)
    }
  }

  @Test("trap in a buffer of less than sixteen bytes")
  func short() async {
    await #expect(processExitsWith: .failure) { _ = [UInt8](repeating: 0, count: 15).span.vector(at: 0) }
  }
}
