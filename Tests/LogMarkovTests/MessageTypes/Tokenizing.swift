/// What the tests of this room ask of a tokenizer, in one call.

@testable import LogMarkov

/// The canonical text and the hash of one record.
struct TokenizedRecord: Equatable {
  var text: [UInt8]
  var hash: TypeHash

  /// The cleaned message, ill-formed parts replaced.
  var message: String { String(decoding: text.drop { $0 != UInt8(ascii: "\n") }.dropFirst(), as: UTF8.self) }
}

extension TypeTokenizer {
  /// A tokenizer with the key of a fixed seed.
  init(_ mask: Mask) { self.init(mask: mask, key: TypeKey(seed: 1)) }

  /// Tokenizes a message fed in parts that end at `cuts`, which ascend; each part lies in a buffer of its own.
  mutating func tokenize(_ message: [UInt8], tag: [UInt8] = [], cutAt cuts: [Int] = []) -> TokenizedRecord {
    begin(tag: Region(0..<tag.count), of: tag.span)
    for (start, end) in zip([0] + cuts, cuts + [message.count]) {
      let part = Array(message[start..<end])
      feed(Region(0..<part.count), of: part.span)
    }
    let hash = finish()
    return TokenizedRecord(text: textBytes, hash: hash)
  }

  /// The cleaned form of a message that is all there.
  mutating func clean(_ message: String) -> String { tokenize(Array(message.utf8)).message }

  private var textBytes: [UInt8] {
    let text = text
    return Array(capacity: text.count) { bytes in
      for index in text.indices { bytes.append(text[index]) }
    }
  }
}
