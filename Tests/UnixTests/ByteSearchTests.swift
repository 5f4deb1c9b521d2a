import Support
import Testing

@testable import Unix

@Suite("A byte search")
struct ByteSearchTests {
  @Test("finds the first one in every range of a span")
  func everyRange() {
    let bytes = Array("a\nbb\n\nc".utf8)
    for lower in 0...bytes.count {
      for upper in lower...bytes.count {
        for byte in [UInt8(ascii: "\n"), UInt8(ascii: "a"), UInt8(ascii: "c"), 0] {
          let expected = (lower..<upper).first { bytes[$0] == byte }
          #expect(bytes.span.firstIndex(of: byte, in: lower..<upper) == expected)
        }
      }
    }
  }

  @Test("knows all 256 bytes, high ones too", arguments: UInt8.min...UInt8.max)
  func everyByte(byte: UInt8) {
    let bytes = Array(UInt8.min...UInt8.max)
    #expect(bytes.span.firstIndex(of: byte, in: 0..<256) == Int(byte))
  }

  @Test("finds nothing in nothing")
  func empty() {
    let bytes: [UInt8] = []
    #expect(bytes.span.firstIndex(of: 0, in: 0..<0) == nil)
    #expect(bytes.span.equals(0..<0, of: bytes.span, in: 0..<0) == true)
  }

  @Test("compares every range with every other")
  func everyPair() {
    let one = Array("abcab".utf8)
    let other = Array("cabc".utf8)
    for lower in 0...one.count {
      for upper in lower...one.count {
        for otherLower in 0...other.count {
          for otherUpper in otherLower...other.count {
            let expected = one[lower..<upper] == other[otherLower..<otherUpper]
            #expect(one.span.equals(lower..<upper, of: other.span, in: otherLower..<otherUpper) == expected)
          }
        }
      }
    }
  }

  @Test("does not leave the span")
  func outside() async {
    await #expect(processExitsWith: .failure) {
      let bytes: [UInt8] = [1, 2, 3]
      _ = bytes.span.firstIndex(of: 9, in: 1..<4)
    }
    await #expect(processExitsWith: .failure) {
      let bytes: [UInt8] = [1, 2, 3]
      _ = bytes.span.equals(0..<2, of: bytes.span, in: 2..<4)
    }
  }
}
