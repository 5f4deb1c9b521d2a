/// Formats: what Slurm's daemons write into their own logs, `[2026-11-22T11:07:47.638] error: message`.
///
/// Any of Slurm's ISO formats between brackets; no host and no tag. A step's number, `[5.batch]`, belongs to the message.
enum SlurmHeader {
  /// Takes the header of `line` apart into `record`; false, and `record` as it was, if it has no such header.
  static func read(_ bytes: Span<UInt8>, _ line: Range<Int>, into record: inout LogRecord) -> Bool {
    guard let first = line.first, bytes[first] == UInt8(ascii: "["),
      let (end, time) = ISOHeader.stamp(bytes, line.dropFirst()), bytes[first + 11] == UInt8(ascii: "T"),
      end < line.upperBound, bytes[end] == UInt8(ascii: "]"),
      end + 1 == line.upperBound || bytes[end + 1] == UInt8(ascii: " ")
    else { return false }
    record.stamp = Region(first + 1..<end)
    record.time = time
    record.message = Region(min(end + 2, line.upperBound)..<line.upperBound)
    return true
  }
}
