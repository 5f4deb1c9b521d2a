/// Fields by name: every line one object, whatever the lines hold.

import Support
import Testing

@testable import LogMarkov

/// What a filter makes of an input, by what it learns from it.
private func filtered(
  _ input: [UInt8], _ change: (inout FilterSettings) -> Void, chainKey: ChainKey = .host,
  sizes: [Int] = [.max]
) throws -> [UInt8] {
  var settings = FilterSettings()
  settings.annotation = .json
  change(&settings)
  var model = testSettings
  model.chainKey = chainKey
  let sink = CollectingSink()
  try LearningFilter(OverlaidModel.empty(model), settings).run(
    from: CutSource([input], sizes: sizes), to: sink)
  return sink.bytes
}

private func objects(_ output: [UInt8]) throws -> [FlatObject] {
  try output.split(separator: 0x0A).map { try FlatObject($0) }
}

/// Lines of random bytes, some of them behind a header.
private func randomLog(_ random: inout SplitMix64) -> [UInt8] {
  let starts = ["Nov 22 11:00:0\u{FFFD}", "Nov 22 11:00:00 a b[1]: ", "Nov 22 11:00:01 ", " ", "", "x: "]
  return (0..<20).flatMap { _ -> [UInt8] in
    Array((starts.randomElement(using: &random) ?? "").utf8)
      + (0..<Int.random(in: 0...40, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) }
      + [0x0A]
  }
}

struct FieldAnnotatorTests {
  /// The keys of every object, in the order of the contract.
  private static let keys = [
    "n", "time", "host", "tag", "pid", "chain", "type", "previous", "message_score", "tag_score", "score",
    "stray", "missing", "expected", "flag", "line",
  ]

  @Test("random bytes make one strict object a line, with every key in its place", arguments: UInt64(1)...60)
  func randomBytes(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let log = randomLog(&random)
    for (scale, maximumLine, lookAhead) in [
      (ScoreScale.bits, 65_536, Duration?.none), (.probability, 7, nil), (.bits, 7, .seconds(9)),
    ] {
      let output = try filtered(log) {
        $0.scale = scale
        $0.maximumLine = maximumLine
        $0.lookAhead = lookAhead
        if scale == .probability { $0.combination = .sum }
      }
      let found = try objects(output)
      let lines = lines(of: log).map { String(decoding: $0.dropLast(), as: UTF8.self) }
      #expect(found.map { $0["line"] } == lines.map { .text($0) })
      #expect(found.map { $0["n"] } == lines.indices.map { .number("\($0 + 1)") })
      #expect(found.allSatisfy { $0.keys == Self.keys })
      for object in found where object["flag"] == .text("skip") {
        #expect(object["score"] == .null && object["type"] == .null && object["chain"] == .null)
      }
    }
  }

  @Test(
    "cuts of reads change nothing, with look-ahead and without", arguments: [AnnotationName.json, .logfmt])
  func cuts(name: AnnotationName) throws {
    var random = SplitMix64(seed: 7)
    for _ in 0..<10 {
      let log = smallLog + randomLog(&random)
      for (maximumLine, lookAhead) in [(9, Duration?.none), (9, .seconds(9)), (65_536, .seconds(9))] {
        func output(_ sizes: [Int], readSize: Int = LineBlock.readSize) throws -> [UInt8] {
          let settings = { (settings: inout FilterSettings) in
            settings.annotation = name
            settings.maximumLine = maximumLine
            settings.lookAhead = lookAhead
            settings.readSize = readSize
          }
          return try filtered(log, settings, sizes: sizes)
        }
        let whole = try output([.max])
        #expect(try output([1]) == whole && output([3, 1, 17], readSize: 20) == whole)
      }
    }
  }

  @Test("a record's type is the next one's previous, and boots and first records have none")
  func previous() throws {
    let log = Array(
      """
      Nov 22 11:00:00 a x: one 1
      Nov 22 11:00:00 b y[2]: two
      Nov 22 11:00:01 a x1: last 22 bytes of it
      Nov 22 11:00:01 a last message repeated 2 times
      -- Reboot --
      Nov 22 11:00:02 a - no tag
      Nov 22 11:00:03 a x: one 2
      Nov 22 11:00:03 b y[2]:

      """.utf8)
    for lookAhead in [Duration?.none, .seconds(9)] {
      let found = try objects(try filtered(log) { $0.lookAhead = lookAhead })
      func texts(_ key: String) -> [String?] {
        found.map { if case .text(let text)? = $0[key] { text } else { nil } }
      }
      #expect(
        texts("type") == [
          "x: one *", "y: two", "x: last * of it", nil, nil, "- no tag", "x: one *", "y: ",
        ])
      #expect(texts("previous") == [nil, nil, "x: one *", nil, nil, nil, "- no tag", nil])
      #expect(texts("chain") == ["a", "b", "a", nil, nil, "a", "a", "b"])
      #expect(texts("tag") == ["x", "y", "x1", nil, nil, nil, "x", "y"])
      #expect(texts("pid") == [nil, "2", nil, nil, nil, nil, nil, "2"])
      #expect(texts("host") == ["a", "b", "a", "a", nil, "a", "a", "b"])
    }
  }

  @Test(
    "chains have the names of what makes them",
    arguments: [
      (ChainKey.host, ["a", nil, "a"]), (.wholeStream, [nil, nil, nil]), (.tag, ["x", "y", nil]),
      (.hostAndTag, ["a,x", ",y", "a,"]),
    ] as [(ChainKey, [String?])])
  func chains(key: ChainKey, names: [String?]) throws {
    let log = Array(
      "Nov 22 11:00:00 a x1[3]: one\nNov 22 11:00:00 y[4]: two\nNov 22 11:00:00 a no tag\n".utf8)
    let found = try objects(try filtered(log, { _ in }, chainKey: key))
    #expect(found.map { $0["chain"] } == names.map { $0.map { .text($0) } ?? .null })
    // No host, and a tag of digits: nothing to name it by.
    let nameless = try objects(
      try filtered(Array("Nov 22 11:00:00 123: one\n".utf8), { _ in }, chainKey: key))
    #expect(nameless[0]["chain"] == .null)
  }

  @Test("a type is told in full, however long it is")
  func longTypes() throws {
    let word = String(repeating: "w", count: 3_000)
    let log = Array("Nov 22 11:00:00 a x: \(word) one\nNov 22 11:00:01 a x: \(word) two\n".utf8)
    for lookAhead in [Duration?.none, .seconds(9)] {
      let found = try objects(try filtered(log) { $0.lookAhead = lookAhead })
      #expect(found[1]["type"] == .text("x: \(word) two") && found[1]["previous"] == .text("x: \(word) one"))
    }
  }

  @Test("a frozen model names records that it does not know, but not those before")
  func frozen() throws {
    let learned = Array("Nov 22 11:00:00 a x: one\nNov 22 11:00:01 a x: two\n".utf8)
    let log = Array("Nov 22 11:00:00 a x: one\nNov 22 11:00:01 a x: never\nNov 22 11:00:02 a x: two\n".utf8)
    var settings = FilterSettings()
    (settings.annotation, settings.isFrozen) = (.json, true)
    let sink = CollectingSink()
    try ModelFilter(model(of: learned), settings).run(from: CutSource([log]), to: sink)
    let found = try objects(sink.bytes)
    #expect(found.map { $0["type"] } == [.text("x: one"), .text("x: never"), .text("x: two")])
    #expect(found.map { $0["previous"] } == [.null, .text("x: one"), .null])
  }
}

struct LogfmtTests {
  /// Keys and values as github.com/kr/logfmt scans them.
  private func pairs(_ line: some Sequence<UInt8>) throws -> [(String, String)] {
    var rest = Array(line)[...]
    var pairs: [(String, String)] = []
    while !rest.isEmpty {
      let key = rest.prefix { $0 > 0x20 && $0 != 0x3D && $0 != 0x22 }
      rest = rest.dropFirst(key.count)
      guard !key.isEmpty, rest.popFirst() == 0x3D else {
        throw NotAnObject(reason: "no key", offset: rest.startIndex)
      }
      var value = ArraySlice<UInt8>()
      if rest.first == 0x22 {
        var end = rest.startIndex + 1
        while end < rest.endIndex, rest[end] != 0x22 { end += rest[end] == 0x5C ? 2 : 1 }
        guard end < rest.endIndex else { throw NotAnObject(reason: "no end", offset: rest.startIndex) }
        let object = try FlatObject(Array("{\"v\":".utf8) + rest[...end] + [0x7D])
        guard case .text(let text)? = object["v"] else { throw NotAnObject(reason: "no text", offset: end) }
        value = Array(text.utf8)[...]
        rest = rest[(end + 1)...]
      } else {
        value = rest.prefix { $0 > 0x20 && $0 != 0x3D && $0 != 0x22 }
        rest = rest.dropFirst(value.count)
      }
      pairs.append((String(decoding: key, as: UTF8.self), String(decoding: value, as: UTF8.self)))
      guard rest.isEmpty || rest.popFirst() == 0x20 else {
        throw NotAnObject(reason: "no blank", offset: rest.startIndex)
      }
    }
    return pairs
  }

  @Test("logfmt says what JSON says, and leaves out what is null", arguments: UInt64(1)...60)
  func sameAsJSON(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let log = randomLog(&random) + smallLog
    let found = try objects(try filtered(log) { _ in })
    let rows = try filtered(log) { $0.annotation = .logfmt }.split(separator: 0x0A).map { try pairs($0) }
    #expect(rows.count == found.count)
    for (row, object) in zip(rows, found) {
      let expected = object.keys.compactMap { key -> (String, String)? in
        switch object[key] {
        case .text(let text): (key, text)
        case .number(let number): (key, number)
        default: nil
        }
      }
      #expect(row.elementsEqual(expected, by: ==))
    }
  }

  @Test(
    "words go without quotation marks, everything else with",
    arguments: [
      ("node001", true), ("a.b-c_d:e/f@g", true), ("pam(x)", true), ("null", false), ("", false),
      ("a=b", false),
      ("a b", false), ("é", false), ("a\"b", false), (#"a\b"#, false), ("a\u{7F}", false),
    ])
  func words(text: String, isBare: Bool) {
    let bytes = Array(text.utf8)
    #expect(bytes.span.isBareWord(0..<bytes.count) == isBare)
  }
}
