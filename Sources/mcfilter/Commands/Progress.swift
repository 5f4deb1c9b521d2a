import Unix

/// How far long work is, on one line of the terminal that standard error is; nothing if it is none.
struct Progress {
  /// How often the line changes at most.
  private static let interval = Duration.milliseconds(200)

  private let isShown: Bool
  private let totalBytes: Int?
  private let start = Instant.now
  private var last = Instant.now

  /// Progress through `totalBytes` bytes, or through nobody knows how many.
  init(totalBytes: Int?, isWanted: Bool) {
    self.totalBytes = totalBytes
    isShown = isWanted && FileDescriptor.standardError.isTerminal
  }

  /// Shows how many bytes are done, with rate and time left.
  mutating func show(bytes: UInt64) {
    guard isShown, last.duration(to: .now) >= Progress.interval else { return }
    last = .now
    let seconds = start.duration(to: .now).inSeconds
    let megabytes = Double(bytes) / 1e6
    var line = "\(megabytes.rounded(decimals: 1)) MB, \((megabytes / seconds).rounded(decimals: 1)) MB/s"
    if let totalBytes, totalBytes > 0, bytes > 0 {
      let share = min(1, Double(bytes) / Double(totalBytes))
      line +=
        ", \((share * 100).rounded(decimals: 0)) %, \((seconds / share * (1 - share)).rounded(decimals: 0)) s left"
    }
    Diagnostics.write("\r\u{1B}[K\(line)")
  }

  /// Shows how many of all trials are done, with the time left.
  mutating func show(trials done: Int, of all: Int) {
    guard isShown, last.duration(to: .now) >= Progress.interval else { return }
    last = .now
    let left = start.duration(to: .now).inSeconds / Double(done) * Double(all - done)
    Diagnostics.write("\r\u{1B}[K\(done) of \(all) trials, \(left.rounded(decimals: 0)) s left")
  }

  /// Takes the line away.
  func clear() { if isShown { Diagnostics.write("\r\u{1B}[K") } }
}
