/// Does a model agree with itself? What checksums cannot tell: a file that was written wrongly, or by an enemy.
extension Model {
  /// Checks numbers in the file against the others that must agree with them. That no other successors are commoner is
  /// believed, and so are the chains' ends, as long as their types are known, and the calibration, whose form opening
  /// has checked.
  ///
  /// - Throws: `ModelError.contradiction` for the first that does not.
  /// - Complexity: O(size).
  func checkContents() throws(ModelError) {
    try checkTypes()
    try checkTags()
    let types = 0..<UInt32(typeCount)
    let tags = 0..<UInt32(tagCount)
    try checkPairs(in: .tran, items: types) { types.contains($0.context) }
    try checkPairs(in: .skip, items: types) { types.contains($0.context) }
    try checkPairs(in: .tagt, items: tags) { tags.contains($0.context) }
    try checkPairs(in: .seco, items: types) { self.isTaken($0.context, of: .tran) }
    try checkPairs(in: .gaps, items: 0..<UInt32(Gap.buckets)) { self.isTaken($0.context, of: .tran) }
    try checkPairs(in: .proc, items: types) { types.contains($0.context) || self.followsStart($0) }
    try checkPairs(in: .pro2, items: types) { self.followsStart($0) || self.followsPairOfProcess($0) }
    try checkRows(.srow, of: .seco) { Int($0) }
    try checkRows(.prow, of: .proc) {
      $0 < Counts.startOfProcess ? Int($0) : self.typeCount + Int($0 ^ Counts.startOfProcess)
    }
    try checkRows(.p2rw, of: .pro2) {
      $0 < Counts.startOfProcess ? Int($0) : self.sections.slots(of: .proc) + Int($0 ^ Counts.startOfProcess)
    }
    try checkTypeRows()
    try checkTagRows()
    try checkSuccessors()
    try checkClusters()
    for chain in 0..<chainCount {
      _ = try chainName(chain)
      _ = try chainEnds(chain)
    }
  }

  /// True if the context is the start symbol of the item's own tag: a process has one tag.
  private func followsStart(_ pair: PairEntry) -> Bool {
    pair.context >= Counts.startOfProcess
      && pair.context ^ Counts.startOfProcess == tag(of: MessageTypeID(rawValue: pair.item)).rawValue
  }

  /// True if the context is a pair of `proc` that the item can follow.
  private func followsPairOfProcess(_ pair: PairEntry) -> Bool {
    guard let context = try? self.pair(inSlot: pair.context, of: .proc) else { return false }
    guard context.context >= Counts.startOfProcess else { return true }
    return followsStart(
      PairEntry(slot: pair.slot, context: context.context, item: pair.item, count: pair.count))
  }

  private func isTaken(_ slot: UInt32, of table: Section) -> Bool {
    (try? pair(inSlot: slot, of: table)) != nil
  }

  private func checkTypes() throws(ModelError) {
    var records: UInt64 = 0
    for number in 0..<UInt32(typeCount) {
      let type = MessageTypeID(rawValue: number)
      let text = try text(of: type)
      guard
        KeyedHash.hash(Region(0..<text.count), of: text.span, key: settings.key) == hash(of: type).rawValue,
        self.type(of: hash(of: type)) == type
      else { throw .contradiction("the hash of a type") }
      guard tag(of: type) != .unknown else { throw .contradiction("the tag of a type") }
      guard try self.text(of: tag(of: type)).elementsEqual(text.prefix { $0 != 0x0A }) else {
        throw .contradiction("the tag of a type")
      }
      let (sum, overflow) = records.addingReportingOverflow(occurrences(of: type))
      guard !overflow else { throw .contradiction("the number of records") }
      records = sum
    }
    // What sums stay below (`add(bounded:)`), and the writer too.
    guard records == recordCount, records < .mostFromFiles else {
      throw .contradiction("the number of records")
    }
  }

  /// The commonest successors of each type: some that followed it, each once, the commonest first, and then none.
  private func checkSuccessors() throws(ModelError) {
    let named = words(.succ)
    for type in 0..<typeCount {
      var (before, last) = (Set<UInt32>(), UInt32.max)
      var hasEnded = false
      for place in type * ModelLayout.successors..<(type + 1) * ModelLayout.successors {
        let next = named[place]
        if next == ModelLayout.noType {
          hasEnded = true
          continue
        }
        let count = transition(
          from: MessageTypeID(rawValue: UInt32(type)), to: MessageTypeID(rawValue: next)
        ).count
        guard !hasEnded, next < UInt32(typeCount), 1...last ~= count, before.insert(next).inserted else {
          throw .contradiction("a type in 'succ'")
        }
        last = count
      }
    }
  }

  /// Which types are similar is believed; that the numbers of clusters leave none out is not.
  private func checkClusters() throws(ModelError) {
    let clusters = try clusters() ?? []
    guard Set(clusters).count == Int(clusters.max() ?? -1) + 1 else {
      throw .contradiction("the numbers of clusters")
    }
  }

  private func checkTags() throws(ModelError) {
    for number in 0..<UInt32(tagCount) {
      let tag = TagID(rawValue: number)
      let text = try text(of: tag)
      let hash = KeyedHash.hash(Region(0..<text.count), of: text.span, key: settings.key)
      guard self.tag(of: TagHash(rawValue: hash)) == tag else { throw .contradiction("the hash of a tag") }
    }
  }

  private func checkPairs(
    in table: Section, items: Range<UInt32>, areConsistent: (PairEntry) -> Bool
  ) throws(ModelError) {
    var entries: UInt64 = 0
    try forEachPair(in: table) { (pair) throws(ModelError) in
      guard items.contains(pair.item), areConsistent(pair) else {
        throw .contradiction("a pair in '\(table.name)'")
      }
      guard entry(pair.context, pair.item, in: table)?.slot == pair.slot else {
        throw .contradiction("the place of a pair in '\(table.name)'")
      }
      entries += 1
    }
    guard entries == word64(0, in: table) else { throw .contradiction("the entries of '\(table.name)'") }
  }

  private func checkRows(_ rows: Section, of table: Section, place: (UInt32) -> Int) throws(ModelError) {
    var sums = [Row](repeating: Row(), count: sections[rows].count / 8)
    forEachPair(in: table) { sums[place($0.context)].addEntry($0.count) }
    for (number, sum) in sums.enumerated() {
      let row = row(number, in: rows)
      guard row.distinct == sum.distinct, row.sum == min(sum.sum, UInt64(UInt32.max)) else {
        throw .contradiction("a row of '\(rows.name)'")
      }
    }
  }

  private func checkTypeRows() throws(ModelError) {
    var sums = [Row](repeating: Row(), count: typeCount)
    forEachPair(in: .tran) { sums[Int($0.context)].addEntry($0.count) }
    for (number, sum) in sums.enumerated() {
      let row = row(of: MessageTypeID(rawValue: UInt32(number)))
      guard row == sum else { throw .contradiction("a row of 'type'") }
    }
  }

  private func checkTagRows() throws(ModelError) {
    var occurrences = [UInt64](repeating: 0, count: tagCount)
    var types = [UInt32](repeating: 0, count: tagCount)
    for number in 0..<UInt32(typeCount) {
      let type = MessageTypeID(rawValue: number)
      let tag = Int(tag(of: type).rawValue)
      // Cannot overflow: the sum over all tags did not.
      occurrences[tag] += self.occurrences(of: type)
      if self.occurrences(of: type) > 0 { types[tag] += 1 }
    }
    var sums = [Row](repeating: Row(), count: tagCount)
    forEachPair(in: .tagt) { sums[Int($0.context)].addEntry($0.count) }
    for number in 0..<UInt32(tagCount) {
      let tag = TagID(rawValue: number)
      let row = row(of: tag)
      guard self.occurrences(of: tag) == occurrences[Int(number)], typeCount(of: tag) == types[Int(number)],
        row == sums[Int(number)]
      else { throw .contradiction("a row of 'tags'") }
    }
  }
}
