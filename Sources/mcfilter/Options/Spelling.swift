/// What a user may have meant who did not write an option out, or wrote it wrongly.
enum Spelling {
  /// The names that `written` may stand for: itself if it is one of them, else those that begin with it.
  static func matches(for written: String, among names: [String]) -> [String] {
    guard !written.isEmpty else { return [] }
    if names.contains(written) { return [written] }
    return names.filter { $0.utf8.starts(with: written.utf8) }
  }

  /// The name closest to `written`, the first one of equals; `nil` if none is so close that it can be meant.
  ///
  /// One slip in three letters and two in six are forgiven, as more would suggest names at random.
  static func suggestion(for written: String, among names: [String]) -> String? {
    let letters = Array(written.unicodeScalars)
    let slipsForgiven = min(letters.count / 3, 2)
    let distances = names.lazy
      .map { name in (name: name, letters: Array(name.unicodeScalars)) }
      .filter { abs($0.letters.count - letters.count) <= slipsForgiven }
      .map { (name: $0.name, slips: slips(from: letters, to: $0.letters)) }
    guard let nearest = distances.min(by: { $0.slips < $1.slips }), nearest.slips <= slipsForgiven else {
      return nil
    }
    return nearest.name
  }

  /// How many letters must be left out, put in, replaced or swapped with their neighbour to make `a` into `b`,
  /// no place touched twice (optimal string alignment, Damerau 1964).
  ///
  /// - Complexity: O(`a.count` · `b.count`).
  private static func slips(from a: [Unicode.Scalar], to b: [Unicode.Scalar]) -> Int {
    // rows[i][j] is the distance of the first i letters of `a` from the first j of `b`.
    var rows = [Array(0...b.count)]
    for i in a.indices {
      var row = [i + 1]
      for j in b.indices {
        let replaced = rows[i][j] + (a[i] == b[j] ? 0 : 1)
        var slips = min(replaced, rows[i][j + 1] + 1, row[j] + 1)
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { slips = min(slips, rows[i - 1][j - 1] + 1) }
        row.append(slips)
      }
      rows.append(row)
    }
    return rows[a.count][b.count]
  }
}
