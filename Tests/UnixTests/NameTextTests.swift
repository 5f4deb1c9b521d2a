/// Names that are no text, as Strings and back.

import Support
import Testing
import Unix

struct NameTextTests {
  @Test("text stays what it is")
  func text() {
    for name in ["", "a", "Käse", "日本", "\u{10FEFF}"] {
      #expect(String(nameBytes: Array(name.utf8)) == name && name.nameBytes == Array(name.utf8))
    }
  }

  @Test("any bytes come back, and no two names are one", arguments: UInt64(1)...4)
  func roundTrip(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let pieces: [[UInt8]] = [
      [0x61], [0xFF], [0xC3], [0xA4], [0xC3, 0xA4], [0xF4, 0x8F, 0xBC, 0x80], [0xF4, 0x8F],
      [0xED, 0xA0, 0x80], [0x2F],
    ]
    var names: [String: [UInt8]] = [:]
    for _ in 0..<5000 {
      let bytes = (0..<Int.random(in: 0...5, using: &random)).flatMap { _ in
        pieces.randomElement(using: &random) ?? []
      }
      let name = String(nameBytes: bytes)
      #expect(name.nameBytes == bytes)
      #expect(names.updateValue(bytes, forKey: name) ?? bytes == bytes)
    }
  }
}
