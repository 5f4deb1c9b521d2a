/// Models added together: to merge models is to learn from all their logs.

/// How much a model counts in a merge: 0 or more; weighted counts are rounded down.
public struct MergeWeight: Equatable, Sendable {
  /// The factor.
  let value: Double
  /// Every count as it is.
  public static let one = MergeWeight(1)

  /// A weight; negative or unbounded ones are no weights.
  public init(_ value: Double) {
    precondition(value >= 0 && value.isFinite)
    self.value = value
  }

  func of(_ count: UInt32) -> UInt32 {
    value == 1 ? count : UInt32(min(Double(UInt32.max), (Double(count) * value).rounded(.down)))
  }

  func of(_ count: UInt64) -> UInt64 {
    value == 1 ? count : UInt64(min(1e18, (Double(count) * value).rounded(.down)))
  }
}

extension Counts {
  /// Adds all that a model counted.
  ///
  /// Types are matched by their text, so models of any key go together. Entries that round to 0 are left out. If one of the
  /// models is clustered, so is the sum, anew.
  /// - Parameters:
  ///   - model: a model of the same mask and chain key.
  ///   - weight: how much its counts count.
  ///   - ordered: whether the model continues in time what is counted here, so that each chain's last record here and
  ///     its first there become neighbours (once, whatever the weight).
  /// - Throws: `ModelError.differentMask`, `.differentChainKey`, `.contradiction`, `.tooLarge`.
  /// - Complexity: O(entries of the model).
  public mutating func merge(
    _ model: borrowing Model, weight: MergeWeight = .one, ordered: Bool = false
  ) throws(ModelError) {
    guard model.settings.mask == settings.mask else {
      throw .differentMask(settings.mask.rawValue, model.settings.mask.rawValue)
    }
    guard model.settings.chainKey == settings.chainKey else {
      throw .differentChainKey(settings.chainKey.rawValue, model.settings.chainKey.rawValue)
    }
    let ids = try mergeTypes(of: model, weight)
    try mergeTransitions(of: model, weight, ids)
    try mergeProcesses(of: model, weight, ids)
    try mergeChains(of: model, ids, ordered: ordered)
    lines.add(bounded: weight.of(model.lines))
    recordsWithoutHeader.add(bounded: weight.of(model.recordsWithoutHeader))
    bootMarkers.add(bounded: model.bootMarkers)
    calibration.add(model.calibration, weight: weight)
    isClustered = isClustered || model.isClustered
    if ordered {
      // A log without years goes back in time at New Year: the last record's time need not be the greatest.
      firstTime = firstTime ?? model.firstTime
      lastTime = model.lastTime ?? lastTime
    } else {
      cover(from: model.firstTime, to: model.lastTime)
    }
    // There the sum stops being one, and the model would contradict itself.
    guard recordCount < .mostFromFiles else { throw .tooLarge("records") }
  }

  /// The numbers here of a model's types and tags; nil where nothing of them is left.
  fileprivate struct MergedIDs {
    var types: [MessageTypeID?]
    var tags: [TagID?]

    func type(_ number: UInt32) throws(ModelError) -> MessageTypeID? {
      guard number < types.count else { throw .contradiction("the number of a type") }
      return types[Int(number)]
    }

    func tag(_ number: UInt32) throws(ModelError) -> TagID? {
      guard number < tags.count else { throw .contradiction("the number of a tag") }
      return tags[Int(number)]
    }
  }

  private mutating func mergeTypes(of model: borrowing Model, _ weight: MergeWeight) throws(ModelError)
    -> MergedIDs
  {
    var ids = MergedIDs(types: [], tags: [TagID?](repeating: nil, count: model.tagCount))
    for number in 0..<UInt32(model.typeCount) {
      let type = MessageTypeID(rawValue: number)
      let occurrences = weight.of(model.occurrences(of: type))
      guard occurrences > 0 else {
        ids.types.append(nil)
        continue
      }
      let (id, tag) = try intern(text: try model.text(of: type))
      add(occurrences, of: id)
      ids.types.append(id)
      let tagNumber = model.tag(of: type)
      guard tagNumber != .unknown else { throw .contradiction("the tag of a type") }
      ids.tags[Int(tagNumber.rawValue)] = tag
    }
    return ids
  }

  /// The number of the type with this text, and of its tag.
  mutating func intern(text: [UInt8]) throws(ModelError) -> (MessageTypeID, TagID) {
    guard let tagLength = text.firstIndex(of: 0x0A) else { throw .contradiction("a text without a tag") }
    let tagHash = TagHash(rawValue: hash(of: Array(text[..<tagLength])))
    return intern(TypeHash(rawValue: hash(of: text)), tagHash: tagHash, text: text.span)
  }

  /// The hash of a name under the key of these counts.
  func hash(of name: [UInt8]) -> UInt64 {
    KeyedHash.hash(Region(0..<name.count), of: name.span, key: settings.key)
  }

  private mutating func mergeTransitions(
    of model: borrowing Model, _ weight: MergeWeight, _ ids: MergedIDs
  ) throws(ModelError) {
    try model.forEachPair(in: .tran) { (entry) throws(ModelError) in
      if let (amount, a, b) = try ids.pair(entry, weight) { addTransition(amount, from: a, to: b) }
    }
    try model.forEachPair(in: .tagt) { (entry) throws(ModelError) in
      let amount = weight.of(entry.count)
      guard amount > 0, let tag = try ids.tag(entry.context), let next = try ids.tag(entry.item) else {
        return
      }
      addTagTransition(amount, from: tag, to: next)
    }
    try model.forEachPair(in: .skip) { (entry) throws(ModelError) in
      if let (amount, a, c) = try ids.pair(entry, weight) { addSkip(amount, from: a, to: c) }
    }
    try model.forEachPair(in: .seco) { (entry) throws(ModelError) in
      let amount = weight.of(entry.count)
      let context = try model.pair(inSlot: entry.context, of: .tran)
      guard amount > 0, let (_, z, a) = try ids.pair(context, .one), let b = try ids.type(entry.item) else {
        return
      }
      guard addSecondOrder(amount, from: z, over: a, to: b) else { throw .contradiction("section 'seco'") }
    }
    try model.forEachPair(in: .gaps) { (entry) throws(ModelError) in
      let amount = weight.of(entry.count)
      let context = try model.pair(inSlot: entry.context, of: .tran)
      guard amount > 0, let (_, a, b) = try ids.pair(context, .one) else { return }
      guard entry.item < Gap.buckets, addGap(amount, from: a, to: b, bucket: entry.item) else {
        throw .contradiction("section 'gaps'")
      }
    }
  }

  private mutating func mergeProcesses(
    of model: borrowing Model, _ weight: MergeWeight, _ ids: MergedIDs
  ) throws(ModelError) {
    try model.forEachPair(in: .proc) { (entry) throws(ModelError) in
      let amount = weight.of(entry.count)
      guard amount > 0, let x = try ids.type(entry.item) else { return }
      if entry.context >= Counts.startOfProcess {
        addTransition(amount, from: predecessor(nil, of: x), to: x)
      } else if let last = try ids.type(entry.context) {
        addTransition(amount, from: .record(last), to: x)
      }
    }
    try model.forEachPair(in: .pro2) { (entry) throws(ModelError) in
      let amount = weight.of(entry.count)
      guard amount > 0, let x = try ids.type(entry.item) else { return }
      var (before, last): (MessageTypeID?, MessageTypeID?)
      if entry.context < Counts.startOfProcess {
        let context = try model.pair(inSlot: entry.context, of: .proc)
        guard let known = try ids.type(context.item) else { return }
        last = known
        if context.context < Counts.startOfProcess {
          guard let known = try ids.type(context.context) else { return }
          before = known
        }
      }
      guard addProcessSecondOrder(amount, from: before, over: last, to: x) else {
        throw .contradiction("section 'pro2'")
      }
    }
  }

  /// Adds a model's chains to those here.
  private mutating func mergeChains(
    of model: borrowing Model, _ ids: MergedIDs, ordered: Bool
  ) throws(ModelError) {
    var seen = [Bool](repeating: false, count: chainEnds.count)
    for number in 0..<model.chainCount {
      let name = try model.chainName(number)
      var later = try model.chainEnds(number).renumbered { (type) throws(ModelError) in
        try ids.type(type.rawValue)
      }
      let chain = chainEnds.number(of: hash(of: name), name: name.span)
      guard chain < seen.count else {
        later.startsAfterBoot = later.startsAfterBoot || ordered && bootMarkers > 0
        chainEnds[chain] = later
        continue
      }
      seen[chain] = true
      let earlier = chainEnds[chain]
      let joined = ordered && !earlier.endsWithBoot && !later.startsAfterBoot
      if joined { join(earlier, later) }
      chainEnds[chain] = earlier.followed(by: later, joined: joined)
    }
    if ordered, model.bootMarkers > 0 {
      for chain in seen.indices where !seen[chain] { chainEnds[chain].endsWithBoot = true }
    }
  }

  /// Counts the transitions between the last records of a chain and the first of the same chain in a later log.
  private mutating func join(_ earlier: ChainEnds, _ later: ChainEnds) {
    let (z, a, b, c) = (earlier.beforeLast, earlier.last, later.first, later.second)
    guard !a.isMissing, !b.isMissing else { return }
    addTransition(1, from: a.type, to: b.type)
    addTagTransition(1, from: typeRows[Int(a.type.rawValue)].tag, to: typeRows[Int(b.type.rawValue)].tag)
    _ = addGap(1, from: a.type, to: b.type, bucket: Gap.bucket(from: a.time, to: b.time))
    if !z.isMissing {
      addSkip(1, from: z.type, to: b.type)
      _ = addSecondOrder(1, from: z.type, over: a.type, to: b.type)
    }
    if !c.isMissing {
      addSkip(1, from: a.type, to: c.type)
      _ = addSecondOrder(1, from: a.type, over: b.type, to: c.type)
    }
  }
}

extension Counts.MergedIDs {
  /// The weighted count of a pair of types with their numbers here; nil if nothing of it is left.
  fileprivate func pair(
    _ entry: Model.PairEntry, _ weight: MergeWeight
  ) throws(ModelError) -> (UInt32, MessageTypeID, MessageTypeID)? {
    let amount = weight.of(entry.count)
    guard let first = try type(entry.context), let second = try type(entry.item), amount > 0 else {
      return nil
    }
    return (amount, first, second)
  }
}
