/// Up to 128 lines on their way through the stages: one column for what each stage finds out.
struct Batch {
  /// From Lines.
  var input: [Line] = []
  /// From Formats: the lines to print, and the records. Every other column but the explanations has a row for each.
  var parsed = ParsedLines()
  /// From MessageTypes.
  var types: [RecordType] = []
  /// From Scoring.
  var scores: [Score] = []
  /// From Scoring: what became of records, of this batch or of earlier ones.
  var revisions: [ScoreRevision] = []
  /// From Scoring: why records, by their rows, have their scores; those for which that is asked.
  var explanations: [Int: Explanation] = [:]
  /// From Scoring: what records are called; no rows unless that is asked.
  var names = TypeNames()
  /// From Chains: which chain each record belongs to.
  var chainSlots: [UInt32] = []
  /// From the selection.
  var passes: [Bool] = []
  /// From the selection, if it has a threshold: what each record, in order, is to an alert.
  var alertParts: [OpenAlerts.Part] = []
  /// From the printer: what becomes of each line in the output.
  var roles: [LineRole] = []
  /// Where lines come from; it stays from batch to batch.
  var origins = LineOrigins()

  /// What an annotator needs to know.
  var scored: ScoredLines {
    ScoredLines(
      lines: parsed.lines, records: parsed.records, scores: scores, explanations: explanations, names: names,
      roles: roles, origins: origins)
  }

  /// Empties the columns and keeps their memory.
  mutating func removeAll() {
    input.removeAll(keepingCapacity: true)
    parsed.removeAll()
    types.removeAll(keepingCapacity: true)
    scores.removeAll(keepingCapacity: true)
    revisions.removeAll(keepingCapacity: true)
    if !explanations.isEmpty { explanations.removeAll(keepingCapacity: true) }
    names.removeAll()
    chainSlots.removeAll(keepingCapacity: true)
    passes.removeAll(keepingCapacity: true)
    alertParts.removeAll(keepingCapacity: true)
    roles.removeAll(keepingCapacity: true)
  }
}
