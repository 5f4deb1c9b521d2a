/// Formats: the line that stands for an entry of several lines, while it is written.
///
/// A field is a region of that line where it stands there as it is; else, or if it is a field's first line that counts,
/// the bytes themselves follow the line.
struct EntryLine {
  /// The fields of a record that are read from it again.
  enum Field: Int, CaseIterable {
    case host, tag, pid, message
  }

  /// Lines of one batch and what is made of them stay below 4 GiB, so that regions reach them: what has no place is cut.
  private static let longestText = 3 << 30

  /// Where the line begins.
  let start: Int
  private let longestField: Int
  /// Where the first line of each field stands in the line, if it does, and the field.
  private var printed: [Region?] = Field.allCases.map { _ in nil }
  private var values: [[UInt8]?] = Field.allCases.map { _ in nil }

  /// A line at `start`, the end of its buffer; a field takes at most so many bytes of it.
  init(start: Int, longestField: Int) {
    self.start = start
    self.longestField = longestField
  }

  /// Appends a field, its control bytes (but TAB) as rsyslog prints them: `#033`.
  mutating func append(_ value: [UInt8], as field: Field, to text: inout [UInt8]) {
    let start = text.count
    let end = min(start + longestField, max(start, Self.longestText))
    var value = value[...]
    // Of lines without bytes at the end journalctl prints none either.
    while value.last == 0x0A { value.removeLast() }
    var firstLineEnd: Int?
    var isAsItIs = true
    for byte in value {
      guard text.count < end else { break }
      if byte >= 0x20 && byte != 0x7F || byte == UInt8(ascii: "\t") {
        text.append(byte)
        continue
      }
      if byte == 0x0A { firstLineEnd = firstLineEnd ?? text.count }
      if firstLineEnd == nil { isAsItIs = false }
      text += [
        UInt8(ascii: "#"), UInt8(ascii: "0") + byte >> 6, UInt8(ascii: "0") + byte >> 3 & 7,
        UInt8(ascii: "0") + byte & 7,
      ]
    }
    if isAsItIs { printed[field.rawValue] = Region(start..<(firstLineEnd ?? text.count)) }
    values[field.rawValue] = Array(value)
  }

  /// Appends `2026-11-22T11:00:01.500000+0000 `; returns where it stands, without the blank.
  mutating func append(stamp microseconds: Int64, to text: inout [UInt8]) -> Region {
    let start = text.count
    let seconds = microseconds / 1_000_000
    let (year, month, day) = CalendarTime.date(ofDay: seconds / 86_400)
    func append(_ number: Int64, digits: Int, _ behind: Character) {
      let text0 = text.count
      var rest = number
      text.append(contentsOf: repeatElement(UInt8(ascii: "0"), count: digits))
      for index in (text0..<text0 + digits).reversed() {
        text[index] += UInt8(rest % 10)
        rest /= 10
      }
      text += behind.utf8
    }
    append(year, digits: 4, "-")
    append(month, digits: 2, "-")
    append(day, digits: 2, "T")
    append(seconds / 3600 % 24, digits: 2, ":")
    append(seconds / 60 % 60, digits: 2, ":")
    append(seconds % 60, digits: 2, ".")
    append(microseconds % 1_000_000, digits: 6, "+")
    text += "0000 ".utf8
    return Region(start..<text.count - 1)
  }

  /// Lets the record's fields point to their bytes.
  ///
  /// - Complexity: O(length of the fields that do not stand in the line as they are).
  func finish(_ record: inout LogRecord, of text: inout [UInt8]) {
    record.host = region(.host, of: &text)
    record.tag = region(.tag, of: &text)
    record.pid = region(.pid, of: &text)
    record.message = region(.message, of: &text).withoutCarriageReturn(text.span)
  }

  private func region(_ field: Field, of text: inout [UInt8]) -> Region {
    if let region = printed[field.rawValue] { return region }
    guard let value = values[field.rawValue] else { return .none }
    let start = text.count
    text += value.prefix { $0 != 0x0A }.prefix(max(0, Self.longestText - start))
    return Region(start..<text.count)
  }
}
