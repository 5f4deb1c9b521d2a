/// What a score was made of, in words: for people who ask why.
///
/// Texts are `tag: message`, cleaned; empty where a type is not known by name any more.
struct Explanation: Equatable, Sendable {
  /// A type and how probable it was.
  struct Expectation: Equatable, Sendable {
    /// p3.
    var probability: Double
    var text: [UInt8]
  }

  /// How many expected types are told.
  static let expectations = 3

  /// The record's message type.
  var type: [UInt8]
  /// The type of the record before it in its chain.
  var previous: [UInt8]
  /// What was expected instead, or with it, most probable first.
  var expected: [Expectation]
  /// What may be missing before the record, whether or not it seems that anything is.
  var candidate: [UInt8]?

  /// A stored text, cleaned tag, LF, cleaned message, as `tag: message`.
  static func readable(_ text: [UInt8]) -> [UInt8] {
    guard let end = text.firstIndex(of: 0x0A) else { return text }
    return end == 0 ? Array(text[1...]) : text[..<end] + Array(": ".utf8) + text[(end + 1)...]
  }
}

extension Explanation {
  /// Explains a record from what was known before it was counted.
  ///
  /// - Parameters:
  ///   - scene: the record where it stands.
  ///   - candidate: b*, `.unknown` if there is none.
  ///   - spelled: the record's own text, of use where its type is not known.
  ///   - shareOf: what its host makes of another type.
  ///   - knowledge: what knows counts and texts.
  /// - Complexity: O(1): about 40 look-ups, and texts.
  init(
    _ scene: Scene, candidate: MessageTypeID, spelled: [UInt8], shareOf: (TypeAndTag) -> ShareInHost,
    in knowledge: borrowing some Knowledge & ~Copyable
  ) {
    type = Explanation.readable(spelled)
    previous = Explanation.readable(knowledge.spelling(of: scene.chain.last))
    self.candidate = candidate == .unknown ? nil : Explanation.readable(knowledge.spelling(of: candidate))
    expected = []
    guard scene.chain.last != .unknown else { return }
    for rank in 0..<ModelLayout.successors {
      let next = knowledge.successor(rank, of: scene.chain.last)
      guard next != .unknown else { continue }
      let record = TypeAndTag(type: next, tag: knowledge.tag(of: next))
      let prediction = BackOff.predict(
        record, shareOf(record), after: Predecessors(last: scene.chain), in: knowledge)
      expected.append(
        Expectation(
          probability: prediction.probability, text: Explanation.readable(knowledge.spelling(of: next))))
    }
    expected.sort {
      $0.probability != $1.probability
        ? $0.probability > $1.probability : $0.text.lexicographicallyPrecedes($1.text)
    }
    expected = Array(expected.prefix(Explanation.expectations))
  }
}
