/// Message types: masking twice is masking once, cuts do not show, and the cache says what the mask says.

import Support

@testable import LogMarkov

/// The input is a tag, LF, and messages, one a line.
func checkMasks(_ input: [UInt8]) throws {
  var random = SplitMix64(choicesFor: input)
  let parts = input.split(separator: 0x0A, omittingEmptySubsequences: false).map(Array.init)
  let (tag, messages) = (parts[0], parts.dropFirst())
  for mask in Mask.allCases {
    let key = TypeKey(seed: 1)
    var tokenizer = TypeTokenizer(mask: mask, key: key)
    var typing = TypeIdentification(mask: mask, key: key)
    for message in messages {
      let (text, hash) = tokenizer.type(of: message, tag: tag, cutAt: [])
      try require(text.filter { $0 == 0x0A }.count == 1, "\(mask): not one LF in \(text)")
      let cuts = (0..<3).map { _ in Int.random(in: 0...message.count, using: &random) }.sorted()
      let cut = tokenizer.type(of: message, tag: tag, cutAt: cuts)
      try require(cut == (text, hash), "\(mask): cut at \(cuts), \(text) is \(cut.text)")
      let twice = tokenizer.type(
        of: Array(text.drop { $0 != 0x0A }.dropFirst()), tag: Array(text.prefix { $0 != 0x0A }), cutAt: [])
      try require(twice == (text, hash), "\(mask): masked twice, \(text) is \(twice.text)")
      // Twice: masked, and then from the cache.
      let line = tag + [0x3A] + message
      let record = LogRecord(
        kind: .record, tag: Region(0..<tag.count), message: Region(tag.count + 1..<line.count))
      var types: [RecordType] = []
      var names = NoNames()
      typing.identify([record, record], of: line.span, with: &names, into: &types)
      try require(types.map(\.hash) == [hash, hash], "\(mask): the cache differs on \(message)")
    }
  }
}

/// Knows no type.
private struct NoNames: TypeResolver {
  mutating func resolve(_: TypeHash, tagHash _: TagHash, text _: Span<UInt8>) -> (MessageTypeID, TagID) {
    (.unknown, .unknown)
  }
}

extension TypeTokenizer {
  /// The canonical text and the hash of a message that comes in parts.
  fileprivate mutating func type(
    of message: [UInt8], tag: [UInt8], cutAt cuts: [Int]
  ) -> (text: [UInt8], hash: TypeHash) {
    begin(tag: Region(0..<tag.count), of: tag.span)
    for (start, end) in zip([0] + cuts, cuts + [message.count]) {
      feed(Region(start..<end), of: message.span)
    }
    let hash = finish()
    let collector = ByteCollector()
    collector.write(text)
    return (collector.bytes, hash)
  }
}
