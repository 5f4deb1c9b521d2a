/// The mask `digits`, the paper's: a state machine over the bytes of a message.
///
/// 1. Every ASCII digit is deleted.
/// 2. Blanks are the space and the TAB (and an LF, should one get in); any run of them becomes one space. Runs
///    are what is left after 1, so `Nov 22 :` becomes `Nov :`.
/// 3. Blanks at the start and at the end go.
/// 4. All other bytes (controls, NUL, CR, bytes from 0x80 on) stay.
///
/// Masking the result again changes nothing.
///
/// Reference: the paper that this program implements, section 3.
struct DigitsMask: Sendable {
  /// Blanks were read behind the last byte written.
  private var blankIsDue = false

  /// Forgets the last message.
  mutating func begin() { blankIsDue = false }

  /// Goes on with the next bytes of the message; there is nothing to do at its end.
  mutating func feed(_ input: Span<UInt8>, into text: inout CanonicalText) {
    // A byte brings at most itself and the blank before it.
    text.reserve(2 * input.count)
    let blank = UInt8(ascii: " ")
    let start = text.messageStart
    var end = text.count
    var isDue = blankIsDue
    var out = text.storage.mutableSpan
    for index in input.indices {
      let byte = input[index]
      if byte.isDigit { continue }
      if byte == blank || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\n") {
        isDue = true
        continue
      }
      if isDue && end > start {
        out[end] = blank
        end += 1
      }
      isDue = false
      out[end] = byte
      end += 1
    }
    blankIsDue = isDue
    text.count = end
  }
}
