internal import Unix

/// Writes what is known of a line as values with names: the parts that all outputs of this kind share.
struct FieldValues {
  let syntax: FieldSyntax
  private let scale: ScoreScale
  /// Quotes texts; what is quoted across several calls ends with `finish`.
  var text = RewrittenText(QuotedText())
  private var columns = BitsColumns()
  private let null = ShortText(Array("null".utf8))

  /// Values in this syntax, scores in this scale.
  init(_ syntax: FieldSyntax, _ scale: ScoreScale) {
    self.syntax = syntax
    self.scale = scale
  }

  /// Makes what so many lines need, before the first.
  mutating func prepare(for lines: Int) { columns.prepare(for: lines) }

  /// A part of a line as it stands there; empty is none.
  mutating func append(
    _ field: LineField, _ value: Region, of bytes: Span<UInt8>, to output: inout OutputBuffer
  ) {
    guard !value.isEmpty else { return appendNull(field, to: &output) }
    if syntax.hasBareWords, bytes.isBareWord(value.range) {
      output.append(syntax.key(field))
      return output.append(value, of: bytes)
    }
    output.append(syntax.quotedKey(field))
    append(value.range, of: bytes, to: &output)
    output.append(UInt8(ascii: "\""))
  }

  /// What the record of a row, and the one before it, are called.
  mutating func appendTypes(_ row: Int, _ scored: ScoredLines, to output: inout OutputBuffer) {
    let names = scored.names.rows.isEmpty ? TypeNames.Row() : scored.names.rows[row]
    append(.type, named: names.type, of: scored.names.text.span, to: &output)
    append(.previous, named: names.previous, of: scored.names.text.span, to: &output)
  }

  /// The scores of a row, both kinds of evidence, and what seems to be missing before it.
  mutating func appendScores(_ row: Int, _ scored: ScoredLines, to output: inout OutputBuffer) {
    let score = scored.scores[row]
    let names = scored.names.rows.isEmpty ? TypeNames.Row() : scored.names.rows[row]
    appendScores(score, to: &output)
    append(.stray, score.stray, to: &output)
    append(.missing, score.missing, to: &output)
    append(
      .expected, named: score.suggestsMissing ? names.missing : .none, of: scored.names.text.span,
      to: &output)
  }

  /// How a score came about.
  func append(_ flag: Score.Flag, to output: inout OutputBuffer) {
    output.append(syntax.key(.flag))
    if !syntax.hasBareWords { output.append(UInt8(ascii: "\"")) }
    output.append(contentsOf: flag.word)
    if !syntax.hasBareWords { output.append(UInt8(ascii: "\"")) }
  }

  /// Bytes within quotation marks.
  mutating func append(_ range: Range<Int>, of bytes: Span<UInt8>, to output: inout OutputBuffer) {
    text.append(Region(range), of: bytes, to: &output)
    text.finish(to: &output)
  }

  /// That there is no value.
  func appendNull(_ field: LineField, to output: inout OutputBuffer) {
    guard syntax.writesNull else { return }
    output.append(syntax.key(field))
    output.append(null)
  }

  private func appendScores(_ score: Score, to output: inout OutputBuffer) {
    let fields: [3 of LineField] = [.messageScore, .tagScore, .score]
    switch (score.flag, scale) {
    case (.skip, _):
      for place in fields.indices { appendNull(fields[place], to: &output) }
    case (_, .bits):
      let bits: [3 of Centibits] = [score.message, score.tag, score.combined]
      for place in fields.indices { append(fields[place], bits[place], to: &output) }
    case (_, .probability):
      let (message, tag) = (score.messageProbability, score.tagProbability)
      let probabilities: [3 of Double] = [message, tag, message + tag]
      for place in fields.indices {
        output.append(syntax.key(fields[place]))
        output.append(probability: probabilities[place], width: 0)
      }
    }
  }

  private func append(_ field: LineField, _ bits: Centibits?, to output: inout OutputBuffer) {
    guard let bits else { return appendNull(field, to: &output) }
    output.append(syntax.key(field))
    output.append(column: columns[bits])
  }

  /// A type as `tag: message`, or the message if it has no tag.
  private mutating func append(
    _ field: LineField, named name: Region, of bytes: Span<UInt8>, to output: inout OutputBuffer
  ) {
    guard !name.isEmpty else { return appendNull(field, to: &output) }
    output.append(syntax.quotedKey(field))
    let range = name.range
    if let tagEnd = bytes.firstIndex(of: 0x0A, in: range) {
      if tagEnd > range.lowerBound {
        append(range.lowerBound..<tagEnd, of: bytes, to: &output)
        output.append(UInt8(ascii: ":"))
        output.append(UInt8(ascii: " "))
      }
      append(tagEnd + 1..<range.upperBound, of: bytes, to: &output)
    } else {
      append(range, of: bytes, to: &output)
    }
    output.append(UInt8(ascii: "\""))
  }
}
