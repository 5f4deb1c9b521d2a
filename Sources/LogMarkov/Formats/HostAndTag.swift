internal import Unix

/// Formats: what most headers have behind the time, `host tag[pid]: message`.
///
/// Blanks (or TABs) between the time, the host and the tag may be several; of those behind the tag one belongs
/// to the header and the rest to the message, as daemons print a message's own indentation there. A `[` behind a
/// tag opens a pid only if a `]` follows somewhere in the line. BusyBox has `facility.level` before the tag, which is
/// part of neither.
enum HostAndTag {
  /// Takes `rest`, the line behind its time stamp, apart into `record`.
  static func read(_ bytes: Span<UInt8>, _ rest: Range<Int>, into record: inout LogRecord) {
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
