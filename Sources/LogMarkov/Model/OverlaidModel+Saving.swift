internal import Unix

/// A model and what was learned beside it as one model again (`--save`).
extension OverlaidModel {
  /// Nothing known yet: an empty model in memory.
  ///
  /// - Throws: nothing in practice; an empty model can be written and opened.
  public static func empty(_ settings: ModelSettings, _ limits: OverlayLimits = OverlayLimits()) throws
    -> Self
  {
    var bytes: [UInt8] = []
    try Counts(settings: settings).write { piece in
      for index in piece.indices { bytes.append(piece[index]) }
    }
    return OverlaidModel(try Model.open(MappedRegion(copying: bytes)), limits)
  }

  /// The model's counts plus all that the overlay holds of what was added to them. The chains' ends, the boot markers and
  /// the records without a header are the model's; what was forgotten is lost.
  ///
  /// - Parameter lines: how many lines the filter has read.
  /// - Returns: counts with the model's key.
  /// - Throws: `ModelError` if the model's checksums are wrong, or if it contradicts itself.
  /// - Complexity: O(entries of model and overlay), and memory for all of them.
  public func counts(lines: UInt64) throws(ModelError) -> Counts {
    try model.verify()
    var sum = AddedCounts(Counts(settings: settings))
    try sum.counts.merge(model)
    try sum.addTypes(of: self)
    try sum.addTransitions(of: self)
    try sum.addProcesses(of: self)
    sum.counts.lines.add(bounded: lines)
    sum.counts.firstTime = sum.counts.firstTime ?? overlay.firstTime
    sum.counts.lastTime = overlay.lastTime ?? sum.counts.lastTime
    return sum.take()
  }
}

/// Counts of a model to which those of an overlay are added; numbers are translated by text.
private struct AddedCounts: ~Copyable {
  var counts: Counts
  private var types: [UInt32: MessageTypeID] = [:]

  init(_ counts: consuming Counts) { self.counts = counts }

  consuming func take() -> Counts { counts }

  /// The number here of a type; nil if it was forgotten.
  private mutating func type(
    _ number: UInt32, of overlaid: borrowing OverlaidModel
  ) throws(ModelError) -> MessageTypeID? {
    if let known = types[number] { return known }
    let text = try overlaid.text(of: MessageTypeID(rawValue: number))
    guard !text.isEmpty else { return nil }
    let type = try counts.intern(text: text).0
    types[number] = type
    return type
  }

  /// Both types of a pair.
  private mutating func types(
    _ pair: UInt64, of overlaid: borrowing OverlaidModel
  ) throws(ModelError) -> (MessageTypeID, MessageTypeID)? {
    guard let first = try type(pair.context, of: overlaid), let second = try type(pair.item, of: overlaid)
    else {
      return nil
    }
    return (first, second)
  }

  mutating func addTypes(of overlaid: borrowing OverlaidModel) throws(ModelError) {
    try overlaid.overlay.kinds.forEach { (number, kind) throws(ModelError) in
      let before = overlaid.model.occurrences(of: MessageTypeID(rawValue: number.item))
      // The model's own may have been copied, and not added to.
      guard kind.row.occurrences > before, let type = try type(number.item, of: overlaid) else { return }
      counts.add(kind.row.occurrences - before, of: type)
    }
  }

  mutating func addTransitions(of overlaid: borrowing OverlaidModel) throws(ModelError) {
    /// The pairs that new numbers stand for.
    var pairs: [UInt32: UInt64] = [:]
    try overlaid.overlay.transitions.forEach { (pair, held) throws(ModelError) in
      pairs[held.number] = pair
      let before = overlaid.model.entry(pair.context, pair.item, in: .tran)?.count ?? 0
      guard held.count > before, let (a, b) = try types(pair, of: overlaid) else { return }
      counts.addTransition(held.count - before, from: a, to: b)
    }
    try overlaid.overlay.tagTransitions.forEach { (pair, count) throws(ModelError) in
      let before = overlaid.model.entry(pair.context, pair.item, in: .tagt)?.count ?? 0
      guard count > before, let first = try tag(pair.context, of: overlaid),
        let next = try tag(pair.item, of: overlaid)
      else { return }
      counts.addTagTransition(count - before, from: first, to: next)
    }
    try overlaid.overlay.skips.forEach { (pair, count) throws(ModelError) in
      let before = overlaid.model.entry(pair.context, pair.item, in: .skip)?.count ?? 0
      guard count > before, let (a, c) = try types(pair, of: overlaid) else { return }
      counts.addSkip(count - before, from: a, to: c)
    }
    try overlaid.overlay.secondOrder.forEach { (key, count) throws(ModelError) in
      let before = overlaid.model.entry(key.context, key.item, in: .seco)?.count ?? 0
      guard count > before, let pair = try overlaid.pair(key.context, of: .tran, new: pairs),
        let (z, a) = try types(pair, of: overlaid), let b = try type(key.item, of: overlaid)
      else { return }
      _ = counts.addSecondOrder(count - before, from: z, over: a, to: b)
    }
    try overlaid.overlay.gaps.forEach { (key, count) throws(ModelError) in
      let before = overlaid.model.entry(key.context, key.item, in: .gaps)?.count ?? 0
      guard count > before, let pair = try overlaid.pair(key.context, of: .tran, new: pairs),
        let (a, b) = try types(pair, of: overlaid)
      else { return }
      _ = counts.addGap(count - before, from: a, to: b, bucket: key.item)
    }
  }

  mutating func addProcesses(of overlaid: borrowing OverlaidModel) throws(ModelError) {
    var pairs: [UInt32: UInt64] = [:]
    try overlaid.overlay.processTransitions.forEach { (pair, held) throws(ModelError) in
      pairs[held.number] = pair
      let before = overlaid.model.entry(pair.context, pair.item, in: .proc)?.count ?? 0
      guard held.count > before, let x = try type(pair.item, of: overlaid) else { return }
      if pair.context >= Counts.startOfProcess {
        counts.addTransition(held.count - before, from: counts.predecessor(nil, of: x), to: x)
      } else if let last = try type(pair.context, of: overlaid) {
        counts.addTransition(held.count - before, from: .record(last), to: x)
      }
    }
    try overlaid.overlay.processSecondOrder.forEach { (key, count) throws(ModelError) in
      let before = overlaid.model.entry(key.context, key.item, in: .pro2)?.count ?? 0
      guard count > before, let x = try type(key.item, of: overlaid) else { return }
      guard key.context < Counts.startOfProcess else {
        _ = counts.addProcessSecondOrder(count - before, from: nil, over: nil, to: x)
        return
      }
      guard let pair = try overlaid.pair(key.context, of: .proc, new: pairs),
        let last = try type(pair.item, of: overlaid)
      else { return }
      if pair.context >= Counts.startOfProcess {
        _ = counts.addProcessSecondOrder(count - before, from: nil, over: last, to: x)
      } else if let first = try type(pair.context, of: overlaid) {
        _ = counts.addProcessSecondOrder(count - before, from: first, over: last, to: x)
      }
    }
  }

  /// The number here of a tag that was counted; nil if it was forgotten.
  private func tag(_ number: UInt32, of overlaid: borrowing OverlaidModel) throws(ModelError) -> TagID? {
    guard let text = try overlaid.text(of: TagID(rawValue: number)) else { return nil }
    return counts.tags.number(of: counts.hash(of: text)).map { TagID(rawValue: UInt32($0)) }
  }
}

extension OverlaidModel {
  /// The pair of a number that is a context; nil if it was forgotten.
  fileprivate func pair(
    _ number: UInt32, of table: Section, new pairs: [UInt32: UInt64]
  ) throws(ModelError) -> UInt64? {
    if let pair = pairs[number] { return pair }
    guard number < model.sections.slots(of: table) else { return nil }
    let pair = try model.pair(inSlot: number, of: table)
    return Overlay.pair(pair.context, pair.item)
  }
}
