internal import Unix

/// Formats: whether the journal or the kernel wrote what stands behind a time since boot.
///
///     [    2.500000] node001 sshd[4242]: Accepted publickey      journalctl -o short-monotonic
///     [    2.500000] usb 1-1: new high-speed USB device          dmesg
///
/// Alone, the second could be the tag `1-1` of a host `usb`. The rule:
///
/// 1. `WORD TAG[digits]:` and `WORD kernel:` are the journal's, and WORD is a host from now on. The kernel puts no other
///    word before a process's name and number.
/// 2. A line whose first word is such a host is the journal's.
/// 3. `TAG[digits]:` and `kernel:` are tags without a host: the journal's with `--no-hostname`, or what a program wrote
///    into the kernel's log (`systemd[1]: Detected virtualization kvm.`). The kernel itself writes so of its interrupt
///    controllers (`IOAPIC[0]:`), and of a process that crashed. These do not count, here or in 1: whoever can name and
///    crash a process must not be able to name a host.
/// 4. Everything else is the kernel's.
///
/// Nearly all entries of a journal are of kind 1, so a host is known from its first lines on; dmesg(1) has none, so that
/// it never comes to know a host, and all of its lines are read alike.
struct JournalHosts {
  /// Hashes of hosts, each at its place; 0 where there is none. Empty until the first one.
  ///
  /// A journal has one host, one of many machines as many. When two share a place, only their lines with neither pid nor
  /// the kernel's tag depend on which of them came last.
  private var hashes: [UInt64] = []
  private static let places = 1024

  private static let kernel = Array("kernel".utf8)
  private static let interruptController = Array("IOAPIC".utf8)
  /// How the kernel's words on a crash begin, behind `name[pid]: `.
  private static let crashWords = ["segfault ", "unhandled "].map { Array($0.utf8) }

  /// True if `rest`, the line behind its stamp, has a tag of its own.
  mutating func isJournals(_ bytes: Span<UInt8>, _ rest: Range<Int>) -> Bool {
    guard let first = rest.first, bytes[first] == UInt8(ascii: " ") else { return false }
    let start = first + 1
    let end = rest.upperBound
    let wordEnd = bytes.firstPlace(in: start..<end) { $0.nonHostMarks }
    if wordEnd > start, wordEnd < end, bytes[wordEnd] == UInt8(ascii: " "),
      bytes[wordEnd - 1] != UInt8(ascii: ":")
    {
      let hash = hash(bytes, start..<wordEnd)
      if startsWithTag(bytes, wordEnd + 1..<end) {
        remember(hash)
        return true
      }
      return isKnown(hash)
    }
    return startsWithTag(bytes, start..<end)
  }

  /// True if `kernel:` or `tag[digits]:` and no report of a crash stand at the start of `range`.
  func startsWithTag(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    let tagEnd = bytes.firstPlace(in: range) { $0.tagEndMarks }
    guard tagEnd > range.lowerBound, tagEnd < range.upperBound else { return false }
    var colon = tagEnd
    let tag = range.lowerBound..<tagEnd
    if bytes[tagEnd] == UInt8(ascii: "[") {
      colon = bytes.endOfDigits(in: tagEnd + 1..<range.upperBound) + 1
      guard colon > tagEnd + 2, colon <= range.upperBound, bytes[colon - 1] == UInt8(ascii: "]") else {
        return false
      }
      if bytes.equals(tag, Self.interruptController) { return false }
    } else if !bytes.equals(tag, Self.kernel) {
      return false
    }
    guard colon < range.upperBound, bytes[colon] == UInt8(ascii: ":") else { return false }
    let message = colon + 1..<range.upperBound
    guard let blank = message.first else { return true }
    return bytes[blank] == UInt8(ascii: " ")
      && !Self.crashWords.contains { bytes.starts(message.dropFirst(), with: $0) }
  }

  private func isKnown(_ hash: UInt64) -> Bool {
    !hashes.isEmpty && hashes[Int(hash % UInt64(Self.places))] == hash
  }

  private mutating func remember(_ hash: UInt64) {
    if hashes.isEmpty { hashes = [UInt64](repeating: 0, count: Self.places) }
    hashes[Int(hash % UInt64(Self.places))] = hash
  }

  /// FNV-1a. Who prints a journal chooses the hosts in it, so that no key is needed.
  private func hash(_ bytes: Span<UInt8>, _ host: Range<Int>) -> UInt64 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for index in host { hash = (hash ^ UInt64(bytes[index])) &* 0x100_0000_01b3 }
    return max(hash, 1)
  }
}
