/// The default output: `%6.2f %6.2f %6.2f %c ` (message, tag, combined, flag), where the line comes from if
/// that is asked, then its own bytes.
///
/// The prefix is 23 bytes wide, 38 with probabilities, so that `cut -c24-` gives the input back, byte for byte. On a
/// terminal it is dim, and the combined score has the colour of its rarity.
struct TextAnnotator: Annotator {
  private let scale: ScoreScale
  private let isColored: Bool
  private var rarity: RarityScale?
  private var text: LineText
  private var columns = BitsColumns()

  /// An annotator of this style.
  init(_ style: AnnotationStyle) {
    scale = style.scale
    isColored = style.display.isColored
    rarity = style.rarity
    text = LineText(style.display)
  }

  mutating func annotate(_ scored: ScoredLines, of bytes: Span<UInt8>, into output: inout OutputBuffer) {
    if isPlain, !scored.origins.showsAnything { return annotatePlainly(scored, of: bytes, into: &output) }
    for row in scored.lines.indices where scored.roles[row].contains(.printed) {
      append(row, of: scored, bytes, to: &output)
    }
  }

  /// Whether there is nothing before lines but bits, and lines are as they are.
  private var isPlain: Bool { scale == .bits && !isColored && text.isPlain }

  /// The same, written in words: what nearly all output goes through.
  private mutating func annotatePlainly(
    _ scored: ScoredLines, of bytes: Span<UInt8>, into output: inout OutputBuffer
  ) {
    columns.prepare(for: scored.lines.count)
    for row in scored.lines.indices where scored.roles[row].contains(.printed) {
      let line = scored.lines[row]
      guard line.part == .whole else {
        append(row, of: scored, bytes, to: &output)
        continue
      }
      if scored.roles[row].contains(.startsGroup) { output.append(contentsOf: LineOrigins.separator) }
      let flag = scored.scores[row].flag
      let last = UInt64(flag.symbol) << 56
      if flag == .skip {
        let skipped = BitsColumns.skipped
        output.append(skipped, skipped, skipped | last, line.text, of: bytes)
      } else {
        let message = columns[scored.scores[row].message]
        let tag = columns[scored.scores[row].tag]
        output.append(message, tag, columns[scored.scores[row].combined] | last, line.text, of: bytes)
      }
    }
  }

  mutating func recolor(_ rarity: RarityScale?) { self.rarity = rarity }

  /// Appends a line, or a piece of one, with what stands before it.
  mutating func append(
    _ row: Int, of scored: ScoredLines, _ bytes: Span<UInt8>, to output: inout OutputBuffer
  ) {
    let line = scored.lines[row]
    if line.startsLine {
      if scored.roles[row].contains(.startsGroup) { output.append(contentsOf: LineOrigins.separator) }
      switch scale {
      case .bits: appendBits(scored.scores[row], to: &output)
      case .probability: appendProbabilities(scored.scores[row], to: &output)
      }
      scored.origins.append(line, scored.roles[row], to: &output)
    }
    text.append(line, of: bytes, to: &output)
  }

  private func appendBits(_ score: Score, to output: inout OutputBuffer) {
    var prefix = [23 of UInt8](repeating: UInt8(ascii: " "))
    if score.flag == .skip {
      for column in 0..<3 { prefix[7 * column + 5] = UInt8(ascii: "-") }
    } else {
      let texts: [3 of BitsText] = [BitsText(score.message), BitsText(score.tag), BitsText(score.combined)]
      for column in 0..<3 {
        for index in 0..<6 { prefix[7 * column + index] = texts[column].bytes[index] }
      }
    }
    prefix[21] = score.flag.symbol
    if isColored {
      appendColored(prefix.span, score, to: &output)
    } else {
      output.append(Region(0..<23), of: prefix.span)
    }
  }

  /// Appends a prefix in bits, dim but for a combined score that is rare.
  private func appendColored(_ prefix: Span<UInt8>, _ score: Score, to output: inout OutputBuffer) {
    output.append(contentsOf: TerminalColor.dim)
    let color: [UInt8]? =
      switch rarity?.rarity(of: score) {
      case .none, .usual: nil
      case .unusual: TerminalColor.unusual
      case .rare: TerminalColor.rare
      }
    if let color {
      output.append(Region(0..<14), of: prefix)
      output.append(contentsOf: color)
      output.append(Region(14..<20), of: prefix)
      output.append(contentsOf: TerminalColor.dimAgain)
      output.append(Region(20..<22), of: prefix)
    } else {
      output.append(Region(0..<22), of: prefix)
    }
    output.append(contentsOf: TerminalColor.reset)
    output.append(0x20)
  }

  private func appendProbabilities(_ score: Score, to output: inout OutputBuffer) {
    if isColored { output.append(contentsOf: TerminalColor.dim) }
    let (message, tag) = (score.messageProbability, score.tagProbability)
    for probability in [message, tag, message + tag] {
      if score.flag == .skip {
        for _ in 1..<11 { output.append(0x20) }
        output.append(UInt8(ascii: "-"))
      } else {
        output.append(probability: probability, width: 11)
      }
      output.append(0x20)
    }
    output.append(score.flag.symbol)
    if isColored { output.append(contentsOf: TerminalColor.reset) }
    output.append(0x20)
  }
}
