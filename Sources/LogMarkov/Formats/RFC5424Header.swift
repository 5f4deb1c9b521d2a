internal import Unix

/// Formats: the header of RFC 5424, `1 2026-11-22T10:58:03Z host app procid msgid [sd@1 a="b"] message` behind its
/// `<PRI>`.
///
/// One blank between fields, `-` for a field that is not there. The tag is the APP-NAME, the pid the PROCID; MSGID and
/// structured data are no part of the message, nor is the byte order mark that says that it is UTF-8. A line that
/// breaks these rules has no header, but structured data is only asked for its brackets and quotes: senders get the
/// rest wrong (RFC 5424's own examples do).
enum RFC5424Header {
  /// VERSION and the blank behind it; there is no other version.
  private static let version = Array("1 ".utf8)
  private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]
  private static let blank = UInt8(ascii: " ")

  /// Takes the header of `line`, which begins with its VERSION, apart into `record`; false, and `record` as it was,
  /// if it has no such header.
  static func read(_ bytes: Span<UInt8>, _ line: Range<Int>, into record: inout LogRecord) -> Bool {
    let end = line.upperBound
    guard bytes.starts(line, with: version),
      let stamp = field(bytes, line.lowerBound + version.count..<end), let time = time(bytes, stamp),
      let host = field(bytes, stamp.upperBound + 1..<end),
      let app = field(bytes, host.upperBound + 1..<end),
      let process = field(bytes, app.upperBound + 1..<end),
      let id = field(bytes, process.upperBound + 1..<end),
      let dataEnd = endOfStructuredData(bytes, id.upperBound + 1..<end)
    else { return false }

    record.stamp = region(stamp, of: bytes)
    record.time = time
    record.host = region(host, of: bytes)
    record.tag = region(app, of: bytes)
    record.pid = region(process, of: bytes)
    let message = min(dataEnd + 1, end)..<end
    let markCount = bytes.starts(message, with: byteOrderMark) ? byteOrderMark.count : 0
    record.message = Region(message.dropFirst(markCount))
    return true
  }

  /// The field at the start of `range` if a blank ends it.
  private static func field(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Range<Int>? {
    let end = bytes.firstPlace(in: range) { $0.marks(blank) }
    guard end > range.lowerBound, end < range.upperBound else { return nil }
    return range.lowerBound..<end
  }

  /// The region of a field, none for `-`.
  private static func region(_ field: Range<Int>, of bytes: Span<UInt8>) -> Region {
    isNil(field, of: bytes) ? .none : Region(field)
  }

  private static func isNil(_ field: Range<Int>, of bytes: Span<UInt8>) -> Bool {
    field.count == 1 && bytes[field.lowerBound] == UInt8(ascii: "-")
  }

  /// What a TIMESTAMP means, perhaps no time; `nil` if it is none.
  private static func time(_ bytes: Span<UInt8>, _ field: Range<Int>) -> Int64?? {
    if isNil(field, of: bytes) { return .some(nil) }
    guard let (end, time) = ISOHeader.stamp(bytes, field), end == field.upperBound else { return nil }
    return time
  }

  /// Where the structured data at the start of `range` ends, which is at a blank or the end of the line.
  private static func endOfStructuredData(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int? {
    guard let first = range.first else { return nil }
    var at = first
    if bytes[at] == UInt8(ascii: "-") {
      at += 1
    } else {
      while at < range.upperBound, bytes[at] == UInt8(ascii: "[") {
        guard let end = endOfElement(bytes, at..<range.upperBound) else { return nil }
        at = end
      }
      if at == first { return nil }
    }
    return at == range.upperBound || bytes[at] == blank ? at : nil
  }

  /// Where the element that opens at the start of `range` ends; a `]` between quotes does not end it, and there a
  /// quote behind a backslash is none.
  private static func endOfElement(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int? {
    var isQuoted = false
    var at = range.lowerBound + 1
    while at < range.upperBound {
      switch bytes[at] {
      case UInt8(ascii: "\\") where isQuoted: at += 1
      case UInt8(ascii: "\""): isQuoted.toggle()
      case UInt8(ascii: "]") where !isQuoted: return at + 1
      default: break
      }
      at += 1
    }
    return nil
  }
}
