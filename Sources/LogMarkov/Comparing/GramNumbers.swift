/// The numbers of message types and of n-grams of them: the same for all logs that are compared, so that a number says the
/// same of each.
struct GramNumbers: ~Copyable {
  /// How many records the longest n-gram has.
  static let longest = 4

  /// The types of all logs, of which nothing is counted here.
  var types: Counts
  /// An n-gram, n from 2 to `longest`, is the (n − 1)-gram that it begins with and the type that it ends with.
  private var tables = InlineArray<3, NumberedPairTable> { _ in NumberedPairTable() }

  /// No numbers yet; types will be those of these settings.
  init(_ settings: ModelSettings) { types = Counts(settings: settings) }

  /// The number of the n-gram, n being `length` and from 2 on, that begins with an (n − 1)-gram and ends with a type.
  ///
  /// - Complexity: O(1) on average.
  mutating func number(ofLength length: Int, after beginning: UInt32, _ type: UInt32) -> UInt32 {
    UInt32(tables[length - 2].add(0, context: beginning, item: type).number)
  }

  /// How many transitions have a number.
  var transitionCount: Int { tables[0].count }

  /// The two types of a transition.
  func transition(_ number: Int) -> (from: MessageTypeID, to: MessageTypeID) {
    (MessageTypeID(rawValue: tables[0].contexts[number]), MessageTypeID(rawValue: tables[0].items[number]))
  }

  /// The numbers that the types of a model have here, in the order of the numbers that they have in the model.
  ///
  /// - Throws: `ModelError.contradiction`.
  mutating func numbers(of model: borrowing Model) throws(ModelError) -> [MessageTypeID] {
    var numbers: [MessageTypeID] = []
    for number in 0..<UInt32(model.typeCount) {
      let text = try model.text(of: MessageTypeID(rawValue: number))
      let key = types.settings.key
      guard let end = text.firstIndex(of: 0x0A) else { throw .contradiction("a text without tag") }
      let tagHash = TagHash(of: text.span.extracting(..<end), key)
      numbers.append(types.intern(TypeHash(of: text.span, key), tagHash: tagHash, text: text.span).0)
    }
    return numbers
  }
}
