/// Sixteen bytes at a time, compared with a byte or a range of bytes by one instruction each.
///
/// Portable SIMD: the processor's own mask-to-bits instruction, which Swift reaches on x86-64 only, would gain a tenth of
/// the loops that use this.
public struct SixteenBytes {
  @usableFromInline let vector: SIMD16<UInt8>

  /// How many there are.
  public static var count: Int {
    @inlinable @inline(__always)
    get { 16 }
  }

  /// The bytes from `offset` on; behind the end of the buffer there are zeros.
  @inlinable @inline(__always)
  public init(_ bytes: Span<UInt8>, at offset: Int) {
    precondition(offset >= 0 && offset <= bytes.count, "bytes outside their buffer")
    vector =
      bytes.count - offset >= 16 ? bytes.vector(at: offset) : Self.lastBytes(bytes, from: offset)
  }

  /// Out of the way, because it happens at most a few times in a buffer.
  @usableFromInline @inline(never)
  static func lastBytes(_ bytes: Span<UInt8>, from offset: Int) -> SIMD16<UInt8> {
    var vector = SIMD16<UInt8>(repeating: 0)
    for index in offset..<bytes.count { vector[index - offset] = bytes[index] }
    return vector
  }

  /// Marks the bytes that are `byte`.
  @inlinable @inline(__always)
  public func marks(_ byte: UInt8) -> ByteMarks { ByteMarks(vector .== SIMD16(repeating: byte)) }

  /// Marks the bytes of a range.
  @inlinable @inline(__always)
  public func marks(_ range: ClosedRange<UInt8>) -> ByteMarks {
    ByteMarks(
      (vector &- SIMD16(repeating: range.lowerBound))
        .<= SIMD16(repeating: range.upperBound &- range.lowerBound))
  }

  /// Marks the ASCII letters.
  @inlinable @inline(__always)
  public var letterMarks: ByteMarks {
    let small = (vector | SIMD16(repeating: 0x20)) &- SIMD16(repeating: UInt8(ascii: "a"))
    return ByteMarks(small .< SIMD16(repeating: 26))
  }
}

/// Which of sixteen bytes are meant.
public struct ByteMarks {
  @usableFromInline let mask: SIMDMask<SIMD16<Int8>>

  @inlinable @inline(__always)
  init(_ mask: SIMDMask<SIMD16<Int8>>) { self.mask = mask }

  /// Those that either means.
  @inlinable @inline(__always)
  public static func | (one: ByteMarks, other: ByteMarks) -> ByteMarks { ByteMarks(one.mask .| other.mask) }

  /// Those that are not meant.
  @inlinable @inline(__always)
  public static prefix func ~ (marks: ByteMarks) -> ByteMarks { ByteMarks(.!marks.mask) }

  /// Byte n in bit 4n.
  ///
  /// Each byte of a mask is all bits or none: of two neighbours the middle eight bits are kept, four of each.
  @inlinable @inline(__always)
  var nibbles: UInt64 {
    // Safety: of the three types two have 16 bytes and two have 8, all of them plain numbers.
    let pairs = unsafe unsafeBitCast(mask, to: SIMD8<UInt16>.self) &>> 4
    let middles = SIMD8<UInt8>(truncatingIfNeeded: pairs)
    return unsafe unsafeBitCast(middles, to: UInt64.self).littleEndian & 0x1111_1111_1111_1111
  }

  /// The first byte that is meant; 16 if none is.
  @inlinable @inline(__always)
  public var first: Int { nibbles.trailingZeroBitCount &>> 2 }
}

extension Span where Element == UInt8 {
  /// The first place in `range` that `marks` marks, or the end of `range`.
  ///
  /// - Complexity: O(length), a step for each sixteen bytes.
  @inlinable @inline(__always)
  public func firstPlace(in range: Range<Int>, _ marks: (SixteenBytes) -> ByteMarks) -> Int {
    var at = range.lowerBound
    while at < range.upperBound {
      let found = marks(SixteenBytes(self, at: at)).first
      if found < 16 { return Swift.min(at &+ found, range.upperBound) }
      at &+= 16
    }
    return range.upperBound
  }

  /// Finds every place of `byte` in `range`, as many as there is room for.
  ///
  /// - Parameters:
  ///   - byte: what is looked for.
  ///   - range: where.
  ///   - places: gets the places, in ascending order.
  /// - Returns: how many there are, and where the search ended: the end of `range`, or behind the last one if there was
  ///   no more room.
  /// - Complexity: O(length), a step for each sixteen bytes.
  public func places(
    of byte: UInt8, in range: Range<Int>, into places: inout MutableSpan<UInt32>
  ) -> (count: Int, end: Int) {
    precondition(range.lowerBound >= 0 && range.upperBound <= count, "the range lies outside of the span")
    precondition(count <= Int(UInt32.max), "places have 32 bits")
    let wanted = SIMD16<UInt8>(repeating: byte)
    var (found, at) = (0, range.lowerBound)
    while range.upperBound &- at >= 16 {
      // A vector and not `SixteenBytes`, whose question for the end of the buffer made this take half as long again.
      let marked = ByteMarks(vector(at: at) .== wanted).nibbles
      guard Self.note(marked, &at, &found, &places) else { return (found, at) }
    }
    guard at < range.upperBound else { return (found, at) }
    let inRange = (1 as UInt64) &<< UInt64(4 &* (range.upperBound &- at)) &- 1
    let last = SixteenBytes(self, at: at).marks(byte).nibbles & inRange
    return Self.note(last, &at, &found, &places) ? (found, range.upperBound) : (found, at)
  }

  /// Notes the marked places of a step from `at` on and moves on; false, and at the first one without room, if there is
  /// no room for all.
  @inline(__always)
  private static func note(
    _ marked: UInt64, _ at: inout Int, _ found: inout Int, _ places: inout MutableSpan<UInt32>
  ) -> Bool {
    var nibbles = marked
    while nibbles != 0 {
      let place = at &+ nibbles.trailingZeroBitCount &>> 2
      guard found < places.count else {
        at = place
        return false
      }
      places[found] = UInt32(truncatingIfNeeded: place)
      found &+= 1
      nibbles &= nibbles &- 1
    }
    at &+= 16
    return true
  }
}
