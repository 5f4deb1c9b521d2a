/// How one score is made of a record's evidence, by name.
public enum Combination: String, CaseIterable, Sendable {
  /// S: stray and missing evidence in one ranking.
  case evidence
  /// The paper's: the bits of (P(message) + P(tag))/2.
  case sum

  /// What nobody has to ask for.
  public static let usual = Combination.evidence
}
