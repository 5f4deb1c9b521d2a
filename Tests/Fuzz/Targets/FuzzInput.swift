/// A fuzzer's bytes as an input that comes in pieces, and the output that is made of it.

import LogMarkov
import Support

extension SplitMix64 {
  /// The choices that go with an input: where it is cut, which settings are used.
  ///
  /// They are drawn from its last bytes, which are a part of the log as well: so a corpus is files of logs, and the
  /// fuzzer varies the choices by varying bytes at the end.
  init(choicesFor input: [UInt8]) {
    self.init(seed: input.suffix(4).reduce(UInt64(input.count % 7)) { $0 << 8 | UInt64($1) })
  }

  /// True in one of `count` cases.
  mutating func oneOf(_ count: Int) -> Bool { Int.random(in: 0..<count, using: &self) == 0 }

  /// One of `choices`, which are not empty.
  mutating func pick<Choice>(_ choices: [Choice]) -> Choice {
    choices[Int.random(in: choices.indices, using: &self)]
  }
}

/// Inputs one behind the other, in reads of chosen sizes.
final class PiecewiseSource: ByteSource {
  private let inputs: [[UInt8]]
  private let sizes: [Int]
  private var input = 0
  private var offset = 0
  private var reads = 0

  /// The reads bring `sizes` bytes, again from the first on when they are used up.
  init(_ inputs: [[UInt8]], sizes: [Int] = [.max]) {
    self.inputs = inputs
    self.sizes = sizes
  }

  /// The same with sizes drawn at random.
  convenience init(_ inputs: [[UInt8]], cutBy random: inout SplitMix64) {
    let longest = random.pick([1, 3, 17, 300])
    self.init(inputs, sizes: (0..<8).map { _ in Int.random(in: 1...longest, using: &random) })
  }

  func read(into span: inout MutableSpan<UInt8>) -> SourceRead {
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

  func wouldBlock() -> Bool { false }
}

/// All that was written.
final class ByteCollector: ByteSink {
  private(set) var bytes: [UInt8] = []

  func write(_ span: Span<UInt8>) { for index in span.indices { bytes.append(span[index]) } }
}

/// Cuts an input into two in one of four cases: a log rotated at any byte.
func inputs(of bytes: [UInt8], _ random: inout SplitMix64) -> [[UInt8]] {
  guard random.oneOf(4) else { return [bytes] }
  let end = Int.random(in: 0...bytes.count, using: &random)
  return [Array(bytes[..<end]), Array(bytes[end...])]
}

/// The input as it should come out: an LF is added where an input ends without one.
func withLastLF(_ inputs: [[UInt8]]) -> [UInt8] {
  Array(inputs.map { $0.isEmpty || $0.last == 0x0A ? $0 : $0 + [0x0A] }.joined())
}
