/// The words that `ValuesMask` knows by name, each packed into one number for quick comparison.
struct KnownWords: Sendable {
  /// The longest word that packs into 64 bits together with its length; the longest known is `seconds`.
  static let longestCount = 7
  /// Bytes in each of the calendar's names.
  static let calendarNameCount = 3
  /// Bytes in `user`.
  static let userCount = 4

  private let calendarNames = KnownWords.pack(
    "Mon Tue Wed Thu Fri Sat Sun Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec")
  private let units = KnownWords.pack("B KB MB GB kB k M G ms s us sec secs seconds bytes")
  private let user = KnownWords.pack("user")[0]

  /// True for the names of weekdays and months, `Mon` to `Sun` and `Jan` to `Dec`.
  func isCalendarName(_ packed: UInt64) -> Bool { calendarNames.contains(packed) }

  /// True for the units of size and time that follow a number.
  func isUnit(_ packed: UInt64) -> Bool { units.contains(packed) }

  /// True for `user`.
  func isUser(_ packed: UInt64) -> Bool { packed == user }

  /// What a packed word starts from: a 1 above its bytes, so that words of different lengths differ.
  static let emptyWord: UInt64 = 1

  /// Packs words between blanks; byte by byte, since `split` took 38,000 instructions, four times in each start.
  private static func pack(_ words: String) -> [UInt64] {
    var packed: [UInt64] = []
    var word = emptyWord
    for byte in words.utf8 {
      if byte == UInt8(ascii: " ") {
        packed.append(word)
        word = emptyWord
      } else {
        word = word << 8 | UInt64(byte)
      }
    }
    packed.append(word)
    return packed
  }
}
