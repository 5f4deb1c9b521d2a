/// Sixteen bytes at a time, compared with a byte or a range of bytes by one instruction each.

#if arch(x86_64)
  public import _Builtin_intrinsics.intel.sse2
#endif

/// Bytes that are compared together.
public struct SixteenBytes {
  @usableFromInline let vector: SIMD16<UInt8>

  /// The bytes from `offset` on; behind the end of the buffer there are zeros.
  @inlinable @inline(__always)
  public init(_ bytes: Span<UInt8>, at offset: Int) {
    precondition(offset >= 0 && offset <= bytes.count, "bytes outside their buffer")
    vector =
      bytes.count - offset >= 16 ? bytes.vector(at: offset) : Self.lastBytes(bytes, from: offset)
  }

  /// The bytes of a vector.
  @inlinable @inline(__always)
  public init(_ vector: SIMD16<UInt8>) { self.vector = vector }

  /// The bytes.
  @inlinable
  public var bytes: SIMD16<UInt8> {
    // A register.
    @inline(__always)
    get { vector }
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

  /// Byte n in bit n.
  @inlinable @inline(__always)
  public var bits: UInt32 {
    #if arch(x86_64)
      // Safety: both types are sixteen bytes without padding, and any bits are a value of either.
      return UInt32(bitPattern: _mm_movemask_epi8(unsafe unsafeBitCast(mask, to: __m128i.self)))
    #else
      return portableBits
    #endif
  }

  /// The same for every processor: each byte keeps the bit of its place, and a product gathers those of eight bytes.
  @inlinable @inline(__always)
  public var portableBits: UInt32 {
    // Safety: both types are sixteen bytes without padding, and any bits are a value of either.
    let bytes = unsafe unsafeBitCast(mask, to: SIMD16<UInt8>.self)
    let places = bytes & SIMD16(1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128)
    let sums = (places.words &* 0x0101_0101_0101_0101) &>> 56
    return UInt32(truncatingIfNeeded: sums[0] | sums[1] &<< 8)
  }

  /// The first byte that is meant; 16 if none is.
  @inlinable @inline(__always)
  public var first: Int { (bits | 1 &<< 16).trailingZeroBitCount }
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
  /// - Returns: how many there are, and where the search ended: the end of `range`, or the first place for which
  ///   there was no more room.
  /// - Complexity: O(length), a step for each 64 bytes: 64 instructions for a line of 96 bytes, where sixteen at a time
  ///   took 117.
  public func places(
    of byte: UInt8, in range: Range<Int>, into places: inout MutableSpan<UInt32>
  ) -> (count: Int, end: Int) {
    precondition(range.lowerBound >= 0 && range.upperBound <= count, "the range lies outside of the span")
    precondition(count <= Int(UInt32.max), "places have 32 bits")
    let wanted = SIMD16<UInt8>(repeating: byte)
    var (found, at) = (0, range.lowerBound)
    while range.upperBound &- at >= 64 {
      // One check for all four: they were a quarter of the loop.
      let step = extracting(at..<at &+ 64)
      func bits(_ offset: Int) -> UInt64 {
        UInt64(ByteMarks(step.vector(at: offset) .== wanted).bits) &<< UInt64(offset)
      }
      let rest = Self.note(bits(0) | bits(16) | bits(32) | bits(48), from: at, &found, &places)
      guard rest == 0 else { return (found, at &+ rest.trailingZeroBitCount) }
      at &+= 64
    }
    while at < range.upperBound {
      let inRange = UInt64(1) &<< UInt64(Swift.min(range.upperBound &- at, 16)) &- 1
      let rest = Self.note(
        UInt64(SixteenBytes(self, at: at).marks(byte).bits) & inRange, from: at, &found, &places)
      guard rest == 0 else { return (found, at &+ rest.trailingZeroBitCount) }
      at &+= 16
    }
    return (found, range.upperBound)
  }

  /// Notes the marked places of the bytes from `start` on; gives those for which there was no room.
  @inline(__always)
  private static func note(
    _ marked: UInt64, from start: Int, _ found: inout Int, _ places: inout MutableSpan<UInt32>
  ) -> UInt64 {
    var rest = marked
    while rest != 0, found < places.count {
      places[found] = UInt32(truncatingIfNeeded: start &+ rest.trailingZeroBitCount)
      found &+= 1
      rest &= rest &- 1
    }
    return rest
  }
}
