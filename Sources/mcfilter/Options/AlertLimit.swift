/// How many alerts there may be before a monitor is told: as many as this is well.
enum AlertLimit: Equatable {
  /// So many.
  case count(Int)
  /// As many as this share of the records, 0 to 1.
  case share(Double)

  /// Reads the value of an option: `10` or `0.5%`; `nil` if it is anything else.
  init?(option text: String) {
    if text.hasSuffix("%") {
      guard let percent = Double(decimal: text.dropLast()), 0...100 ~= percent else { return nil }
      self = .share(percent / 100)
    } else {
      guard let count = Int(wholeNumber: text) else { return nil }
      self = .count(count)
    }
  }

  /// Whether there are more alerts than that.
  func isExceeded(by alerts: UInt64, of records: UInt64) -> Bool {
    switch self {
    case .count(let most): alerts > UInt64(most)
    case .share(let most): Double(alerts) > most * Double(records)
    }
  }
}
