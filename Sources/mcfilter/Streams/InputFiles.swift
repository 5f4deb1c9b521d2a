import LogMarkov
import Unix

/// The FILE operands as one stream; `-`, or none, is standard input.
///
/// A file that cannot be read is reported and does not stop the others. After a request to terminate, what is already
/// there is still read (rsyslog and syslog-ng send SIGTERM while lines are in the pipe), for five seconds at most; a
/// regular file, which keeps what was not read, ends at once.
final class InputFiles: ByteSource {
  /// How much a pipe that was found full is asked to hold: as much as is read at a time. 200 MB from `cat` took a frozen
  /// model's filter 0.51 s with the usual 64 KiB, 0.48 with this, and no less with more.
  private static let pipeSize = 256 << 10

  private var waiting: ArraySlice<String>
  private var current: FileDescriptor?
  private var path = ""
  /// The name of the file as it was given, or what standard input is called.
  private(set) var inputName: [UInt8] = []
  private var isAtStart = false
  private var isRegular = false
  private var isPipeAsked = false
  /// How long after a read that brings something the next one is interrupted at the latest; nil: never. There is
  /// something to be told then (`MetricsFile`).
  var interval: Duration?
  private var due: Instant?
  /// What the program was asked for by a signal, until it sees to it.
  private var request: Signal?
  private let compressed: Compressed
  private let output: FileInfo.Identity?
  /// What standard input is called in the output.
  private let standardInputName: String
  /// What was said of the first file that could not be read.
  private(set) var firstFailure: String?
  /// True as soon as a file could not be read.
  var failed: Bool { firstFailure != nil }
  /// The sum of the sizes of all files, in bytes; nil if one of them is not a regular file.
  let totalBytes: Int?

  /// What becomes of input that looks compressed; `reader` is where its text should go, as the shell writes it.
  enum Compressed {
    /// It is an error: what came of it would be noise.
    case refused(reader: String)
    /// Its bytes pass, as all bytes do, and it is said that they do.
    case passed(reader: String)
  }

  /// The files of these names. The file that is written to, `output`, is refused, because who writes while he reads would
  /// never come to its end.
  init(
    _ operands: [String], compressed: Compressed, output: FileInfo.Identity? = nil,
    standardInputName: String? = nil
  ) {
    self.standardInputName = standardInputName ?? "(standard input)"
    waiting = (operands.isEmpty ? ["-"] : operands)[...]
    self.compressed = compressed
    self.output = output
    totalBytes = InputFiles.totalBytes(of: Array(waiting))
  }

  /// The sum of the sizes of files, in bytes; nil if one of them is not a regular file.
  static func totalBytes(of names: [String]) -> Int? {
    names.reduce(Int?.some(0)) { sum, name in
      guard let sum, name != "-", let info = try? FileInfo(path: name), info.kind == .regular else {
        return nil
      }
      return sum + info.size
    }
  }

  func wouldBlock() -> Bool {
    switch current {
    case .none: return false
    case .some(let file): return file.wouldBlock()
    }
  }

  /// True also when a signal wants to be seen to: the next read does that.
  func waitForInput(until deadline: Instant) -> Bool {
    switch current {
    case .none: return true
    case .some(let file):
      return file.waitUntilReadable(timeout: max(.zero, Instant.now.duration(to: deadline)))
        != .timedOut
    }
  }

  /// Takes what was asked for by the signal that interrupted the last read; nil if none did: then it is time (`interval`).
  func takeRequest() -> Signal? {
    defer { request = nil }
    return request
  }

  /// Throws `Failure` only for compressed input that is refused; a file that cannot be read is reported, and the next one comes.
  func read(into span: inout MutableSpan<UInt8>) throws -> SourceRead {
    if isWanted() { return .interrupted }
    while current == nil {
      guard openNext() else { return request == nil ? .end : .interrupted }
    }
    let result: ReadResult
    do {
      result = try readCurrent(into: &span)
    } catch {
      report(error)
      current = nil
      return .endOfInput
    }
    switch result {
    case .bytes(let count):
      if isAtStart {
        isAtStart = false
        if let tool = InputFiles.decompressor(of: span.span, count: count) { try meetCompressed(tool) }
      }
      if count >= FileDescriptor.usualPipeSize { enlargePipe() }
      if let interval, due == nil { due = .now + interval }
      return .bytes(count)
    case .end:
      current = nil
      return .endOfInput
    case .interrupted where isWanted():
      return .interrupted
    case .interrupted:
      waiting = []
      current = nil
      return .endOfInput
    }
  }

  /// Says that the input is compressed, and by which tool it can be read.
  private func meetCompressed(_ tool: String) throws(Failure) {
    let source = path == "standard input" ? tool : "\(tool) \(path)"
    switch compressed {
    case .refused(let reader): throw Failure("\(path): compressed: decompress it: \(source) \(reader)")
    case .passed(let reader):
      Diagnostics.report("\(path): compressed, and scored as it is: decompress it: \(source) \(reader)")
    }
  }

  /// Once for each input: a pipe that was full is one whose writer waits.
  private func enlargePipe() {
    guard !isPipeAsked else { return }
    isPipeAsked = true
    switch current {
    case .none: break
    case .some(let file): file.enlargePipe(to: InputFiles.pipeSize)
    }
  }

  /// Whether a signal asks for something, or the time to tell something has come.
  private func isWanted() -> Bool {
    if hasRequest() { return true }
    guard let due, Instant.now >= due else { return false }
    self.due = nil
    return true
  }

  /// Whether a signal asks for something other than the end.
  private func hasRequest() -> Bool {
    request = request ?? SignalRequest.take()
    return request != nil
  }

  /// Opens the next file that can be opened; false if there is none left, or if a request came first.
  private func openNext() -> Bool {
    while let name = waiting.popFirst() {
      path = name == "-" ? "standard input" : name
      inputName = (name == "-" ? standardInputName : name).nameBytes
      do {
        let file = try name == "-" ? FileDescriptor.standardInput : FileDescriptor(openingForReading: name)
        let info = try FileInfo(descriptor: file)
        guard info.kind != .directory else { throw SystemError(code: .isADirectory, call: "read") }
        isRegular = info.kind == .regular
        if isRegular, info.size > 0, info.identity == output {
          throw InputIsOutput()
        }
        file.adviseSequentialReading()
        current = consume file
        isAtStart = true
        isPipeAsked = false
        return true
      } catch let error as SystemError where error.code == .interrupted && hasRequest() {
        // A named pipe without a writer: it is waited for again.
        waiting.insert(name, at: waiting.startIndex)
        return false
      } catch {
        report(error)
      }
    }
    return false
  }

  /// Reads the current file; `.interrupted` when a request to terminate has been given its time.
  private func readCurrent(into span: inout MutableSpan<UInt8>) throws -> ReadResult {
    switch current {
    case .none: return .end
    case .some(let file):
      if TerminationRequest.pending != nil {
        if isRegular || TerminationRequest.isOverdue || file.wouldBlock() { return .interrupted }
      } else {
        let left = due.map { max(.zero, Instant.now.duration(to: $0)) }
        if file.waitUntilReadable(timeout: left) != .ready, file.wouldBlock() { return .interrupted }
      }
      return try file.read(into: &span)
    }
  }

  private func report(_ error: any Error) {
    let reason = (error as? SystemError)?.message ?? "\(error)"
    Diagnostics.report("\(path): \(reason)")
    firstFailure = firstFailure ?? "\(path): \(reason)"
  }

  /// What decompresses bytes that begin as compressed files do; nil if these do not.
  private static func decompressor(of bytes: Span<UInt8>, count: Int) -> String? {
    let magics: [(tool: String, bytes: [UInt8])] = [
      ("zcat", [0x1F, 0x8B]), ("bzcat", [0x42, 0x5A, 0x68]), ("xzcat", [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00]),
      ("zstdcat", [0x28, 0xB5, 0x2F, 0xFD]),
    ]
    return magics.first { magic in
      count >= magic.bytes.count && magic.bytes.indices.allSatisfy { bytes[$0] == magic.bytes[$0] }
    }?.tool
  }
}

/// A file that would be read and written at once.
private struct InputIsOutput: Error, CustomStringConvertible {
  let description = "the input is also the output: write to another file"
}
