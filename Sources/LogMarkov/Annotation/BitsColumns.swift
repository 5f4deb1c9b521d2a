/// Scores as columns of text, `%6.2f ` each, in words of eight bytes: looked up where they are usual.
///
/// Three numbers made digit by digit took 280 instructions a line, looked up they take 30. `BitsText` makes the table and
/// what is not in it.
struct BitsColumns {
  /// From −10.24 to 30.71 bits: on the logs in hand fewer than one number of ten thousand lies outside.
  private static let least: Int32 = -1024
  private static let size = 4096
  /// From how many lines in a batch on, of the 128 that one may have, there is plenty of input and the table worth it.
  private static let worthwhile = 64

  /// The words of one hundredth after the other: 32 KiB, of which a log uses one or two.
  private var words: [UInt64] = []

  /// A table that is made when it is first needed.
  init() {}

  /// Six bytes of text, a blank, and a byte that is 0.
  @inline(__always)
  subscript(bits: Centibits) -> UInt64 {
    let place = Int(bits.rawValue &- Self.least)
    return UInt(bitPattern: place) < UInt(bitPattern: words.count) ? words[place] : Self.word(bits)
  }

  /// Makes the table, unless few lines are to be written: it takes 340,000 instructions, as much as the numbers of 1,400
  /// lines without it, and a first line need not wait for that.
  mutating func prepare(for lines: Int) {
    guard words.isEmpty, lines >= Self.worthwhile else { return }
    words.reserveCapacity(Self.size)
    for place in 0..<Int32(Self.size) { words.append(Self.word(Centibits(rawValue: place + Self.least))) }
  }

  /// What has no scores.
  static let skipped: UInt64 = 0x0020_2D20_2020_2020

  // Out of line, so that the look-up is short: after the table is made, it is for numbers that are none of its.
  @inline(never)
  private static func word(_ bits: Centibits) -> UInt64 {
    let text = BitsText(bits).bytes
    var word = UInt64(UInt8(ascii: " ")) << 48
    for index in 0..<6 { word |= UInt64(text[index]) << UInt64(8 * index) }
    return word
  }
}
