/// Memory in whole cache lines, for hash tables whose buckets are one line each.

/// 64-byte lines of sixteen 32-bit numbers, all 0 at first; each begins at a multiple of 64 bytes.
///
/// An array would begin 32 bytes behind a multiple of 16, so that each bucket would lie in two lines; and each change of it
/// would ask first whether it is shared, which took a tenth of the instructions of learning.
@safe public struct CacheLines: ~Copyable {
  /// Numbers in a line.
  public static let wordsPerLine = 16

  @usableFromInline
  internal let start: UnsafeMutablePointer<UInt32>
  /// How many lines there are.
  public let count: Int

  /// So many lines, at least one.
  public init(count: Int) {
    precondition(count > 0 && count < Int.max / 64, "a number of cache lines out of bounds")
    let memory = UnsafeMutableRawPointer.allocate(byteCount: 64 * count, alignment: 64)
    // Safety: the memory is new and has room for exactly these numbers.
    unsafe start = memory.initializeMemory(as: UInt32.self, repeating: 0, count: 16 * count)
    self.count = count
  }

  deinit {
    // Safety: it was allocated by init, and nobody else has the pointer.
    unsafe start.deallocate()
  }

  /// A line; traps where there is none.
  @inlinable @inline(__always)
  public borrowing func vector(_ line: Int) -> SIMD16<UInt32> {
    // One comparison: a negative number is a large one here.
    precondition(UInt(bitPattern: line) < UInt(bitPattern: count), "a cache line out of bounds")
    // Safety: the line lies inside the memory, which was just checked; any bits are numbers.
    return unsafe UnsafeRawPointer(start).loadUnaligned(fromByteOffset: 64 &* line, as: SIMD16<UInt32>.self)
  }

  /// A number, counted from the first line's first on; traps where there is none.
  @inlinable
  public subscript(word: Int) -> UInt32 {
    @inline(__always)
    get {
      precondition(UInt(bitPattern: word) < UInt(bitPattern: count) &<< 4, "a word out of bounds")
      // Safety: the number lies inside the memory, which was just checked.
      return unsafe start[word]
    }
    @inline(__always)
    set {
      precondition(UInt(bitPattern: word) < UInt(bitPattern: count) &<< 4, "a word out of bounds")
      // Safety: the number lies inside the memory, which was just checked; whoever sets it has the only access.
      unsafe start[word] = newValue
    }
  }
}
