import Support
import Testing

@testable import LogMarkov

struct ByteWordsTests {
  @Test("regions are the same if their bytes are, wherever they stand", arguments: UInt64(1)...3)
  func same(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    // Two letters, so that many are the same; some regions end with the buffer.
    let bytes = (0..<40).map { _ in UInt8(ascii: Bool.random(using: &random) ? "a" : "b") }
    var same = 0
    for count in 0...10 {
      for first in 0...bytes.count - count {
        for second in 0...bytes.count - count {
          let isSame = bytes[first..<first + count] == bytes[second..<second + count]
          let (one, other) = (Region(first..<first + count), Region(second..<second + count))
          let found = bytes.span.isSame(one, as: other)
          #expect(found == isSame, "\(one) and \(other)")
          if isSame, first != second { same += 1 }
        }
      }
      let isLonger = bytes.span.isSame(Region(0..<count), as: Region(0..<count + 1))
      #expect(!isLonger)
    }
    #expect(same > 1000)
  }

  @Test("a word is made of one to eight bytes", arguments: [0, 9])
  func word(count: Int) async {
    await #expect(processExitsWith: .failure) { [count] in
      _ = [UInt8](repeating: 0, count: 20).span.littleEndianWord(ofAtMostEight: Region(0..<count))
    }
  }
}
