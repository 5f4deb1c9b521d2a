internal import Unix

/// What was learned beside one model, carried over to another: a filter goes on when its model is replaced.
///
/// Types and tags are matched by their text. A value here is the whole count, so what was added to the old model's count
/// is added to the new one's; rows keep what was added to them for entries that were forgotten since. What was touched
/// lately stays young. A type that only the new model lacks becomes a new one; where it holds no transition that a
/// count of second order rests on, and none was seen lately, that count is lost.
extension Overlay {
  /// What was learned beside the old model, beside this one.
  ///
  /// - Complexity: O(entries held).
  init(carriedFrom old: borrowing OverlaidModel, to model: borrowing Model) {
    self.init(over: model, old.overlay.limits, tagKey: old.overlay.tagKey)
    records = old.overlay.records
    (firstTime, lastTime) = (old.overlay.firstTime, old.overlay.lastTime)
    guard canLearn else { return }
    var numbers = CarriedNumbers()
    carryTypes(of: old, to: model, &numbers)
    carryTags(of: old, to: model, &numbers)
    carryTransitions(of: old, to: model, &numbers)
    carryContexts(of: old, to: model, &numbers)
    carryProcesses(of: old, to: model, &numbers)
    carrySuccessors(of: old, to: model, numbers)
    keepLimits()
  }
}

extension Overlay {
  private mutating func carryTypes(
    of old: borrowing OverlaidModel, to model: borrowing Model, _ numbers: inout CarriedNumbers
  ) {
    // In the order of their numbers, so that new ones keep theirs among themselves.
    var numbered: [(place: Int, number: UInt32)] = []
    for place in old.overlay.kinds.indices where !old.overlay.kinds.isFree(place) {
      numbered.append((place, old.overlay.kinds.key(at: place).item))
    }
    for (place, rawNumber) in numbered.sorted(by: { $0.number < $1.number }) {
      let type = MessageTypeID(rawValue: rawNumber)
      let before = old.model.occurrences(of: type)
      guard let text = try? old.text(of: type), let tagLength = text.firstIndex(of: 0x0A) else { continue }
      let hash = TypeHash(of: text.span, model.settings.key)
      let isYoung = old.overlay.kinds.isYoung(place)
      let row = old.overlay.kinds[place].row
      let added = row.occurrences.less(before)
      var kind: Kind
      let number: MessageTypeID
      if let known = model.type(of: hash) {
        guard self.kinds.place(of: UInt64(known.rawValue)) == nil else { continue }
        number = known
        kind = Kind(row: Counts.TypeRow(tag: model.tag(of: known), occurrences: model.occurrences(of: known)))
        self.kinds.enter(UInt64(number.rawValue), kind, isYoung: isYoung)
      } else {
        let tag = text[..<tagLength]
        let entered = enter(
          hash, tag: model.tag(of: TagHash(of: tag.span, model.settings.key)),
          tagHash: TagHash(of: tag.span, tagKey), text: text.span, isYoung: isYoung)
        guard let entered else { continue }
        number = entered.0
      }
      guard let here = self.kinds.place(of: UInt64(number.rawValue)) else { continue }
      kind = self.kinds[here]
      kind.row.occurrences.add(bounded: added)
      kind.row.successors = Row(row.successors, over: old.model.row(of: type), beside: model.row(of: number))
      kind.row.processSuccessors = Row(
        row.processSuccessors, over: old.model.row(of: ProcessPredecessor.record(type)),
        beside: model.row(of: ProcessPredecessor.record(number)))
      self.kinds[here] = kind
      numbers.types[type.rawValue] = number.rawValue
      let (wasCounted, isCounted) = (before > 0, model.occurrences(of: number) > 0)
      if wasCounted != isCounted, added > 0 {
        numbers.typesOfTags[kind.row.tag.rawValue, default: 0] += wasCounted ? 1 : -1
      }
    }
  }

  private mutating func carryTags(
    of old: borrowing OverlaidModel, to model: borrowing Model, _ numbers: inout CarriedNumbers
  ) {
    for place in old.overlay.labels.indices where !old.overlay.labels.isFree(place) {
      let tag = TagID(rawValue: old.overlay.labels.key(at: place).item)
      guard let text = (try? old.text(of: tag)) ?? nil else { continue }
      let known = model.tag(of: TagHash(of: text.span, model.settings.key))
      // What is not known has come with its types.
      guard let number = known ?? self.tag(of: TagHash(of: text.span, tagKey)) else { continue }
      let isYoung = old.overlay.labels.isYoung(place)
      if known != nil, labels.place(of: UInt64(number.rawValue)) == nil {
        labels.enter(UInt64(number.rawValue), Label(), isYoung: isYoung)
      } else if isYoung {
        _ = touch(number)
      }
      guard let here = labels.place(of: UInt64(number.rawValue)) else { continue }
      let row = old.overlay.labels[place].row
      var mine = Counts.TagRow(occurrences: model.occurrences(of: number))
      mine.occurrences.add(bounded: row.occurrences.less(old.model.occurrences(of: tag)))
      let types =
        Int(model.typeCount(of: number)) + Int(row.types.less(old.model.typeCount(of: tag)))
        + (numbers.typesOfTags[number.rawValue] ?? 0)
      mine.types = UInt32(clamping: types)
      mine.successors = Row(row.successors, over: old.model.row(of: tag), beside: model.row(of: number))
      mine.processStarts = Row(
        row.processStarts, over: old.model.row(of: ProcessPredecessor.start(of: tag)),
        beside: model.row(of: ProcessPredecessor.start(of: number)))
      mine.processSecondStarts = Row(
        row.processSecondStarts, over: old.model.row(of: ProcessPair.start(of: tag)),
        beside: model.row(of: ProcessPair.start(of: number)))
      labels[here].row = mine
      numbers.tags[tag.rawValue] = number.rawValue
    }
  }

  private mutating func carryTransitions(
    of old: borrowing OverlaidModel, to model: borrowing Model, _ numbers: inout CarriedNumbers
  ) {
    var given = transitionNumbers
    let mapped = numbers
    var transitionNumbers: [UInt32: UInt32] = [:]
    let carried = CarriedTable(
      old.overlay.transitions, blank: NumberedCount(), pair: mapped.pair, count: { $0.count },
      before: { old.model.transition(from: $0.first, to: $0.second).count },
      now: { model.transition(from: MessageTypeID(rawValue: $0), to: MessageTypeID(rawValue: $1)).count },
      value: { pair, held, count in
        let number = model.transition(from: pair.first, to: pair.second).number?.rawValue ?? given.take()
        transitionNumbers[held.number] = number
        return NumberedCount(count: count, number: number)
      })
    transitions = carried.entries
    self.transitionNumbers = given
    numbers.transitions = transitionNumbers
    for (type, change) in carried.distinct {
      if let place = kinds.place(of: UInt64(type)) { kinds[place].row.successors.addDistinct(change) }
    }
    let tags = CarriedTable(
      old.overlay.tagTransitions,
      pair: { pair in
        guard let a = mapped.tags[pair.context], let b = mapped.tags[pair.item] else { return nil }
        return (a, b)
      },
      before: { old.model.transition(from: TagID(rawValue: $0.context), to: TagID(rawValue: $0.item)) },
      now: { model.transition(from: TagID(rawValue: $0), to: TagID(rawValue: $1)) })
    tagTransitions = tags.entries
    for (tag, change) in tags.distinct {
      if let place = labels.place(of: UInt64(tag)) { labels[place].row.successors.addDistinct(change) }
    }
    let skipped = CarriedTable(
      old.overlay.skips, pair: mapped.pair, before: { old.model.skips(from: $0.first, to: $0.second) },
      now: { model.skips(from: .init(rawValue: $0), to: .init(rawValue: $1)) })
    skips = skipped.entries
  }

  /// Carries what has transitions as its contexts.
  private mutating func carryContexts(
    of old: borrowing OverlaidModel, to model: borrowing Model, _ numbers: inout CarriedNumbers
  ) {
    let held = numbers.transitions
    let mapped = numbers
    func known(_ number: UInt32) -> UInt32? {
      mapped.transition(number, of: old, to: model)?.rawValue
    }
    func context(_ pair: UInt64) -> UInt32? { held[pair.context] ?? known(pair.context) }
    for place in old.overlay.transitionRows.indices where !old.overlay.transitionRows.isFree(place) {
      let number = old.overlay.transitionRows.key(at: place).item
      guard let here = held[number] ?? known(number) else { continue }
      let row = Row(
        old.overlay.transitionRows[place], over: old.model.row(of: TransitionNumber(rawValue: number)),
        beside: model.row(of: TransitionNumber(rawValue: here)))
      transitionRows.enter(UInt64(here), row, isYoung: old.overlay.transitionRows.isYoung(place))
    }
    let second = CarriedTable(
      old.overlay.secondOrder,
      pair: { pair in
        guard let x = mapped.types[pair.item], let context = context(pair) else { return nil }
        return (context, x)
      },
      before: { old.model.count(of: $0.second, after: TransitionNumber(rawValue: $0.context)) },
      now: { model.count(of: .init(rawValue: $1), after: TransitionNumber(rawValue: $0)) })
    secondOrder = second.entries
    for (number, change) in second.distinct {
      if let place = transitionRows.place(of: UInt64(number)) { transitionRows[place].addDistinct(change) }
    }
    let timed = CarriedTable(
      old.overlay.gaps, pair: { pair in context(pair).map { ($0, pair.item) } },
      before: { old.model.count(ofGap: $0.item, in: TransitionNumber(rawValue: $0.context)) },
      now: { model.count(ofGap: $1, in: TransitionNumber(rawValue: $0)) })
    gaps = timed.entries
  }

  private mutating func carryProcesses(
    of old: borrowing OverlaidModel, to model: borrowing Model, _ numbers: inout CarriedNumbers
  ) {
    var given = processNumbers
    let mapped = numbers
    var held: [UInt32: UInt32] = [:]
    let first = CarriedTable(
      old.overlay.processTransitions, blank: NumberedCount(),
      pair: { pair in
        guard let last = mapped.predecessor(pair.context), let x = mapped.types[pair.item] else { return nil }
        return (last.rawValue, x)
      },
      count: { $0.count },
      before: { old.model.transition(from: ProcessPredecessor(rawValue: $0.context), to: $0.second).count },
      now: { model.transition(from: ProcessPredecessor(rawValue: $0), to: .init(rawValue: $1)).count },
      value: { pair, value, count in
        let known = model.transition(from: ProcessPredecessor(rawValue: pair.context), to: pair.second).number
        let number = known?.rawValue ?? given.take()
        held[value.number] = number
        return NumberedCount(count: count, number: number)
      })
    processTransitions = first.entries
    processNumbers = given
    for (context, change) in first.distinct {
      if let tag = ProcessPredecessor(rawValue: context).startTag {
        if let place = labels.place(of: UInt64(tag.rawValue)) {
          labels[place].row.processStarts.addDistinct(change)
        }
      } else if let place = kinds.place(of: UInt64(context)) {
        kinds[place].row.processSuccessors.addDistinct(change)
      }
    }
    let newPairs = held
    func pair(_ number: UInt32) -> UInt32? {
      let pair = ProcessPair(rawValue: number)
      if pair.startTag != nil { return mapped.predecessor(number)?.rawValue }
      return newPairs[number] ?? mapped.processTransition(number, of: old, to: model)?.rawValue
    }
    for place in old.overlay.processRows.indices where !old.overlay.processRows.isFree(place) {
      let number = old.overlay.processRows.key(at: place).item
      guard let here = pair(number) else { continue }
      let row = Row(
        old.overlay.processRows[place], over: old.model.row(of: ProcessPair(rawValue: number)),
        beside: model.row(of: ProcessPair(rawValue: here)))
      processRows.enter(UInt64(here), row, isYoung: old.overlay.processRows.isYoung(place))
    }
    let second = CarriedTable(
      old.overlay.processSecondOrder,
      pair: { key in
        guard let x = mapped.types[key.item], let context = pair(key.context) else { return nil }
        return (context, x)
      },
      before: { old.model.count(of: $0.second, after: ProcessPair(rawValue: $0.context)) },
      now: { model.count(of: .init(rawValue: $1), after: ProcessPair(rawValue: $0)) })
    processSecondOrder = second.entries
    for (context, change) in second.distinct {
      if let tag = ProcessPair(rawValue: context).startTag {
        if let place = labels.place(of: UInt64(tag.rawValue)) {
          labels[place].row.processSecondStarts.addDistinct(change)
        }
      } else if let place = processRows.place(of: UInt64(context)) {
        processRows[place].addDistinct(change)
      }
    }
  }

  /// Ranks the successors of types anew, those that were known first, so that they keep their order.
  private mutating func carrySuccessors(
    of old: borrowing OverlaidModel, to model: borrowing Model, _ numbers: CarriedNumbers
  ) {
    for place in old.overlay.kinds.indices where !old.overlay.kinds.isFree(place) {
      guard let number = numbers.types[old.overlay.kinds.key(at: place).item],
        let here = kinds.place(of: UInt64(number))
      else { continue }
      var successors = FrequentSuccessors()
      func note(_ next: UInt32) {
        let held = transitions.value(of: Overlay.pair(number, next))?.count
        let count =
          held ?? model.transition(from: MessageTypeID(rawValue: number), to: .init(rawValue: next)).count
        if count > 0 { successors.note(MessageTypeID(rawValue: next), count: count) }
      }
      for rank in 0..<ModelLayout.successors {
        let next = old.overlay.kinds[place].successors[rank]
        if next != .unknown { note(numbers.type(next.rawValue, of: old, to: model).rawValue) }
      }
      for rank in 0..<ModelLayout.successors {
        let next = model.successor(rank, of: MessageTypeID(rawValue: number))
        if next != .unknown { note(next.rawValue) }
      }
      kinds[here].successors = successors
    }
  }
}
