/// How good a ranking is.
public enum Measure: String, CaseIterable, Sendable {
  /// The share of anomalous lines among the first ten.
  case precisionAt10 = "precision_at_10"
  /// The share of the anomalous lines that are among the first R, R being how many there are.
  case recallAtR = "recall_at_r"
  /// The share of the anomalies that somebody has met who looked at 10 alerts.
  case foundIn10 = "found_in_10"
  /// At 50.
  case foundIn50 = "found_in_50"
  /// At 100.
  case foundIn100 = "found_in_100"

  /// After how many alerts somebody stops.
  var alerts: Int? {
    switch self {
    case .precisionAt10, .recallAtR: nil
    case .foundIn10: 10
    case .foundIn50: 50
    case .foundIn100: 100
    }
  }
}

/// The lines of a trial in the order of one ranking, and how well the anomalous ones do.
///
/// Lines of equal score stand in random order. Precision and recall are what is to be expected of that; incidents are
/// counted in one such order.
struct RankedTrial {
  /// Which anomaly each line shows; 0 for none.
  private let anomalies: [Int32]
  private let keys: [RankKey]
  /// The keys of all ranked lines, with a random number below each that names the line.
  private var entries: [UInt64] = []
  private let lineOfDraw: [Int32]

  /// Ranks lines.
  ///
  /// - Parameters:
  ///   - keys: of each line.
  ///   - anomalies: which one each line shows, 0 for none.
  ///   - draws: a permutation of the lines' numbers: of lines of equal key the one whose number is larger comes first.
  init(_ keys: [RankKey], anomalies: [Int32], draws: [Int]) {
    self.keys = keys
    self.anomalies = anomalies
    var lines = [Int32](repeating: 0, count: draws.count)
    for (line, draw) in draws.enumerated() { lines[draw] = Int32(line) }
    lineOfDraw = lines
    entries.reserveCapacity(keys.count)
    for (line, key) in keys.enumerated() where key != .skipped {
      entries.append(UInt64(key.rawValue) &<< 32 | UInt64(draws[line]))
    }
  }

  /// How many of the `count` highest are anomalous, to be expected where lines of equal score take each other's places.
  func expectedHits(among count: Int) -> Double {
    guard count < entries.count else { return Double(anomalies.count { $0 != 0 }) }
    let least = entries.largest(count).min().map { UInt32($0 &>> 32) } ?? 0
    var (above, equal) = (Group(), Group())
    for (line, key) in keys.enumerated() where key != .skipped && key.rawValue >= least {
      if key.rawValue > least {
        above.add(anomalies[line] != 0)
      } else {
        equal.add(anomalies[line] != 0)
      }
    }
    let share = Double(count - above.lines) / Double(equal.lines)
    return Double(above.hits) + share * Double(equal.hits)
  }

  private struct Group {
    var lines = 0
    var hits = 0

    mutating func add(_ isHit: Bool) {
      lines += 1
      if isHit { hits += 1 }
    }
  }
}

/// All measures.
extension RankedTrial {
  /// What `Measure` names, in its order; `made` is how many anomalies there are.
  func measures(places: [Place], made: Int) -> [Double] {
    let lines = anomalies.count { $0 != 0 }
    let limits = Measure.allCases.compactMap(\.alerts)
    let met = zip(limits, met(within: limits, places: places))
    return Measure.allCases.map { measure in
      switch measure {
      case .precisionAt10: expectedHits(among: 10) / 10
      case .recallAtR: expectedHits(among: lines) / Double(lines)
      case .foundIn10, .foundIn50, .foundIn100:
        Double(met.first { $0.0 == measure.alerts }?.1 ?? 0) / Double(made)
      }
    }
  }
}

/// Alerts.
extension RankedTrial {
  /// Where a line stands: which chain, and which of its records.
  struct Place {
    var chain: UInt32
    var record: Int
  }

  /// The places of lines in their chains.
  static func places(of scores: TrialScores) -> [Place] {
    var counts: [Int] = []
    return zip(scores.chainSlots, scores.alone).map { slot, score in
      // A repeat line belongs to a chain too, but is no record of it.
      guard score.flag != .skip else { return Place(chain: .max, record: 0) }
      if slot >= counts.count {
        counts.append(contentsOf: repeatElement(0, count: Int(slot) + 1 - counts.count))
      }
      counts[Int(slot)] += 1
      return Place(chain: slot, record: counts[Int(slot)])
    }
  }

  /// How many anomalies were met before one alert more than each of `limits`, which ascend, was opened.
  ///
  /// From the highest line down, a line belongs to an alert of its chain that was opened within ten records of it, else it
  /// opens one; what was not weighed opens none.
  func met(within limits: [Int], places: [Place]) -> [Int] {
    var ordered = entries.largest(min(RankedTrial.usuallyEnough, entries.count))
    ordered.sort(by: >)
    return walk(ordered, limits, places) ?? walk(entries.sorted(by: >), limits, places, isAll: true) ?? []
  }

  /// To sort so many lines is nearly always enough for a hundred alerts.
  private static let usuallyEnough = 1024

  /// Nil if the lines do not suffice.
  private func walk(_ ordered: [UInt64], _ limits: [Int], _ places: [Place], isAll: Bool = false) -> [Int]? {
    var opened: [Place] = []
    var seen: Set<Int32> = []
    var met: [Int] = []
    let isAll = isAll || ordered.count == entries.count
    for entry in ordered {
      guard UInt32(entry &>> 32) > RankKey.unweighed.rawValue else {
        return met + [Int](repeating: seen.count, count: limits.count - met.count)
      }
      let line = Int(lineOfDraw[Int(truncatingIfNeeded: entry & 0xFFFF_FFFF)])
      let place = places[line]
      let belongs = opened.contains {
        $0.chain == place.chain && abs($0.record - place.record) <= Int(OpenAlerts.reach)
      }
      if !belongs {
        if opened.count == limits[met.count] {
          met.append(seen.count)
          if met.count == limits.count { return met }
        }
        opened.append(place)
      }
      if anomalies[line] != 0 { seen.insert(anomalies[line]) }
    }
    return isAll ? met + [Int](repeating: seen.count, count: limits.count - met.count) : nil
  }
}

extension [UInt64] {
  /// The `count` largest of distinct numbers, in no order.
  ///
  /// - Complexity: O(n) on average (quickselect; Hoare 1961).
  fileprivate func largest(_ count: Int) -> [UInt64] {
    var numbers = self
    var (low, high) = (0, numbers.count)
    while high - low > 1 {
      let pivot = numbers[low + (high - low) / 2]
      var (left, right) = (low, high - 1)
      while left <= right {
        while numbers[left] > pivot { left += 1 }
        while numbers[right] < pivot { right -= 1 }
        if left <= right {
          numbers.swapAt(left, right)
          left += 1
          right -= 1
        }
      }
      if count <= right {
        high = right + 1
      } else if count > left {
        low = left
      } else {
        break
      }
    }
    return Array(numbers.prefix(count))
  }
}
