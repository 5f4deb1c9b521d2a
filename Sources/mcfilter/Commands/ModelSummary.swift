import LogMarkov

/// What `mcfilter show MODEL` prints.
struct ModelSummary {
  private var rows: [(name: String, value: String)]

  /// - Throws: `ModelError` if what is counted contradicts itself.
  init(_ model: borrowing Model, path: String, isVerified: Bool) throws(ModelError) {
    let records = max(model.recordCount, 1)
    let share = Double(model.recordsWithoutHeader) / Double(records) * 100
    rows = [
      ("model", path),
      ("bytes", "\(model.byteCount)\(isVerified ? " (verified)" : "")"),
      ("mask", model.settings.mask.rawValue),
      ("chains by", model.settings.chainKey.rawValue),
      ("lines", "\(model.lines)"),
      ("records", "\(model.recordCount)"),
      ("not understood", "\(share.rounded(decimals: 2)) %"),
      ("first record", model.firstTime.map(CalendarDate.text(ofSecond:)) ?? "-"),
      ("last record", model.lastTime.map(CalendarDate.text(ofSecond:)) ?? "-"),
      ("message types", "\(model.typeCount)"),
      ("tags", "\(model.tagCount)"),
      ("transitions", "\(model.transitionCount)"),
      ("second order", "\(model.secondOrderCount)"),
      ("chains", "\(model.chainCount)"),
    ]
    if let clusters = try model.clusters() {
      rows.append(("clusters", "\((clusters.max() ?? -1) + 1)"))
    }
    addCalibration(model.calibration)
  }

  private mutating func addCalibration(_ calibration: Calibration) {
    let isThere = calibration.recordCount > 0
    rows += [
      ("calibrated on", isThere ? "\(calibration.recordCount) records" : "-"),
      ("stray from", isThere ? Self.thresholds(calibration, .strayAlone) : "-"),
      ("missing from", isThere ? Self.thresholds(calibration, .missingAlone) : "-"),
      ("self-test", calibration.selfTestShare.map(Self.selfTest) ?? "-"),
    ]
  }

  /// From which score on a share of the records lies; `-` where fewer than that were weighed.
  private static func thresholds(_ calibration: Calibration, _ series: Calibration.Series) -> String {
    let shares: [(name: String, value: Double)] = [("1", 0.01), ("0.3", 0.003), ("0.1", 0.001)]
    let bits = shares.map { share in
      let threshold = calibration.startThreshold(of: series, share: share.value)
      return threshold.map { "\($0.rounded(decimals: 2))" } ?? "-"
    }
    return "\(bits.joined(separator: ", ")) bits for \(shares.map(\.name).joined(separator: ", ")) %"
  }

  /// What the self-test says of records that get lost.
  static func selfTest(_ share: Double) -> String {
    let ofTen = Int((share * 10).rounded())
    return switch ofTen {
    case ...0: "hardly any lost line would show"
    case 10...: "nearly every lost line would show"
    default: "about \(ofTen) in 10 lost lines would show"
    }
  }

  /// Prints a line for each number, names in one column.
  func print(to output: inout BufferedOutput) throws {
    for row in rows {
      let gap = String(repeating: " ", count: max(1, 16 - row.name.count))
      try output.write(Array("\(row.name)\(gap)\(row.value)\n".utf8))
    }
  }
}

/// Times as people write them.
enum CalendarDate {
  /// `2026-11-22 11:00:01 UTC`; without the year in 1972, which stands for an unknown one.
  static func text(ofSecond second: Int64) -> String {
    let (days, time) = second.floorDivided(by: 86_400)
    let (year, month, day) = CalendarTime.date(ofDay: days)
    func two(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
    let clock = "\(two(time / 3600)):\(two(time / 60 % 60)):\(two(time % 60))"
    let date = "\(two(month))-\(two(day)) \(clock)"
    return year == 1972 ? "\(date) (no year)" : "\(year)-\(date) UTC"
  }
}

extension Int64 {
  /// Quotient and remainder, the remainder never negative.
  fileprivate func floorDivided(by divisor: Int64) -> (Int64, Int64) {
    let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
  }
}
