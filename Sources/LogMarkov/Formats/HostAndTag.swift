internal import Unix

/// Formats: what most headers have behind the time, `host tag[pid]: message`.
///
/// Blanks (or TABs) between the time, the host and the tag may be several; of those behind the tag one belongs
/// to the header and the rest to the message, as daemons print a message's own indentation there. A `[` behind a
/// tag opens a pid only if a `]` follows somewhere in the line. BusyBox has `facility.level` before the tag, which is
/// part of neither.
enum HostAndTag {
  /// How many bytes of the buffer `readUsual` looks at: a blank, 31 of a host, a blank, 32 of tag and pid.
  static let usualLength = 65

  /// Takes `rest`, the line behind its time stamp, apart into `record`.
  static func read(_ bytes: Span<UInt8>, _ rest: Range<Int>, into record: inout LogRecord) {
    let start = rest.lowerBound
    if bytes.count &- start >= usualLength {
      let window = bytes.extracting(start..<start &+ usualLength)
      if readUsual(bytes, rest, window, into: &record) { return }
    }
    readAny(bytes, rest, into: &record)
  }

  /// Takes `rest`, whose first bytes are `window`, apart if it looks as nearly all do: one blank, a host of at most
  /// 31 bytes, one blank, and tag and pid within 32 bytes. False, and `record` as it was, if it does not.
  ///
  /// What each byte is, is a bit of a few words then, and no byte is looked at by itself: 130 instructions, where the
  /// loops of `readAny` take 260. Of 54,000 lines of real logs (Linux, juju, OpenSSH, the journal) it reads all but 80.
  /// Inlined, so that the length of `window` is known and checked once.
  @inline(__always)
  static func readUsual(
    _ bytes: Span<UInt8>, _ rest: Range<Int>, _ window: Span<UInt8>, into record: inout LogRecord
  ) -> Bool {
    let (start, end) = (rest.lowerBound, rest.upperBound)
    guard start < end else { return false }
    var hostCount = SixteenBytes(window.vector(at: 1)).nonHostMarks.first
    if hostCount == 16 { hostCount &+= SixteenBytes(window.vector(at: 17)).nonHostMarks.first }
    // `last message repeated …` and `---` would pass for a host, and a tag without a host ends with a colon.
    guard window[0].isBlank, hostCount > 0, hostCount < 32, window[1 &+ hostCount].isBlank,
      window[hostCount] != UInt8(ascii: ":"),
      !RepeatedMessage.mayStart(with: window[1]) || !RepeatedMessage.stands(in: bytes, start &+ 1..<end)
    else { return false }

    let low = SixteenBytes(window.vector(at: 2 &+ hostCount))
    let high = SixteenBytes(window.vector(at: 18 &+ hostCount))
    /// What is true of byte n of tag and pid in bit n; bit 32 ends every search.
    func bits(_ marks: (SixteenBytes) -> ByteMarks) -> UInt64 {
      UInt64(marks(low).bits | marks(high).bits &<< 16) | 1 &<< 32
    }
    let (blanks, colons) = (bits { $0.blankMarks }, bits { $0.marks(UInt8(ascii: ":")) })
    let brackets = bits { $0.marks(UInt8(ascii: "[")) }
    let tagCount = (blanks | colons | brackets).trailingZeroBitCount
    guard 1..<32 ~= tagCount else { return false }
    let tag = start &+ 2 &+ hostCount
    var next = tagCount &+ 1
    var pid = Region.none
    if brackets &>> UInt64(tagCount) & 1 != 0 {
      let closing = bits { $0.marks(UInt8(ascii: "]")) } & UInt64.max &<< UInt64(next)
      let pidEnd = closing.trailingZeroBitCount
      pid = Region(tag &+ next..<tag &+ pidEnd)
      next = pidEnd &+ 1
      next &+= Int(colons &>> UInt64(next) & 1)
    } else if colons &>> UInt64(tagCount) & 1 == 0 {
      return false
    }
    next &+= Int(blanks &>> UInt64(next) & 1)
    // The end of the line may lie before what was found.
    guard next <= 32, next <= end &- tag else { return false }
    record.host = Region(start &+ 1..<tag &- 1)
    record.tag = Region(tag..<tag &+ tagCount)
    record.pid = pid
    record.message = Region(tag &+ next..<end)
    return true
  }

  /// Takes `rest` apart, whatever it looks like.
  @inline(never)
  static func readAny(_ bytes: Span<UInt8>, _ rest: Range<Int>, into record: inout LogRecord) {
    let end = rest.upperBound
    var at = bytes.endOfBlanks(in: rest)
    // The host. `last message repeated …` and `---` would pass for one.
    if !RepeatedMessage.stands(in: bytes, at..<end) {
      let hostEnd = bytes.firstPlace(in: at..<end) { $0.nonHostMarks }
      if hostEnd > at, hostEnd == end || bytes[hostEnd].isBlank, bytes[hostEnd - 1] != UInt8(ascii: ":") {
        record.host = Region(at..<hostEnd)
        at = bytes.endOfBlanks(in: hostEnd..<end)
      }
    }
    // Without a host the word here is the tag if it reads as one, and else the message starts with it.
    if !readTag(bytes, at..<end, into: &record) { readTagBehindFacility(bytes, at..<end, into: &record) }
  }

  /// Reads the tag once more if facility and level stand before it. Out of the way, as few lines have no tag.
  @inline(never)
  private static func readTagBehindFacility(
    _ bytes: Span<UInt8>, _ rest: Range<Int>, into record: inout LogRecord
  ) {
    guard let behind = FacilityAndLevel.end(bytes, rest) else { return }
    readTag(bytes, behind..<rest.upperBound, into: &record)
  }

  /// Takes `rest`, the line behind its host, apart into `record`; false if there is no tag, and all is message.
  ///
  /// Always inlined: out of line it cost a header 30 instructions.
  @discardableResult @inline(__always)
  static func readTag(_ bytes: Span<UInt8>, _ rest: Range<Int>, into record: inout LogRecord) -> Bool {
    let end = rest.upperBound
    var at = rest.lowerBound
    let tag = at..<bytes.firstPlace(in: rest) { $0.tagEndMarks }
    if !tag.isEmpty, tag.upperBound < end {
      var next = tag.upperBound
      switch bytes[next] {
      case UInt8(ascii: ":"):
        next += 1
      case UInt8(ascii: "["):
        let pid = next + 1..<bytes.firstPlace(in: next + 1..<end) { $0.marks(UInt8(ascii: "]")) }
        if pid.upperBound < end {
          record.pid = Region(pid)
          next = pid.upperBound + 1
          if next < end, bytes[next] == UInt8(ascii: ":") { next += 1 }
        }
      default: break
      }
      if next > tag.upperBound {
        record.tag = Region(tag)
        at = next < end && bytes[next].isBlank ? next + 1 : next
      }
    }
    record.message = Region(at..<end)
    return !record.tag.isEmpty
  }
}
