/// A model, and beside it what is learned while its scores are asked for: the filter's usual knowledge.
///
/// The file is never written. Every look-up asks the overlay first, which holds the whole count of what it holds, and
/// then the model.
public struct OverlaidModel: ~Copyable {
  private(set) var model: Model
  private(set) var overlay: Overlay
  /// A model with nothing learned beside it. Tags are told by hashes of the key of the stream, which is the model's unless
  /// the stream has had another model before.
  public init(
    _ model: consuming Model, _ limits: OverlayLimits = OverlayLimits(), streamKey: TypeKey? = nil
  ) {
    overlay = Overlay(over: model, limits, tagKey: streamKey ?? model.settings.key)
    self.model = model
  }

  /// A model with what was learned beside it.
  init(_ model: consuming Model, _ overlay: consuming Overlay) {
    self.overlay = overlay
    self.model = model
  }

  mutating func move(over copy: consuming Model) { model = copy }

  /// What message types and chains are made with.
  public var settings: ModelSettings { model.settings }
  /// What scores to expect: what the model was calibrated to.
  var calibration: Calibration { model.calibration }

  func isNew(_ type: MessageTypeID) -> Bool { type.rawValue >= overlay.typeNumbers.first }

  /// Whether a type's number means something now.
  func knows(_ type: MessageTypeID) -> Bool {
    !isNew(type) || overlay.kinds.place(of: UInt64(type.rawValue)) != nil
  }

  /// The text of a type: cleaned tag, LF, cleaned message; empty if it was forgotten.
  ///
  /// - Throws: `ModelError.contradiction`.
  func text(of type: MessageTypeID) throws(ModelError) -> [UInt8] {
    var bytes: [UInt8] = []
    try append(textOf: type, to: &bytes)
    return bytes
  }

  /// Appends the text of a type to `bytes`; nothing if it was forgotten.
  ///
  /// - Throws: `ModelError.contradiction`.
  func append(textOf type: MessageTypeID, to bytes: inout [UInt8]) throws(ModelError) {
    guard isNew(type) else { return try model.append(textOf: type, to: &bytes) }
    if let kind = overlay.kinds.value(of: UInt64(type.rawValue)) { bytes += overlay.text(of: kind.name) }
  }

  /// The text of a tag, which may be empty; nil if it was forgotten.
  func text(of tag: TagID) throws(ModelError) -> [UInt8]? {
    guard tag.rawValue >= overlay.tagNumbers.first else { return try model.text(of: tag) }
    return overlay.labels.value(of: UInt64(tag.rawValue)).map { Array(overlay.text(of: $0.name)) }
  }
}

/// Names: the model's numbers first, then those of the overlay.
extension OverlaidModel: TypeResolver {
  /// What the model alone says. The caller remembers it for ever, and asks ahead of the record's turn; what the overlay
  /// says changes, and is asked for by `number`.
  mutating func resolve(
    _ hash: TypeHash, tagHash: TagHash, text: Span<UInt8>
  ) -> (MessageTypeID, TagID) {
    model.resolve(hash, tagHash: overlay.tagKey == model.settings.key ? tagHash : nil, text: text)
  }

  /// Gives a record's type and tag the numbers that they have now; false if the type is not known.
  func number(_ record: inout RecordType) -> Bool {
    if record.type != .unknown { return true }
    if record.tag == .unknown, let tag = overlay.tag(of: record.tagHash) { record.tag = tag }
    guard let type = overlay.type(of: record.hash) else { return !overlay.canLearn }
    record.type = type
    return true
  }

  /// Enters a record's type, and its tag; what is too long stays unknown.
  mutating func enter(_ record: inout RecordType, text: Span<UInt8>) {
    let tag = record.tag == .unknown ? nil : record.tag
    let entered = overlay.enter(record.hash, tag: tag, tagHash: record.tagHash, text: text)
    if let entered { (record.type, record.tag) = entered }
  }
}

/// Counting a record.
extension OverlaidModel {
  /// Counts a record whose type is known and moves its chain and process on, then makes room.
  mutating func learn(
    _ type: MessageTypeID, time: Int64?, gap: UInt32, chain: inout ChainContext, process: inout ProcessContext
  ) {
    forgetLost(&chain, &process)
    overlay.revisions.note(type, tag(of: type), after: chain)
    count(type, chain: &chain, process: &process, time: time, gap: gap)
    overlay.keepBounds()
  }

  /// Counts that the last record of a chain came `times` times more, then makes room.
  mutating func learnRepeats(_ times: UInt32, chain: inout ChainContext, process: inout ProcessContext) {
    forgetLost(&chain, &process)
    let type = chain.last
    let tag = tag(of: type)
    overlay.revisions.note(type, tag, after: chain)
    countRepeats(times, chain: &chain, process: &process)
    // From the second time on it followed the transition from itself to itself.
    overlay.revisions.note(type, tag, after: chain)
    overlay.keepBounds()
  }

  /// Whether a record of this type is counted.
  func canLearn(_ type: MessageTypeID) -> Bool { overlay.canLearn && type != .unknown }

  /// Takes out of contexts the numbers of types that were forgotten, as if those records had been of unknown types.
  private func forgetLost(_ chain: inout ChainContext, _ process: inout ProcessContext) {
    if !knows(chain.last) { (chain.last, chain.transition) = (.unknown, nil) }
    if !knows(chain.beforeLast) { (chain.beforeLast, chain.transition) = (.unknown, nil) }
    if !knows(process.last) { (process.last, process.transition) = (.unknown, nil) }
  }
}

/// Adding to what is held, which starts from the model's counts.
extension OverlaidModel: RecordCounting {
  /// The place of a type's counts in the overlay; nil if the type was forgotten.
  private mutating func touch(_ type: MessageTypeID) -> Int? {
    if let place = overlay.touch(type) { return place }
    guard !isNew(type) else { return nil }
    var kind = Overlay.Kind(
      row: Counts.TypeRow(
        tag: model.tag(of: type), occurrences: model.occurrences(of: type), successors: model.row(of: type),
        processSuccessors: model.row(of: ProcessPredecessor.record(type))))
    for rank in 0..<ModelLayout.successors {
      let next = model.successor(rank, of: type)
      if next != .unknown { kind.successors.note(next, count: model.transition(from: type, to: next).count) }
    }
    return overlay.kinds.enter(UInt64(type.rawValue), kind)
  }

  /// The place of a tag's counts in the overlay; nil if the tag was forgotten.
  private mutating func touch(_ tag: TagID) -> Int? {
    if let place = overlay.touch(tag) { return place }
    guard tag.rawValue < overlay.tagNumbers.first else { return nil }
    let row = Counts.TagRow(
      occurrences: model.occurrences(of: tag), types: model.typeCount(of: tag),
      successors: model.row(of: tag),
      processStarts: model.row(of: ProcessPredecessor.start(of: tag)),
      processSecondStarts: model.row(of: ProcessPair.start(of: tag)))
    return overlay.labels.enter(UInt64(tag.rawValue), Overlay.Label(row: row))
  }

  mutating func add(_ amount: UInt64, of type: MessageTypeID) {
    overlay.records.add(bounded: amount)
    let tag = tag(of: type)
    guard let place = touch(type), let tagPlace = touch(tag) else { return }
    if overlay.kinds[place].row.occurrences == 0 {
      if isNew(type) { overlay.countedTypes += 1 }
      overlay.labels[tagPlace].row.types.incrementBounded()
    }
    if overlay.labels[tagPlace].row.occurrences == 0, tag.rawValue >= overlay.tagNumbers.first {
      overlay.countedTags += 1
    }
    overlay.kinds[place].row.occurrences.add(bounded: amount)
    overlay.labels[tagPlace].row.occurrences.add(bounded: amount)
  }

  mutating func cover(_ time: Int64) {
    if overlay.firstTime == nil { overlay.firstTime = time }
    overlay.lastTime = time
  }

  @discardableResult
  mutating func addTransition(
    _ amount: UInt32, from a: MessageTypeID, to b: MessageTypeID
  ) -> TransitionNumber {
    let pair = Overlay.pair(a.rawValue, b.rawValue)
    let place = overlay.transitions.seek(pair)
    if overlay.transitions.isFree(place) {
      let known = before(from: a, to: b)
      let number = known.number?.rawValue ?? overlay.transitionNumbers.take()
      overlay.transitions.enter(pair, Overlay.NumberedCount(count: known.count, number: number), at: place)
    }
    let addition = PairAddition(of: amount, to: overlay.transitions[place].count)
    overlay.transitions[place].count += addition.amount
    if let row = touch(a) {
      overlay.kinds[row].row.successors.add(addition)
      overlay.kinds[row].successors.note(b, count: overlay.transitions[place].count)
    }
    return TransitionNumber(rawValue: overlay.transitions[place].number)
  }

  mutating func addTagTransition(_ amount: UInt32, from tag: TagID, to next: TagID) {
    let pair = Overlay.pair(tag.rawValue, next.rawValue)
    let place = overlay.tagTransitions.seek(pair)
    if overlay.tagTransitions.isFree(place) {
      overlay.tagTransitions.enter(pair, model.transition(from: tag, to: next), at: place)
    }
    let addition = overlay.tagTransitions.add(amount, at: place)
    if let row = touch(tag) { overlay.labels[row].row.successors.add(addition) }
  }

  mutating func addGap(_ amount: UInt32, in transition: TransitionNumber, bucket: UInt32) {
    let pair = Overlay.pair(transition.rawValue, bucket)
    let place = overlay.gaps.seek(pair)
    if overlay.gaps.isFree(place) {
      overlay.gaps.enter(pair, before(ofGap: bucket, in: transition), at: place)
    }
    _ = overlay.gaps.add(amount, at: place)
  }

  mutating func addSkip(_ amount: UInt32, from a: MessageTypeID, to c: MessageTypeID) {
    let pair = Overlay.pair(a.rawValue, c.rawValue)
    let place = overlay.skips.seek(pair)
    if overlay.skips.isFree(place) {
      overlay.skips.enter(pair, skipsBefore(from: a, to: c), at: place)
    }
    _ = overlay.skips.add(amount, at: place)
    // A skip is held against the row of its first type.
    _ = touch(a)
  }

  mutating func addSecondOrder(_ amount: UInt32, after transition: TransitionNumber, to x: MessageTypeID) {
    let pair = Overlay.pair(transition.rawValue, x.rawValue)
    let place = overlay.secondOrder.seek(pair)
    if overlay.secondOrder.isFree(place) {
      overlay.secondOrder.enter(pair, before(of: x, after: transition), at: place)
    }
    let addition = overlay.secondOrder.add(amount, at: place)
    let number = UInt64(transition.rawValue)
    let row = overlay.transitionRows.seek(number)
    if overlay.transitionRows.isFree(row) {
      overlay.transitionRows.enter(number, model.row(of: transition), at: row)
    }
    overlay.transitionRows[row].add(addition)
  }

  @discardableResult
  mutating func addTransition(
    _ amount: UInt32, from predecessor: ProcessPredecessor, to x: MessageTypeID
  ) -> TransitionNumber {
    let pair = Overlay.pair(predecessor.rawValue, x.rawValue)
    let place = overlay.processTransitions.seek(pair)
    if overlay.processTransitions.isFree(place) {
      let known = before(from: predecessor, to: x)
      let number = known.number?.rawValue ?? overlay.processNumbers.take()
      overlay.processTransitions.enter(
        pair, Overlay.NumberedCount(count: known.count, number: number), at: place)
    }
    let addition = PairAddition(of: amount, to: overlay.processTransitions[place].count)
    overlay.processTransitions[place].count += addition.amount
    if let tag = predecessor.startTag {
      if let row = touch(tag) { overlay.labels[row].row.processStarts.add(addition) }
    } else if let row = touch(MessageTypeID(rawValue: predecessor.rawValue)) {
      overlay.kinds[row].row.processSuccessors.add(addition)
    }
    return TransitionNumber(rawValue: overlay.processTransitions[place].number)
  }

  mutating func addSecondOrder(_ amount: UInt32, after pair: ProcessPair, to x: MessageTypeID) {
    let key = Overlay.pair(pair.rawValue, x.rawValue)
    let place = overlay.processSecondOrder.seek(key)
    if overlay.processSecondOrder.isFree(place) {
      overlay.processSecondOrder.enter(key, before(of: x, after: pair), at: place)
    }
    let addition = overlay.processSecondOrder.add(amount, at: place)
    if let tag = pair.startTag {
      if let row = touch(tag) { overlay.labels[row].row.processSecondStarts.add(addition) }
      return
    }
    let number = UInt64(pair.rawValue)
    let row = overlay.processRows.seek(number)
    if overlay.processRows.isFree(row) { overlay.processRows.enter(number, model.row(of: pair), at: row) }
    overlay.processRows[row].add(addition)
  }
}
