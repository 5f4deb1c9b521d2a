/// What must hold before a model file is believed.
///
/// A file is input, perhaps hostile. What is checked here is cheap, whatever the size of the file, and enough for
/// every look-up to stay within its section: that sections lie within the file and that their lengths agree with the
/// numbers of types and tags and with each other.

/// Where the sections of a file lie.
struct SectionTable: Sendable {
  /// A row of the section table.
  private struct Row {
    var code: UInt32
    var range: Range<Int>
    var checksum: UInt64
    /// Its name as it may be shown.
    var name: String { SectionTable.printable(code) }
  }

  /// A place in the file. Arrays of `Range` ask the runtime whether its bounds can be compared: 84,000 instructions.
  private struct Place {
    var start: Int
    var end: Int
  }

  /// The places of the known sections.
  private var places: [Place]
  /// All sections in the file's order, those that this version does not know included.
  private var rows: [Row] = []
  /// Where header and section table end.
  private var tableEnd: Int

  /// The place of a section; an optional one that is not there is empty.
  subscript(section: Section) -> Range<Int> {
    let place = places[section.rawValue]
    return place.start..<place.end
  }

  /// Whether the file has a section.
  func isThere(_ section: Section) -> Bool { places[section.rawValue].start > 0 }

  /// Reads header and section table.
  init(_ bytes: RawSpan) throws(ModelError) {
    let file = Span<UInt8>(_bytes: bytes)
    let count = try SectionTable.sectionCount(file)
    places = [Place](repeating: Place(start: -1, end: -1), count: Section.allCases.count)
    tableEnd = ModelLayout.headerBytes + count * ModelLayout.tableEntryBytes
    var end = tableEnd
    for entry in 0..<count {
      let base = ModelLayout.headerBytes + entry * ModelLayout.tableEntryBytes
      let code = UInt32(file.littleEndian(base, bytes: 4))
      let flags = UInt32(file.littleEndian(base + 4, bytes: 4))
      let offset = file.littleEndian(base + 8, bytes: 8)
      let length = file.littleEndian(base + 16, bytes: 8)
      guard offset % UInt64(ModelLayout.alignment) == 0, offset >= UInt64(end), length <= UInt64(file.count),
        offset <= UInt64(file.count) - length
      else { throw .contradiction("place of section '\(SectionTable.printable(code))'") }
      guard !rows.contains(where: { $0.code == code }) else {
        throw .contradiction("two sections '\(SectionTable.printable(code))'")
      }
      end = Int(offset + length)
      let checksum = file.littleEndian(base + 24, bytes: 8)
      rows.append(Row(code: code, range: Int(offset)..<end, checksum: checksum))
      guard let section = Section.allCases.first(where: { $0.code == code }) else {
        if flags & ModelLayout.optionalFlag != 0 { continue }
        throw .unknownSection(SectionTable.printable(code))
      }
      places[section.rawValue] = Place(start: Int(offset), end: end)
    }
    guard end == file.count else { throw .contradiction("end of the last section") }
    for section in Section.allCases where places[section.rawValue].start < 0 {
      guard section.isOptional else { throw .missingSection(section.name) }
      places[section.rawValue] = Place(start: 0, end: 0)
    }
  }

  /// Checks all that the header says and returns the number of sections.
  private static func sectionCount(_ file: Span<UInt8>) throws(ModelError) -> Int {
    guard file.count > 0 else { throw .empty }
    for index in 0..<min(file.count, ModelLayout.magic.count) where file[index] != ModelLayout.magic[index] {
      throw .notAModel
    }
    guard file.count >= ModelLayout.headerBytes else {
      throw .cutShort(length: UInt64(file.count), expected: UInt64(ModelLayout.headerBytes))
    }
    let version = UInt32(file.littleEndian(8, bytes: 4))
    guard version == ModelLayout.version else {
      if version > ModelLayout.version { throw .newerVersion(version) }
      throw .damagedHeader
    }
    let length = file.littleEndian(16, bytes: 8)
    guard length <= UInt64(file.count) else { throw .cutShort(length: UInt64(file.count), expected: length) }
    guard length == UInt64(file.count) else { throw .grown(length: UInt64(file.count), expected: length) }
    let count = Int(file.littleEndian(12, bytes: 4))
    let tableEnd = ModelLayout.headerBytes + count * ModelLayout.tableEntryBytes
    guard count <= ModelLayout.sectionLimit, tableEnd <= file.count else { throw .damagedHeader }
    var head = [UInt8]()
    for index in 0..<tableEnd {
      let isChecksum = index >= ModelLayout.checksumOffset && index < ModelLayout.checksumOffset + 8
      head.append(isChecksum ? 0 : file[index])
    }
    guard Checksum.of(head) == file.littleEndian(ModelLayout.checksumOffset, bytes: 8) else {
      throw .damagedHeader
    }
    return count
  }

  /// A section's name as it may be shown: bytes that are no letters or digits as `?`.
  private static func printable(_ code: UInt32) -> String {
    var name = ""
    for shift in stride(from: UInt32(0), to: 32, by: 8) {
      let character = Character(Unicode.Scalar(UInt8(truncatingIfNeeded: code >> shift)))
      name.append(character.isASCII && (character.isLetter || character.isNumber) ? character : "?")
    }
    return name
  }

  /// Compares the checksum of every section, and looks at the bytes between them, which are under none: they are zero.
  func verify(_ bytes: RawSpan) throws(ModelError) {
    let file = Span<UInt8>(_bytes: bytes)
    var end = tableEnd
    for row in rows {
      for index in end..<row.range.lowerBound where file[index] != 0 {
        throw .contradiction("bytes before section '\(row.name)'")
      }
      guard Checksum.of(bytes.extracting(row.range)) == row.checksum else { throw .damagedSection(row.name) }
      end = row.range.upperBound
    }
  }

  /// Checks that lengths agree with the numbers of types and tags and with each other; returns the number of bits of
  /// the directory of types.
  func checkLengths(types: Int, tags: Int) throws(ModelError) -> Int {
    func need(_ section: Section, _ length: Int) throws(ModelError) {
      guard self[section].count == length else {
        throw .contradiction("length of section '\(section.name)'")
      }
    }
    try need(.thsh, 8 * types)
    try need(.type, ModelLayout.typeBytes * types)
    try need(.succ, 4 * ModelLayout.successors * types)
    try need(.tend, 4 * types)
    try need(.ghsh, 8 * tags)
    try need(.tags, ModelLayout.tagBytes * tags)
    for table in Section.pairTables {
      let length = self[table].count - ModelLayout.pairTableHeaderBytes
      guard length > 0, length % ModelLayout.bucketBytes == 0,
        length / ModelLayout.bucketBytes < Counts.numberLimit / PairTable.bucketSlots
      else { throw .contradiction("length of section '\(table.name)'") }
    }
    try need(.srow, 8 * slots(of: .tran))
    try need(.prow, 8 * (types + tags))
    try need(.p2rw, 8 * (slots(of: .proc) + tags))
    if isThere(.clus) { try need(.clus, 4 * types) }
    guard self[.chns].count % ModelLayout.chainBytes == 0 else {
      throw .contradiction("length of section 'chns'")
    }
    let entries = self[.tdir].count / 4
    let bits = ModelLayout.directoryBits(count: types)
    guard self[.tdir].count % 4 == 0, entries == 1 << bits + 1 else {
      throw .contradiction("length of section 'tdir'")
    }
    return bits
  }

  /// Checks that no pair table asks for longer searches than are made.
  func checkProbes(_ bytes: RawSpan) throws(ModelError) {
    for table in Section.pairTables {
      let header = Span<UInt8>(_bytes: bytes.extracting(self[table]))
      guard header.littleEndian(8, bytes: 4) <= UInt64(PairTable.probeLimit) else {
        throw .contradiction("probes of '\(table.name)'")
      }
    }
  }

  /// How many slots a pair table has.
  func slots(of table: Section) -> Int {
    (self[table].count - ModelLayout.pairTableHeaderBytes) / ModelLayout.bucketBytes
      * PairTable.bucketSlots
  }
}

extension Section {
  /// The sections that are pair tables.
  static let pairTables: [Section] = [.tran, .seco, .skip, .tagt, .proc, .pro2, .gaps]
}

/// The section `meta`.
struct Meta: Sendable {
  var settings: ModelSettings
  var lines: UInt64
  var recordCount: UInt64
  var recordsWithoutHeader: UInt64
  var firstTime: Int64?
  var lastTime: Int64?
  var typeCount: Int
  var tagCount: Int
  var bootMarkers: UInt64

  init(_ bytes: RawSpan, _ sections: SectionTable) throws(ModelError) {
    let meta = Span<UInt8>(_bytes: bytes.extracting(sections[.meta]))
    guard meta.count == ModelLayout.metaBytes else { throw .contradiction("length of section 'meta'") }
    guard let mask = Mask(code: UInt32(meta.littleEndian(16, bytes: 4))) else {
      throw .contradiction("an unknown mask")
    }
    guard let chainKey = ChainKey(code: UInt32(meta.littleEndian(20, bytes: 4))) else {
      throw .contradiction("an unknown chain key")
    }
    let key = TypeKey(low: meta.littleEndian(0, bytes: 8), high: meta.littleEndian(8, bytes: 8))
    settings = ModelSettings(key: key, mask: mask, chainKey: chainKey)
    lines = meta.littleEndian(24, bytes: 8)
    recordCount = meta.littleEndian(32, bytes: 8)
    recordsWithoutHeader = meta.littleEndian(40, bytes: 8)
    firstTime = Meta.time(meta.littleEndian(48, bytes: 8))
    lastTime = Meta.time(meta.littleEndian(56, bytes: 8))
    typeCount = Int(meta.littleEndian(64, bytes: 4))
    tagCount = Int(meta.littleEndian(68, bytes: 4))
    bootMarkers = meta.littleEndian(72, bytes: 8)
    guard typeCount < Counts.numberLimit, tagCount < Counts.numberLimit else {
      throw .contradiction("numbers of types and tags")
    }
  }

  static func time(_ word: UInt64) -> Int64? {
    let time = Int64(bitPattern: word)
    return time == ModelLayout.noTime ? nil : time
  }
}
