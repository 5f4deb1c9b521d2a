internal import Unix

/// The mask `values`, the default: a state machine over the bytes of a message. This comment is its definition.
///
/// 1. A message is split at blanks (space and TAB) and at the separators `( ) [ ] { } < > " ' = , ; |`. What
///    lies between is a *piece*. All other bytes, among them controls, NUL, CR and bytes from 0x80 on, are
///    ordinary bytes of pieces. Letters and digits are those of ASCII.
/// 2. The `: . ! ?` at the end of a piece stay outside: what is left is its *core*. The rules below are about
///    cores; the punctuation is copied behind what becomes of the core. A piece that is nothing but
///    punctuation has no core and is copied.
/// 3. A core *looks like a value* if it holds a digit or a `*`; or if it holds `/`, `@` or `\` and is longer
///    than one byte; or if it holds two or more dots, not counting the dots that it starts with. Such a core
///    becomes `*`: `eth0`, `/dev/null`, `fe80::1`, `www.example.org` and `*` itself.
/// 4. But if it is `key:value`, where the key is one or more letters or `_ . -` and the value is not empty, does
///    not start with `:` and looks like a value by itself, then it becomes `key:*`: `uid:500`, `http://host/`.
/// 5. The three-letter names of weekdays and months (`Mon`, `Jan`, written so) become `*`.
/// 6. A unit (`B KB MB GB kB k M G ms s us sec secs seconds bytes`) becomes `*` if a `*` and one blank stand
///    right before it in the text made so far: `5 kB`, `size:5 kB`, `size=5 kB`; but not `5, kB`, `5: s`.
/// 7. The core that comes next after the core `user` becomes one `*`, whatever it is and whatever separators,
///    blanks and punctuation lie between; if 4 applies to it, it becomes `key:*` all the same. The word is
///    `user`, in small letters.
/// 8. The core right behind `=` becomes one `*` as a whole, 4 or not: `uid=0`, `dev=block:sda`. One opening
///    `( [ { < " '` may stand between the `=` and the core, and behind it blanks: `comm="cron job"` becomes
///    `comm=" * job "`. If neither a core nor such an opening with a core is there, the value is empty and a
///    `*` is put in its place: `ruser= rhost=x` becomes `ruser=* rhost=*`, `a==b` becomes `a=*=*`, and a blank
///    behind `=` always means an empty value (`a = b` becomes `a=* b`). For 6 and 7 this `*` is a core.
/// 9. The canonical text is the pieces and the separators in order, each separator by itself, one blank
///    between any two of them, but none around `=`, none at the start and none at the end.
/// 10. Where two `*` of that text have nothing between them but blanks and `. : , + - #`, all from the first to
///     the second becomes one `*`: `5, 6` and `10 - 12 kB` become `*`.
///
/// All rules look at the text that is being made, or at what that text preserves; therefore masking the
/// canonical text again changes nothing.
///
/// A piece is written as it is read, and cut back to `*` when its end shows it to be a value; so a message may
/// come in parts cut anywhere, and none of its bytes is asked for twice.
struct ValuesMask: Sendable {
  /// What is still to come of the value of an `=`.
  private enum PendingValue {
    /// No `=` waits for a value.
    case none
    /// The last byte was `=`.
    case behindEquals
    /// Behind the `=` came an opening bracket or quote.
    case behindOpening
  }

  private let rules = PieceRules()

  /// Where the piece being read starts in the text; `nil` between pieces.
  private var pieceStart: Int?
  /// The classes of all bytes of that piece together.
  private var pieceTraits: ByteClass = []
  /// The piece being read is the value of an `=`, and its `*` is already written before it.
  private var pieceIsValue = false
  /// What an `=` waits for.
  private var pendingValue = PendingValue.none
  /// The last core was `user`.
  private var isBehindUser = false
  /// The last `*` of the text, if a `*` written now would have to be one with it.
  private var openStar: Int?
  /// No blank belongs before the next piece or separator: the message starts here, or an `=` was written.
  private var isBehindGlue = true

  /// Forgets the last message.
  mutating func begin() {
    pieceStart = nil
    pieceTraits = []
    pieceIsValue = false
    pendingValue = .none
    isBehindUser = false
    openStar = nil
    isBehindGlue = true
  }

  /// Goes on with the next bytes of the message: those in `range`.
  ///
  /// Pieces are looked through first (8 instructions a byte) and copied sixteen bytes at a time, and words that pass
  /// `isPlainWord` are done with that: 1300 instead of 2340 instructions for nine words of 58 bytes.
  mutating func feed(_ range: Range<Int>, of bytes: Span<UInt8>, into text: inout CanonicalText) {
    // A byte brings at most itself and a blank; the value of an `=` read earlier, a blank and a `*`. Copies of
    // sixteen bytes reach as far behind that.
    text.reserve(2 * range.count + 2 + 16)
    let table = rules.classes.table
    let classes = table.span
    // Said once, so that it need not be asked of each byte.
    precondition(classes.count == 256)
    let input = bytes.extracting(0..<range.upperBound)
    var end = text.count
    var out = text.storage.mutableSpan
    var index = range.lowerBound
    while index < input.count {
      let start = index
      var seen: ByteClass = []
      var last = classes[Int(input[index])]
      while !last.contains(.separator) {
        seen.formUnion(last)
        index &+= 1
        guard index < input.count else { break }
        last = classes[Int(input[index])]
      }
      if index > start {
        if isPlainWord(seen, count: index &- start, first: input[start]), index < input.count {
          writeBlankIfDue(to: &out, &end)
          ValuesMask.copy(start..<index, of: bytes, to: &out, &end)
        } else {
          if pieceStart == nil { startPiece(in: &out, &end) }
          ValuesMask.copy(start..<index, of: bytes, to: &out, &end)
          pieceTraits.formUnion(seen)
          if index == input.count { break }
          endPiece(in: &out, &end)
        }
      } else if pieceStart != nil {
        endPiece(in: &out, &end)
      }
      if last.contains(.blank) {
        if pendingValue == .behindEquals { writeEmptyValue(to: &out, &end) }
      } else {
        write(separator: input[index], to: &out, &end)
      }
      index &+= 1
    }
    text.count = end
  }

  /// True for a whole piece that no rule can apply to, and that changes nothing of what is remembered: it holds letters
  /// or other bytes without a meaning, and is neither a name of the calendar, which have a capital, nor `user`, nor
  /// next to a `*`, where it might be a unit. (Long words next to a `*`, too, gained nothing.)
  private func isPlainWord(_ traits: ByteClass, count: Int, first: UInt8) -> Bool {
    traits.isDisjoint(with: .questionable)
      && (count != KnownWords.calendarNameCount || first >= UInt8(ascii: "a"))
      && (count != KnownWords.userCount || first != UInt8(ascii: "u"))
      && openStar == nil && pendingValue == .none && pieceStart == nil && !isBehindUser
  }

  /// Copies bytes to the end of the text: in one step if they are few, as nearly always.
  @inline(__always)
  private static func copy(
    _ range: Range<Int>, of bytes: Span<UInt8>, to out: inout MutableSpan<UInt8>, _ end: inout Int
  ) {
    if range.count <= 16, range.lowerBound <= bytes.count &- 16 {
      out.store(bytes.vector(at: range.lowerBound), at: end)
    } else {
      copyBytes(range, of: bytes, to: &out, at: end)
    }
    end &+= range.count
  }

  /// Ends the message.
  mutating func finish(into text: inout CanonicalText) {
    text.reserve(2)
    var end = text.count
    var out = text.storage.mutableSpan
    if pieceStart != nil { endPiece(in: &out, &end) }
    if pendingValue != .none { writeEmptyValue(to: &out, &end) }
    text.count = end
  }

  /// Makes ready for the first byte of a piece.
  private mutating func startPiece(in out: inout MutableSpan<UInt8>, _ end: inout Int) {
    pieceIsValue = pendingValue != .none
    if pieceIsValue {
      writeValue(to: &out, &end)
    } else {
      writeBlankIfDue(to: &out, &end)
    }
    pieceStart = end
    pieceTraits = []
  }

  /// Decides about the piece that ends at `end`, and cuts it back if it is a value.
  private mutating func endPiece(in out: inout MutableSpan<UInt8>, _ end: inout Int) {
    guard let start = pieceStart else { return }
    pieceStart = nil
    let pieceEnd = end
    let endsInPunctuation = pieceTraits.contains(.punctuation)
    let coreEnd = endsInPunctuation ? rules.endOfCore(of: start..<pieceEnd, in: out) : pieceEnd
    let core = start..<coreEnd

    if pieceIsValue {
      end = start
    } else if let value = startOfValue(in: core, of: out) {
      if rules.keepsApart(start..<value, of: out) { openStar = nil }
      end = value
      writeStar(to: &out, &end)
    } else {
      if !core.isEmpty { isBehindUser = rules.isUser(core, of: out) }
      if pieceTraits.contains(.solid) { openStar = nil }
      return
    }
    isBehindUser = false
    if rules.keepsApart(coreEnd..<pieceEnd, of: out) { openStar = nil }
    for index in coreEnd..<pieceEnd {
      out[end] = out[index]
      end += 1
    }
  }

  /// Rules 3 to 7: where in the core that becomes `*` starts; `nil` if the core stays.
  private func startOfValue(in core: Range<Int>, of out: borrowing MutableSpan<UInt8>) -> Int? {
    if !pieceTraits.isDisjoint(with: .remarkable),
      let value = rules.startOfValue(in: core, of: out, traits: pieceTraits)
    {
      return value
    }
    if core.isEmpty { return nil }
    let isBehindStar = openStar == core.lowerBound - 2
    let isValue =
      isBehindUser || rules.isCalendarName(core, of: out) || isBehindStar && rules.isUnit(core, of: out)
    return isValue ? core.lowerBound : nil
  }

  /// Writes the blank between the last piece or separator and the next one, where one belongs.
  private mutating func writeBlankIfDue(to out: inout MutableSpan<UInt8>, _ end: inout Int) {
    if isBehindGlue {
      isBehindGlue = false
    } else {
      out[end] = UInt8(ascii: " ")
      end += 1
    }
  }

  /// Rule 8: an `=` whose value did not come gets a `*`.
  private mutating func writeEmptyValue(to out: inout MutableSpan<UInt8>, _ end: inout Int) {
    writeValue(to: &out, &end)
    isBehindUser = false
  }

  /// Writes the `*` that stands for the value of an `=`.
  private mutating func writeValue(to out: inout MutableSpan<UInt8>, _ end: inout Int) {
    writeBlankIfDue(to: &out, &end)
    out[end] = UInt8(ascii: "*")
    openStar = end
    end += 1
    pendingValue = .none
  }

  /// Rule 10: writes a `*`, or cuts the text back to the one that it is to be one with.
  private mutating func writeStar(to out: inout MutableSpan<UInt8>, _ end: inout Int) {
    if let star = openStar {
      end = star + 1
    } else {
      out[end] = UInt8(ascii: "*")
      openStar = end
      end += 1
    }
  }

  /// Writes a separator that is no blank.
  private mutating func write(separator: UInt8, to out: inout MutableSpan<UInt8>, _ end: inout Int) {
    let opensValue = pendingValue == .behindEquals && isOpening(separator)
    if pendingValue != .none && !opensValue { writeEmptyValue(to: &out, &end) }
    if opensValue { pendingValue = .behindOpening }

    let isEquals = separator == UInt8(ascii: "=")
    if isEquals {
      pendingValue = .behindEquals
    } else {
      writeBlankIfDue(to: &out, &end)
    }
    out[end] = separator
    end += 1
    isBehindGlue = isEquals
    if separator != UInt8(ascii: ",") { openStar = nil }
  }

  /// True for `( [ { < " '`, behind which the value of an `=` may still come.
  private func isOpening(_ separator: UInt8) -> Bool {
    switch separator {
    case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"), UInt8(ascii: "<"), UInt8(ascii: "\""),
      UInt8(ascii: "'"):
      true
    default: false
    }
  }
}
