/// Model files and dumps: refused with an error, or usable to the last number.

import Support
import Unix

@testable import LogMarkov
@testable import mcfilter

func checkModel(_ input: [UInt8]) throws {
  let file = sealedModel(input)
  guard let model = try unlessRefused({ try Model.open(MappedRegion(copying: file)) }) else { return }
  // A model with nearly as many records as can be counted has no room for more.
  let isVerified = try unlessRefused { try model.verify() } != nil && model.recordCount < 1 << 60
  try check(model, isVerified: isVerified)
  for estimator in EstimatorName.allCases {
    var settings = FilterSettings()
    settings.estimator = estimator
    settings.combination = estimator == .mle ? .sum : .evidence
    settings.explains = true
    settings.lookAhead = input.count % 2 == 0 ? .seconds(1) : nil
    let sink = ByteCollector()
    settings.isFrozen = true
    try ModelFilter(Model.open(MappedRegion(copying: file)), settings).run(
      from: PiecewiseSource([knownLog]), to: sink)
    settings.isFrozen = false
    let filter = LearningFilter(OverlaidModel(try Model.open(MappedRegion(copying: file))), settings)
    try filter.run(from: PiecewiseSource([knownLog]), to: sink)
    try require(!sink.bytes.isEmpty, "no output")
    let learned = try unlessRefused { try saved(filter) }
    try require(learned != nil || !isVerified, "a verified model cannot be saved")
  }
}

/// Looks at all that a model tells, adds it to itself, and dumps it.
private func check(_ model: borrowing Model, isVerified: Bool) throws {
  var sum = Counts(settings: model.settings)
  for _ in 0..<2 {
    do throws(ModelError) {
      try sum.merge(model, ordered: true)
    } catch {
      try require(!isVerified, "a verified model cannot be added: \(error)")
    }
  }
  if let bytes = try unlessRefused({ try bytes(of: sum) }) {
    try Model.open(MappedRegion(copying: bytes)).verify()
  }
  let shown = try unlessRefused {
    for number in 0..<UInt32(model.typeCount) {
      _ = ShownText.ofType(try model.text(of: MessageTypeID(rawValue: number)))
    }
    for number in 0..<UInt32(model.tagCount) {
      _ = ShownText.escaped(try model.text(of: TagID(rawValue: number)))
    }
    try model.forEachTransition { _, _, _ in }
    _ = try ModelSummary(model, path: "model", isVerified: isVerified)
    return try dumped(model)
  }
  try require(shown != nil || !isVerified, "a verified model cannot be dumped")
}

private func dumped(_ model: borrowing Model) throws -> [UInt8] {
  var dump: [UInt8] = []
  try model.dump { dump += $0 }
  return dump
}

private func bytes(of counts: borrowing Counts) throws -> [UInt8] {
  let file = ByteCollector()
  try counts.write { file.write($0) }
  return file.bytes
}

private func saved(_ filter: LearningFilter) throws -> [UInt8] {
  guard let counts = try filter.learned() else { return [] }
  return try bytes(of: counts)
}

/// What `body` gives; nil if it throws an error that a user would read about the model.
private func unlessRefused<Result: ~Copyable>(_ body: () throws -> Result) throws -> Result? {
  do {
    return try body()
  } catch let error as ModelError {
    try require(!error.description.isEmpty && !error.description.contains("\n"), "no sentence")
    return nil
  }
}

func checkDump(_ input: [UInt8]) throws {
  let settings = ModelSettings(key: TypeKey(seed: 1), mask: .values, chainKey: .host)
  let file: [UInt8]
  do {
    file = try bytes(of: Counts.read(dump: input, settings: settings))
  } catch let error as DumpError {
    return try require(!error.description.contains("\n"), "no sentence: \(error)")
  } catch is ModelError {
    return
  }
  let model = try Model.open(MappedRegion(copying: file))
  try model.verify()
  // What a dump says is said again, and is the same model.
  let again = try bytes(of: Counts.read(dump: dumped(model), settings: settings))
  try require(again == file, "another model from its own dump")
}
