/// How rare a score is on the log that the model was learned from.
enum Rarity {
  case usual
  /// One record in a hundred.
  case unusual
  /// One in a thousand.
  case rare
}

/// Where scores become rare.
struct RarityScale: Sendable {
  /// From which evidence on, in bits.
  struct Bounds: Sendable {
    var stray: Double
    var missing: Double

    fileprivate func areReached(by score: Score) -> Bool {
      score.stray.map { $0.bits >= stray } == true || score.missing.map { $0.bits >= missing } == true
    }
  }

  /// What one record in a hundred reaches, on either kind of evidence.
  var unusual: Bounds
  /// What one in a thousand reaches.
  var rare: Bounds

  /// How rare a score is; nothing tells how rare a chain's first record is.
  func rarity(of score: Score) -> Rarity {
    if score.flag == .first { return .usual }
    return rare.areReached(by: score) ? .rare : unusual.areReached(by: score) ? .unusual : .usual
  }
}
