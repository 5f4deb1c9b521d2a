/// A run of bytes inside a buffer that somebody else owns: where it starts and how long it is.
///
/// A field of a record is a region and never a copy: nothing is materialised until someone prints it.
/// Offsets are 32 bits wide because a line block never holds 4 GiB.
struct Region: Equatable, Sendable {
  /// Bytes from the start of the buffer.
  var offset: UInt32
  /// Length in bytes.
  var count: UInt32

  /// The empty region at the start of the buffer: "this record has no such field".
  static let none = Region(offset: 0, count: 0)

  /// A region of `count` bytes from `offset` on.
  init(offset: UInt32, count: UInt32) {
    self.offset = offset
    self.count = count
  }

  /// The bytes `range` of a buffer.
  @inline(__always)
  init(_ range: Range<Int>) {
    // No buffer is so long (`--max-line` is at most 1 GiB), and asking again at each field took 40 instructions a line.
    assert(range.lowerBound >= 0 && range.upperBound <= Int(UInt32.max), "a buffer of 4 GiB")
    self.init(
      offset: UInt32(truncatingIfNeeded: range.lowerBound),
      count: UInt32(truncatingIfNeeded: range.upperBound &- range.lowerBound))
  }

  /// True if the region holds no byte.
  var isEmpty: Bool { count == 0 }

  /// The same region as indices of the buffer.
  var range: Range<Int> { Int(offset)..<Int(offset) + Int(count) }
}
