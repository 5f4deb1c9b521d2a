/// The time stamps of synthetic logs.
public enum SyntheticStamp {
  /// Seconds since 1970-01-01 UTC of a time written in any way in which a header may begin (`Nov 22 11:00:00`,
  /// `2026-11-22T11:00:00Z`); nil for anything else. Without a year it is 1972, as everywhere.
  public static func second(of text: [UInt8]) -> Int64? {
    guard !text.contains(0x0A) else { return nil }
    var (bytes, parsed) = (text + Array(" h t: m".utf8), ParsedLines())
    var format = FormatName.syslog.makeFormat()
    format.parse([Line(text: Region(0..<bytes.count), number: 1)], of: &bytes, into: &parsed)
    guard let record = parsed.records.first, record.kind == .record, let time = record.time,
      // All of the text is the stamp, perhaps with the colon behind it.
      bytes[record.host.range].elementsEqual("h".utf8), bytes[record.tag.range].elementsEqual("t".utf8),
      record.host.range.lowerBound == text.count + 1
    else { return nil }
    return time
  }

  /// Appends `Mmm dd hh:mm:ss`, the day padded with a blank.
  static func append(_ second: Int64, to bytes: inout [UInt8]) {
    let secondsPerDay = Int64(CalendarTime.secondsPerDay)
    let ofDay = ((second % secondsPerDay) + secondsPerDay) % secondsPerDay
    let (_, month, day) = CalendarTime.date(ofDay: (second - ofDay) / secondsPerDay)
    bytes += months[Int(month) - 1]
    bytes.append(0x20)
    append(day, padding: 0x20, to: &bytes)
    for (mark, number) in [(UInt8(0x20), ofDay / 3600), (0x3A, ofDay / 60 % 60), (0x3A, ofDay % 60)] {
      bytes.append(mark)
      append(number, padding: UInt8(ascii: "0"), to: &bytes)
    }
  }

  private static func append(_ number: Int64, padding: UInt8, to bytes: inout [UInt8]) {
    bytes.append(number < 10 ? padding : UInt8(ascii: "0") + UInt8(number / 10))
    bytes.append(UInt8(ascii: "0") + UInt8(number % 10))
  }

  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ].map { Array($0.utf8) }
}
