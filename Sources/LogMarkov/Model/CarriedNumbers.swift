/// What it takes to carry an overlay over: numbers beside the new model, and whole tables (`Overlay+Carrying.swift`).

/// The numbers beside the new model of what has numbers beside the old one.
struct CarriedNumbers {
  var types: [UInt32: UInt32] = [:]
  var tags: [UInt32: UInt32] = [:]
  /// Those that the overlay gave, or had copied from the model.
  var transitions: [UInt32: UInt32] = [:]
  var processTransitions: [UInt32: UInt32] = [:]
  /// By number of the tag: how many more of its types are counted here than there.
  var typesOfTags: [UInt32: Int] = [:]

  func pair(_ pair: UInt64) -> (UInt32, UInt32)? {
    guard let a = types[pair.context], let b = types[pair.item] else { return nil }
    return (a, b)
  }

  func predecessor(_ number: UInt32) -> ProcessPredecessor? {
    let old = ProcessPredecessor(rawValue: number)
    if let tag = old.startTag { return tags[tag.rawValue].map { .start(of: TagID(rawValue: $0)) } }
    return types[number].map { ProcessPredecessor(rawValue: $0) }
  }

  /// The number of any type; `.unknown` if it has none.
  func type(_ number: UInt32, of old: borrowing OverlaidModel, to model: borrowing Model) -> MessageTypeID {
    if let number = types[number] { return MessageTypeID(rawValue: number) }
    guard let text = try? old.text(of: MessageTypeID(rawValue: number)), !text.isEmpty else {
      return .unknown
    }
    return model.type(of: TypeHash(of: text.span, model.settings.key)) ?? .unknown
  }

  /// The number of a transition that the old model gave and that was not seen lately.
  func transition(
    _ number: UInt32, of old: borrowing OverlaidModel, to model: borrowing Model
  ) -> TransitionNumber? {
    guard number < old.overlay.transitionNumbers.first,
      let pair = try? old.model.pair(inSlot: number, of: .tran)
    else { return nil }
    let from = type(pair.context, of: old, to: model)
    return model.transition(from: from, to: type(pair.item, of: old, to: model)).number
  }

  /// The same of a transition of processes.
  func processTransition(
    _ number: UInt32, of old: borrowing OverlaidModel, to model: borrowing Model
  ) -> TransitionNumber? {
    guard number < old.overlay.processNumbers.first,
      let pair = try? old.model.pair(inSlot: number, of: .proc)
    else { return nil }
    var last = ProcessPredecessor(rawValue: pair.context)
    if last.startTag != nil {
      guard let here = predecessor(pair.context) else { return nil }
      last = here
    } else {
      last = .record(type(pair.context, of: old, to: model))
    }
    return model.transition(from: last, to: type(pair.item, of: old, to: model)).number
  }
}

/// A table carried over.
struct CarriedTable<Value: BitwiseCopyable>: ~Copyable {
  var entries: Generations<Value>
  /// By context: how many more of its entries are new beside the new model than were beside the old one.
  var distinct: [UInt32: Int] = [:]

  /// Carries a table.
  ///
  /// - Parameters:
  ///   - old: its entries, by pairs of numbers.
  ///   - blank: what fills empty places.
  ///   - pair: a pair's numbers beside the new model.
  ///   - count: the whole count of a value.
  ///   - before: the old model's count of a pair.
  ///   - now: the new model's count of a pair, by its numbers there.
  ///   - value: what stands for a whole count in place of an old value.
  init(
    _ old: borrowing Generations<Value>, blank: Value, pair: (UInt64) -> (UInt32, UInt32)?,
    count: (Value) -> UInt32,
    before: (UInt64) -> UInt32, now: (UInt32, UInt32) -> UInt32, value: (UInt64, Value, UInt32) -> Value
  ) {
    entries = Generations(blank: blank, neighbors: old.neighbors)
    for place in old.indices where !old.isFree(place) {
      let key = old.key(at: place)
      guard let (context, item) = pair(key) else { continue }
      let (before, now) = (before(key), now(context, item))
      let addition = PairAddition(of: count(old[place]).less(before), to: now)
      guard now + addition.amount > 0 else { continue }
      let here = Overlay.pair(context, item)
      entries.enter(here, value(here, old[place], now + addition.amount), isYoung: old.isYoung(place))
      let wasNew = before == 0
      if wasNew != addition.isNew { distinct[context, default: 0] += addition.isNew ? 1 : -1 }
    }
  }
}

extension CarriedTable<UInt32> {
  /// Carries a table of plain counts.
  init(
    _ old: borrowing Generations<UInt32>, pair: (UInt64) -> (UInt32, UInt32)?, before: (UInt64) -> UInt32,
    now: (UInt32, UInt32) -> UInt32
  ) {
    self.init(
      old, blank: 0, pair: pair, count: { $0 }, before: before, now: now, value: { _, _, count in count })
  }
}

extension Row {
  /// A row beside another model: what was added to one there, and what the new one has.
  init(_ row: Row, over before: Row, beside now: Row) {
    self.init()
    sum = now.sum
    sum.add(bounded: row.sum.less(before.sum))
    distinct = UInt32(clamping: UInt64(now.distinct) + UInt64(row.distinct.less(before.distinct)))
  }

  /// Counts entries more, or fewer.
  mutating func addDistinct(_ change: Int) { distinct = UInt32(clamping: Int(distinct) + change) }
}

extension FixedWidthInteger {
  /// What is more than `other`; damaged models may say less.
  func less(_ other: Self) -> Self { self > other ? self - other : 0 }
}

extension UInt64 {
  /// The first number of a pair.
  var context: UInt32 { UInt32(self &>> 32) }
  /// The second number of a pair, or a number by itself.
  var item: UInt32 { UInt32(truncatingIfNeeded: self) }
  /// The first type of a pair.
  var first: MessageTypeID { MessageTypeID(rawValue: context) }
  /// The second type of a pair.
  var second: MessageTypeID { MessageTypeID(rawValue: item) }
}
