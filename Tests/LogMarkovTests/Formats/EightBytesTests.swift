import Testing
import Unix

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
    for (_, eight) in buffers(with: byte) {
      let bytes = eight + eight.reversed()
      for start in bytes.indices {
        let host = bytes.span.firstPlace(in: start..<16) { $0.nonHostMarks }
        #expect(host == (start..<16).first { !hostBytes.contains(bytes[$0]) } ?? 16)
        let tag = bytes.span.firstPlace(in: start..<16) { $0.tagEndMarks }
        #expect(tag == (start..<16).first { tagEnds.contains(bytes[$0]) } ?? 16)
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
}
