/// The oracle of printing: all lines with what is known of each, and what grep's options make of them, written so that one
/// sees that it is right.

@testable import LogMarkov

/// A line of a log, as it would be printed.
struct KnownLine {
  /// Behind its scores if it is not selected.
  var quiet: [UInt8]
  /// Behind its scores if it is; nil if it is not.
  var loud: [UInt8]?
  var isRecord: Bool
  var isFirst: Bool
  /// In hundredths.
  var rank: Int
  /// The index of the record that it belongs to: its own, that of the record that it continues or repeats.
  var owner: Int?
  var host: String
  var isBoot: Bool
}

/// What should come out.
struct PlainGrep {
  var settings: PrintSettings
  /// False if every record is selected.
  var hasThreshold: Bool
  var lines: [KnownLine]
  /// Lines that are among the highest.
  private var chosen: Set<Int> = []

  init(settings: PrintSettings, hasThreshold: Bool, lines: [KnownLine]) {
    self.settings = settings
    self.hasThreshold = hasThreshold
    self.lines = lines
    if settings.top != nil { chosen = chosenGroups.reduce(into: []) { $0.formUnion($1.own) } }
  }

  /// Prefix, `N:` if asked, line.
  private func print(_ index: Int, selected: Bool) -> [UInt8] {
    let isLoud = hasThreshold || chosen.contains(index)
    let whole = (isLoud ? lines[index].loud : nil) ?? lines[index].quiet
    let number = settings.showsNumbers ? Array("\(index + 1)\(selected ? ":" : "-")".utf8) : []
    return whole.prefix(23) + number + whole.dropFirst(23) + [0x0A]
  }

  /// Lines in order with `--` wherever one is left out.
  private func layOut(_ own: Set<Int>, _ shown: Set<Int>) -> [UInt8] {
    var out: [UInt8] = []
    var last: Int?
    for index in shown.sorted() {
      if let last, last + 1 < index, settings.separates { out += Array("--\n".utf8) }
      out += print(index, selected: own.contains(index))
      last = index
    }
    return out
  }

  private func around(_ own: Set<Int>) -> Set<Int> {
    var shown = own
    for index in own {
      let (first, last) = (max(0, index - settings.before), min(lines.count - 1, index + settings.after))
      shown.formUnion(first...last)
    }
    return shown
  }

  var output: [UInt8] {
    settings.top != nil || settings.sorts || settings.groupsIncidents ? ranked : streamed
  }

  private var streamed: [UInt8] {
    var own: Set<Int> = []
    var records = 0
    var end = lines.count
    for (index, line) in lines.enumerated() where (line.loud != nil) != settings.isInverted {
      if records == settings.limit {
        end = min(end, index)
        break
      }
      own.insert(index)
      if line.isRecord { records += 1 }
      // Nothing behind the last record but its context.
      if records == settings.limit { end = index + 1 }
    }
    if settings.limit == 0 { return [] }
    var shown = around(own)
    if records == settings.limit, let last = own.max() {
      shown = shown.filter { $0 <= last + settings.after }
    }
    return layOut(own, shown)
  }

  /// Which lines belong to which record or incident, by the index of the one that began it; when it was complete.
  private var groups: [Group] {
    var groupOf: [Int: Int] = [:]
    var closed: [Int: Int] = [:]
    var alerts: [String: (begin: Int, left: Int)] = [:]
    for (index, line) in lines.enumerated() {
      if line.isBoot {
        for alert in alerts.values { closed[alert.begin] = index }
        alerts = [:]
      }
      guard line.isRecord else { continue }
      let isSelected = line.loud != nil && !line.isFirst
      guard settings.groupsIncidents else {
        if isSelected { groupOf[index] = index }
        continue
      }
      if let alert = alerts[line.host], line.isFirst || alert.left == 0 {
        closed[alert.begin] = index
        alerts[line.host] = nil
      }
      if let alert = alerts[line.host] {
        alerts[line.host]?.left -= 1
        if isSelected { groupOf[index] = alert.begin }
      } else if isSelected {
        alerts[line.host] = (index, 10)
        groupOf[index] = index
      }
    }
    var groups: [Int: (rank: Int, own: Set<Int>)] = [:]
    for (index, line) in lines.enumerated() {
      guard let owner = line.owner, let group = groupOf[owner] else { continue }
      let before = groups[group] ?? (.min, [])
      groups[group] = (max(before.rank, line.isRecord ? line.rank : .min), before.own.union([index]))
    }
    return groups.map { ($0.key, $0.value.rank, $0.value.own, closed[$0.key] ?? lines.count) }
      .sorted { $0.begin < $1.begin }
  }

  private typealias Group = (begin: Int, rank: Int, own: Set<Int>, closed: Int)

  /// In the order in which they are printed.
  private var chosenGroups: [Group] {
    var groups = self.groups
    let byRank = groups.sorted { $0.rank == $1.rank ? $0.begin < $1.begin : $0.rank > $1.rank }
    if let top = settings.top {
      let chosen = Set(byRank.prefix(top).map(\.begin))
      groups = groups.filter { chosen.contains($0.begin) }
    }
    if settings.sorts {
      groups = byRank.filter { group in groups.contains { $0.begin == group.begin } }
    } else if settings.groupsIncidents, settings.top == nil {
      groups.sort { $0.closed == $1.closed ? $0.begin < $1.begin : $0.closed < $1.closed }
    }
    return groups
  }

  private var ranked: [UInt8] {
    let groups = chosenGroups
    if !settings.sorts, !settings.groupsIncidents {
      let own = groups.reduce(into: Set<Int>()) { $0.formUnion($1.own) }
      return layOut(own, around(own))
    }
    var out: [UInt8] = []
    for group in groups {
      if !out.isEmpty, settings.separates { out += Array("--\n".utf8) }
      for index in around(group.own).sorted() { out += print(index, selected: group.own.contains(index)) }
    }
    return out
  }

  /// What `-c` counts.
  var count: Int {
    if settings.groupsIncidents { return groups.count }
    let records = lines.filter { $0.isRecord && ($0.loud != nil) != settings.isInverted }.count
    return min(records, settings.limit ?? .max)
  }
}
