/// The calibration as rows of a dump.
///
///     calibration  SERIES  noted  RECORDS
///     calibration  SERIES  current|previous  HUNDREDTHS  RECORDS      `-` for what was not weighed
///     calibration  mixture  CONTEXT  EXPERT  SUM
extension Calibration {
  /// The row of all records noted.
  static let notedName = "noted"

  /// Adds a row for every number that is not 0.
  func addRows(to rows: inout [DumpRow]) {
    func add(_ columns: [String], _ count: UInt64) {
      if count > 0 { rows.append(DumpRow("calibration", columns.map { Array($0.utf8) }, count)) }
    }
    for name in Series.allCases {
      let series = self[name]
      add([name.rawValue, Self.notedName], series.noted)
      for generation in CalibratedSeries.Generation.allCases {
        add([name.rawValue, generation.rawValue, "-"], series[generation].notWeighed)
        series[generation].forEachBin { value, count in
          add([name.rawValue, generation.rawValue, String(value.rawValue)], UInt64(count))
        }
      }
    }
    for context in CalibratedMixture.contexts {
      for expert in CalibratedMixture.experts {
        guard let place = CalibratedMixture.place(context: context, expert: expert) else { continue }
        add([CalibratedMixture.rowName, context, expert], mixture.sums[place])
      }
    }
  }
}

extension CalibratedMixture {
  /// The rows of the mixture.
  static let rowName = "mixture"

  /// Where the sum of an expert in a class of contexts stands; nil if a name is none.
  static func place(context: String, expert: String) -> Int? {
    guard let context = contexts.firstIndex(of: context), let expert = experts.firstIndex(of: expert) else {
      return nil
    }
    return context * experts.count + expert
  }
}
