/// Pictures of logs and walks.

import Testing
import Unix

@testable import LogMarkov

@Suite("Pictures of sequences")
struct SequencePlotTests {
  private func read(_ log: String, _ types: inout SequencedTypes) throws -> TypeSequence {
    try types.read(CutSource([Array(log.utf8)]), format: .auto, maximumLine: 1 << 16)
  }

  @Test("types are numbered in order of appearance, through all sequences")
  func numbers() throws {
    var types = SequencedTypes(mask: .values)
    let first = try read("n a: one\nn b: two 7\nn b: two 8\n\nn a: one\n", &types)
    let second = try read("n c: three\nn b: two 9\n", &types)
    #expect(first.types == [0, 1, 1, 0])
    #expect(first.newTypes == 0..<2)
    #expect(second.types == [2, 1])
    #expect(second.newTypes == 2..<3)
    #expect(second.typeCount == 2)
    #expect((0..<3).map { ColourKey.shown(types.text($0)) } == ["n a: one", "n b: two *", "n c: three"])
  }

  @Test("records keep their times, and those without have none")
  func times() throws {
    var types = SequencedTypes(mask: .values)
    let sequence = try read("Jan  1 00:00:07 n a: b\n{\"message\":\"x\"}\n", &types)
    #expect((0..<2).map(sequence.time(of:)) == [730 * 86_400 + 7, nil])
  }

  @Test("where reads cut changes nothing")
  func cuts() throws {
    let log = Array("Nov 22 11:00:00 n a: one\nNov 22 11:00:01 n b: two\nnothing".utf8)
    for size in [1, 7, 4096] {
      var types = SequencedTypes(mask: .values)
      let sequence = try types.read(
        CutSource([log], sizes: [size]), format: .auto, maximumLine: 1 << 16)
      #expect(sequence.types == [0, 1, 2])
    }
  }

  @Test("a walk over a model of a log has the log's types and as many records as asked for")
  func walk() throws {
    let log = String(repeating: "Nov 22 11:00:00 n a: one\nNov 22 11:00:01 n b: two\n", count: 9)
    var learner = Learner(
      Counts(settings: ModelSettings(key: TypeKey(seed: 1), mask: .values, chainKey: .host)), format: .auto,
      maximumLine: 1 << 16)
    try learner.run(from: CutSource([Array(log.utf8)])) { _ in }
    var file: [UInt8] = []
    try learner.finish().write { piece in for index in piece.indices { file.append(piece[index]) } }
    let model = try Model.open(MappedRegion(copying: file))
    var types = SequencedTypes(mask: .values)
    _ = try read(log, &types)
    let walk = try types.walk(over: model, seed: 1, count: 50)
    #expect(walk.types == (0..<50).map { UInt32($0 % 2) })
    #expect(walk.newTypes.isEmpty)
  }

  @Test("a picture is well-formed XML, whatever a log says")
  func wellFormed() throws {
    var log: [UInt8] = []
    for byte in UInt8.min...UInt8.max where byte != 0x0A { log += [0x61, byte, 0x3C, 0x26, 0x0A] }
    log += Array("\u{FFFE}\u{FFFF}\u{7F}\u{85}]]>\n".utf8)
    var types = SequencedTypes(mask: .digits)
    let sequence = try types.read(CutSource([log]), format: .plain, maximumLine: 1 << 16)
    let name = String(decoding: log, as: UTF8.self)
    let picture = try PlainXML(SequencePlot(of: types, [.init(name: name, sequence)]).svg())
    let root = picture.elements[0]
    #expect(root.name == "svg")
    #expect(root.attributes["viewBox"] == "0 0 960 \(root.attributes["height"] ?? "")")
    #expect(picture.elements.filter { $0.name == "title" && !$0.text.isEmpty }.count == 1)
  }

  @Test("many records of many types take no more than two megabytes")
  func bounded() throws {
    var random = SeededRandom(seed: 1)
    var types = SequencedTypes(mask: .values)
    // About half of the cells of both panels are taken: more would make longer runs.
    let panels = try (0..<2).map { panel in
      var log: [UInt8] = []
      for _ in 0..<40_000 {
        let letters = (0..<2).map { _ in UInt8(ascii: "a") + UInt8(random.draw(below: 26)) }
        log += letters + Array(": x\n".utf8)
      }
      let sequence = try types.read(CutSource([log]), format: .plain, maximumLine: 1 << 16)
      return SequencePlot.Panel(name: "\(panel)", sequence)
    }
    let size = SequencePlot(of: types, panels).svg().count
    #expect(size > 300_000 && size < 2_000_000)
  }
}
