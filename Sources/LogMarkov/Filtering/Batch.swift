/// Up to 128 lines on their way through the stages: one column for what each stage finds out.
struct Batch {
  /// From Lines.
  var lines: [Line] = []
  /// From Formats.
  var records: [LogRecord] = []
  /// From MessageTypes.
  var types: [RecordType] = []
  /// From Scoring.
  var scores: [Score] = []
  /// From Scoring: what became of records, of this batch or of earlier ones.
  var revisions: [ScoreRevision] = []
  /// From Scoring: why records, by their rows, have their scores; those for which that is asked.
  var explanations: [Int: Explanation] = [:]
  /// From Chains: which chain each record belongs to.
  var chainSlots: [UInt32] = []
  /// From the selection.
  var passes: [Bool] = []

  /// Empties the columns and keeps their memory.
  mutating func removeAll() {
    lines.removeAll(keepingCapacity: true)
    records.removeAll(keepingCapacity: true)
    types.removeAll(keepingCapacity: true)
    scores.removeAll(keepingCapacity: true)
    revisions.removeAll(keepingCapacity: true)
    if !explanations.isEmpty { explanations.removeAll(keepingCapacity: true) }
    chainSlots.removeAll(keepingCapacity: true)
    passes.removeAll(keepingCapacity: true)
  }
}
