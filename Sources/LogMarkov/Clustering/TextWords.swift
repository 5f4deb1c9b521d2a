internal import Unix

/// The words of message types' texts, as numbers, and how much it says of two texts that they share one.
///
/// A word is a run of ASCII letters, digits and bytes from 0x80 on in a message; a tag is one word, which no message holds.
/// The `*` of masked values is none: nearly every text has it.
struct TextWords {
  /// The words of each text, ascending and each once.
  private(set) var ofText: [[Int32]] = []
  /// For each word the first texts that have it, ascending; at most `listed`.
  private(set) var texts: [[Int32]] = []
  /// For each word how much it says.
  private(set) var weights: [Float] = []

  /// How many texts of a word are listed, at most: what bounds the comparisons. With 1000 the logs of `TextClusters` have at
  /// most an eighth fewer clusters. The texts of a family of thousands, which are not all compared with each other, are all
  /// compared with the same first ones, and so stay together.
  static let listed = 64
  /// ln(texts / those that have the word), within these bounds. A word that fewer than one text in twenty has (e³) says as
  /// much as the rarest: else families part whose texts differ by rare words (`Started User Manager`, `Started Accounts
  /// Service`). One that more than three in five have (e^−½) still says something: else a log of one family has no family.
  /// Without the logarithm all short texts of one common tag (`kernel`) are alike.
  private static let weightBounds = 0.5...3.0

  /// The words of these texts: cleaned tag, LF, cleaned message.
  ///
  /// - Complexity: O(bytes) hashing.
  init(_ texts: [[UInt8]]) {
    var numbers: [ArraySlice<UInt8>: Int32] = [:]
    var counts: [Int] = []
    for (place, text) in texts.enumerated() {
      var words: Set<Int32> = []
      for word in TextWords.words(of: text) {
        let number = numbers[word] ?? Int32(counts.count)
        if number == counts.count {
          numbers[word] = number
          counts.append(0)
          self.texts.append([])
        }
        guard words.insert(number).inserted else { continue }
        counts[Int(number)] += 1
        if counts[Int(number)] <= TextWords.listed { self.texts[Int(number)].append(Int32(place)) }
      }
      ofText.append(words.sorted())
    }
    weights = counts.map { count in
      let bounds = TextWords.weightBounds
      let rarity = naturalLogarithm(Double(texts.count) / Double(count))
      return Float(min(max(rarity, bounds.lowerBound), bounds.upperBound))
    }
  }

  /// The tag with its LF, if it is not empty, and the words of the message.
  private static func words(of text: [UInt8]) -> [ArraySlice<UInt8>] {
    let endOfTag = text.firstIndex(of: 0x0A) ?? 0
    var words = endOfTag > 0 ? [text[...endOfTag]] : []
    words += text[endOfTag...].split { !($0.isLetter || $0.isDigit || $0 >= 0x80) }
    return words
  }
}
