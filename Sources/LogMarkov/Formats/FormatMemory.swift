/// What a format remembers from one run to the next: what the lines that come may belong to.
struct FormatMemory: Equatable, Sendable {
  /// The last line had a header or continued one that had.
  var lastLineHadHeader = false
  /// The boot that a journal's last entry named; empty if none did.
  var boot: [UInt8] = []
  /// The host of that entry.
  var bootHost: [UInt8] = []
}
