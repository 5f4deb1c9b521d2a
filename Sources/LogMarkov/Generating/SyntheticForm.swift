/// How a message type becomes a line that is of this type when it is read again.
///
/// Whether a line is, its reader is asked: format and mask themselves read each type once. Usually the stored text behind
/// the header will do: masks leave what they made as it is. Where that would read as something else (a message without
/// tag that begins like one, a marker, an empty line), the form by which rsyslog says that it left out copies may: one
/// copy, `message repeated 1 times: [ m ]`, is m. What neither carries, such as a tag with a blank in it, no line does.
struct SyntheticForm {
  /// The header's host; nil for lines without header.
  private let host: [UInt8]?
  private var tokenizer: TypeTokenizer
  /// What stands for any stamp: the form of the line does not depend on which.
  private static let stamp = Array("Jan  1 00:00:00".utf8)
  /// How long a line may be: the usual `--max-line`, beyond which bytes decide nothing.
  private static let longestLine = 64 << 10

  /// The form for a model of these settings.
  init(host: [UInt8]?, settings: ModelSettings) {
    self.host = host
    tokenizer = TypeTokenizer(mask: settings.mask, key: settings.key)
  }

  /// True if a header with this host is read as one.
  var canBeRead: Bool {
    guard let host else { return true }
    guard !host.isEmpty, let (record, text) = read(line([UInt8(ascii: "t"), UInt8(ascii: ":")])) else {
      return false
    }
    return text[record.host.range].elementsEqual(host) && record.tag.count == 1
  }

  /// What stands behind the stamp (or, without header, the line) for a type's text: cleaned tag, LF, cleaned message; nil
  /// if no line carries it.
  mutating func rest(for text: [UInt8]) -> [UInt8]? {
    let end = text.firstIndex(of: 0x0A) ?? text.endIndex
    let (tag, message) = (text[..<end], text[end...].dropFirst())
    let wrapped = Array("message repeated 1 times: [ ".utf8) + message + Array(" ]".utf8)
    for message in [Array(message), wrapped] {
      let body = tag.isEmpty ? message : tag + [UInt8(ascii: ":")] + (message.isEmpty ? [] : [0x20] + message)
      if carries(body, text) { return host == nil ? body : rest(body) }
    }
    return nil
  }

  private func rest(_ body: [UInt8]) -> [UInt8] {
    guard let host else { return body }
    return [0x20] + host + (body.isEmpty ? [] : [0x20] + body)
  }

  private func line(_ body: [UInt8]) -> [UInt8] { (host == nil ? [] : Self.stamp) + rest(body) }

  private mutating func carries(_ body: [UInt8], _ type: [UInt8]) -> Bool {
    guard let (record, text) = read(line(body)), record.repeats == 0,
      text[record.host.range].elementsEqual(host ?? [])
    else { return false }
    _ = tokenizer.type(of: record, in: text.span)
    let read = tokenizer.text
    guard read.count == type.count else { return false }
    for index in type.indices where read[index] != type[index] { return false }
    return true
  }

  /// The record that a line is, and the bytes that it points into; nil if the line is no record, or more than one line.
  private func read(_ line: [UInt8]) -> (record: LogRecord, text: [UInt8])? {
    guard !line.contains(0x0A), line.count <= Self.longestLine else { return nil }
    var (text, parsed) = (line, ParsedLines())
    var format = (host == nil ? FormatName.plain : .auto).makeFormat()
    format.parse([Line(text: Region(0..<line.count), number: 1)], of: &text, into: &parsed)
    guard parsed.records.count == 1, parsed.records[0].kind == .record else { return nil }
    return (parsed.records[0], text)
  }
}
