/// The frame of a model file: header, section table, sections, checksums.
struct SectionedFile {
  private var sections: [(section: Section, bytes: [UInt8])] = []

  /// Adds a section behind the others.
  mutating func add(_ section: Section, _ bytes: [UInt8]) { sections.append((section, bytes)) }

  /// Hands header, section table and sections to `write`, padding between them included.
  func write(_ write: (Span<UInt8>) throws -> Void) throws {
    let tableEnd = ModelLayout.headerBytes + sections.count * ModelLayout.tableEntryBytes
    var head = LittleEndianBytes()
    var offset = tableEnd.rounded(upTo: ModelLayout.alignment)
    var table = LittleEndianBytes()
    var end = offset
    for (section, bytes) in sections {
      table.append(section.code)
      table.append(section.isOptional ? ModelLayout.optionalFlag : 0)
      table.append(UInt64(offset))
      table.append(UInt64(bytes.count))
      table.append(Checksum.of(bytes))
      end = offset + bytes.count
      offset = end.rounded(upTo: ModelLayout.alignment)
    }
    for byte in ModelLayout.magic { head.append(byte) }
    head.append(ModelLayout.version)
    head.append(UInt32(sections.count))
    head.append(UInt64(end))
    head.pad(to: ModelLayout.headerBytes)
    head.append(contentsOf: table)
    head.set(Checksum.of(head.bytes), at: ModelLayout.checksumOffset)

    var written = head.bytes.count
    try write(head.bytes.span)
    let zeros = [UInt8](repeating: 0, count: ModelLayout.alignment)
    for (_, bytes) in sections {
      try write(zeros.span.extracting(first: written.rounded(upTo: ModelLayout.alignment) - written))
      try write(bytes.span)
      written = written.rounded(upTo: ModelLayout.alignment) + bytes.count
    }
  }
}

extension Int {
  /// The least multiple of `unit` that is not below.
  fileprivate func rounded(upTo unit: Int) -> Int { (self + unit - 1) / unit * unit }
}

/// Bytes of a section in the making.
struct LittleEndianBytes {
  private(set) var bytes: [UInt8] = []

  mutating func append(_ byte: UInt8) { bytes.append(byte) }

  mutating func append(_ value: UInt32) {
    bytes.append(addingCapacity: 4) { bytes in
      for shift in 0..<UInt32(4) { bytes.append(UInt8(truncatingIfNeeded: value &>> (8 &* shift))) }
    }
  }

  mutating func append(_ value: UInt64) {
    append(UInt32(truncatingIfNeeded: value))
    append(UInt32(truncatingIfNeeded: value &>> 32))
  }

  /// A row as it stands in a section of rows: its sum stays at `UInt32.max`.
  mutating func append(_ row: Row) {
    append(UInt32(clamping: row.sum))
    append(row.distinct)
  }

  mutating func append(contentsOf other: LittleEndianBytes) { bytes += other.bytes }

  mutating func pad(to count: Int) {
    bytes.append(contentsOf: repeatElement(0, count: count - bytes.count))
  }

  mutating func set(_ value: UInt64, at offset: Int) {
    for index in 0..<8 { bytes[offset + index] = UInt8(truncatingIfNeeded: value &>> UInt64(8 * index)) }
  }
}

/// Texts one behind the other, with their ends.
struct TextList {
  private(set) var bytes: [UInt8] = []
  private(set) var ends = LittleEndianBytes()
  /// Where the last text ends.
  private(set) var end: UInt32 = 0

  mutating func append(_ text: ArraySlice<UInt8>, what: String) throws(ModelError) {
    bytes += text
    guard let end = UInt32(exactly: bytes.count) else { throw .tooLarge(what) }
    self.end = end
    ends.append(end)
  }
}
