/// Both ends of a pipeline for tests: bytes in, cut wherever a test wants, and bytes out.

import Unix

@testable import LogMarkov

/// Inputs one behind the other, in reads of given sizes.
final class CutSource: ByteSource {
  private let inputs: [[UInt8]]
  private let sizes: [Int]
  private var input = 0
  private var offset = 0
  private var reads = 0
  /// What `wouldBlock` says before the read of this number (from 0 on).
  var blocks: (Int) -> Bool = { _ in false }
  /// Called with the deadline of a wait for the read of this number; what it says ends the wait.
  var waits: (Int, Instant) -> Bool = { _, _ in true }
  /// Called whenever the pipeline asks whether a read would have to wait.
  var asked: (Bool) -> Void = { _ in }

  /// The reads bring `sizes` bytes, again from the first on when they are used up; no read crosses an input's end.
  init(_ inputs: [[UInt8]], sizes: [Int] = [.max]) {
    self.inputs = inputs
    self.sizes = sizes
  }

  func read(into span: inout MutableSpan<UInt8>) throws -> SourceRead {
    precondition(span.count > 0, "a read has room for a byte")
    guard input < inputs.count else { return .end }
    let left = inputs[input].count - offset
    guard left > 0 else {
      input += 1
      offset = 0
      return .endOfInput
    }
    let count = min(left, sizes[reads % sizes.count], span.count)
    reads += 1
    for index in 0..<count { span[index] = inputs[input][offset + index] }
    offset += count
    return .bytes(count)
  }

  func wouldBlock() -> Bool {
    let answer = blocks(reads)
    asked(answer)
    return answer
  }

  func waitForInput(until deadline: Instant) -> Bool { waits(reads, deadline) }
}

/// Everything that was written.
final class CollectingSink: ByteSink {
  private(set) var bytes: [UInt8] = []

  func write(_ span: Span<UInt8>) throws {
    for index in span.indices { bytes.append(span[index]) }
  }
}
