import Support
import Testing

@testable import LogMarkov

/// The cache before the masks, held to what the masks alone would say.
@Suite("The cache of types")
struct TypeCacheTests {
  /// Gives every new text the next number.
  private struct Numbering: TypeResolver {
    var numbers: [TypeHash: UInt32] = [:]

    mutating func resolve(
      _ hash: TypeHash, tagHash: TagHash, text: Span<UInt8>
    ) -> (MessageTypeID, TagID) {
      let number = numbers[hash] ?? UInt32(numbers.count)
      numbers[hash] = number
      return (MessageTypeID(rawValue: number), TagID(rawValue: UInt32(truncatingIfNeeded: tagHash.rawValue)))
    }
  }

  /// Checks every line of a text under a mask.
  private func check(_ text: [UInt8], mask: Mask) {
    let key = TypeKey(seed: 7)
    var typing = TypeIdentification(mask: mask, key: key)
    var plain = TypeTokenizer(mask: mask, key: key)
    var cached = Numbering()
    var uncached = Numbering()
    var format = SyslogFormat()
    var start = 0
    var lines: [Line] = []
    for index in text.indices where text[index] == 0x0A {
      lines.append(Line(text: Region(start..<index)))
      start = index + 1
    }
    let records = format.records(of: lines, in: text)
    var types: [RecordType] = []
    typing.identify(records, of: text.span, with: &cached, into: &types)
    #expect(types.count == records.count)
    var wrong = 0
    for (record, type) in zip(records, types) {
      guard record.kind == .record else {
        if type != .none { wrong += 1 }
        continue
      }
      let hash = plain.type(of: record, in: text.span)
      let (number, tag) = uncached.resolve(hash, tagHash: plain.tagHash, text: plain.text)
      if type != RecordType(hash: hash, tagHash: plain.tagHash, type: number, tag: tag) { wrong += 1 }
    }
    #expect(wrong == 0, "of \(records.count)")
  }

  @Test(
    "says of every line of a real log what the mask says",
    .enabled(if: sharedData != nil, "../shared is absent"),
    arguments: Mask.allCases, ["linux/Linux.log.gz", "juju/rabbitmq.boot0.log.gz", "juju/vault.boot0.log.gz"])
  func realLogs(mask: Mask, log: String) throws {
    let data = try #require(sharedData)
    check(try gunzip("\(data)/\(log)"), mask: mask)
  }

  @Test("says of tricky texts what the mask says", arguments: Mask.allCases)
  func trickyTexts(mask: Mask) {
    var random = SplitMix64(seed: 3)
    let alphabet = Array("0189 */@:.=[](),-#usermsKB\t\u{0}\u{80}".utf8)
    var text: [UInt8] = []
    for _ in 0..<20_000 {
      text += Array("Mar  3 04:12:0\(random.next() % 10) n tag[\(random.next() % 1000)]: ".utf8)
      for _ in 0..<random.next() % 40 { text.append(alphabet[Int(random.next() % UInt64(alphabet.count))]) }
      text.append(0x0A)
    }
    check(text, mask: mask)
  }

  @Test("holds what it was given last, however many there were")
  func growth() {
    var cache = TypeCache(key: TypeKey(seed: 1))
    var random = SplitMix64(seed: 5)
    let keys = (0..<100_000).map { _ in random.next() }
    func type(_ number: Int) -> RecordType {
      RecordType(
        hash: TypeHash(rawValue: keys[number]), tagHash: TagHash(rawValue: UInt64(number)),
        type: MessageTypeID(rawValue: UInt32(number)), tag: .unknown)
    }
    var held = 0
    for number in keys.indices {
      #expect(cache.place(of: keys[number]) == nil)
      cache.insert(type(number), for: keys[number])
      // The newest, one that was new a moment ago, and one that may be gone: never another's type.
      for asked in [number, max(0, number - 100), number / 2] {
        guard let place = cache.place(of: keys[asked]) else { continue }
        held += 1
        #expect(cache[place] == type(asked))
      }
      #expect(cache.place(of: keys[number]) != nil)
    }
    #expect(held > 225_000, "most of them are there")
  }
}
