/// Model files: what was counted is what is looked up, and a dump makes the same file.

import Support
import Testing
import Unix

@testable import LogMarkov

/// Expects that a model gives back every count of `counts`, found by the texts' hashes.
private func expectSame(_ model: borrowing Model, _ counts: borrowing Counts) throws {
  #expect(model.settings == counts.settings)
  #expect(model.lines == counts.lines && model.recordCount == counts.recordCount)
  #expect(
    model.recordsWithoutHeader == counts.recordsWithoutHeader && model.bootMarkers == counts.bootMarkers)
  #expect(model.firstTime == counts.firstTime && model.lastTime == counts.lastTime)
  #expect(model.typeCount == counts.typeCount && model.tagCount == counts.tags.count)
  #expect(model.chainCount == counts.chainCount && model.transitionCount == counts.transitionCount)
  #expect(model.secondOrderCount == counts.secondOrder.count)

  var types: [MessageTypeID] = []
  for number in 0..<counts.typeCount {
    let here = MessageTypeID(rawValue: UInt32(number))
    let found = model.type(of: TypeHash(rawValue: counts.types.hashes[number]))
    let there = try #require(found)
    types.append(there)
    #expect(try model.text(of: there) == Array(counts.types.text(number)))
    #expect(model.occurrences(of: there) == counts.occurrences(of: here))
    #expect(model.row(of: there) == counts.row(of: here))
    #expect(
      try model.text(of: model.tag(of: there))
        == Array(counts.tags.text(Int(counts.typeRows[number].tag.rawValue))))
    #expect(model.row(Int(there.rawValue), in: .prow) == counts.typeRows[number].processSuccessors)
  }
  var tags: [TagID] = []
  for number in 0..<counts.tags.count {
    let here = TagID(rawValue: UInt32(number))
    let found = model.tag(of: TagHash(rawValue: counts.tags.hashes[number]))
    let there = try #require(found)
    tags.append(there)
    #expect(model.occurrences(of: there) == counts.occurrences(of: here))
    #expect(model.typeCount(of: there) == counts.typeCount(of: here))
    #expect(model.row(of: there) == counts.row(of: here))
    #expect(
      model.row(counts.typeCount + Int(there.rawValue), in: .prow) == counts.tagRows[number].processStarts)
    #expect(
      model.row(model.sections.slots(of: .proc) + Int(there.rawValue), in: .p2rw)
        == counts.tagRows[number].processSecondStarts)
  }
  var transitions: [TransitionNumber] = []
  for number in 0..<counts.transitionCount {
    let (from, to) = (
      types[Int(counts.transitions.contexts[number])], types[Int(counts.transitions.items[number])]
    )
    let found = model.transition(from: from, to: to)
    #expect(found.count == counts.transitions.counts[number])
    transitions.append(try #require(found.number))
    #expect(model.row(of: transitions[number]) == counts.transitions.rows[number])
  }
  counts.tagTransitions.forEach {
    #expect(model.transition(from: tags[Int($0)], to: tags[Int($1)]) == $2)
  }
  counts.secondOrder.forEach {
    #expect(model.count(of: types[Int($1)], after: transitions[Int($0)]) == $2)
  }
  counts.skips.forEach {
    #expect(model.entry(types[Int($0)].rawValue, types[Int($1)].rawValue, in: .skip)?.count == $2)
  }
  counts.gaps.forEach { #expect(model.entry(transitions[Int($0)].rawValue, $1, in: .gaps)?.count == $2) }
  #expect(model.word64(0, in: .gaps) == UInt64(counts.gaps.count))
  #expect(model.word64(0, in: .skip) == UInt64(counts.skips.count))
  #expect(model.word64(0, in: .proc) == UInt64(counts.processTransitions.count))
  #expect(model.word64(0, in: .pro2) == UInt64(counts.processSecondOrder.count))
}

struct ModelRoundTripTests {
  @Test("a model gives back every count", arguments: ChainKey.allCases, Mask.allCases)
  func givesBack(chainKey: ChainKey, mask: Mask) throws {
    let counts = try learn(smallLog, settings(mask: mask, by: chainKey))
    let model = try open(modelBytes(counts))
    try expectSame(model, counts)
    try model.verify()
  }

  @Test(
    "models of real logs give back every count and verify", .enabled(if: sharedData != nil),
    arguments: ["linux/Linux.log.gz", "juju/vault.boot1.log.gz", "openssh/OpenSSH_2k.log"])
  func realLogs(name: String) throws {
    let counts = try learn(realLog(name, lines: 4000))
    let bytes = try modelBytes(counts)
    let model = try open(bytes)
    try expectSame(model, counts)
    try model.verify()
    let other = settings(mask: .digits, by: .wholeStream, seed: 9)
    let again = try Counts.read(dump: dumpBytes(model), settings: other)
    #expect(try modelBytes(again) == bytes, "a dump makes the same model")
  }

  @Test("a dump makes the same model, whatever the order of its lines", arguments: UInt64(1)...4)
  func dumpRoundTrip(seed: UInt64) throws {
    let bytes = try modelBytes(learn(smallLog))
    var random = SplitMix64(seed: seed)
    let shuffled = lines(of: try dumpBytes(open(bytes))).shuffled(using: &random)
    let again = try Counts.read(
      dump: Array(shuffled.joined()), settings: settings(mask: .digits, by: .tag, seed: 5))
    #expect(try modelBytes(again) == bytes)
  }

  @Test("a dump is sorted by bytes and has no row twice")
  func dumpIsSorted() throws {
    let rows = lines(of: try dumpBytes(model(of: smallLog)))
    #expect(rows.count > 50)
    for (first, second) in zip(rows, rows.dropFirst()) { #expect(first.lexicographicallyPrecedes(second)) }
  }

  @Test(
    "the same log and seed give the same bytes, another seed another file with the same dump but for the key")
  func seeds() throws {
    let bytes = try modelBytes(learn(smallLog))
    #expect(try modelBytes(learn(smallLog)) == bytes)
    let other = try modelBytes(learn(smallLog, settings(seed: 2)))
    #expect(other != bytes)
    let rows = try dump(open(bytes))
    let otherRows = try dump(open(other))
    #expect(rows.filter { !$0.hasPrefix("meta\tkey\t") } == otherRows.filter { !$0.hasPrefix("meta\tkey\t") })
  }

  @Test("counts of nothing make a model that opens, verifies and knows nothing")
  func emptyCounts() throws {
    let model = try open(modelBytes(Counts(settings: testSettings)))
    try model.verify()
    #expect(model.typeCount == 0 && model.tagCount == 0 && model.chainCount == 0 && model.recordCount == 0)
    #expect(model.type(of: TypeHash(rawValue: 0)) == nil && model.tag(of: TagHash(rawValue: .max)) == nil)
    #expect(model.transition(from: .unknown, to: .unknown).number == nil)
    #expect(model.occurrences(of: MessageTypeID.unknown) == 0 && model.occurrences(of: TagID.unknown) == 0)
    #expect(model.row(of: MessageTypeID.unknown) == Row() && model.tag(of: MessageTypeID.unknown) == .unknown)
    #expect(model.row(of: TransitionNumber(rawValue: .max)) == Row())
    #expect(try dump(model).count == 8, "the rows of meta")
  }

  @Test(
    "the directory leads to every type, however many there are",
    arguments: [0, 1, 2, 3, 4, 5, 8, 9, 16, 17, 200, 3000])
  func directory(types: Int) throws {
    var counts = Counts(settings: testSettings)
    for number in 0..<types {
      let (type, _) = try counts.intern(text: Array("t\nmessage \(number)".utf8))
      counts.add(1, of: type)
    }
    let model = try open(modelBytes(counts))
    try model.verify()
    var bits = 0
    while 4 * (1 << bits) < types { bits += 1 }
    #expect(model.directoryBits == bits)
    let directory = model.sections[.tdir].count / 4
    #expect(directory == (1 << bits) + 1)
    for number in 0..<types {
      let hash = counts.types.hashes[number]
      let found = model.type(of: TypeHash(rawValue: hash))
      let type = try #require(found)
      #expect(try model.text(of: type) == Array("t\nmessage \(number)".utf8))
      if !counts.types.hashes.contains(hash &+ 1) {
        #expect(model.type(of: TypeHash(rawValue: hash &+ 1)) == nil)
      }
    }
  }

  @Test(
    "the six commonest successors stand commonest first, those of equal count in the order of their texts")
  func successors() throws {
    var counts = Counts(settings: testSettings)
    let from = try counts.intern(text: Array("t\nfrom".utf8)).0
    for (message, count) in [("g", 1), ("b", 5), ("f", 1), ("a", 1), ("c", 5), ("e", 9), ("d", 2), ("h", 1)] {
      let to = try counts.intern(text: Array("t\n\(message)".utf8)).0
      counts.add(1, of: to)
      counts.addTransition(UInt32(count), from: from, to: to)
    }
    counts.add(1, of: from)
    let model = try open(modelBytes(counts))
    let found = model.type(of: TypeHash(rawValue: counts.hash(of: Array("t\nfrom".utf8))))
    let type = try #require(found)
    let names = try model.successors(of: type).map { String(decoding: try model.text(of: $0), as: UTF8.self) }
    #expect(names == ["t\ne", "t\nb", "t\nc", "t\nd", "t\na", "t\nf"])
    let lastType = model.type(of: TypeHash(rawValue: counts.hash(of: Array("t\na".utf8))))
    let last = try #require(lastType)
    #expect(model.successors(of: last) == [])
  }
}
