/// Formats: whole lines that no source logged: the markers that `journalctl` prints, and empty lines.
enum Marker {
  /// What `line` is if it is one of these.
  static func kind(of bytes: Span<UInt8>, _ line: Range<Int>) -> LogRecord.Kind? {
    guard let first = line.first else { return .notARecord }
    guard bytes[first] == UInt8(ascii: "-"), bytes.starts(line, with: dashes) else { return nil }
    if bytes.equals(line, reboot) || isBoot(bytes, line) { return .bootMarker }
    if bytes.equals(line, noEntries) || beginnings.contains(where: { bytes.starts(line, with: $0) }) {
      return .notARecord
    }
    return nil
  }

  private static let dashes = Array("-- ".utf8)
  private static let boot = Array("-- Boot ".utf8)
  private static let closingDashes = Array(" --".utf8)
  private static let reboot = Array("-- Reboot --".utf8)
  private static let noEntries = Array("-- No entries --".utf8)
  private static let beginnings = ["-- Logs begin ", "-- Journal begins ", "-- cursor: "]
    .map { Array($0.utf8) }

  /// `-- Boot 35d0…7bcc --`, whatever the boot is called.
  private static func isBoot(_ bytes: Span<UInt8>, _ line: Range<Int>) -> Bool {
    line.count > boot.count + closingDashes.count
      && bytes.starts(line, with: boot) && bytes.ends(line, with: closingDashes)
  }
}
