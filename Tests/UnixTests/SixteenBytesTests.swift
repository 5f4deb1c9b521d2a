import Support
import Testing

@testable import Unix

@Suite("Sixteen bytes at a time")
struct SixteenBytesTests {
  @Test("the first marked byte is found anywhere, and never behind the range")
  func first() {
    for count in 0...36 {
      for place in 0..<36 {
        var bytes = [UInt8](repeating: 0x61, count: 36)
        bytes[place] = UInt8(ascii: "]")
        for start in 0...count {
          let found = bytes.span.firstPlace(in: start..<count) { $0.marks(UInt8(ascii: "]")) }
          #expect(found == (start..<count ~= place ? place : count))
        }
      }
    }
  }

  @Test("marks are what a look at each byte says", arguments: 0...UInt8.max)
  func marks(_ byte: UInt8) {
    let bytes = [byte]
    func isMarked(_ marks: (SixteenBytes) -> ByteMarks) -> Bool {
      bytes.span.firstPlace(in: 0..<1, marks) == 0
    }
    #expect(isMarked { $0.letterMarks } == (65...90 ~= byte || 97...122 ~= byte))
    for range in [UInt8(0)...0, 0...255, 45...58, 128...200, 250...255] {
      #expect(isMarked { $0.marks(range) } == (range ~= byte))
      #expect(isMarked { ~$0.marks(range) } == !(range ~= byte))
      #expect(isMarked { $0.marks(range) | $0.marks(7) } == (range ~= byte || byte == 7))
    }
  }

  @Test("a bit for each byte, and the same in the form for every processor", arguments: UInt64(1)...20)
  func bits(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let bytes = (0..<16).map { _ in UInt8.random(in: 9...11, using: &random) }
    let marks = SixteenBytes(bytes.span, at: 0).marks(10)
    #expect((0..<16).filter { marks.bits >> UInt32($0) & 1 == 1 } == (0..<16).filter { bytes[$0] == 10 })
    #expect(marks.bits < 1 << 16 && marks.portableBits == marks.bits)
  }

  @Test("all places of a byte are found, with room for one at a time or for all", arguments: UInt64(1)...20)
  func places(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let count = Int.random(in: 0...200, using: &random)
    let bytes = (0..<count).map { _ in UInt8.random(in: 9...12, using: &random) }
    for (start, room) in [(0, 1), (0, 3), (1, 1000), (17, 5)] where start <= count {
      for end in [start, (start + count) / 2, count] where end >= start {
        var found: [UInt32] = []
        var at = start
        var buffer = [UInt32](repeating: 0, count: room)
        while at < end {
          var places = buffer.mutableSpan
          let (number, next) = bytes.span.places(of: 10, in: at..<end, into: &places)
          found += buffer[..<number]
          #expect(next > at || number > 0)
          at = next
        }
        #expect(found == (start..<end).filter { bytes[$0] == 10 }.map { UInt32($0) })
      }
    }
  }
}
