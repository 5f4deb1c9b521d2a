/// Synthetic logs for tests, and what they say when they are read.

@testable import LogMarkov

/// A synthetic log of a model, and what was left out of it.
func generated(_ model: borrowing Model, _ settings: LogGenerator.Settings) throws -> (
  log: [UInt8], tally: LogGenerator.Tally
) {
  var generator = try LogGenerator(over: model, settings)
  let sink = CollectingSink()
  let tally = try generator.run(over: model, to: sink)
  return (sink.bytes, tally)
}

/// The texts of the types of all records of a log, as masks clean them; lines that are no records are nil.
func typesRead(_ log: [UInt8], as format: FormatName, _ settings: ModelSettings) -> [[UInt8]?] {
  let (parsed, text) = LogText(log).parsedLines(as: format)
  var tokenizer = TypeTokenizer(mask: settings.mask, key: settings.key)
  return parsed.records.map { record in
    guard record.kind == .record, record.repeats == 0 else { return nil }
    _ = tokenizer.type(of: record, in: text.span)
    return (0..<tokenizer.text.count).map { tokenizer.text[$0] }
  }
}

/// The texts of the types that a walk takes.
func typesWalked(_ model: borrowing Model, _ steps: Int, seed: UInt64) throws -> [[UInt8]] {
  var texts: [[UInt8]] = []
  guard var walk = try RandomWalk(over: model, seed: seed) else { return [] }
  for _ in 0..<steps { texts.append(try model.text(of: walk.next())) }
  return texts
}

/// A model of one chain of records without times, whatever bytes their tags and messages are.
func model(ofRecords records: [(tag: [UInt8], message: [UInt8])], _ settings: ModelSettings) throws -> Model {
  var counts = Counts(settings: settings)
  var tokenizer = TypeTokenizer(mask: settings.mask, key: settings.key)
  var (chain, process) = (ChainContext(), ProcessContext())
  for (tag, message) in records {
    let bytes = tag + message
    var record = LogRecord(kind: .record)
    record.tag = Region(0..<tag.count)
    record.message = Region(tag.count..<bytes.count)
    let hash = tokenizer.type(of: record, in: bytes.span)
    let (type, _) = counts.intern(hash, tagHash: tokenizer.tagHash, text: tokenizer.text)
    counts.count(
      type, chain: &chain, process: &process, time: nil, gap: Gap.bucket(from: nil, to: nil))
  }
  return try open(modelBytes(counts))
}
