import Testing

@testable import LogMarkov

@Suite("Eight bytes at a time")
struct EightBytesTests {
  /// Buffers of eight bytes in which `byte` stands at each place among bytes next to it in value.
  func buffers(with byte: UInt8) -> [(place: Int, bytes: [UInt8])] {
    (0..<8).map { place in
      (place, (0..<8).map { $0 == place ? byte : byte &+ UInt8($0 & 1) &- 1 })
    }
  }

  @Test("hosts and tags end where a look at each byte says", arguments: 0...UInt8.max)
  func marks(_ byte: UInt8) {
    let hostBytes = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-:%/@".utf8)
    let tagEnds = Set(" \t:[".utf8)
    for (_, bytes) in buffers(with: byte) {
      let word = EightBytes(bytes.span, at: 0)
      for place in 0..<8 {
        func isMarked(_ marks: UInt64) -> Bool { marks >> UInt64(8 * place) & 0xff == 0x80 }
        func isClear(_ marks: UInt64) -> Bool { marks >> UInt64(8 * place) & 0xff == 0 }
        let isHost = hostBytes.contains(bytes[place])
        #expect(isHost ? isClear(word.nonHostMarks) : isMarked(word.nonHostMarks))
        let endsTag = tagEnds.contains(bytes[place])
        #expect(endsTag ? isMarked(word.tagEndMarks) : isClear(word.tagEndMarks))
        let isBracket = bytes[place] == UInt8(ascii: "]")
        #expect(isBracket ? isMarked(word.marks(UInt8(ascii: "]"))) : isClear(word.marks(UInt8(ascii: "]"))))
      }
    }
  }

  @Test("a pattern fits digits at its zeros and itself elsewhere", arguments: 0...UInt8.max)
  func patterns(_ byte: UInt8) {
    for (pattern, text) in [
      (EightBytes.Pattern.timeOfDay, "23:59:07"), (.yearAndMonth, "2026-11-"),
    ] {
      let good = Array(text.utf8)
      #expect(EightBytes(good.span, at: 0).fits(pattern))
      for place in 0..<8 {
        var bytes = good
        bytes[place] = byte
        let isDigit = 0x30...0x39 ~= byte
        #expect(
          EightBytes(bytes.span, at: 0).fits(pattern)
            == (0x30...0x39 ~= good[place] ? isDigit : byte == good[place]))
      }
    }
  }

  @Test("two digits make their number at every place")
  func twoDigits() {
    for number in 0..<100 {
      let digits = [UInt8(0x30 + number / 10), UInt8(0x30 + number % 10)]
      for place in 0..<7 {
        var bytes = [UInt8](repeating: 0x39, count: 8)
        bytes.replaceSubrange(place..<place + 2, with: digits)
        #expect(Int(EightBytes(bytes.span, at: 0).twoDigits[place]) == number)
      }
    }
  }

  @Test("behind the end of the buffer there are zeros")
  func endOfBuffer() {
    let bytes: [UInt8] = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]
    for start in 0...bytes.count {
      let word = EightBytes(bytes.span, at: start)
      #expect((0..<8).map { word[$0] } == (start..<start + 8).map { $0 < bytes.count ? bytes[$0] : 0 })
    }
  }

  @Test("the first marked byte is found anywhere, and never behind the range")
  func first() {
    for count in 0...20 {
      for place in 0..<20 {
        var bytes = [UInt8](repeating: 0x61, count: 20)
        bytes[place] = UInt8(ascii: "]")
        for start in 0...count {
          let found = bytes.span.first(in: start..<count) { $0.marks(UInt8(ascii: "]")) }
          #expect(found == (start..<count ~= place ? place : count))
        }
      }
    }
  }
}
