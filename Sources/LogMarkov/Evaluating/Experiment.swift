/// The paper's experiment: anomalies are made by hand in a test log, and a ranking by what was learned from a training log
/// is to put them first.
///
/// Source: Haque, DeLucia, Baseman, HUST'17, section 5. All rankings see the same trials, so that they can be compared.
public struct Experiment {
  private let training: TrainedLog
  /// What trials are made of.
  let material: TrialMaterial
  private let places: AnomalyPlaces
  /// The filter with `--paper`.
  let paper: TrialScorer
  /// The clusters of similar messages that its third matrix is of.
  private let clusters: ClusterScores
  /// The filter as it is without options, or with the estimator that the settings ask for.
  let filter: TrialScorer

  /// An experiment with a pair of logs.
  ///
  /// - Throws: `EvaluationError` if one of them is not fit.
  public init(_ training: TrainedLog, on test: RecordedLog, _ inserted: InsertedLines) throws {
    self.training = training
    let settings = training.settings
    do throws(EvaluationProblem) {
      try test.check(settings)
    } catch {
      throw EvaluationError(log: .test, problem: error)
    }
    do throws(EvaluationProblem) {
      material = try TrialMaterial(training, test: test, inserted)
    } catch {
      throw EvaluationError(log: .inserted, problem: error)
    }
    paper = try TrialScorer(
      training.paperModel, estimator: .mle, combination: .sum, isFrozen: true, for: material)
    clusters = try ClusterScores(training.paperModel, paper.types, of: material)
    filter = try TrialScorer(
      training.model, estimator: settings.estimator,
      combination: settings.estimator == .mle ? .sum : .evidence, isFrozen: false, for: material)
    places = AnomalyPlaces(test, filter.types, settings.modelSettings)
    try checkTest(test)
  }

  private func checkTest(_ test: RecordedLog) throws(EvaluationError) {
    let anomalies = training.settings.anomalies
    let records = material.records.indices.prefix(material.testCount).filter {
      material.records[$0].kind == .record
    }
    if Set(records.map { material.hashes[$0] }).count < 2 {
      throw EvaluationError(log: .test, problem: .oneType)
    }
    let needed = anomalies * AnomalyPlaces.taken
    guard places.rows.count >= needed else {
      throw EvaluationError(
        log: .test, problem: .tooFewPlaces(places: places.rows.count, needed: needed, anomalies: anomalies))
    }
  }

  /// Runs all trials.
  ///
  /// - Parameter progress: called after each trial.
  /// - Returns: the results of each kind and ranking, in the order of the settings.
  /// - Throws: nothing in practice.
  /// - Complexity: O(kinds × trials × lines).
  public func run(progress: () -> Void) throws -> [RankingResult] {
    var results: [RankingResult] = []
    for kind in training.settings.kinds {
      var ofKind = RankingName.names(training.settings.estimator).map { RankingResult(kind, $0) }
      for number in 0..<training.settings.trials {
        let ranked = try runTrial(number, of: kind)
        for place in ofKind.indices { ofKind[place].add(ranked[place]) }
        progress()
      }
      results += ofKind
    }
    return results
  }

  /// A trial of a kind; the same for the same seed, whatever else is asked for.
  func trial(_ number: Int, of kind: AnomalyKind) -> Trial {
    var random = random(number, of: kind, for: 1)
    return Trial(kind, count: training.settings.anomalies, in: material, at: places, &random)
  }

  private func random(_ number: Int, of kind: AnomalyKind, for purpose: UInt64) -> SeededRandom {
    let stream: UInt64 = kind == .insertion ? 1 : kind == .deletion ? 2 : 3
    return SeededRandom(
      seed: training.settings.seed, stream: stream &<< 32 | purpose, trial: UInt64(number))
  }

  /// The measures of a trial by each ranking.
  private func runTrial(_ number: Int, of kind: AnomalyKind) throws -> [[Double]] {
    let trial = trial(number, of: kind)
    var random = random(number, of: kind, for: 2)
    let draws = random.permutation(of: trial.records.count)
    let papers = try paper.score(trial, of: material)
    let filters = try filter.score(trial, of: material)
    let chains = RankedTrial.places(of: filters)
    let clustered = clusters.adding(to: papers, of: trial)
    return RankingName.names(training.settings.estimator).map { name in
      let keys =
        switch name.source {
        case .paper: name.keys(of: papers)
        case .paperWithClusters: name.keys(of: clustered)
        case .filter: name.keys(of: filters)
        }
      let ranked = RankedTrial(keys, anomalies: trial.anomalies, draws: draws)
      return ranked.measures(places: chains, made: training.settings.anomalies)
    }
  }
}
