/// Formats: what a line of the kernel's says and does not spell: its tag, and bytes that are escaped.
///
/// The tag is `kernel`, unless a program wrote the line. What is decoded goes behind the lines of the buffer, tag before
/// message as in a line, so that the cache of types can take both at once.
struct ImpliedText {
  /// `\x0a` is a line feed, and so on: /dev/kmsg.
  var isEscaped: Bool
  /// The tag is `kernel`.
  var impliesTag: Bool

  private static let tag = Array("kernel".utf8)

  /// Appends what `record` implies to its buffer, and has it point there.
  ///
  /// - Complexity: O(bytes of tag and message).
  func resolve(_ record: inout LogRecord, of text: inout [UInt8]) {
    let (tag, message) = (record.tag.range, record.message.range)
    let tagStart = text.count
    if impliesTag {
      text.append(contentsOf: Self.tag)
    } else {
      // Byte by byte, here and below: a slice of the buffer would have it copied whole.
      for index in tag { text.append(text[index]) }
    }
    let messageStart = text.count
    if isEscaped {
      Self.appendDecoded(message, to: &text)
    } else {
      for index in message { text.append(text[index]) }
    }
    record.tag = Region(tagStart..<messageStart)
    record.message = Region(messageStart..<text.count)
  }

  /// Appends the bytes `message` of `text` to it, decoded up to the first line feed: the first line decides the type.
  private static func appendDecoded(_ message: Range<Int>, to text: inout [UInt8]) {
    var at = message.lowerBound
    while at < message.upperBound {
      var byte = text[at]
      at += 1
      if byte == UInt8(ascii: "\\"), message.upperBound - at >= 3, text[at] == UInt8(ascii: "x"),
        let high = hexadecimal(text[at + 1]), let low = hexadecimal(text[at + 2])
      {
        byte = high << 4 | low
        at += 3
        if byte == UInt8(ascii: "\n") { return }
      }
      text.append(byte)
    }
  }

  private static func hexadecimal(_ digit: UInt8) -> UInt8? {
    if digit.isDigit { return digit & 0xf }
    let letter = digit | 0x20
    return UInt8(ascii: "a")...UInt8(ascii: "f") ~= letter ? letter &- UInt8(ascii: "a") + 10 : nil
  }
}
