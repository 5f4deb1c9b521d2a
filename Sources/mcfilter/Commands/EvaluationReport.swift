import LogMarkov

/// What `mcfilter evaluate` prints.
struct EvaluationReport {
  /// Results of one pair, or of all pairs of a class together.
  private struct Table {
    /// How the report names it: pairs by their logs, classes by themselves.
    var train: String?
    var test: String?
    var similarity: SimilarityClass?
    var pairs = 1
    var results: [RankingResult]
  }

  private let members: [EvaluationSets.Member]
  private let settings: ExperimentSettings
  private let inserted: String
  private var pairs: [Table] = []

  /// No results yet.
  init(_ sets: EvaluationSets, _ settings: ExperimentSettings, inserted: String) {
    members = sets.members
    self.settings = settings
    self.inserted = inserted
  }

  /// Adds the results of a pair.
  mutating func add(_ pair: EvaluationSets.Pair, _ results: [RankingResult]) {
    pairs.append(
      Table(
        train: members[pair.train].name, test: members[pair.test].name, similarity: pair.similarity,
        results: results))
  }

  /// All trials of each class's pairs together, in the order of the classes.
  private var classes: [Table] {
    SimilarityClass.allCases.compactMap { similarity in
      let ofClass = pairs.filter { $0.similarity == similarity }
      guard var table = ofClass.first else { return nil }
      (table.train, table.test) = (nil, nil)
      for other in ofClass.dropFirst() {
        table.pairs += 1
        for place in table.results.indices { table.results[place].add(other.results[place]) }
      }
      return table
    }
  }

  /// The whole report.
  func text(as format: Choice.ReportFormat) -> String {
    switch format {
    case .text: tables()
    case .tsv: rows()
    case .json: object()
    }
  }
}

/// For people.
extension EvaluationReport {
  /// The paper's figures 3 to 8.
  var figure: [UInt8] {
    let title = pairs.count == 1 ? heading(of: pairs[0]) : "Where anomalies rank"
    return ExperimentFigure(
      pairs.map { .init($0.similarity, $0.results) }, title: "\(title): \(experiment)"
    ).svg()
  }

  /// What was done, in a line.
  private var experiment: String {
    "\(settings.trials) \(settings.trials == 1 ? "trial" : "trials") "
      + "\(settings.kinds.count == 1 ? "" : "of each kind ")"
      + "with \(settings.anomalies) \(settings.anomalies == 1 ? "anomaly" : "anomalies"), "
      + "seed \(settings.seed); inserted: \(inserted)"
  }

  private func tables() -> String {
    var text = "\(experiment)\n"
    for table in classes.isEmpty ? pairs : classes {
      text += "\n\(heading(of: table))\n"
      var kind: AnomalyKind?
      for result in table.results {
        if result.kind != kind { text += headings(result.kind.rawValue) }
        kind = result.kind
        text += row(result)
      }
    }
    return text
  }

  private func heading(of table: Table) -> String {
    if let train = table.train, let test = table.test { return "\(train) -> \(test)" }
    return "\(table.similarity?.rawValue ?? ""): \(table.pairs) \(table.pairs == 1 ? "pair" : "pairs")"
  }

  private func headings(_ kind: String) -> String {
    "\(kind.padded(to: 22))precision at 10  recall at R   found in 10, 50, 100 alerts\n"
  }

  private func row(_ result: RankingResult) -> String {
    func spread(_ measure: Measure) -> String {
      let spread = result[measure]
      return "\(spread.mean.fixed(decimals: 2)) (\(spread.deviation.fixed(decimals: 2)))"
    }
    let found: [Measure] = [.foundIn10, .foundIn50, .foundIn100]
    let shares = found.map { result[$0].mean.fixed(decimals: 2) }.joined(separator: "  ")
    return "  \(result.ranking.rawValue.padded(to: 20))\(spread(.precisionAt10).padded(to: 17))"
      + "\(spread(.recallAtR).padded(to: 14))\(shares)\n"
  }
}

/// For programs.
extension EvaluationReport {
  private func rows() -> String {
    var header = ["class", "pairs", "train", "test", "kind", "ranking", "trials"]
    for measure in Measure.allCases { header += [measure.rawValue, "\(measure.rawValue)_sd"] }
    var text = header.joined(separator: "\t") + "\n"
    for table in pairs + classes {
      for result in table.results {
        var row = [table.similarity?.rawValue ?? "-", "\(table.pairs)"]
        row += [table.train ?? "*", table.test ?? "*"].map(\.escapedForTSV)
        row += [result.kind.rawValue, result.ranking.rawValue, "\(result[.precisionAt10].count)"]
        for measure in Measure.allCases {
          let spread = result[measure]
          row += [spread.mean.fixed(decimals: 4), spread.deviation.fixed(decimals: 4)]
        }
        text += row.joined(separator: "\t") + "\n"
      }
    }
    return text
  }

  private func object() -> String {
    let about = [
      "\"anomalies\":\(settings.anomalies)", "\"trials\":\(settings.trials)", "\"seed\":\(settings.seed)",
      "\"insert\":\(inserted.quotedForJSON)", "\"estimator\":\(settings.estimator.rawValue.quotedForJSON)",
      "\"mask\":\(settings.mask.rawValue.quotedForJSON)",
    ]
    func list(_ name: String, _ tables: [Table]) -> String {
      "\"\(name)\":[\n\(tables.map(object(of:)).joined(separator: ",\n"))]"
    }
    return "{\((about + [list("pairs", pairs), list("classes", classes)]).joined(separator: ",\n"))}\n"
  }

  private func object(of table: Table) -> String {
    func quoted(_ text: String?) -> String { text?.quotedForJSON ?? "null" }
    let names =
      table.train == nil
      ? "\"class\":\(quoted(table.similarity?.rawValue)),\"pairs\":\(table.pairs)"
      : "\"train\":\(quoted(table.train)),\"test\":\(quoted(table.test)),\"class\":\(quoted(table.similarity?.rawValue))"
    let results = table.results.map { result in
      let measures = Measure.allCases.map { measure in
        let spread = result[measure]
        return "\"\(measure.rawValue)\":{\"mean\":\(spread.mean.fixed(decimals: 4)),"
          + "\"sd\":\(spread.deviation.fixed(decimals: 4))}"
      }
      return "{\"kind\":\"\(result.kind.rawValue)\",\"ranking\":\"\(result.ranking.rawValue)\","
        + "\"trials\":\(result[.precisionAt10].count),\(measures.joined(separator: ","))}"
    }
    return "{\(names),\"results\":[\n\(results.joined(separator: ",\n"))]}"
  }
}
