/// Formats: a journal's entries name their boot; where that changes, journalctl prints a boot marker between its lines
/// for people, and nothing between entries.
///
/// Entries of several hosts may be mixed: only a host that is also the last entry's has booted.
struct BootIdentity {
  /// Of the last entry, so far as names of this length tell: no more than this is held.
  private static let longestName = 256
  private var boot: [UInt8] = []
  private var host: [UInt8] = []
  private var hasBooted = false

  /// No entry was seen yet.
  init() {}

  /// The last entry was this one.
  init(_ memory: FormatMemory) {
    boot = Array(memory.boot.prefix(Self.longestName))
    host = Array(memory.bootHost.prefix(Self.longestName))
  }

  /// A memory with the last entry's boot in it.
  func added(to memory: FormatMemory) -> FormatMemory {
    FormatMemory(lastLineHadHeader: memory.lastLineHadHeader, boot: boot, bootHost: host)
  }

  /// Notes the boot of an entry.
  mutating func note(_ boot: Span<UInt8>, host: Span<UInt8>) {
    let (boot, host) = (boot.extracting(first: Self.longestName), host.extracting(first: Self.longestName))
    let isOther = !boot.equals(boot.indices, self.boot)
    if host.equals(host.indices, self.host) {
      if isOther, !self.boot.isEmpty { hasBooted = true }
    } else {
      self.host = host.indices.map { host[$0] }
    }
    if isOther { self.boot = boot.indices.map { boot[$0] } }
  }

  /// Forgets all entries: a marker stands behind them, which says itself that there was a boot.
  mutating func forget() { self = BootIdentity() }

  /// True once after a boot.
  mutating func takeBoot() -> Bool {
    defer { hasBooted = false }
    return hasBooted
  }
}
