internal import Unix

/// What is known of single hosts, or whatever the chains are of: a window over their last records and weights of their
/// own, for as many as the pool holds; the one that spoke least recently gives its place away.
struct HostHabits: ~Copyable {
  /// How many chains have habits at once, unless an option says otherwise.
  static let usualLimit = 1024

  private var places: RecencyTable<Void>
  private var windows: [HostWindow] = []
  private var weights = OwnedArray<MixtureWeights>()

  /// A pool of so many places.
  init(limit: Int) { places = RecencyTable(limit: limit, fresh: ()) }

  /// The place of a chain's habits, which is now the most recently used; nil if they had to go.
  ///
  /// - Complexity: O(1).
  @inline(__always)  // Once for each record of a learner.
  mutating func place(ofChain slot: UInt32) -> Int? {
    places.touchedSlot(for: HostHabits.key(of: slot)).map(Int.init)
  }

  /// The place of a chain's habits, its recency unchanged.
  func heldPlace(ofChain slot: UInt32) -> Int? {
    places.heldSlot(for: HostHabits.key(of: slot)).map(Int.init)
  }

  /// The places, from the one whose chain spoke least recently on.
  var placesFromOldest: [Int] { places.slotsFromOldest.map(Int.init) }

  /// A place with new habits for a chain; if the slot's chain before it has left some, they go.
  ///
  /// - Complexity: O(1), and 12 KB are cleared.
  mutating func newPlace(forChain slot: UInt32, weights start: MixtureWeights) -> Int {
    let place = Int(places.slot(for: HostHabits.key(of: slot)))
    if place == windows.count {
      windows.append(HostWindow())
      weights.append(start)
    } else {
      windows[place] = HostWindow()
      weights[place] = start
    }
    return place
  }

  /// How probable tag and type are on the host whose habits are in a place; without one, what the counts say.
  @inline(__always)  // Once for each record of a learner.
  func share(of record: TypeAndTag, _ occurrences: Occurrences, at place: Int?) -> ShareInHost {
    guard let place else { return occurrences.share }
    // Lent by the span: a window from the array is a copy, with seven counts of references.
    return windows.span[place].share(of: record, occurrences)
  }

  /// Gives the types and tags in all windows other numbers.
  mutating func renumber(_ number: (TypeAndTag) -> TypeAndTag) {
    for place in windows.indices { windows[place] = windows[place].renumbered(number) }
  }

  /// The window in a place.
  subscript(window place: Int) -> HostWindow {
    _read { yield windows[place] }
    _modify { yield &windows[place] }
  }

  /// The weight of the chain's expert in a place.
  @inline(__always)  // Once for each record of a learner.
  func chainWeight(at place: Int, _ context: ContextClass) -> Double { weights[place][context].chain }

  /// The weights in a place.
  subscript(weights place: Int) -> MixtureWeights {
    get { weights[place] }
    _modify { yield &weights[place] }
  }

  /// Slots count up; the index wants hashes.
  private static func key(of slot: UInt32) -> UInt64 { UInt64(slot) &* 0x9E37_79B9_7F4A_7C15 | 1 }
}
