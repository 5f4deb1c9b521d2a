/// Which chains have an alert open: what trouble logs in one go is one alert and not ten.
///
/// A selected record opens an alert of its chain; the chain's next ten records belong to it, selected or not. An alert
/// is not prolonged by what belongs to it, so that trouble that goes on is told again.
struct OpenAlerts {
  /// How many records of a chain belong to an alert besides the one that opened it. Source: the study's
  /// budgets merged alerts so; incidents of the output are the same.
  static let reach: UInt8 = 10

  /// What a line is to an alert of its chain.
  enum Part: UInt8, Sendable {
    /// Nothing; an alert that the chain had is over.
    case none
    /// It opens one.
    case opens
    /// It belongs to the one that is open, selected or not.
    case belongs
  }

  /// By slot of the chain: how many records still belong to its alert.
  private var left: [UInt8] = []
  /// How many alerts were opened.
  private(set) var opened: UInt64 = 0

  /// How many records of a chain still belong to its alert.
  subscript(leftOfChain slot: UInt32) -> UInt8 {
    get { Int(slot) < left.count ? left[Int(slot)] : 0 }
    set {
      let slot = Int(slot)
      if slot >= left.count { left.append(contentsOf: repeatElement(0, count: slot + 1 - left.count)) }
      left[slot] = min(newValue, OpenAlerts.reach)
    }
  }

  /// Notes a record of a chain; says what it is to the chain's alert.
  ///
  /// A chain's first record ends the alert of the chain that had the slot before.
  mutating func note(isSelected: Bool, isFirst: Bool, chain slot: UInt32) -> Part {
    let slot = Int(slot)
    if slot >= left.count { left.append(contentsOf: repeatElement(0, count: slot + 1 - left.count)) }
    if isFirst { left[slot] = 0 }
    guard left[slot] == 0 else {
      left[slot] -= 1
      return .belongs
    }
    guard isSelected else { return .none }
    left[slot] = OpenAlerts.reach
    opened += 1
    return .opens
  }
}
