/// What a tokenizer makes of a record as a whole.

import Testing

@testable import LogMarkov

@Suite("A tokenizer")
struct TypeTokenizerTests {
  private func text(_ message: String, tag: String, _ mask: Mask = .values) -> [UInt8] {
    var tokenizer = TypeTokenizer(mask)
    return tokenizer.tokenize(Array(message.utf8), tag: Array(tag.utf8)).text
  }

  @Test("the canonical text is cleaned tag, LF, cleaned message", arguments: Mask.allCases)
  func canonicalText(mask: Mask) {
    #expect(text("up", tag: "eth0/1(x)", mask) == Array("eth/(x)\nup".utf8))
    #expect(text("", tag: "sshd", mask) == Array("sshd\n".utf8))
    #expect(text("up", tag: "", mask) == Array("\nup".utf8))
    #expect(text("", tag: "42", mask) == Array("\n".utf8))
  }

  @Test("no LF but the one behind the tag gets into the canonical text", arguments: Mask.allCases)
  func strayLineFeed(mask: Mask) {
    #expect(text("a\nb\n", tag: "x\ny", mask) == Array("xy\na b".utf8))
  }

  @Test("a star in the tag has nothing to do with the message")
  func starInTag() {
    #expect(text("kB 5", tag: "x*") == Array("x*\nkB *".utf8))
    #expect(text("kB", tag: "*") == Array("*\nkB".utf8))
  }

  @Test("the type's hash is the hash of the canonical text, the tag's that of the cleaned tag")
  func hashes() {
    let key = TypeKey(seed: 9)
    var tokenizer = TypeTokenizer(mask: .values, key: key)
    let bytes = Array("cron2: run 17".utf8)
    var record = LogRecord(kind: .record)
    record.tag = Region(0..<5)
    record.message = Region(7..<13)
    let type = tokenizer.type(of: record, in: bytes.span)

    let canonical = Array("cron\nrun *".utf8)
    #expect(type.rawValue == KeyedHash.hash(Region(0..<canonical.count), of: canonical.span, key: key))
    #expect(tokenizer.tagHash.rawValue == KeyedHash.hash(Region(0..<4), of: canonical.span, key: key))
  }

  @Test("where tag ends and message starts is part of the type")
  func tagBoundary() {
    var tokenizer = TypeTokenizer(.values)
    let one = tokenizer.tokenize(Array("b c".utf8), tag: Array("a".utf8))
    let other = tokenizer.tokenize(Array("c".utf8), tag: Array("a b".utf8))
    #expect(one.hash != other.hash)
  }

  @Test("another key gives other hashes")
  func otherKey() {
    var one = TypeTokenizer(mask: .values, key: TypeKey(seed: 1))
    var other = TypeTokenizer(mask: .values, key: TypeKey(seed: 2))
    let message = Array("up".utf8)
    #expect(one.tokenize(message).hash != other.tokenize(message).hash)
  }

  @Test("a record leaves nothing behind for the next", arguments: Mask.allCases)
  func independence(mask: Mask) {
    let messages = ["user", "a=\"", "5", "up ", "x.", "kB root", "Mon", ""].map { Array($0.utf8) }
    var tokenizer = TypeTokenizer(mask)
    for first in messages {
      for second in messages {
        var fresh = TypeTokenizer(mask)
        _ = tokenizer.tokenize(first)
        let alone = fresh.tokenize(second)
        #expect(tokenizer.tokenize(second) == alone)
        tokenizer.begin(tag: .none, of: first.span)
        tokenizer.feed(Region(0..<first.count), of: first.span)
        #expect(tokenizer.tokenize(second) == alone, "after a record that was not finished")
      }
    }
  }

  @Test("a message of 64 KiB that doubles in length is held", arguments: ["(", "=(", "a(", "a=", "1!"])
  func longMessages(pattern: String) {
    let message = Array(String(repeating: pattern, count: 65_536 / pattern.utf8.count).utf8)
    var tokenizer = TypeTokenizer(.values)
    let whole = tokenizer.tokenize(message)
    #expect(whole.text.count <= 2 * message.count + 3)
    #expect(tokenizer.tokenize(message, cutAt: [1, 40_000, 40_001]) == whole)
  }

  @Test("masks have the names of the option")
  func masks() {
    #expect(Mask.allCases.map(\.rawValue) == ["digits", "values"])
    #expect(Mask(rawValue: "values") == .values)
    #expect(Mask(rawValue: "value") == nil)
  }
}
