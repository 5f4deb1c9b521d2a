/// When counts last changed, so that whoever remembers them knows what to ask for again.
///
/// Each place is that of several counts, by the lower bits of their numbers or by a hash: those that share one only make
/// each other be asked for more often.
struct Revisions {
  /// How many places each kind of counts has; all kinds lie in one array, which is asked once whether it is shared.
  private enum Kind {
    static let afterTypes = 0..<4096
    static let transitions = afterTypes.upperBound..<afterTypes.upperBound + 8192
    static let afterTransitions = transitions.upperBound..<transitions.upperBound + 4096
    static let ofTypes = afterTransitions.upperBound..<afterTransitions.upperBound + 4096
    static let afterTags = ofTypes.upperBound..<ofTypes.upperBound + 256
    static let tagTransitions = afterTags.upperBound..<afterTags.upperBound + 1024
    static let ofTags = tagTransitions.upperBound..<tagTransitions.upperBound + 256
    static let all = ofTags.upperBound
  }

  /// How many changes there were.
  private var now: UInt64 = 0
  /// The last that may have been of any count.
  private var all: UInt64 = 0
  /// How often numbers may have been forgotten.
  private(set) var ofNumbers: UInt64 = 0
  private var places = [UInt64](repeating: 0, count: Kind.all)

  /// Nothing has changed yet.
  init() {}

  /// The last change of a count after a type, or after a transition into it.
  func after(_ type: MessageTypeID) -> UInt64 { last(Self.place(type.rawValue, Kind.afterTypes)) }
  /// The last change of a transition's count, or of its number.
  func of(_ type: MessageTypeID, to next: MessageTypeID) -> UInt64 {
    last(Self.place(type.rawValue, next.rawValue, Kind.transitions))
  }
  /// The last change of a count after a transition.
  func after(_ transition: TransitionNumber) -> UInt64 {
    last(Self.place(transition.rawValue, Kind.afterTransitions))
  }
  /// The last change of how often a type occurred.
  func of(_ type: MessageTypeID) -> UInt64 { last(Self.place(type.rawValue, Kind.ofTypes)) }
  /// The last change of a count after a tag.
  func after(_ tag: TagID) -> UInt64 { last(Self.place(tag.rawValue, Kind.afterTags)) }
  /// The last change of the count of a transition of tags.
  func of(_ tag: TagID, to next: TagID) -> UInt64 {
    last(Self.place(tag.rawValue, next.rawValue, Kind.tagTransitions))
  }
  /// The last change of how often a tag, or a type of it, occurred.
  func of(_ tag: TagID) -> UInt64 { last(Self.place(tag.rawValue, Kind.ofTags)) }

  /// Notes that a record of this type and tag is counted behind the last one of a chain.
  mutating func note(_ type: MessageTypeID, _ tag: TagID, after chain: borrowing ChainContext) {
    now += 1
    let now = now
    var places = places.mutableSpan
    places[Self.place(chain.last.rawValue, Kind.afterTypes)] = now
    places[Self.place(chain.last.rawValue, type.rawValue, Kind.transitions)] = now
    if let pair = chain.transition { places[Self.place(pair.rawValue, Kind.afterTransitions)] = now }
    places[Self.place(type.rawValue, Kind.ofTypes)] = now
    places[Self.place(chain.lastTag.rawValue, Kind.afterTags)] = now
    places[Self.place(chain.lastTag.rawValue, tag.rawValue, Kind.tagTransitions)] = now
    places[Self.place(tag.rawValue, Kind.ofTags)] = now
  }

  /// Notes that any count may have changed, and numbers may have been forgotten.
  mutating func noteAll() {
    now += 1
    all = now
    ofNumbers += 1
  }

  private func last(_ place: Int) -> UInt64 { max(places[place], all) }

  private static func place(_ number: UInt32, _ kind: Range<Int>) -> Int {
    kind.lowerBound &+ (Int(number) & (kind.count &- 1))
  }

  private static func place(_ first: UInt32, _ second: UInt32, _ kind: Range<Int>) -> Int {
    let mixed = (UInt64(first) &<< 32 | UInt64(second)) &* 0x9E37_79B9_7F4A_7C15
    return kind.lowerBound &+ (Int(mixed &>> 40) & (kind.count &- 1))
  }
}
