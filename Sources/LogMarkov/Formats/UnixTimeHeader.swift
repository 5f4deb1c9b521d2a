/// Formats: a header with seconds since 1970, as `journalctl -o short-unix` prints it:
/// `1795345201.500000 host tag[pid]: message`.
///
/// Other programs begin lines with numbers, too (squid has milliseconds), so the stamp is asked for exactly six decimals
/// and for seconds between 1973 and 5138.
enum UnixTimeHeader {
  private static let secondDigits = 9...11
  private static let decimals = 6

  /// Takes the header of `line` apart into `record`; false, and `record` as it was, if it has no such header.
  static func read(_ bytes: Span<UInt8>, _ line: Range<Int>, into record: inout LogRecord) -> Bool {
    let point = bytes.endOfDigits(in: line)
    guard secondDigits ~= point - line.lowerBound, point < line.upperBound,
      bytes[point] == UInt8(ascii: ".")
    else { return false }
    let end = bytes.endOfDigits(in: point + 1..<line.upperBound)
    guard end - point - 1 == decimals, end == line.upperBound || bytes[end].isBlank else { return false }
    record.stamp = Region(line.lowerBound..<end)
    record.time = bytes.number(line.lowerBound..<point)
    HostAndTag.read(bytes, end..<line.upperBound, into: &record)
    return true
  }
}
