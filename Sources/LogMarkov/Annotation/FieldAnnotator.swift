/// One object a line, or one list of keys and values: everything that is known of the line, under names that stay.
///
/// The line comes last, so that one of any length passes through in pieces.
struct FieldAnnotator: Annotator {
  private let chainKey: ChainKey
  private var values: FieldValues

  /// An annotator of this syntax.
  init(_ syntax: FieldSyntax, _ style: AnnotationStyle) {
    values = FieldValues(syntax, style.scale)
    chainKey = style.chainKey
  }

  mutating func annotate(_ scored: ScoredLines, of bytes: Span<UInt8>, into output: inout OutputBuffer) {
    values.prepare(for: scored.lines.count)
    for row in scored.lines.indices where scored.roles[row].contains(.printed) {
      let line = scored.lines[row]
      if line.startsLine { appendFields(row, scored, of: bytes, to: &output) }
      values.text.append(line.text, of: bytes, to: &output)
      if line.endsLine {
        values.text.finish(to: &output)
        output.append(values.syntax.end)
      }
    }
  }

  private mutating func appendFields(
    _ row: Int, _ scored: ScoredLines, of bytes: Span<UInt8>, to output: inout OutputBuffer
  ) {
    let record = scored.records[row]
    output.append(values.syntax.key(.number))
    output.append(decimal: scored.lines[row].number)
    if let name = scored.origins.shown(scored.lines[row]).name {
      values.append(.file, Region(0..<name.count), of: name.span, to: &output)
    }
    values.append(.time, record.stamp, of: bytes, to: &output)
    values.append(.host, record.host, of: bytes, to: &output)
    values.append(.tag, record.tag, of: bytes, to: &output)
    values.append(.pid, record.pid, of: bytes, to: &output)
    appendChain(record, of: bytes, to: &output)
    values.appendTypes(row, scored, to: &output)
    values.appendScores(row, scored, to: &output)
    values.append(scored.scores[row].flag, to: &output)
    output.append(values.syntax.quotedKey(.line))
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
      return values.appendNull(.chain, to: &output)
    }
    if chainKey == .host { return values.append(.chain, host, of: bytes, to: &output) }
    output.append(values.syntax.quotedKey(.chain))
    values.append(host.range, of: bytes, to: &output)
    if chainKey == .hostAndTag { output.append(UInt8(ascii: ",")) }
    // Cleaned as `CanonicalText` does it.
    for index in tag.range where !bytes[index].isDigit && bytes[index] != 0x0A {
      values.text.append(Region(index..<index + 1), of: bytes, to: &output)
    }
    values.text.finish(to: &output)
    output.append(UInt8(ascii: "\""))
  }
}
