/// The filter as a whole: with any settings, where reads cut does not show in the output.

import Support
import Unix

@testable import LogMarkov

func checkFilter(_ input: [UInt8]) throws {
  var random = SplitMix64(choicesFor: input)
  let inputs = inputs(of: input, &random)
  var settings = FilterSettings(drawnBy: &random)
  let model = random
  let whole = try output(of: PiecewiseSource(inputs), settings, model)
  settings.readSize = random.pick([1, 50, 4096])
  let cut = try output(of: PiecewiseSource(inputs, cutBy: &random), settings, model)
  try require(whole == cut, "cut elsewhere, other output: \(settings)")
}

/// What a filter makes of an input; the choices that `random` would make next are the model's.
private func output(
  of source: PiecewiseSource, _ settings: FilterSettings, _ random: SplitMix64
) throws -> [UInt8] {
  var random = random
  let sink = ByteCollector()
  var limits = OverlayLimits()
  limits.types = random.pick([16, 17, 100_000])
  let model = ModelSettings(
    key: TypeKey(seed: 1), mask: random.pick(Mask.allCases), chainKey: random.pick(ChainKey.allCases))
  // Read again if it is frozen or goes on from something: a filter of the file alone, or beside it.
  let learned = random.oneOf(2)
  if settings.isFrozen || learned {
    var learner = Learner(
      Counts(settings: model), format: settings.format, maximumLine: settings.maximumLine)
    try learner.run(from: PiecewiseSource([knownLog])) { _ in }
    let file = ByteCollector()
    try learner.finish().write { file.write($0) }
    let opened = try Model.open(MappedRegion(copying: file.bytes))
    if settings.isFrozen {
      try ModelFilter(opened, settings).run(from: source, to: sink)
    } else {
      try run(LearningFilter(OverlaidModel(opened, limits), settings), source, sink)
    }
  } else {
    try run(LearningFilter(OverlaidModel.empty(model, limits), settings), source, sink)
  }
  return sink.bytes
}

/// Runs a filter, and holds what it learned to what a model must be.
private func run(_ filter: LearningFilter, _ source: PiecewiseSource, _ sink: ByteCollector) throws {
  try filter.run(from: source, to: sink)
  guard let counts = try filter.learned() else { throw BrokenLaw(description: "nothing learned") }
  let file = ByteCollector()
  try counts.write { file.write($0) }
  try Model.open(MappedRegion(copying: file.bytes)).verify()
}

extension FilterSettings {
  /// Any settings that the option parser would let through.
  fileprivate init(drawnBy random: inout SplitMix64) {
    self.init()
    format = random.pick(FormatName.allCases)
    estimator = random.pick(EstimatorName.allCases)
    scale = random.pick([.bits, .bits, .probability])
    combination = estimator == .mle || scale == .probability ? .sum : random.pick(Combination.allCases)
    isFrozen = random.oneOf(4)
    lookAhead = random.oneOf(3) ? .seconds(1) : nil
    annotation = random.pick(AnnotationName.allCases)
    explains = annotation == .text && scale == .bits && random.oneOf(3)
    display.showsControls = random.oneOf(4)
    display.isColored = annotation == .text && random.oneOf(3)
    skippedFields = random.pick([0, 0, 0, 2])
    maximumLine = random.pick([1, 30, 65_536, 65_536])
    chainLimit = random.pick([1, 2, 65_536])
    processLimit = random.pick([1, 3, 65_536])
    windowLimit = random.pick([1, 2, 1_024])
    switch Int.random(in: 0..<4, using: &random) {
    case 0: threshold = scale == .bits ? .bits(random.pick([-1, 5, 12])) : .probability(0.1)
    case 1:
      var budget = AlertBudget.Settings(rate: random.pick([1, 0.1, 0.001]), combination: combination)
      budget.adapts = !isFrozen
      threshold = .budget(budget)
    default: break
    }
  }
}

/// A log that a model is learned from.
let knownLog = Array(
  """
  Nov 22 11:00:00 a x[1]: m
  Nov 22 11:00:01 a y: n
  Nov 22 11:00:02 a x[1]: m
  Nov 22 11:00:09 a y: n
  Nov 22 11:00:10 b y: o
  Nov 22 11:00:11 b x[2]: m
  Nov 22 11:00:12 b x[2]: p

  """.utf8)
