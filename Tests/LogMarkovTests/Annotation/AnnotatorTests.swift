/// Annotators: prefixes of fixed width, columns that stay columns.

import Testing

@testable import LogMarkov

private func score(
  _ message: Int32, _ tag: Int32, _ combined: Int32, _ flag: Score.Flag, p: (Double, Double) = (0.25, 0.5)
) -> Score {
  Score(
    messageProbability: p.0, tagProbability: p.1, message: Centibits(rawValue: message),
    tag: Centibits(rawValue: tag), combined: Centibits(rawValue: combined), flag: flag)
}

/// What an annotator makes of lines; each is whole unless `parts` says otherwise.
private func annotated(
  _ texts: [String], _ scores: [Score], by name: AnnotationName, _ scale: ScoreScale = .bits,
  parts: [Line.Part]? = nil, passes: [Bool]? = nil, explanations: [Int: Explanation]? = nil
) throws -> String {
  var bytes: [UInt8] = []
  var lines: [Line] = []
  for (row, text) in texts.enumerated() {
    let start = bytes.count
    bytes += Array(text.utf8)
    lines.append(Line(text: Region(start..<bytes.count), part: parts?[row] ?? .whole))
  }
  var output = OutputBuffer()
  var annotator = name.makeAnnotator(AnnotationStyle(scale: scale, explains: explanations != nil))
  annotator.annotate(
    ScoredLines(
      lines: lines, records: texts.map { _ in LogRecord(kind: .record) }, scores: scores,
      explanations: explanations ?? [:],
      roles: (passes ?? texts.map { _ in true }).map { $0 ? .printed : [] }),
    of: bytes.span, into: &output)
  let sink = CollectingSink()
  try output.drain(into: sink)
  return String(decoding: sink.bytes, as: UTF8.self)
}

/// Scores of every flag, with numbers of every width.
private let variety = [
  score(0, 0, 0, .seen), score(1234, 7, -5, .new), score(99_999, -9999, 10_000, .unknown),
  score(-1, 100, 99_999, .first), Score.skipped,
]

struct TextAnnotatorTests {
  @Test(
    "a prefix is 23 bytes wide in bits and 38 in probabilities",
    arguments: [(ScoreScale.bits, 23), (.probability, 38)])
  func widths(scale: ScoreScale, width: Int) throws {
    for one in variety {
      // The smallest are products of five numbers of at least 2^-64; below 1e-99 printf needs a byte more.
      for p: (Double, Double) in [
        (0, 0), (1, 1), (1.0 / 3, 1e-9), (9.876543e-99, 0.123456789), (1e-20, 2.0 / 3),
      ] {
        var one = one
        (one.messageProbability, one.tagProbability) = p
        let line = try annotated(["the line"], [one], by: .text, scale)
        #expect(line.dropFirst(width) == "the line\n")
      }
    }
  }

  @Test("bits, flags and lines stand where the manual says")
  func bits() throws {
    #expect(
      try annotated(["a", "b", "c", "d", "e"], variety, by: .text) == """
          0.00   0.00   0.00 = a
         12.34   0.07  -0.05 + b
        999.99 -99.99 100.00 * c
         -0.01   1.00 999.99 ? d
             -      -      - - e

        """)
  }

  @Test("probabilities stand with their sum")
  func probabilities() throws {
    #expect(
      try annotated(
        ["a", "b"], [score(1, 2, 3, .seen, p: (0.25, 1.0 / 3)), .skipped], by: .text, .probability) == """
                 0.25    0.333333    0.583333 = a
                    -           -           - - b

          """)
  }

  @Test("the pieces of a long line have one prefix and one end")
  func pieces() throws {
    let scores = [score(100, 100, 100, .seen), .skipped, .skipped, .skipped, score(200, 200, 200, .new)]
    #expect(
      try annotated(
        ["head", "-mid", "-mid", "-tail", "whole"], scores, by: .text,
        parts: [.head, .middle, .middle, .tail, .whole])
        == "  1.00   1.00   1.00 = head-mid-mid-tail\n  2.00   2.00   2.00 + whole\n")
    #expect(
      try annotated(["head", ""], Array(scores.prefix(2)), by: .text, parts: [.head, .tail])
        == "  1.00   1.00   1.00 = head\n")
  }

  @Test("only lines that pass are written, and their bytes are their own")
  func passes() throws {
    #expect(
      try annotated(
        ["a\r", "b\t\\\u{0}", "c"], Array(variety.prefix(3)), by: .text, passes: [true, true, false])
        == "  0.00   0.00   0.00 = a\r\n 12.34   0.07  -0.05 + b\t\\\u{0}\n")
  }
}

struct TSVAnnotatorTests {
  @Test("every row has seven columns, whatever the line holds")
  func columns() throws {
    let lines = ["plain", "a\tb\rc\\d", "\\t is not a tab", "", "\u{0}"]
    for scale in ScoreScale.allCases {
      let text = try annotated(lines, variety, by: .tsv, scale)
      let rows = text.split(separator: "\n")
      #expect(rows.count == lines.count)
      for (row, line) in zip(rows, lines) {
        let columns = row.split(separator: "\t", omittingEmptySubsequences: false)
        #expect(columns.count == 7)
        // What awk users do to get the line back.
        let unescaped = columns[6].replacing("\\\\", with: "\u{1}").replacing("\\t", with: "\t")
          .replacing("\\r", with: "\r").replacing("\u{1}", with: "\\")
        #expect(unescaped == line)
      }
    }
  }

  @Test("numbers, words and dashes stand where the manual says")
  func values() throws {
    #expect(
      try annotated(["a", "b\t", "c", "d", "e"], variety, by: .tsv) == """
        0.00\t0.00\t0.00\tseen\t-\t-\ta
        12.34\t0.07\t-0.05\tnew\t-\t-\tb\\t
        999.99\t-99.99\t100.00\tunknown\t-\t-\tc
        -0.01\t1.00\t999.99\tfirst\t-\t-\td
        -\t-\t-\tskip\t-\t-\te

        """)
    #expect(
      try annotated(["a"], [score(0, 0, 0, .new, p: (0.25, 0.5))], by: .tsv, .probability)
        == "0.25\t0.5\t0.75\tnew\t-\t-\ta\n")
  }

  @Test("evidence has its columns, as far as it was weighed")
  func evidence() throws {
    var one = score(100, 200, 812, .stray)
    one.stray = Centibits(rawValue: 812)
    var other = one
    (other.missing, other.flag) = (Centibits(rawValue: -1205), .missing)
    #expect(
      try annotated(["a", "b"], [one, other], by: .tsv)
        == "1.00\t2.00\t8.12\tstray\t8.12\t-\ta\n1.00\t2.00\t8.12\tmissing\t8.12\t-12.05\tb\n")
    #expect(
      try annotated(["a", "b"], [one, other], by: .text).split(separator: "\n").map { $0.dropFirst(21) }
        == ["! a", "< b"])
  }

  @Test("a long line is one row, its pieces escaped each")
  func pieces() throws {
    let scores = [score(100, 100, 100, .seen), .skipped, .skipped]
    #expect(
      try annotated(["he\\ad\r", "\tmid", "tail\r"], scores, by: .tsv, parts: [.head, .middle, .tail])
        == "1.00\t1.00\t1.00\tseen\t-\t-\the\\\\ad\\r\\tmidtail\\r\n")
  }
}

struct ExplainingAnnotatorTests {
  private static func text(_ text: String) -> TypeText { TypeText(Array(text.utf8).span) }

  private static let explanation = Explanation(
    type: text("x\none"), previous: text("x\ntwo"),
    expected: [
      .init(text: text("x\nthree"), probability: 0.996), .init(text: text("four"), probability: 0.0449),
    ], missing: text("x\nlost"))

  @Test("below the line stands what it is, and what is missing if anything says so")
  func rows() throws {
    var stray = score(100, 100, 812, .stray)
    (stray.stray, stray.missing) = (Centibits(rawValue: 812), Centibits(rawValue: 299))
    var missing = stray
    (missing.combined, missing.flag) = (Centibits(rawValue: 813), .missing)
    // Not selected: a line is missing only if anything is to be said at all.
    var seen = missing
    seen.flag = .seen
    var certain = seen
    (certain.stray, certain.combined) = (Centibits(rawValue: -300), .zero)
    let nothing = Explanation(type: Self.text("x\none"))
    let rows = try annotated(
      ["a", "b", "c", "d", "e", "f"], [stray, missing, seen, certain, .skipped, seen], by: .text,
      passes: [true, true, true, true, true, false],
      explanations: [0: Self.explanation, 1: Self.explanation, 2: Self.explanation, 3: nothing, 5: nothing]
    ).split(separator: "\n").map { $0.hasPrefix("    | ") ? $0 : $0.dropFirst(21) }
    let common = [
      "    | type      x: one", "    | after     x: two", "    | expected  0.996 x: three",
      "    |           0.045 four",
    ]
    #expect(
      rows == ["! a"] + common.map { $0[...] } + ["< b"] + common.map { $0[...] } + [
        "    | missing   x: lost"
      ]
        + ["= c"] + common.map { $0[...] } + ["    | missing   x: lost"]
        + ["= d", "    | type      x: one", "    | after     -", "- e"])
    #expect(
      try annotated(["d"], [certain], by: .text, explanations: [0: Self.explanation]).contains("missing")
        == false)
  }

  @Test("it waits for the end of a long line, however many batches that takes")
  func pieces() throws {
    var annotator = AnnotationName.text.makeAnnotator(AnnotationStyle(explains: true))
    var output = OutputBuffer()
    let bytes = Array("line".utf8)
    for (index, part) in [Line.Part.head, .middle, .middle, .tail].enumerated() {
      annotator.annotate(
        ScoredLines(
          lines: [Line(text: Region(index..<index + 1), part: part)],
          records: [LogRecord(kind: part == .head ? .record : .linePiece)],
          scores: [part == .head ? score(100, 100, 100, .seen) : .skipped],
          explanations: part == .head ? [0: Explanation(type: Self.text("x\none"))] : [:],
          roles: [.printed]),
        of: bytes.span, into: &output)
    }
    let sink = CollectingSink()
    try output.drain(into: sink)
    #expect(
      String(decoding: sink.bytes, as: UTF8.self)
        == "  1.00   1.00   1.00 = line\n    | type      x: one\n    | after     -\n")
  }
}
