/// The clusters of texts that were not there when clusters were made.
struct NearestCluster {
  private var known: SimilarTexts
  private let numbers: [Int32]

  /// Knows these texts and their clusters.
  init(texts: [[UInt8]], numbers: [Int32]) {
    known = SimilarTexts(TextWords(texts))
    self.numbers = numbers
  }

  /// The cluster of the text most similar to this one; nil if none is similar.
  mutating func number(of text: Span<UInt8>) -> Int32? {
    var bytes: [UInt8] = []
    for index in text.indices { bytes.append(text[index]) }
    return known.find(known.words.words(of: bytes)).largest(1).first.map { numbers[Int($0.row)] }
  }
}
