/// Lies under right checksums: what a hostile model says is refused where it is looked at, or does no harm.

import Support
import Testing
import Unix

@testable import LogMarkov

@Suite(
  .disabled(
    if: Environment.variable("MCFILTER_SANITIZER") != nil, "minutes of what only computes"))
struct LyingModelTests {
  private let file: [UInt8]

  init() throws {
    var counts = try withSmallCalibration(learn(tinyLog))
    counts.isClustered = true
    file = try modelBytes(counts)
  }

  @Test(
    "lies under right checksums are refused or do no harm", arguments: Section.allCases.map(\.name),
    [UInt64(0), 1, 2, 3])
  func lies(name: String, kind: UInt64) throws {
    var random = SplitMix64(seed: kind)
    let forged = ForgedModel(file)
    // Every third word for each kind of lie, another third for the next: all of them took 44 s.
    for offset in stride(from: 4 * Int(kind % 3), to: forged[name].count & ~3, by: 12) {
      var lie = forged
      let old = number(forged[name], at: offset, bytes: 4)
      let value: UInt64 =
        switch kind {
        case 0: 0x7FFF_FFFF
        case 1: 0xFFFF_FFFF
        case 2: old == 0 ? 1 : 0
        default: [old &+ 1, old &- 1, old ^ 0x8000_0000, 0x8000_0000, 7].randomElement(using: &random) ?? 0
        }
      if value & 0xFFFF_FFFF == old { continue }
      set(value, bytes: 4, at: offset, in: &lie[name])
      try interrogate(lie.file())
    }
  }

  @Test("successors that did not follow, twice or out of order are found by verify")
  func successors() throws {
    let forged = ForgedModel(file)
    let rows = stride(from: 0, to: forged["succ"].count, by: 24).filter { row in
      number(forged["succ"], at: row + 4, bytes: 4) != 0xFFFF_FFFF
    }
    #expect(!rows.isEmpty)
    for row in rows {
      let (first, second) = (
        number(forged["succ"], at: row, bytes: 4), number(forged["succ"], at: row + 4, bytes: 4)
      )
      for (place, value) in [(4, first), (0, 0xFFFF_FFFF), (20, second)] {
        var lie = forged
        set(value, bytes: 4, at: row + place, in: &lie["succ"])
        let model = try open(lie.file())
        #expect(throws: ModelError.self, "\(place)") { try model.verify() }
      }
    }
    try open(file).verify()
  }

  @Test(
    "numbers that must agree with others are checked by verify",
    arguments: [
      ("thsh", 0), ("tdir", 0), ("type", 0), ("type", 16), ("type", 20), ("tend", 0), ("text", 0),
      ("text", 4),
      ("ghsh", 0), ("tags", 0), ("tags", 16), ("tags", 20), ("tags", 24), ("gtxt", 0), ("srow", 4),
      ("prow", 4),
      ("p2rw", 4), ("meta", 32), ("tran", 0), ("seco", 0), ("skip", 0), ("tagt", 0), ("proc", 0), ("pro2", 0),
      ("gaps", 0), ("chns", 0), ("chns", 19), ("succ", 3), ("clus", 0),
    ])
  func verified(name: String, offset: Int) throws {
    var forged = ForgedModel(file)
    forged[name][offset] ^= 0x41
    if refusal(of: forged.file()) != nil { return }
    let model = try open(forged.file())
    #expect(throws: ModelError.self) { try model.verify() }
  }

  @Test("a pair table with entries behind an empty slot, or with one pair twice, is refused by verify")
  func pairsOutOfPlace() throws {
    var moved = ForgedModel(file)
    let table = moved["tran"]
    try #require(table[64 + 8] != 0 && table[64 + 56] == 0, "the first slot is taken, the last one empty")
    moved["tran"].replaceSubrange(64 + 48..<64 + 60, with: table[64..<76])
    let twice = try open(moved.file())
    #expect(throws: ModelError.self) { try twice.verify() }
    moved["tran"].replaceSubrange(64..<76, with: [UInt8](repeating: 0, count: 12))
    let behind = try open(moved.file())
    #expect(throws: ModelError.self) { try behind.verify() }
    try interrogate(moved.file())
  }

  @Test(
    "a search never takes longer than 64 buckets, however full a table is", arguments: [UInt32(64), 65, .max])
  func fullTable(probe: UInt32) throws {
    var forged = ForgedModel(file)
    let buckets = 100_000
    var table = forged["skip"]
    table.replaceSubrange(64..., with: [UInt8](repeating: 0x11, count: 64 * buckets))
    set(UInt64(probe), bytes: 4, at: 8, in: &table)
    forged["skip"] = table
    guard probe <= 64 else {
      #expect(refusal(of: forged.file()) == .contradiction("probes of 'skip'"))
      return
    }
    let model = try open(forged.file())
    let clock = ContinuousClock()
    let duration = clock.measure {
      for item in 0..<UInt32(100) { #expect(model.entry(0, item, in: .skip) == nil) }
    }
    #expect(duration < .seconds(2), "going through the table takes far longer")
  }

  @Test("a model above 16 MiB opens without its checksums, and what is wrong in it is found or harmless")
  func largeModel() throws {
    var forged = ForgedModel(file)
    forged.parts.append(.init(name: "huge", flags: 1, bytes: [UInt8](repeating: 0x5A, count: 16 << 20)))
    let large = forged.file()
    #expect(large.count > ModelLayout.verifiedAtOpen)
    let model = try open(large)
    #expect(try dump(model) == dump(open(file)))
    // The last byte of each section.
    for name in ["thsh", "tdir", "type", "tend", "ghsh", "tran", "srow", "chns", "gtxt"] {
      let entry = try #require(Section.allCases.firstIndex { $0.name == name })
      let base = 64 + 32 * entry
      let end = number(large, at: base + 8, bytes: 8) + number(large, at: base + 16, bytes: 8)
      var damaged = large
      damaged[Int(end) - 1] ^= 0x80
      let model = try open(damaged)
      #expect(throws: ModelError.damagedSection(name)) { try model.verify() }
      _ = model.transition(from: MessageTypeID(rawValue: 0), to: MessageTypeID(rawValue: 1))
      do { _ = try dump(model) } catch is ModelError {}
      _ = scores(of: tinyLog, by: model, .backoff)
    }
  }
}
