/// Formats: a facility and a level by their names, which some daemons print beside the tag.
///
///     daemon.err slurmd: message            BusyBox behind the host, OpenWrt behind the time
///     kern  :info  : [    0.000000] message dmesg -x: padded to six bytes each
enum FacilityAndLevel {
  // All of <sys/syslog.h>, and what other systems add.
  private static let facilities = [
    "kern", "user", "mail", "daemon", "auth", "syslog", "lpr", "news", "uucp", "cron", "authpriv", "ftp",
    "ntp",
    "security", "console", "local0", "local1", "local2", "local3", "local4", "local5", "local6", "local7",
  ].map { Array($0.utf8) }
  private static let levels = [
    "emerg", "alert", "crit", "err", "warn", "warning", "notice", "info", "debug", "panic", "error",
  ].map { Array($0.utf8) }
  /// To what dmesg pads both words.
  private static let padding = 6

  /// Where `facility.level` and the blanks behind it at the start of `range` end; `nil` if something else stands there.
  static func end(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int? {
    let facility = word(bytes, range)
    guard facility.upperBound < range.upperBound, bytes[facility.upperBound] == UInt8(ascii: ".") else {
      return nil
    }
    let level = word(bytes, facility.upperBound + 1..<range.upperBound)
    guard level.upperBound < range.upperBound, bytes[level.upperBound].isBlank,
      isKnown(facility, level, bytes)
    else { return nil }
    return bytes.endOfBlanks(in: level.upperBound..<range.upperBound)
  }

  /// Where `facility:level: ` at the start of `range`, as dmesg pads it, ends; `nil` if something else stands there.
  static func paddedEnd(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int? {
    guard let (facility, levelStart) = paddedWord(bytes, range),
      let (level, end) = paddedWord(bytes, levelStart..<range.upperBound), isKnown(facility, level, bytes),
      end < range.upperBound, bytes[end] == UInt8(ascii: " ")
    else { return nil }
    return end + 1
  }

  /// The word at the start of `range` if blanks pad it and a colon ends it, and where that ends.
  private static func paddedWord(_ bytes: Span<UInt8>, _ range: Range<Int>) -> (word: Range<Int>, end: Int)? {
    let word = word(bytes, range)
    let colon = max(word.upperBound, range.lowerBound + padding)
    guard colon < range.upperBound, bytes[colon] == UInt8(ascii: ":") else { return nil }
    for index in word.upperBound..<colon where bytes[index] != UInt8(ascii: " ") { return nil }
    return (word, colon + 1)
  }

  private static func word(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Range<Int> {
    var end = range.lowerBound
    while end < range.upperBound, bytes[end].isLetter || bytes[end].isDigit { end += 1 }
    return range.lowerBound..<end
  }

  private static func isKnown(_ facility: Range<Int>, _ level: Range<Int>, _ bytes: Span<UInt8>) -> Bool {
    facilities.contains { bytes.equals(facility, $0) } && levels.contains { bytes.equals(level, $0) }
  }
}
