/// A way to write scored lines.
protocol Annotator {
  /// Appends every line of the batch that is printed, with its scores, to `output`.
  ///
  /// - Parameters:
  ///   - scored: lines and what is known of them.
  ///   - text: the buffer that they point into.
  ///   - output: gets what is to be written.
  mutating func annotate(_ scored: ScoredLines, of text: Span<UInt8>, into output: inout OutputBuffer)

  /// Tells rare from usual in another way from now on.
  mutating func recolor(_ rarity: RarityScale?)
}

extension Annotator {
  /// Nothing: most outputs have no colours.
  mutating func recolor(_ rarity: RarityScale?) {}
}

/// Lines that were scored, as columns: one row for each line or piece of a line.
struct ScoredLines {
  /// Lines and pieces of lines, in order.
  var lines: [Line]
  /// What each is. Of the fields there may be all but the message.
  var records: [LogRecord]
  /// The scores of each.
  var scores: [Score]
  /// Why records, by their rows, have their scores; those for which that is asked.
  var explanations: [Int: Explanation]
  /// What each is called; no rows unless the annotator asked for them.
  var names = TypeNames()
  /// What becomes of each; the pieces of a long line as its head.
  var roles: [LineRole]
  /// Where lines come from, as far as that is told.
  var origins = LineOrigins()
}

/// What becomes of a line in the output.
struct LineRole: OptionSet, Sendable {
  let rawValue: UInt8

  /// It is printed; nothing else counts for a line that is not.
  static let printed = LineRole(rawValue: 1)
  /// It was not selected: it stands near a line that was.
  static let context = LineRole(rawValue: 2)
  /// Lines are missing between the line printed before and this one, or another incident begins: `--` goes before it,
  /// where an output has room for that.
  static let startsGroup = LineRole(rawValue: 4)
}

/// The unit in which scores are written.
public enum ScoreScale: String, CaseIterable, Sendable {
  /// Surprisal in bits.
  case bits
  /// The probabilities and their sum: the paper's numbers.
  case probability
}

/// The outputs by name.
public enum AnnotationName: String, CaseIterable, Sendable {
  /// A prefix of fixed width before the line's own bytes.
  case text
  /// Columns with tabs between them.
  case tsv
  /// One JSON object a line.
  case json
  /// Keys and values a line, `key=value`.
  case logfmt
  /// The bare line.
  case line

  /// Whether it wants to know what every record and the one before it is called.
  var namesTypes: Bool { self == .json || self == .logfmt }

  /// The annotator of this name.
  func makeAnnotator(_ style: AnnotationStyle) -> any Annotator {
    switch self {
    case .text where style.explains: ExplainingAnnotator(style)
    case .text: TextAnnotator(style)
    case .tsv: TSVAnnotator(style)
    case .json: FieldAnnotator(.json, style)
    case .logfmt: FieldAnnotator(.logfmt, style)
    case .line: LineAnnotator(style)
    }
  }
}

/// How an annotator writes.
struct AnnotationStyle: Sendable {
  /// The unit of the scores.
  var scale = ScoreScale.bits
  /// Whether records are explained; only text has room for that.
  var explains = false
  /// Who reads it.
  var display = Display()
  /// From which scores on text has colours; nil for none.
  var rarity: RarityScale?
  /// What makes chains, and so names them.
  var chainKey = ChainKey.host
}

extension Score.Flag {
  /// The flag's byte in text.
  var symbol: UInt8 {
    switch self {
    case .skip: UInt8(ascii: "-")
    case .first: UInt8(ascii: "?")
    case .unknown: UInt8(ascii: "*")
    case .new: UInt8(ascii: "+")
    case .seen: UInt8(ascii: "=")
    case .stray: UInt8(ascii: "!")
    case .missing: UInt8(ascii: "<")
    }
  }

  /// The flag's word.
  var word: [UInt8] {
    switch self {
    case .skip: Score.Flag.skipWord
    case .first: Score.Flag.firstWord
    case .unknown: Score.Flag.unknownWord
    case .new: Score.Flag.newWord
    case .seen: Score.Flag.seenWord
    case .stray: Score.Flag.strayWord
    case .missing: Score.Flag.missingWord
    }
  }

  // Made once, as a row needs one of them each.
  private static let skipWord = Array("skip".utf8)
  private static let firstWord = Array("first".utf8)
  private static let unknownWord = Array("unknown".utf8)
  private static let newWord = Array("new".utf8)
  private static let seenWord = Array("seen".utf8)
  private static let strayWord = Array("stray".utf8)
  private static let missingWord = Array("missing".utf8)
}
