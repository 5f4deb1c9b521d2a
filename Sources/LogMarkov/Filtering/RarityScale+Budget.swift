extension RarityScale {
  /// The scale of a model's calibration: what alerts for one in a hundred records, and for one in a thousand, would begin
  /// at (`--rate`); nil without calibration.
  init?(_ calibration: Calibration, looksAhead: Bool) {
    func start(share: Double) -> Bounds? {
      var budget = AlertBudget.Settings(rate: share, combination: .evidence)
      budget.start(by: calibration, looksAhead: looksAhead)
      return budget.start.map {
        Bounds(stray: max($0.stray, budget.floor), missing: max($0.missing, budget.floor))
      }
    }
    guard let unusual = start(share: 0.01), let rare = start(share: 0.001) else { return nil }
    self.init(unusual: unusual, rare: rare)
  }
}
