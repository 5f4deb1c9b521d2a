// Which groups are printed, and with which lines around them.
extension RankedLines {
  /// Keeps the highest of the groups that are complete, of equal ones the earlier.
  ///
  /// Only when they are twice as many as wanted: so each costs O(log) on average.
  mutating func prune(now: Bool = false) {
    guard let top = settings.top, closed.count > top, now || closed.count >= 2 * top + 64 else { return }
    let ranked = byRank(closed)
    leastRank = max(leastRank, groups[ranked[top - 1]]?.rank ?? leastRank)
    for group in ranked[top...] { groups[group] = nil }
    closed = ranked[..<top].sorted()
  }

  /// Groups, the highest first, of equal ones the earlier.
  func byRank(_ numbers: [Int]) -> [Int] {
    let ranked: [(number: Int, rank: Double)] = numbers.map { ($0, groups[$0]?.rank ?? -.infinity) }
    return ranked.sorted { one, other in
      if one.rank == other.rank { return one.number < other.number }
      return one.rank > other.rank
    }.map(\.number)
  }

  /// While groups are printed as they become complete: those whose lines behind them have all come are ready.
  mutating func choosePassed() {
    guard isStreaming, !closed.isEmpty else { return }
    var count = 0
    while count < closed.count, let last = groups[closed[count]]?.lines.last?.number,
      last + settings.after < lineNumber
    {
      count += 1
    }
    makeReady(Array(closed[..<count]))
    closed.removeFirst(count)
  }

  /// Everything that is to be printed is.
  mutating func chooseAll() {
    prune(now: true)
    makeReady(settings.sorts ? byRank(closed) : isStreaming ? closed : closed.sorted())
    closed = []
  }

  private mutating func makeReady(_ numbers: [Int]) {
    for number in numbers {
      guard var group = groups.removeValue(forKey: number) else { continue }
      group.end = lineNumber
      ready.append(group)
    }
  }

  mutating func handOn(into batch: inout Batch) -> Bool {
    if handed == outgoing.count { expandReady() }
    let end = min(outgoing.count, handed + LineBlock.linesPerBatch)
    for out in outgoing[handed..<end] { held.copy(out.row, as: out.role, into: &batch) }
    defer { handed = end }
    return end > handed
  }

  /// Makes rows of the groups that are ready.
  private mutating func expandReady() {
    guard !ready.isEmpty else { return }
    outgoing.removeAll(keepingCapacity: true)
    handed = 0
    tally.hasResult = true
    let chosen = ready
    ready = []
    if tally.chosen != nil { tally.chosen = UInt64(chosen.count) }
    if settings.groupsIncidents || settings.sorts {
      for group in chosen { expand(group.lines, upTo: group.end, isOneGroup: true) }
    } else {
      expand(chosen.flatMap(\.lines).sorted { $0.number < $1.number }, upTo: lineNumber, isOneGroup: false)
    }
  }

  /// Appends lines and those around them to what is handed on; `--` goes before them if they are one group, else
  /// wherever lines between them are not printed.
  private mutating func expand(_ own: [OwnLine], upTo last: Int, isOneGroup: Bool) {
    var isFirst = true
    var printed = 0
    for (index, line) in own.enumerated() {
      let number = line.number
      let start = max(printed + 1, line.first)
      tally.droppedContext += UInt64(start - max(printed + 1, number - settings.before))
      let isApart = isOneGroup ? isFirst : start > printed + 1
      var startsGroup = settings.separates && isApart && hasPrinted
      append(start..<number, .context, &startsGroup)
      append(number..<number + 1, [], &startsGroup)
      let next = index + 1 < own.count ? own[index + 1].number : last + 1
      let end = max(number + 1, min(next, min(number + settings.after, last) + 1))
      append(number + 1..<end, .context, &startsGroup)
      printed = end - 1
      isFirst = false
    }
  }

  private mutating func append(_ numbers: Range<Int>, _ role: LineRole, _ startsGroup: inout Bool) {
    var place = place(of: numbers.lowerBound)
    var missing = numbers.count
    while place < lines.count, lines[place].number < numbers.upperBound {
      for row in lines[place].rows {
        if selectsAll, role != .context { held.markSelected(row) }
        outgoing.append(
          Outgoing(row: row, role: startsGroup ? [.printed, .startsGroup, role] : [.printed, role]))
        (startsGroup, hasPrinted) = (false, true)
      }
      if !lines[place].rows.isEmpty { missing -= 1 }
      place += 1
    }
    if role == .context {
      tally.droppedContext += UInt64(missing)
    } else {
      tally.droppedRecords += UInt64(missing)
    }
  }

  /// The first place of a line with this number or a higher one.
  private func place(of number: Int) -> Int {
    var (lower, upper) = (0, lines.count)
    while lower < upper {
      let middle = (lower + upper) / 2
      if lines[middle].number < number { lower = middle + 1 } else { upper = middle }
    }
    return lower
  }
}

// Memory: what nobody needs any more goes, and if all that is needed is too much, the lowest.
extension RankedLines {
  /// Drops lines that no group needs; then, as long as too much is held, groups.
  mutating func tidy() {
    prune(now: true)
    trimWindow()
    var needed = neededLines(of: groups.values)
    while needed.cost > mostKept, !groups.isEmpty {
      if isStreaming { chooseOldest() } else { dropLowest() }
      needed = neededLines(of: groups.values)
    }
    cost = needed.cost
    costToTidy = min(mostHeld, max(RankedLines.leastToTidy, 2 * cost))
    // What is on its way out stays too, but does not count: when it goes depends on batches.
    let kept = ready.isEmpty ? needed.places : neededLines(of: Array(groups.values) + ready).places
    held.keep(only: kept.map { lines[$0].rows })
    var rows = 0
    lines = kept.map { place in
      var line = lines[place]
      line.rows = rows..<rows + line.rows.count
      rows = line.rows.upperBound
      return line
    }
  }

  /// The places of the lines that these groups need, and those that a record still to come may; what they cost.
  private func neededLines(of groups: some Sequence<Group>) -> (places: [Int], cost: Int) {
    var ranges: [Range<Int>] = []
    var cost = 0
    for group in groups {
      cost += RankedLines.groupCost
      for line in group.lines { ranges.append(line.first..<line.number + settings.after + 1) }
    }
    // By where they end; where they begin rises with that.
    ranges.sort { $0.upperBound < $1.upperBound }
    var places: [Int] = []
    var next = 0
    for place in lines.indices {
      let number = lines[place].number
      while next < ranges.count, ranges[next].upperBound <= number { next += 1 }
      guard
        settings.before > 0 && number >= windowFloor || next < ranges.count && ranges[next].contains(number)
      else { continue }
      places.append(place)
      cost += lines[place].cost
    }
    return (places, cost)
  }

  /// Sets from which line on lines may stand before a record still to come.
  mutating func trimWindow() {
    guard settings.before > 0 else { return }
    // Of those before it only some may be held.
    let oldest = max(windowFloor, lineNumber - settings.before + 1)
    (windowFloor, windowCost) = (lineNumber + 1, 0)
    for line in lines.reversed() {
      guard line.number >= oldest, windowCost + line.cost <= mostAround / 2 else { break }
      windowCost += line.cost
      windowFloor = line.number
    }
  }

  /// The older half of the incidents is printed as it stands.
  private mutating func chooseOldest() {
    let oldest = Array(groups.keys.sorted().prefix(max(1, groups.count / 2)))
    makeReady(oldest)
    forget(oldest)
  }

  /// The lowest eighth goes, and with it whatever is no higher from now on: what stays are the highest.
  private mutating func dropLowest() {
    let ranked = byRank(Array(groups.keys))
    let dropped = ranked.suffix(max(1, ranked.count / 8))
    for group in dropped {
      leastHeldRank = max(leastHeldRank, groups[group]?.rank ?? leastHeldRank)
      groups[group] = nil
    }
    tally.droppedRecords += UInt64(dropped.count)
    forget(dropped)
  }

  private mutating func forget(_ numbers: some Sequence<Int>) {
    let numbers = Set(numbers)
    open.subtract(numbers)
    closed.removeAll(where: numbers.contains)
  }
}
