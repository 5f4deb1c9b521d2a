/// Counts as a model file: mcfilter-model(5) from the writer's side.
///
/// The file is a function of the counts and the settings alone, not of the order in which things were seen: types
/// and tags are numbered by their hashes, pairs are entered in ascending order. So the same input and seed give the
/// same bytes, and so do a model's counts dumped and read back.
extension Counts {
  /// Hands the model file to `write`, front to back, in a few pieces.
  ///
  /// - Throws: `ModelError.tooLarge`, and what `write` throws.
  /// - Complexity: O(n log n) in entries, and that of `TextClusters` if they are clustered; needs memory for the whole file.
  public borrowing func write(_ write: (Span<UInt8>) throws -> Void) throws {
    // Sums stop there, each by itself, and no longer agree with each other.
    guard recordCount < .mostFromFiles else { throw ModelError.tooLarge("records") }
    var file = SectionedFile()
    let typeOrder = types.orderOfHashes()
    let tagOrder = tags.orderOfHashes()
    let typeIDs = Counts.inverse(of: typeOrder)
    let tagIDs = Counts.inverse(of: tagOrder)
    addMeta(to: &file)
    try addTypes(to: &file, order: typeOrder, typeIDs: typeIDs, tagIDs: tagIDs)
    try addTags(to: &file, order: tagOrder)
    try addTransitions(to: &file, typeIDs: typeIDs, tagIDs: tagIDs, typeOrder: typeOrder, tagOrder: tagOrder)
    try addChains(to: &file, typeIDs: typeIDs)
    if !calibration.isEmpty { file.add(.cali, calibration.section.bytes) }
    if isClustered { file.add(.clus, clusters(order: typeOrder).bytes) }
    try file.write(write)
  }

  /// For each number its place in `order`.
  private static func inverse(of order: [Int]) -> [UInt32] {
    var places = [UInt32](repeating: 0, count: order.count)
    for (place, number) in order.enumerated() { places[number] = UInt32(place) }
    return places
  }

  private func addMeta(to file: inout SectionedFile) {
    var meta = LittleEndianBytes()
    meta.append(settings.key.low)
    meta.append(settings.key.high)
    meta.append(settings.mask.code)
    meta.append(settings.chainKey.code)
    meta.append(lines)
    meta.append(recordCount)
    meta.append(recordsWithoutHeader)
    meta.append(UInt64(bitPattern: firstTime ?? ModelLayout.noTime))
    meta.append(UInt64(bitPattern: lastTime ?? ModelLayout.noTime))
    meta.append(UInt32(types.count))
    meta.append(UInt32(tags.count))
    meta.append(bootMarkers)
    meta.pad(to: ModelLayout.metaBytes)
    file.add(.meta, meta.bytes)
  }

  private func addTypes(
    to file: inout SectionedFile, order: [Int], typeIDs: [UInt32], tagIDs: [UInt32]
  ) throws(ModelError) {
    var hashes = LittleEndianBytes()
    var rows = LittleEndianBytes()
    var texts = TextList()
    for number in order {
      let row = typeRows[number]
      hashes.append(types.hashes[number])
      rows.append(row.occurrences)
      rows.append(row.successors.sum)
      rows.append(row.successors.distinct)
      rows.append(tagIDs[Int(row.tag.rawValue)])
      try texts.append(types.text(number), what: "text")
    }
    file.add(.thsh, hashes.bytes)
    file.add(.tdir, directory(of: order).bytes)
    file.add(.type, rows.bytes)
    file.add(.succ, successors(order: order, typeIDs: typeIDs).bytes)
    file.add(.tend, texts.ends.bytes)
    file.add(.text, texts.bytes)
  }

  /// Number j: how many hashes have a value below j in their upper bits.
  private func directory(of order: [Int]) -> LittleEndianBytes {
    let bits = ModelLayout.directoryBits(count: order.count)
    var directory = LittleEndianBytes()
    var place = 0
    for j in 0...(1 << bits) {
      while place < order.count,
        bits == 0 ? j == 1 : Int(types.hashes[order[place]] &>> UInt64(64 - bits)) < j
      {
        place += 1
      }
      directory.append(UInt32(place))
    }
    return directory
  }

  /// The commonest successors of each type; those of equal count in the order of their texts.
  private func successors(order: [Int], typeIDs: [UInt32]) -> LittleEndianBytes {
    let wanted = ModelLayout.successors
    /// Up to `wanted` numbers of transitions for each type, best first.
    var best = [Int32](repeating: -1, count: wanted * types.count)
    for transition in 0..<transitions.count {
      let base = wanted * Int(transitions.contexts[transition])
      var place = wanted
      while place > 0, best[base + place - 1] < 0 || ranks(transition, before: Int(best[base + place - 1])) {
        if place < wanted { best[base + place] = best[base + place - 1] }
        place -= 1
      }
      if place < wanted { best[base + place] = Int32(transition) }
    }
    var bytes = LittleEndianBytes()
    for number in order {
      for transition in best[wanted * number..<wanted * (number + 1)] {
        bytes.append(
          transition < 0 ? ModelLayout.noType : typeIDs[Int(transitions.items[Int(transition)])])
      }
    }
    return bytes
  }

  /// True if a transition is a commoner successor than another of the same type.
  private func ranks(_ transition: Int, before other: Int) -> Bool {
    let (count, otherCount) = (transitions.counts[transition], transitions.counts[other])
    if count != otherCount { return count > otherCount }
    return types.text(Int(transitions.items[transition]))
      .lexicographicallyPrecedes(types.text(Int(transitions.items[other])))
  }

  private func addTags(to file: inout SectionedFile, order: [Int]) throws(ModelError) {
    var hashes = LittleEndianBytes()
    var rows = LittleEndianBytes()
    var texts = TextList()
    for number in order {
      let row = tagRows[number]
      try texts.append(tags.text(number), what: "text")
      hashes.append(tags.hashes[number])
      rows.append(row.occurrences)
      rows.append(row.successors.sum)
      rows.append(row.successors.distinct)
      rows.append(row.types)
      rows.append(texts.end)
      rows.append(UInt32(0))
    }
    file.add(.ghsh, hashes.bytes)
    file.add(.tags, rows.bytes)
    file.add(.gtxt, texts.bytes)
  }

  private func addTransitions(
    to file: inout SectionedFile, typeIDs: [UInt32], tagIDs: [UInt32], typeOrder: [Int], tagOrder: [Int]
  ) throws(ModelError) {
    /// A type, or the start symbol of a tag, under its number in the file.
    func processContext(_ context: UInt32) -> UInt32 {
      context < Counts.startOfProcess
        ? typeIDs[Int(context)] : Counts.startOfProcess | tagIDs[Int(context ^ Counts.startOfProcess)]
    }
    let tran = try PackedPairTable(
      transitions.entries { (typeIDs[Int($0)], typeIDs[Int($1)]) }, what: "transitions")
    let proc = try PackedPairTable(
      processTransitions.entries { (processContext($0), typeIDs[Int($1)]) }, what: "transitions of processes")
    let seco = try PackedPairTable(
      secondOrder.entries { (tran.slots[Int($0)], typeIDs[Int($1)]) }, what: "transitions of second order")
    let pro2 = try PackedPairTable(
      processSecondOrder.entries {
        ($0 < Counts.startOfProcess ? proc.slots[Int($0)] : processContext($0), typeIDs[Int($1)])
      }, what: "transitions of second order")
    file.add(.tran, tran.bytes)
    file.add(.seco, seco.bytes)
    file.add(
      .skip, try PackedPairTable(skips.entries { (typeIDs[Int($0)], typeIDs[Int($1)]) }, what: "skips").bytes)
    file.add(
      .tagt,
      try PackedPairTable(tagTransitions.entries { (tagIDs[Int($0)], tagIDs[Int($1)]) }, what: "tags").bytes)
    file.add(.proc, proc.bytes)
    file.add(.pro2, pro2.bytes)
    file.add(.gaps, try PackedPairTable(gaps.entries { (tran.slots[Int($0)], $1) }, what: "gaps").bytes)
    file.add(.srow, Counts.rows(transitions.rows, at: tran).bytes)
    var prow = LittleEndianBytes()
    for number in typeOrder { prow.append(typeRows[number].processSuccessors) }
    for number in tagOrder { prow.append(tagRows[number].processStarts) }
    file.add(.prow, prow.bytes)
    var p2rw = Counts.rows(processTransitions.rows, at: proc)
    for number in tagOrder { p2rw.append(tagRows[number].processSecondStarts) }
    file.add(.p2rw, p2rw.bytes)
  }

  /// One row for each slot of a packed table.
  private static func rows(_ rows: [Row], at table: PackedPairTable) -> LittleEndianBytes {
    var bySlot = [Row](repeating: Row(), count: table.slotCount)
    for (number, row) in rows.enumerated() { bySlot[Int(table.slots[number])] = row }
    var bytes = LittleEndianBytes()
    for row in bySlot { bytes.append(row) }
    return bytes
  }

  /// The cluster of each type: made anew for each file, of the types that it has.
  private func clusters(order: [Int]) -> LittleEndianBytes {
    var bytes = LittleEndianBytes()
    for number in TextClusters(texts: order.map { Array(types.text($0)) }).numbers {
      bytes.append(UInt32(bitPattern: number))
    }
    return bytes
  }

  private func addChains(to file: inout SectionedFile, typeIDs: [UInt32]) throws(ModelError) {
    var rows = LittleEndianBytes()
    var names = TextList()
    for number in chainEnds.orderOfNames() {
      let ends = chainEnds[number]
      try names.append(chainEnds.name(number), what: "chains")
      rows.append(names.end)
      rows.append((ends.startsAfterBoot ? UInt32(1) : 0) | (ends.endsWithBoot ? 2 : 0))
      rows.append(ends.records)
      let four = [ends.first, ends.second, ends.beforeLast, ends.last]
      for end in four { rows.append(end.isMissing ? ModelLayout.noType : typeIDs[Int(end.type.rawValue)]) }
      for end in four {
        rows.append(UInt64(bitPattern: end.isMissing ? ModelLayout.noTime : end.time ?? ModelLayout.noTime))
      }
    }
    file.add(.chns, rows.bytes)
    file.add(.chtx, names.bytes)
  }
}

extension NumberedPairTable {
  /// All pairs under other numbers, in order of their own.
  fileprivate func entries(_ renumber: (UInt32, UInt32) -> (UInt32, UInt32)) -> [PackedPairTable.Entry] {
    (0..<count).map { number in
      let (context, item) = renumber(contexts[number], items[number])
      return PackedPairTable.Entry(context: context, item: item, count: counts[number])
    }
  }
}

extension GrowingPairTable {
  /// All pairs under other numbers.
  fileprivate func entries(_ renumber: (UInt32, UInt32) -> (UInt32, UInt32)) -> [PackedPairTable.Entry] {
    var entries: [PackedPairTable.Entry] = []
    entries.reserveCapacity(count)
    forEach { context, item, count in
      let (context, item) = renumber(context, item)
      entries.append(PackedPairTable.Entry(context: context, item: item, count: count))
    }
    return entries
  }
}
