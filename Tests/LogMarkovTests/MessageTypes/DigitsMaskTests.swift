/// The mask `digits`, by examples.

import Testing

@testable import LogMarkov

@Suite("The mask digits")
struct DigitsMaskTests {
  @Test(
    "deletes digits, makes one blank of a run, and trims",
    arguments: [
      ("starting up", "starting up"),
      ("[2141] 500 2141 25631 pulseaudio", "[] pulseaudio"),
      ("Nov 22 : 5", "Nov :"),
      ("a1b2c3", "abc"),
      ("  two \t\t blanks  ", "two blanks"),
      ("a 1 2 3 b", "a b"),
      ("12345", ""),
      ("", ""),
      (" \t ", ""),
      ("7 up 7", "up"),
      ("0x1f 10.0.0.1:22", "xf ...:"),
      ("carriage\rreturn\u{b}\u{c}x", "carriage\rreturn\u{b}\u{c}x"),
      ("nul\0 2 byte", "nul\0 byte"),
      ("٣ is no ASCII digit", "٣ is no ASCII digit"),
      ("caf\u{e9}\u{a0}9", "caf\u{e9}\u{a0}"),
    ])
  func example(message: String, cleaned: String) {
    var tokenizer = TypeTokenizer(.digits)
    #expect(tokenizer.clean(message) == cleaned)
  }

  @Test("bytes that are no UTF-8 stay")
  func illFormed() {
    var tokenizer = TypeTokenizer(.digits)
    let record = tokenizer.tokenize([0xff, 0x31, 0x80, 0x20, 0x32, 0xc3])
    #expect(record.text == [0x0a, 0xff, 0x80, 0x20, 0xc3])
  }
}
