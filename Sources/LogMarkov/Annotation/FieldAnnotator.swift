internal import Unix

/// One object a line, or one list of keys and values: everything that is known of the line, under names that stay.
///
/// The line comes last, so that one of any length passes through in pieces.
struct FieldAnnotator: Annotator {
  private let syntax: FieldSyntax
  private let scale: ScoreScale
  private let chainKey: ChainKey
  private var text = RewrittenText(QuotedText())
  private let null = Array("null".utf8)

  /// An annotator of this syntax.
  init(_ syntax: FieldSyntax, _ style: AnnotationStyle) {
    self.syntax = syntax
    scale = style.scale
    chainKey = style.chainKey
  }

  mutating func annotate(_ scored: ScoredLines, of bytes: Span<UInt8>, into output: inout OutputBuffer) {
    for row in scored.lines.indices where scored.roles[row].contains(.printed) {
      let line = scored.lines[row]
      if line.startsLine { appendFields(row, scored, of: bytes, to: &output) }
      text.append(line.text, of: bytes, to: &output)
      if line.endsLine {
        text.finish(to: &output)
        output.append(contentsOf: syntax.end)
      }
    }
  }

  private mutating func appendFields(
    _ row: Int, _ scored: ScoredLines, of bytes: Span<UInt8>, to output: inout OutputBuffer
  ) {
    let record = scored.records[row]
    let score = scored.scores[row]
    let names = scored.names.rows.isEmpty ? TypeNames.Row() : scored.names.rows[row]
    output.append(contentsOf: syntax.key(.number))
    output.append(decimal: scored.lines[row].number)
    if let name = scored.origins.shown(scored.lines[row]).name {
      append(.file, Region(0..<name.count), of: name.span, to: &output)
    }
    append(.time, record.stamp, of: bytes, to: &output)
    append(.host, record.host, of: bytes, to: &output)
    append(.tag, record.tag, of: bytes, to: &output)
    append(.pid, record.pid, of: bytes, to: &output)
    appendChain(record, of: bytes, to: &output)
    append(.type, named: names.type, of: scored.names.text.span, to: &output)
    append(.previous, named: names.previous, of: scored.names.text.span, to: &output)
    appendScores(score, to: &output)
    append(.stray, score.stray, to: &output)
    append(.missing, score.missing, to: &output)
    append(
      .expected, named: score.suggestsMissing ? names.missing : .none, of: scored.names.text.span,
      to: &output)
    output.append(contentsOf: syntax.key(.flag))
    if !syntax.hasBareWords { output.append(UInt8(ascii: "\"")) }
    output.append(contentsOf: score.flag.word)
    if !syntax.hasBareWords { output.append(UInt8(ascii: "\"")) }
    output.append(contentsOf: syntax.quotedKey(.line))
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
        output.append(contentsOf: syntax.key(fields[place]))
        output.append(probability: probabilities[place], width: 0)
      }
    }
  }

  private func append(_ field: LineField, _ bits: Centibits?, to output: inout OutputBuffer) {
    guard let bits else { return appendNull(field, to: &output) }
    output.append(contentsOf: syntax.key(field))
    output.append(bits)
  }

  /// A part of the line as it stands there; empty is none.
  private mutating func append(
    _ field: LineField, _ value: Region, of bytes: Span<UInt8>, to output: inout OutputBuffer
  ) {
    guard !value.isEmpty else { return appendNull(field, to: &output) }
    if syntax.hasBareWords, bytes.isBareWord(value.range) {
      output.append(contentsOf: syntax.key(field))
      return output.append(value, of: bytes)
    }
    output.append(contentsOf: syntax.quotedKey(field))
    append(value.range, of: bytes, to: &output)
    output.append(UInt8(ascii: "\""))
  }

  /// A type as `tag: message`, or the message if it has no tag.
  private mutating func append(
    _ field: LineField, named name: Region, of bytes: Span<UInt8>, to output: inout OutputBuffer
  ) {
    guard !name.isEmpty else { return appendNull(field, to: &output) }
    output.append(contentsOf: syntax.quotedKey(field))
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

  /// What tells a record's chain from others: its host, its cleaned tag or both. Nothing if the whole stream is one chain,
  /// or if the record has neither: the chain of those has no name.
  private mutating func appendChain(
    _ record: LogRecord, of bytes: Span<UInt8>, to output: inout OutputBuffer
  ) {
    let host = chainKey == .host || chainKey == .hostAndTag ? record.host : .none
    let tag = chainKey == .tag || chainKey == .hostAndTag ? record.tag : .none
    let tagIsEmpty = tag.range.allSatisfy { bytes[$0].isDigit || bytes[$0] == 0x0A }
    guard record.kind == .record, !host.isEmpty || !tagIsEmpty else {
      return appendNull(.chain, to: &output)
    }
    if chainKey == .host { return append(.chain, host, of: bytes, to: &output) }
    output.append(contentsOf: syntax.quotedKey(.chain))
    append(host.range, of: bytes, to: &output)
    if chainKey == .hostAndTag { output.append(UInt8(ascii: ",")) }
    // Cleaned as `CanonicalText` does it.
    for index in tag.range where !bytes[index].isDigit && bytes[index] != 0x0A {
      text.append(Region(index..<index + 1), of: bytes, to: &output)
    }
    text.finish(to: &output)
    output.append(UInt8(ascii: "\""))
  }

  private mutating func append(_ range: Range<Int>, of bytes: Span<UInt8>, to output: inout OutputBuffer) {
    text.append(Region(range), of: bytes, to: &output)
    text.finish(to: &output)
  }

  private func appendNull(_ field: LineField, to output: inout OutputBuffer) {
    guard syntax.writesNull else { return }
    output.append(contentsOf: syntax.key(field))
    output.append(contentsOf: null)
  }
}
