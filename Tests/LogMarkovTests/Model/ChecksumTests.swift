/// Checksums: XXH64, by its author's vectors and by his program.

import Support
import Testing
import Unix

@testable import LogMarkov

/// Where `xxhsum` is, if it is installed (Debian: xxhash).
private let xxhsum = ["/usr/bin/xxhsum", "/usr/local/bin/xxhsum"].first { (try? FileInfo(path: $0)) != nil }

struct ChecksumTests {
  /// Source: the known answers of Y. Collet's xxHash, cli/xsum_sanity_check.c, XXH64 with seed 0: so many bytes of
  /// its generator.
  @Test(
    "the author's vectors come out",
    arguments: [
      (0, 0xEF46_DB37_51D8_E999), (1, 0xE934_A84A_DB05_2768), (4, 0x9136_A0DC_A574_57EE),
      (14, 0x8282_DCC4_994E_35C8), (222, 0xB641_AE8C_B691_C174),
    ] as [(Int, UInt64)])
  func sanityVectors(count: Int, expected: UInt64) {
    var state: UInt64 = 2_654_435_761
    var bytes: [UInt8] = []
    for _ in 0..<count {
      bytes.append(UInt8(truncatingIfNeeded: state >> 56))
      state = state &* 11_400_714_785_074_694_797
    }
    #expect(Checksum.of(bytes) == expected)
  }

  @Test(
    "words have the checksums that everybody prints",
    arguments: [
      ("a", 0xD24E_C4F1_A98C_6E5B), ("abc", 0x44BC_2CF5_AD77_0999),
      ("Nobody inspects the spammish repetition", 0xFBCE_A83C_8A37_8BF1),
    ] as [(String, UInt64)])
  func words(word: String, expected: UInt64) {
    #expect(Checksum.of(Array(word.utf8)) == expected)
  }

  @Test("xxhsum -H64 prints the same for every length up to 200", .enabled(if: xxhsum != nil))
  func sameAsProgram() throws {
    let program = try #require(xxhsum)
    var random = SplitMix64(seed: 64)
    let directory = try TemporaryDirectory()
    var files: [(path: String, bytes: [UInt8])] = []
    for count in Array(0...200) + [1023, 4096, 100_001] {
      let bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
      files.append((directory.path(of: "\(count)"), bytes))
      try writeFile(bytes, to: directory.path(of: "\(count)"))
    }
    let outcome = try Command(program, ["-H64"] + files.map(\.path)).run()
    let sums = outcome.outputText.split(separator: "\n").map { String($0.prefix(16)) }
    #expect(outcome.ending == .exited(0))
    #expect(sums.count == files.count)
    for (sum, file) in zip(sums, files) {
      #expect(UInt64(sum, radix: 16) == Checksum.of(file.bytes), "\(file.bytes.count) bytes")
    }
  }

  @Test("every change of one byte changes the checksum")
  func oneByte() {
    let bytes = (0..<70).map { UInt8($0 * 3) }
    let sum = Checksum.of(bytes)
    for index in bytes.indices {
      for change in [UInt8(1), 0x80, 0xFF] {
        var other = bytes
        other[index] ^= change
        #expect(Checksum.of(other) != sum)
      }
    }
  }
}
