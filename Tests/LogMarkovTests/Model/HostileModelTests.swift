/// Hostile models: refused or harmless, whatever a file says.

import Support
import Testing

@testable import LogMarkov

/// Every section of format version 1.
private let sectionNames = Section.allCases.map(\.name)

struct HostileModelTests {
  private let file: [UInt8]

  init() throws {
    var counts = try withSmallCalibration(learn(tinyLog))
    counts.isClustered = true
    file = try modelBytes(counts)
  }

  @Test("the writer's file is laid out as the manual says")
  func layout() {
    #expect(ForgedModel(file).file() == file)
    #expect(ForgedModel(file).parts.map(\.name) == sectionNames)
    #expect(ForgedModel(file).parts.allSatisfy { ($0.flags == 1) == ["cali", "clus"].contains($0.name) })
    #expect(ForgedModel(file).parts.allSatisfy { !$0.bytes.isEmpty }, "the log fills every section")
  }

  @Test("sections are called in the file what they are called in the code")
  func names() {
    #expect(sectionNames == Section.allCases.map { "\($0)" })
  }

  @Test(
    "a file with any bit flipped, or any byte changed, is refused",
    arguments: [0x01, 0x02, 0x04, 0x08, 0x10, 0x20, 0x40, 0x80, 0xFF] as [UInt8])
  func everyByte(change: UInt8) throws {
    for index in file.indices {
      var changed = file
      changed[index] ^= change
      #expect(refusal(of: changed) != nil, "byte \(index) of \(file.count)")
    }
  }

  @Test("a file cut anywhere is refused, and one that has grown")
  func truncation() {
    for length in 1..<file.count {
      let error = refusal(of: Array(file.prefix(length)))
      #expect(error == .cutShort(length: UInt64(length), expected: UInt64(length < 64 ? 64 : file.count)))
    }
    #expect(refusal(of: []) == .empty)
    for extra in [1, 63, 64] {
      #expect(
        refusal(of: file + [UInt8](repeating: 0, count: extra))
          == .grown(length: UInt64(file.count + extra), expected: UInt64(file.count)))
    }
  }

  @Test("foreign files, newer and older versions have each their own error")
  func foreign() {
    #expect(refusal(of: Array("Nov 22 11:00:00 a log, not a model\n".utf8)) == .notAModel)
    #expect(refusal(of: [0]) == .notAModel)
    #expect(refusal(of: [UInt8](repeating: 0, count: 100_000)) == .notAModel)
    var text = file
    text.replaceSubrange(4..<8, with: [0x0A, 0x1A, 0x0A, 0x00])
    #expect(refusal(of: text) == .notAModel, "line ends translated on the way")
    for version in [2, 3, UInt32.max] {
      var newer = file
      set(UInt64(version), bytes: 4, at: 8, in: &newer)
      #expect(refusal(of: newer) == .newerVersion(version))
      sealHeader(of: &newer)
      #expect(refusal(of: newer) == .newerVersion(version))
    }
    var older = file
    set(0, bytes: 4, at: 8, in: &older)
    sealHeader(of: &older)
    #expect(refusal(of: older) == .damagedHeader)
  }

  @Test("a section that this version does not know is skipped if it is optional, else refused by name")
  func unknownSections() throws {
    var forged = ForgedModel(file)
    forged.parts.insert(.init(name: "futu", flags: 1, bytes: Array("anything".utf8)), at: 3)
    let model = try open(forged.file())
    try model.verify()
    #expect(try dump(model) == dump(open(file)))
    forged.parts[3].flags = 0
    #expect(refusal(of: forged.file()) == .unknownSection("futu"))
    forged.parts[3].name = "f\u{1B}\n/"
    #expect(refusal(of: forged.file()) == .unknownSection("f???"), "nothing that a terminal obeys")
  }

  @Test("every byte of an optional section is under a checksum, too")
  func damagedOptionalSection() {
    var forged = ForgedModel(file)
    forged.parts.append(.init(name: "futu", flags: 1, bytes: Array("anything".utf8)))
    var damaged = forged.file()
    damaged[damaged.count - 1] ^= 1
    #expect(refusal(of: damaged) == .damagedSection("futu"))
  }

  @Test("a missing section is named, and one that stands twice", arguments: sectionNames)
  func missingAndTwice(name: String) throws {
    var forged = ForgedModel(file)
    let index = try #require(forged.parts.firstIndex { $0.name == name })
    forged.parts.append(forged.parts[index])
    #expect(refusal(of: forged.file()) == .contradiction("two sections '\(name)'"))
    forged.parts.removeAll { $0.name == name }
    guard !["cali", "clus"].contains(name) else {
      let model = try open(forged.file())
      #expect(model.calibration.isEmpty == (name == "cali"))
      #expect(model.isClustered == (name != "clus"))
      return try interrogate(forged.file())
    }
    #expect(refusal(of: forged.file()) == .missingSection(name))
  }

  @Test("no more than 64 sections are read")
  func tooManySections() {
    var forged = ForgedModel(file)
    while forged.parts.count < 64 { forged.parts.append(.init(name: "futu", flags: 1, bytes: [])) }
    #expect(refusal(of: forged.file()) == .contradiction("two sections 'futu'"))
    for index in sectionNames.count..<64 { forged.parts[index].name = "f" + String(1000 + index).dropFirst() }
    #expect(refusal(of: forged.file()) == nil)
    forged.parts.append(.init(name: "last", flags: 1, bytes: []))
    #expect(refusal(of: forged.file()) == .damagedHeader)
    var endless = file
    set(UInt64(UInt32.max), bytes: 4, at: 12, in: &endless)
    #expect(refusal(of: endless) == .damagedHeader)
  }

  @Test(
    "numbers that no file can hold are refused before anything is made of them",
    arguments: [(64, 4), (68, 4), (64, 8)], [UInt64(1) << 27, 1 << 31, 0xFFFF_FFFF, 1 << 60, .max])
  func absurdNumbers(field: (offset: Int, bytes: Int), value: UInt64) {
    // How many types there are, and how many tags.
    var forged = ForgedModel(file)
    set(value, bytes: field.bytes, at: field.offset, in: &forged["meta"])
    // 2^60 in the four bytes of one field is none at all, and that is no model of this log either.
    #expect(refusal(of: forged.file()) != nil)
  }

  @Test("a section of any other length is refused", arguments: sectionNames)
  func sectionLengths(name: String) throws {
    for change in [-64, -8, -4, -1, 1, 4, 8, 64] {
      var forged = ForgedModel(file)
      let bytes = forged[name]
      guard bytes.count + change >= 0 else { continue }
      forged[name] =
        change < 0 ? Array(bytes.dropLast(-change)) : bytes + [UInt8](repeating: 0, count: change)
      // Nothing else tells how long texts, chains' names and ends, and some tables are.
      if refusal(of: forged.file()) == nil { try interrogate(forged.file()) }
      let isBound = !["text", "gtxt", "chtx", "chns", "seco", "skip", "tagt", "pro2", "gaps"].contains(name)
      if isBound { #expect(refusal(of: forged.file()) != nil, "\(change) bytes") }
    }
  }

  @Test("sections that overlap, lie outside the file or in the header are refused", arguments: sectionNames)
  func places(name: String) throws {
    let entry = try #require(sectionNames.firstIndex(of: name))
    let places: [UInt64] = [
      0, 1, 32, 64, 704, .max, .max - 63, 1 << 63, UInt64(file.count), UInt64(file.count) + 64,
    ]
    for offset in [8, 16] {
      let base = 64 + 32 * entry + offset
      for value in places + [number(file, at: base, bytes: 8) + 64, number(file, at: base, bytes: 8) &- 64] {
        var forged = file
        guard number(file, at: base, bytes: 8) != value else { continue }
        set(value, bytes: 8, at: base, in: &forged)
        sealHeader(of: &forged)
        #expect(refusal(of: forged) != nil, "\(value) at \(base)")
      }
    }
  }
}
