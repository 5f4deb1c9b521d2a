/// A score that became final when the next record of its chain came.
struct ScoreRevision: Equatable, Sendable {
  /// Which record: how many rows of batches came before it since the stream began.
  var row: UInt64
  /// Its score with look-ahead.
  var score: Score
}
