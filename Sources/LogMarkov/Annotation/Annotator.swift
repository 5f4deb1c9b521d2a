/// A way to write scored lines.
protocol Annotator {
  /// Appends every line of the batch that passes, with its scores, to `output`.
  ///
  /// - Parameters:
  ///   - lines: lines and pieces of lines, in order.
  ///   - scores: one for each line.
  ///   - explanations: why records, by their rows, have their scores.
  ///   - passes: which lines pass; the pieces of a long line as its head.
  ///   - bytes: the buffer that the lines point into.
  ///   - output: gets what is to be written.
  mutating func annotate(
    _ lines: [Line], _ scores: [Score], _ explanations: [Int: Explanation], passes: [Bool],
    of bytes: Span<UInt8>, into output: inout OutputBuffer
  )
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

  /// The annotator of this name; only text has room for explanations.
  func makeAnnotator(scale: ScoreScale, explains: Bool) -> any Annotator {
    switch self {
    case .text where explains: ExplainingAnnotator(scale: scale)
    case .text: TextAnnotator(scale: scale)
    case .tsv: TSVAnnotator(scale: scale)
    }
  }
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
