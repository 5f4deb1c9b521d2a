import LogMarkov
import Unix

/// Standard input as rsyslog's omprog feeds it with `confirmMessages`: each line is confirmed on standard output by `OK`
/// as soon as it was handled, and so is, before the first one, that there is somebody to handle it.
///
/// The pipeline asks for more only when it is through with what it has, and writes everything that is ready before a
/// read that would have to wait. Every read here claims that it would: what was read before the last read is written.
/// Source: rsyslog, omprog, "confirmMessages".
final class ConfirmedInput: ByteSource {
  private let input: InputFiles
  private let confirmations = StandardOutput()
  /// Lines that were handed on since the last confirmation; the first stands for being ready.
  private var unconfirmed = 1

  /// The lines of `input`.
  init(_ input: InputFiles) { self.input = input }

  var inputName: [UInt8] { input.inputName }

  func wouldBlock() -> Bool { true }

  func waitForInput(until deadline: Instant) -> Bool {
    input.waitForInput(until: deadline)
  }

  /// Throws `Failure` if standard output cannot be written.
  func read(into span: inout MutableSpan<UInt8>) throws -> SourceRead {
    try confirm()
    let result = try input.read(into: &span)
    if case .bytes(let count) = result {
      let bytes = span.span
      for index in 0..<count where bytes[index] == 0x0A { unconfirmed += 1 }
    }
    return result
  }

  private func confirm() throws {
    guard unconfirmed > 0 else { return }
    let words = Array(String(repeating: "OK\n", count: unconfirmed).utf8)
    unconfirmed = 0
    try confirmations.write(words.span)
  }
}
