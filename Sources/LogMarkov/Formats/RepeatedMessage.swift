/// Formats: lines by which a daemon says that it left out copies of a message.
///
///     last message repeated N times             BSD syslogd, sysklogd
///     --- last message repeated N times ---     macOS
///     message repeated N times: [ m ]           rsyslog; stands in place of one m
///
/// One is `1 time` with some of them.
enum RepeatedMessage: Equatable {
  /// The last record is to be counted `count` times more.
  case last(count: UInt32)
  /// A record of `message`, to be counted `count` times altogether.
  case message(Range<Int>, count: UInt32)

  /// The most copies that one line may stand for, so that a forged one cannot outweigh a model.
  static let mostCopies: UInt32 = 1_000_000

  /// If the message of `record` is a repeat line, makes `record` what it says.
  @inline(__always)
  static func resolve(_ bytes: Span<UInt8>, _ record: inout LogRecord) {
    if mayStart(bytes, record.message.range) { resolveFound(bytes, &record) }
  }

  /// Out of the way: nearly no line may start so.
  @inline(never)
  private static func resolveFound(_ bytes: Span<UInt8>, _ record: inout LogRecord) {
    let text = record.message.range
    switch read(bytes, text) {
    case .last(let count):
      record.kind = .repeatedLast
      record.repeats = count
    case .message(let message, let count):
      record.message = Region(message)
      record.repeats = max(count, 1) - 1
    case nil:
      break
    }
  }

  /// True if `text` is a repeat line.
  @inline(__always)
  static func stands(in bytes: Span<UInt8>, _ text: Range<Int>) -> Bool {
    mayStart(bytes, text) && read(bytes, text) != nil
  }

  /// False if `text` is no repeat line by its first byte, as nearly all are.
  @inline(__always)
  private static func mayStart(_ bytes: Span<UInt8>, _ text: Range<Int>) -> Bool {
    guard let first = text.first else { return false }
    return mayStart(with: bytes[first])
  }

  /// The same for a first byte.
  @inline(__always)
  static func mayStart(with byte: UInt8) -> Bool {
    byte == UInt8(ascii: "l") || byte == UInt8(ascii: "m") || byte == UInt8(ascii: "-")
  }

  /// The repeat line that `text` is, or `nil` if it is another text.
  @inline(never)
  private static func read(_ bytes: Span<UInt8>, _ text: Range<Int>) -> RepeatedMessage? {
    lastMessage(bytes, text) ?? bracketedMessage(bytes, text) ?? dashedLastMessage(bytes, text)
  }

  private static let lastWords = Array("last ".utf8)
  private static let dashes = Array("--- ".utf8)
  private static let closingDashes = Array(" ---".utf8)
  private static let messageWords = Array("message repeated ".utf8)
  private static let timeWord = Array(" time".utf8)
  private static let opening = Array(": [".utf8)
  private static let closing = Array("]".utf8)

  private static func lastMessage(_ bytes: Span<UInt8>, _ text: Range<Int>) -> RepeatedMessage? {
    guard bytes.starts(text, with: lastWords),
      let (count, end) = count(bytes, text.dropFirst(lastWords.count)),
      bytes.endOfBlanks(in: end..<text.upperBound) == text.upperBound
    else { return nil }
    return .last(count: count)
  }

  private static func dashedLastMessage(_ bytes: Span<UInt8>, _ text: Range<Int>) -> RepeatedMessage? {
    let text = bytes.trimmingBlanks(text)
    guard bytes.starts(text, with: dashes), bytes.ends(text, with: closingDashes),
      text.count > dashes.count + closingDashes.count
    else { return nil }
    return lastMessage(bytes, text.dropFirst(dashes.count).dropLast(closingDashes.count))
  }

  private static func bracketedMessage(_ bytes: Span<UInt8>, _ text: Range<Int>) -> RepeatedMessage? {
    guard let (count, countEnd) = count(bytes, text) else { return nil }
    let rest = bytes.trimmingBlanks(countEnd..<text.upperBound)
    guard bytes.starts(rest, with: opening), bytes.ends(rest, with: closing) else { return nil }
    let inside = rest.dropFirst(opening.count).dropLast(closing.count)
    return .message(bytes.trimmingBlanks(inside), count: count)
  }

  /// N of `message repeated N times`, at most `mostCopies`, and where the words end.
  private static func count(_ bytes: Span<UInt8>, _ text: Range<Int>) -> (copies: UInt32, end: Int)? {
    guard bytes.starts(text, with: messageWords) else { return nil }
    let digits = text.lowerBound + messageWords.count
    var count: UInt32 = 0
    var at = digits
    while at < text.upperBound, bytes[at].isDigit {
      count = min(count * 10 + UInt32(bytes[at] - UInt8(ascii: "0")), mostCopies)
      at += 1
    }
    guard at > digits, bytes.starts(at..<text.upperBound, with: timeWord) else { return nil }
    at += timeWord.count
    if at < text.upperBound, bytes[at] == UInt8(ascii: "s") { at += 1 }
    return (count, at)
  }
}
