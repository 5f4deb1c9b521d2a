/// Finds the texts that are similar to a text.
///
/// The similarity of two texts is the cosine of the angle between them, each being the set of its words:
///
///     s(a, b) = Σ w(shared word) / √(Σ w(word of a) · Σ w(word of b))        0 to 1, w as in `TextWords`
struct SimilarTexts {
  /// The texts that are looked through.
  let words: TextWords
  /// For each word whether the text looked at has it.
  private var own: [Bool]
  /// For each text the last search that looked at it.
  private var lastSeen: [Int]
  private var searches = 0

  /// Texts that are less similar are taken for not similar at all. Types alone in their clusters, of 415 (juju), 486 (Linux)
  /// and 455 (Thunderbird): with 0.2 22, 57 and 60; with 0.25 26, 70 and 88, and members of what a reader calls one family
  /// among them; with 0.15 clusters join that have nothing but a common word.
  private static let least: Float = 0.2
  /// How many neighbours a text has at most. With 64 no log had 5 % more or fewer clusters.
  static let most = 32

  /// The texts that have these words.
  init(_ words: TextWords) {
    self.words = words
    own = [Bool](repeating: false, count: words.weights.count)
    lastSeen = [Int](repeating: 0, count: words.ofTexts.count)
  }

  /// The texts most similar to one with these words, with their similarity; ascending.
  ///
  /// Compared are those that are among the first to have one of its words (`TextWords.listed`).
  ///
  /// - Complexity: O(words × `listed`) comparisons.
  mutating func find(_ text: TextWords.OfText) -> [SparseColumns.Entry] {
    searches += 1
    for word in text.numbers { own[Int(word)] = true }
    var similar: [SparseColumns.Entry] = []
    for word in text.numbers {
      for other in words.texts[Int(word)] where lastSeen[Int(other)] != searches {
        lastSeen[Int(other)] = searches
        let similarity = similarity(of: words.ofTexts[Int(other)], to: text)
        if similarity >= SimilarTexts.least {
          similar.append(SparseColumns.Entry(row: other, value: similarity))
        }
      }
    }
    for word in text.numbers { own[Int(word)] = false }
    return similar.largest(SimilarTexts.most)
  }

  private func similarity(of other: TextWords.OfText, to text: TextWords.OfText) -> Float {
    var shared: Float = 0
    for word in other.numbers where own[Int(word)] { shared += words.weights[Int(word)] }
    return shared / (text.weight * other.weight).squareRoot()
  }
}

extension SimilarTexts {
  /// For each text the most similar ones, and itself with 1.
  mutating func graph() -> SparseColumns {
    var graph = SparseColumns()
    for (place, text) in words.ofTexts.enumerated() {
      let own = SparseColumns.Entry(row: Int32(place), value: 1)
      let others = find(text).filter { $0.row != own.row }
      graph.append((others + [own]).sorted { $0.row < $1.row })
    }
    return graph
  }
}
