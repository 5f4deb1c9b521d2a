internal import Unix

/// Knowledge whose model can be replaced by another one while a stream goes on.
protocol RenewableKnowledge: Knowledge, ~Copyable {
  /// This knowledge over another model, of the same mask and chain key: what was learned beside the old one included.
  func renewed(over model: consuming Model) -> Self

  /// Goes on over a copy of its model, by which all numbers mean what they meant.
  mutating func move(over copy: consuming Model)

  /// Whether a model is a copy of its own.
  func hasNumbers(of model: borrowing Model) -> Bool

  /// The text of a tag, which may be empty; nil if it is not known now, or damaged.
  func textIfKnown(of tag: TagID) -> [UInt8]?
  /// The type with this text; `.unknown` if there is none.
  func type(spelled text: [UInt8]) -> MessageTypeID
  /// The tag with this text; `.unknown` if there is none.
  func tag(spelled text: [UInt8]) -> TagID

  /// What the numbers stand for that were given to transitions of processes beside the model.
  func newProcessTransitions() -> [UInt32: UInt64]
  /// What the number of a transition of processes stands for in the model; nil if it is none.
  func knownProcessTransition(_ number: UInt32) -> UInt64?
}

extension Model: RenewableKnowledge {
  func renewed(over model: consuming Model) -> Model { model }

  mutating func move(over copy: consuming Model) { self = copy }

  func hasNumbers(of model: borrowing Model) -> Bool { model.isCopy(of: self) }

  func textIfKnown(of tag: TagID) -> [UInt8]? {
    tag.rawValue < tagCount ? try? text(of: tag) : nil
  }

  func type(spelled text: [UInt8]) -> MessageTypeID {
    type(of: TypeHash(of: text.span, settings.key)) ?? .unknown
  }

  func tag(spelled text: [UInt8]) -> TagID { tag(of: TagHash(of: text.span, settings.key)) ?? .unknown }

  func newProcessTransitions() -> [UInt32: UInt64] { [:] }

  func knownProcessTransition(_ number: UInt32) -> UInt64? {
    (try? pair(inSlot: number, of: .proc)).map { Overlay.pair($0.context, $0.item) }
  }
}

extension OverlaidModel: RenewableKnowledge {
  func renewed(over model: consuming Model) -> OverlaidModel {
    let overlay = Overlay(carriedFrom: self, to: model)
    return OverlaidModel(model, overlay)
  }

  func hasNumbers(of model: borrowing Model) -> Bool { model.isCopy(of: self.model) }

  func textIfKnown(of tag: TagID) -> [UInt8]? { tag == .unknown ? nil : (try? text(of: tag)) ?? nil }

  func type(spelled text: [UInt8]) -> MessageTypeID {
    let hash = TypeHash(of: text.span, settings.key)
    return model.type(of: hash) ?? overlay.type(of: hash) ?? .unknown
  }

  func tag(spelled text: [UInt8]) -> TagID {
    model.tag(of: TagHash(of: text.span, settings.key))
      ?? overlay.tag(of: TagHash(of: text.span, overlay.tagKey)) ?? .unknown
  }

  func newProcessTransitions() -> [UInt32: UInt64] {
    var pairs: [UInt32: UInt64] = [:]
    overlay.processTransitions.forEach { pair, held in
      if held.number >= overlay.processNumbers.first { pairs[held.number] = pair }
    }
    return pairs
  }

  func knownProcessTransition(_ number: UInt32) -> UInt64? { model.knownProcessTransition(number) }
}

/// From the numbers of one knowledge to those of another, by the texts of what they stand for; what has no text, or is
/// not known there, becomes unknown.
struct Renumbering {
  private var types: [MessageTypeID: MessageTypeID] = [.unknown: .unknown]
  private var tags: [TagID: TagID] = [.unknown: .unknown]
  private let newProcessTransitions: [UInt32: UInt64]

  /// From the numbers of this knowledge.
  init(of old: borrowing some RenewableKnowledge & ~Copyable) {
    newProcessTransitions = old.newProcessTransitions()
  }

  /// The number of a type.
  mutating func type<Known: RenewableKnowledge & ~Copyable>(
    _ type: MessageTypeID, from old: borrowing Known, to new: borrowing Known
  ) -> MessageTypeID {
    if let known = types[type] { return known }
    let number = old.textIfKnown(of: type).map { new.type(spelled: $0) } ?? .unknown
    types[type] = number
    return number
  }

  /// The number of a tag.
  mutating func tag<Known: RenewableKnowledge & ~Copyable>(
    _ tag: TagID, from old: borrowing Known, to new: borrowing Known
  ) -> TagID {
    if let known = tags[tag] { return known }
    let number = old.textIfKnown(of: tag).map { new.tag(spelled: $0) } ?? .unknown
    tags[tag] = number
    return number
  }

  /// Renumbers what chains and processes remember.
  mutating func renumber<Known: RenewableKnowledge & ~Copyable>(
    _ chains: inout Chains, from old: borrowing Known, to new: borrowing Known
  ) {
    chains.forEachChain { chain in
      let last = type(chain.last, from: old, to: new)
      let beforeLast = type(chain.beforeLast, from: old, to: new)
      let third = type(chain.third, from: old, to: new)
      chain.renumber(
        types: (last, beforeLast, third, type(chain.fourth, from: old, to: new)),
        lastTag: tag(chain.lastTag, from: old, to: new),
        transition: new.transition(from: beforeLast, to: last).number,
        earlierTransition: new.transition(from: third, to: beforeLast).number)
    }
    chains.forEachProcess { process in
      process.renumber(
        last: type(process.last, from: old, to: new),
        beforeLast: type(process.beforeLast, from: old, to: new),
        transition: process.transition.flatMap { processTransition($0, from: old, to: new) },
        earlierTransition: process.earlierTransition.flatMap { processTransition($0, from: old, to: new) })
    }
  }

  /// Lets a scorer of evidence go on by a model with this shift and these weights.
  mutating func renew<Known: RenewableKnowledge & ~Copyable>(
    _ evidence: inout EvidenceScorer, shift: Double, weights: MixtureWeights, from old: borrowing Known,
    to new: borrowing Known
  ) {
    evidence.renew(shift: shift, weights: weights) { record in
      TypeAndTag(
        type: type(record.type, from: old, to: new), tag: tag(record.tag, from: old, to: new))
    }
  }

  /// The number of a transition of processes, whose first type need not stand in the context any more.
  private mutating func processTransition<Known: RenewableKnowledge & ~Copyable>(
    _ number: TransitionNumber, from old: borrowing Known, to new: borrowing Known
  ) -> TransitionNumber? {
    guard
      let pair = newProcessTransitions[number.rawValue] ?? old.knownProcessTransition(number.rawValue)
    else { return nil }
    let before = ProcessPredecessor(rawValue: pair.context)
    let last =
      before.startTag.map { ProcessPredecessor.start(of: tag($0, from: old, to: new)) }
      ?? .record(type(pair.first, from: old, to: new))
    return last.isUnknown ? nil : new.transition(from: last, to: type(pair.second, from: old, to: new)).number
  }
}
