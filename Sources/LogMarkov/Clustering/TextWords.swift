internal import Unix

/// The words of message types' texts, as numbers, and how much it says of two texts that they share one.
///
/// A word is a run of ASCII letters, digits and bytes from 0x80 on in a message; a tag is one word, which no message holds.
/// The `*` of masked values is none: nearly every text has it.
struct TextWords {
  /// The words of one text.
  struct OfText {
    /// Their numbers, ascending and each once.
    var numbers: [Int32]
    /// Their weights together, those of words that have no number included.
    var weight: Float
  }

  /// The words of each text.
  private(set) var ofTexts: [OfText] = []
  /// For each word the first texts that have it, ascending; at most `listed`.
  private(set) var texts: [[Int32]] = []
  /// For each word how much it says.
  private(set) var weights: [Float] = []
  private var numbers: [ArraySlice<UInt8>: Int32] = [:]

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
    var counts: [Int] = []
    for (place, text) in texts.enumerated() {
      var known: Set<Int32> = []
      for word in TextWords.split(text) {
        let number = numbers[word] ?? Int32(counts.count)
        if number == counts.count {
          numbers[word] = number
          counts.append(0)
          self.texts.append([])
        }
        guard known.insert(number).inserted else { continue }
        counts[Int(number)] += 1
        if counts[Int(number)] <= TextWords.listed { self.texts[Int(number)].append(Int32(place)) }
      }
      ofTexts.append(OfText(numbers: known.sorted(), weight: 0))
    }
    weights = counts.map { TextWords.weight(texts: texts.count, having: $0) }
    for place in ofTexts.indices { ofTexts[place].weight = weight(of: ofTexts[place].numbers) }
  }

  /// The words of any text; those that no text of these has have no number, and weigh as much as the rarest.
  func words(of text: [UInt8]) -> OfText {
    let words = Set(TextWords.split(text))
    let known = words.compactMap { numbers[$0] }.sorted()
    let unknown = Float(words.count - known.count) * Float(TextWords.weightBounds.upperBound)
    return OfText(numbers: known, weight: weight(of: known) + unknown)
  }

  private func weight(of words: [Int32]) -> Float { words.reduce(0) { $0 + weights[Int($1)] } }

  private static func weight(texts: Int, having count: Int) -> Float {
    let rarity = naturalLogarithm(Double(texts) / Double(count))
    return Float(min(max(rarity, weightBounds.lowerBound), weightBounds.upperBound))
  }

  /// The tag with its LF, if it is not empty, and the words of the message.
  private static func split(_ text: [UInt8]) -> [ArraySlice<UInt8>] {
    let endOfTag = text.firstIndex(of: 0x0A) ?? 0
    let tag = endOfTag > 0 ? [text[...endOfTag]] : []
    return tag + text[endOfTag...].split { !($0.isLetter || $0.isDigit || $0 >= 0x80) }
  }
}
