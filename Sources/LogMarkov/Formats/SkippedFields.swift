internal import Unix

/// Formats: fields before a header, which `--skip-fields` leaves out.
///
///     - 1131566461 2005.11.09 dn228 Nov 9 12:01:01 dn228/dn228 crond[2915]: session closed    Thunderbird: 4 fields
struct SkippedFields {
  /// How many fields stand before the header.
  var count: Int

  /// `line` behind its first fields and the blanks around them; all of it if nothing is left then.
  ///
  /// Were a line with fewer fields empty and so no record, a stray one could not be found.
  func rest(_ bytes: Span<UInt8>, of line: Range<Int>) -> Range<Int> {
    guard count > 0 else { return line }
    var at = bytes.endOfBlanks(in: line)
    for _ in 0..<count where at < line.upperBound {
      at = bytes.firstPlace(in: at..<line.upperBound) {
        $0.marks(UInt8(ascii: " ")) | $0.marks(UInt8(ascii: "\t"))
      }
      at = bytes.endOfBlanks(in: at..<line.upperBound)
    }
    return at < line.upperBound ? at..<line.upperBound : line
  }
}
