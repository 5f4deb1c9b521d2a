/// Which texts are similar: to each the most similar others.
///
/// The similarity of two texts is the cosine of the angle between them, each being the set of its words:
///
///     s(a, b) = Σ w(shared word) / √(Σ w(word of a) · Σ w(word of b))        0 to 1, w as in `TextWords`
struct SimilarityGraph {
  /// For each text those similar to it with their similarity, and itself with 1.
  private(set) var neighbours = SparseColumns()

  /// Texts that are less similar are taken for not similar at all. Types alone in their clusters, of 415 (juju), 486 (Linux)
  /// and 455 (Thunderbird): with 0.2 23, 57 and 60; with 0.25 26, 70 and 88, and members of what a reader calls one family
  /// among them; with 0.15 clusters join that have nothing but a common word.
  private static let least: Float = 0.2
  /// How many neighbours a text has at most. With 64 no log had 5 % more or fewer clusters.
  static let mostNeighbours = 32

  /// The graph of texts with these words.
  ///
  /// Two texts are compared if they share a word and one of them is among the first that have it (`TextWords.listed`).
  ///
  /// - Complexity: O(texts × words × `listed`) comparisons.
  init(_ words: TextWords) {
    let sums = words.ofText.map { $0.reduce(0) { $0 + words.weights[Int($1)] } }
    var own = [Bool](repeating: false, count: words.weights.count)
    var lastSeen = [Int32](repeating: -1, count: words.ofText.count)
    for (text, wordsOfText) in words.ofText.enumerated() {
      for word in wordsOfText { own[Int(word)] = true }
      lastSeen[text] = Int32(text)
      var similar: [SparseColumns.Entry] = []
      for word in wordsOfText {
        for other in words.texts[Int(word)] where lastSeen[Int(other)] != text {
          lastSeen[Int(other)] = Int32(text)
          var shared: Float = 0
          for word in words.ofText[Int(other)] where own[Int(word)] { shared += words.weights[Int(word)] }
          let similarity = shared / (sums[text] * sums[Int(other)]).squareRoot()
          if similarity >= SimilarityGraph.least {
            similar.append(SparseColumns.Entry(row: other, value: similarity))
          }
        }
      }
      for word in wordsOfText { own[Int(word)] = false }
      similar = similar.largest(SimilarityGraph.mostNeighbours)
      similar.append(SparseColumns.Entry(row: Int32(text), value: 1))
      neighbours.append(similar.sorted { $0.row < $1.row })
    }
  }
}
