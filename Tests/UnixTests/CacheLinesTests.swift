import Support
import Testing

@testable import Unix

@Suite("Cache lines and vectors of words")
struct CacheLinesTests {
  @Test("begin empty, at a multiple of 64 bytes, and keep what is written", arguments: [1, 2, 7, 1024])
  func keep(count: Int) {
    var lines = CacheLines(count: count)
    #expect(lines.count == count)
    #expect(unsafe UInt(bitPattern: lines.start) % 64 == 0)
    var plain = [UInt32](repeating: 0, count: 16 * count)
    #expect(plain.indices.allSatisfy { lines[$0] == 0 })
    var random = SplitMix64(seed: UInt64(count))
    for _ in 0..<1000 {
      let word = Int.random(in: 0..<plain.count, using: &random)
      plain[word] = UInt32.random(in: 0...UInt32.max, using: &random)
      lines[word] = plain[word]
    }
    #expect(plain.indices.allSatisfy { lines[$0] == plain[$0] })
    for line in 0..<count {
      let vector = lines.vector(line)
      #expect((0..<16).allSatisfy { vector[$0] == plain[16 * line + $0] })
    }
  }

  @Test("trap outside")
  func traps() async {
    await #expect(processExitsWith: .failure) { _ = CacheLines(count: 2).vector(2) }
    await #expect(processExitsWith: .failure) { _ = CacheLines(count: 2).vector(-1) }
    await #expect(processExitsWith: .failure) { _ = CacheLines(count: 2)[32] }
    await #expect(processExitsWith: .failure) {
      var lines = CacheLines(count: 2)
      lines[-1] = 0
    }
    await #expect(processExitsWith: .failure) { _ = CacheLines(count: 0) }
  }

  @Test("words are equal where a loop says so, in both forms")
  func equalWords() {
    var random = SplitMix64(seed: 3)
    var (wrong, wrongPortably) = (0, 0)
    for _ in 0..<5000 {
      let (a, b) = (vector(&random), vector(&random))
      var plain: UInt32 = 0
      for word in 0..<16 where a[word] == b[word] { plain |= 1 << UInt32(word) }
      if a.equalWords(b) != plain { wrong += 1 }
      if a.portableEqualWords(b) != plain { wrongPortably += 1 }
    }
    #expect(wrong == 0 && wrongPortably == 0)
  }

  /// Few values, some that differ in one byte or bit only.
  private func vector(_ random: inout SplitMix64) -> SIMD16<UInt32> {
    let values: [UInt32] = [0, 1, 0x100, 0x8000, 0x1_0000, 0x8000_0000, 0x7FFF_FFFF, .max]
    var vector = SIMD16<UInt32>()
    let few = Int.random(in: 1...values.count, using: &random)
    for word in 0..<16 { vector[word] = values[Int.random(in: 0..<few, using: &random)] }
    return vector
  }
}

@Suite("A mapped region's words")
struct MappedWordTests {
  @Test("come by one and by sixteen, from any of them on", arguments: [64, 68, 128, 1000])
  func words(size: Int) {
    var random = SplitMix64(seed: UInt64(size))
    let bytes = (0..<size).map { _ in UInt8.random(in: 0...255, using: &random) }
    let region = MappedRegion(copying: bytes)
    for index in 0...size / 4 - 16 {
      let vector = region.vector(index)
      #expect((0..<16).allSatisfy { vector[$0] == region.word(index + $0) })
    }
    #expect(region.word(1) == (4..<8).reversed().reduce(0) { $0 << 8 | UInt32(bytes[$1]) })
  }

  @Test("trap outside")
  func traps() async {
    await #expect(processExitsWith: .failure) { _ = MappedRegion(copying: []).vector(0) }
    await #expect(processExitsWith: .failure) { _ = region(63).vector(0) }
    await #expect(processExitsWith: .failure) { _ = region(128).vector(17) }
    await #expect(processExitsWith: .failure) { _ = region(128).vector(-1) }
    await #expect(processExitsWith: .failure) { _ = region(128).word(32) }
  }
}

private func region(_ count: Int) -> MappedRegion {
  MappedRegion(copying: [UInt8](repeating: 0, count: count))
}
