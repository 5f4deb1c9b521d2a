public import Unix

/// A model file, mapped and searched where it lies.
///
/// Opening validates what every later look-up relies on (`Model+Opening.swift`); numbers that come from sections whose
/// checksum was not verified are checked where they are used, so that no file can make a look-up trap.
/// A model is never written: who learns while scoring does so beside it.
public struct Model: ~Copyable {
  let region: MappedRegion
  let sections: SectionTable
  let meta: Meta
  /// What scores to expect; empty if the model has no calibration.
  public let calibration: Calibration
  /// How many upper bits of a hash the directory of types is made of.
  let directoryBits: Int
  /// Where the tables lie that scoring looks up.
  fileprivate let tables: LookupTables
  /// A value whose size the compiler does not know keeps it from passing all this by value: without, it copied the
  /// 344 bytes for each look-up that is a call.
  private let passedByReference: (any Sendable)? = nil

  /// Opens a model.
  ///
  /// - Throws: `ModelError`, each way to be wrong its own.
  /// - Complexity: O(number of sections + calibration); O(size) for files up to 16 MiB, whose checksums are verified.
  public static func open(_ region: consuming MappedRegion) throws(ModelError) -> Model {
    let sections = try SectionTable(region.bytes)
    if region.bytes.byteCount <= ModelLayout.verifiedAtOpen { try sections.verify(region.bytes) }
    let meta = try Meta(region.bytes, sections)
    let bits = try sections.checkLengths(types: meta.typeCount, tags: meta.tagCount)
    try sections.checkProbes(region.bytes)
    let calibration = try Calibration(section: region.bytes.extracting(sections[.cali]))
    return Model(
      region: region, sections: sections, meta: meta, calibration: calibration, directoryBits: bits)
  }

  private init(
    region: consuming MappedRegion, sections: SectionTable, meta: Meta, calibration: Calibration,
    directoryBits: Int
  ) {
    self.region = region
    self.sections = sections
    self.meta = meta
    self.calibration = calibration
    self.directoryBits = directoryBits
    tables = LookupTables(sections)
  }

  /// What the model was made with.
  public var settings: ModelSettings { meta.settings }
  /// Lines read, of any kind.
  public var lines: UInt64 { meta.lines }
  /// N: records counted.
  public var recordCount: UInt64 { meta.recordCount }
  /// Records whose header was not understood.
  public var recordsWithoutHeader: UInt64 { meta.recordsWithoutHeader }
  /// Boot markers read.
  var bootMarkers: UInt64 { meta.bootMarkers }
  /// The time of the first record that had one.
  public var firstTime: Int64? { meta.firstTime }
  /// The time of the last record that had one.
  public var lastTime: Int64? { meta.lastTime }
  /// K: how many message types there are.
  public var typeCount: Int { meta.typeCount }
  /// T: how many tags there are.
  public var tagCount: Int { meta.tagCount }

  /// How many bytes the file has.
  public var byteCount: Int { region.bytes.byteCount }

  /// The length that the header of the first of several models says, each one behind the other; nil if there is no header.
  public static func length(ofFirstIn bytes: ArraySlice<UInt8>) -> Int? {
    let header = Array(bytes.prefix(ModelLayout.headerBytes))
    guard header.count == ModelLayout.headerBytes, header.starts(with: ModelLayout.magic) else { return nil }
    return Int(exactly: header.span.littleEndian(16, bytes: 8)).flatMap { $0 > 0 ? $0 : nil }
  }

  /// Whether the file says what another one does: the header holds the checksum of all checksums.
  func isCopy(of other: borrowing Model) -> Bool {
    (0..<ModelLayout.headerBytes / 4).allSatisfy { region.word($0) == other.region.word($0) }
  }

  /// Compares the checksum of every section.
  ///
  /// - Complexity: O(size).
  public func verify() throws(ModelError) {
    try sections.verify(region.bytes)
    try checkContents()
  }

  /// A 32-bit word of a section; traps outside the file.
  func word(_ index: Int, of section: Section) -> UInt32 {
    region.word(sections[section].lowerBound / 4 &+ index)
  }

  /// A section as 32-bit words.
  @_lifetime(borrow self)
  func words(_ section: Section) -> Span<UInt32> {
    Span<UInt32>(_bytes: region.bytes.extracting(sections[section]))
  }

  /// A section as bytes.
  @_lifetime(borrow self)
  func bytes(_ section: Section) -> Span<UInt8> {
    Span<UInt8>(_bytes: region.bytes.extracting(sections[section]))
  }

  /// The number of the type with this hash, if the model knows it.
  ///
  /// - Complexity: O(1) on average; at most O(log K).
  func type(of hash: TypeHash) -> MessageTypeID? {
    let bucket = directoryBits == 0 ? 0 : Int(hash.rawValue &>> UInt64(64 - directoryBits))
    let bounds = (Int(word(bucket, of: .tdir)), Int(word(bucket + 1, of: .tdir)))
    return find(hash.rawValue, in: .thsh, bounds.0, min(bounds.1, typeCount)).map {
      MessageTypeID(rawValue: UInt32($0))
    }
  }

  /// The number of the tag with this hash, if the model knows it.
  ///
  /// - Complexity: O(log T).
  func tag(of hash: TagHash) -> TagID? {
    find(hash.rawValue, in: .ghsh, 0, tagCount).map { TagID(rawValue: UInt32($0)) }
  }

  /// The numbers of a type, and of its tag, by the hash of its text; `.unknown` where the model does not know them. The
  /// hash of the tag is asked for if it is by this model's key.
  func resolve(_ hash: TypeHash, tagHash: TagHash?, text: Span<UInt8>) -> (MessageTypeID, TagID) {
    if let type = type(of: hash) { return (type, tag(of: type)) }
    if let tagHash { return (.unknown, tag(of: tagHash) ?? .unknown) }
    var tagLength = 0
    while text[tagLength] != 0x0A { tagLength += 1 }
    return (.unknown, tag(of: TagHash(of: text.extracting(0..<tagLength), settings.key)) ?? .unknown)
  }

  /// Binary search among ascending hashes; bounds that make no sense find nothing.
  private func find(_ hash: UInt64, in section: Section, _ from: Int, _ to: Int) -> Int? {
    var (low, high) = (from, to)
    let hashes = sections[section].lowerBound / 4
    while low < high {
      let middle = low + (high - low) / 2
      let here = word64(at: hashes + 2 * middle)
      if here == hash { return middle }
      if here < hash { low = middle + 1 } else { high = middle }
    }
    return nil
  }

  /// The tag of a type.
  func tag(of type: MessageTypeID) -> TagID {
    guard type.rawValue < typeCount else { return .unknown }
    let tag = word(6 * Int(type.rawValue) + 5, of: .type)
    return tag < tagCount ? TagID(rawValue: tag) : .unknown
  }

  /// The count of a pair and its slot, if a table holds it.
  func entry(_ context: UInt32, _ item: UInt32, in section: Section) -> (count: UInt32, slot: UInt32)? {
    entry(context, item, in: LookupTables.Pairs(sections[section]))
  }

  // Always inlined: as a call it took 72 instructions, of which the search is 45.
  @inline(__always)
  private func entry(
    _ context: UInt32, _ item: UInt32, in table: LookupTables.Pairs
  ) -> (count: UInt32, slot: UInt32)? {
    let home = PairTable.home(context: context, item: item, buckets: table.buckets)
    let place = PairTable.find(context: context, item: item, home: home, buckets: table.buckets) {
      region.vector(table.firstBucket &+ $0 &* PairTable.bucketWords)
    }
    guard let place else { return nil }
    let count = region.word(table.firstBucket &+ place.value)
    return count == 0 ? nil : (count, UInt32(truncatingIfNeeded: place.slot))
  }

  /// The first word of the bucket where a pair belongs.
  // Inlined as `entry` is.
  @inline(__always)
  private func firstWord(_ context: UInt32, _ item: UInt32, in table: LookupTables.Pairs) -> UInt32 {
    let home = PairTable.home(context: context, item: item, buckets: table.buckets)
    return region.word(table.firstBucket &+ home &* PairTable.bucketWords)
  }

  /// Two words from `index` on as one number.
  private func word64(at index: Int) -> UInt64 {
    UInt64(region.word(index)) | UInt64(region.word(index + 1)) &<< 32
  }

  /// A row of a section of rows; an empty one if the number is out of bounds.
  func row(_ number: Int, in section: Section) -> Row {
    guard 8 * (number + 1) <= sections[section].count else { return Row() }
    return Row(sum: UInt64(word(2 * number, of: section)), distinct: word(2 * number + 1, of: section))
  }

  /// Two words as one number.
  func word64(_ index: Int, in section: Section) -> UInt64 {
    UInt64(word(index, of: section)) | UInt64(word(index + 1, of: section)) &<< 32
  }
}

extension Model: TransitionCounts {
  static var areWorthRemembering: Bool { true }
  static var neverChange: Bool { true }

  /// How often a type occurred; 0 for a number that is no type's.
  public func occurrences(of type: MessageTypeID) -> UInt64 {
    type.rawValue < typeCount ? word64(at: tables.types + 6 * Int(type.rawValue)) : 0
  }

  /// How often a tag occurred; 0 for a number that is no tag's.
  public func occurrences(of tag: TagID) -> UInt64 {
    tag.rawValue < tagCount ? word64(at: tables.tags + 8 * Int(tag.rawValue)) : 0
  }

  func typeCount(of tag: TagID) -> UInt32 {
    tag.rawValue < tagCount ? region.word(tables.tags + 8 * Int(tag.rawValue) + 5) : 0
  }

  /// The successors of a type: how many, and how many distinct ones.
  public func row(of type: MessageTypeID) -> Row {
    guard type.rawValue < typeCount else { return Row() }
    let base = tables.types + 6 * Int(type.rawValue)
    return Row(sum: word64(at: base + 2), distinct: region.word(base + 4))
  }

  func row(of tag: TagID) -> Row {
    guard tag.rawValue < tagCount else { return Row() }
    let base = tables.tags + 8 * Int(tag.rawValue)
    return Row(sum: word64(at: base + 2), distinct: region.word(base + 4))
  }

  func row(of transition: TransitionNumber) -> Row {
    guard transition.rawValue < tables.secondOrderRowCount else { return Row() }
    let base = tables.secondOrderRows + 2 * Int(transition.rawValue)
    return Row(sum: UInt64(region.word(base)), distinct: region.word(base + 1))
  }

  func transition(
    from type: MessageTypeID, to next: MessageTypeID
  ) -> (count: UInt32, number: TransitionNumber?) {
    guard let entry = entry(type.rawValue, next.rawValue, in: tables.transitions) else { return (0, nil) }
    return (entry.count, TransitionNumber(rawValue: entry.slot))
  }

  func transition(from tag: TagID, to next: TagID) -> UInt32 {
    entry(tag.rawValue, next.rawValue, in: tables.tagTransitions)?.count ?? 0
  }

  func count(of next: MessageTypeID, after transition: TransitionNumber) -> UInt32 {
    entry(transition.rawValue, next.rawValue, in: tables.secondOrder)?.count ?? 0
  }

  var countedTypes: Int { meta.typeCount }

  func skips(from type: MessageTypeID, to next: MessageTypeID) -> UInt32 {
    entry(type.rawValue, next.rawValue, in: tables.skips)?.count ?? 0
  }

  func count(ofGap bucket: UInt32, in transition: TransitionNumber) -> UInt32 {
    entry(transition.rawValue, bucket, in: tables.gaps)?.count ?? 0
  }

  func successor(_ rank: Int, of type: MessageTypeID) -> MessageTypeID {
    guard type.rawValue < typeCount else { return .unknown }
    let successor = region.word(tables.successors + ModelLayout.successors * Int(type.rawValue) + rank)
    return successor < typeCount ? MessageTypeID(rawValue: successor) : .unknown
  }

  func touch(
    _ next: MessageTypeID, after last: MessageTypeID, _ pair: TransitionNumber?, before item: MessageTypeID
  ) -> UInt32 {
    guard next.rawValue < typeCount else { return 0 }
    let second = pair.map { firstWord($0.rawValue, next.rawValue, in: tables.secondOrder) } ?? 0
    return region.word(tables.types + 6 * Int(next.rawValue)) ^ second
      ^ firstWord(last.rawValue, next.rawValue, in: tables.transitions)
      ^ firstWord(next.rawValue, item.rawValue, in: tables.transitions)
  }

  func transition(
    from predecessor: ProcessPredecessor, to next: MessageTypeID
  ) -> (count: UInt32, number: TransitionNumber?) {
    guard let entry = entry(predecessor.rawValue, next.rawValue, in: tables.processTransitions) else {
      return (0, nil)
    }
    return (entry.count, TransitionNumber(rawValue: entry.slot))
  }

  func row(of predecessor: ProcessPredecessor) -> Row {
    guard let tag = predecessor.startTag else {
      return predecessor.rawValue < typeCount ? row(Int(predecessor.rawValue), in: .prow) : Row()
    }
    return tag.rawValue < tagCount ? row(typeCount + Int(tag.rawValue), in: .prow) : Row()
  }

  func count(of next: MessageTypeID, after pair: ProcessPair) -> UInt32 {
    entry(pair.rawValue, next.rawValue, in: tables.processSecondOrder)?.count ?? 0
  }

  func row(of pair: ProcessPair) -> Row {
    let slots = sections.slots(of: .proc)
    guard let tag = pair.startTag else {
      return pair.rawValue < slots ? row(Int(pair.rawValue), in: .p2rw) : Row()
    }
    return tag.rawValue < tagCount ? row(slots + Int(tag.rawValue), in: .p2rw) : Row()
  }
}

/// Where the tables lie that scoring looks up, in words from the start of the file: numbers at hand, so that a look-up
/// is a few loads.
private struct LookupTables {
  /// A pair table.
  struct Pairs {
    /// The first word of the first bucket.
    let firstBucket: Int
    let buckets: Int

    init(_ bytes: Range<Int>) {
      firstBucket = (bytes.lowerBound + ModelLayout.pairTableHeaderBytes) / 4
      buckets = (bytes.count - ModelLayout.pairTableHeaderBytes) / ModelLayout.bucketBytes
    }
  }

  let types: Int
  let tags: Int
  let secondOrderRows: Int
  let secondOrderRowCount: Int
  let transitions: Pairs
  let secondOrder: Pairs
  let tagTransitions: Pairs
  let skips: Pairs
  let gaps: Pairs
  let processTransitions: Pairs
  let processSecondOrder: Pairs
  let successors: Int

  init(_ sections: SectionTable) {
    types = sections[.type].lowerBound / 4
    tags = sections[.tags].lowerBound / 4
    secondOrderRows = sections[.srow].lowerBound / 4
    secondOrderRowCount = sections[.srow].count / 8
    transitions = Pairs(sections[.tran])
    secondOrder = Pairs(sections[.seco])
    tagTransitions = Pairs(sections[.tagt])
    skips = Pairs(sections[.skip])
    gaps = Pairs(sections[.gaps])
    processTransitions = Pairs(sections[.proc])
    processSecondOrder = Pairs(sections[.pro2])
    successors = sections[.succ].lowerBound / 4
  }
}
