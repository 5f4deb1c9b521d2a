/// Sixteen bytes at a time, for loops that look at every byte of a log.
///
/// The standard library reads a vector through a pointer only; here that is checked, so that it is safe to call wrongly.

extension Span where Element == UInt8 {
  /// The sixteen bytes from `offset` on.
  ///
  /// Always inlined: then it is one `movdqu`, and its checks vanish where the loop around it makes them.
  @inlinable @inline(__always)
  public func vector(at offset: Int) -> SIMD16<UInt8> {
    precondition(offset >= 0 && offset <= count &- 16, "sixteen bytes outside their buffer")
    // Safety: all sixteen bytes lie inside the span, which was checked above; any bits are a vector of bytes.
    return unsafe bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: offset, as: SIMD16<UInt8>.self)
  }

  /// The eight bytes from `offset` on as a number, in the order of the processor.
  ///
  /// Always inlined: then it is one `mov`, where eight bytes that are put together become eight as soon as not all of
  /// them are asked for.
  @inlinable @inline(__always)
  public func word(at offset: Int) -> UInt64 {
    precondition(offset >= 0 && offset <= count &- 8, "eight bytes outside their buffer")
    // Safety: all eight bytes lie inside the span, which was checked above; any bits are a number.
    return unsafe bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: offset, as: UInt64.self)
  }
}

extension MutableSpan where Element == UInt8 {
  /// Writes sixteen bytes from `offset` on: one `movdqu`.
  @inlinable @inline(__always)
  public mutating func store(_ vector: SIMD16<UInt8>, at offset: Int) {
    precondition(offset >= 0 && offset <= count &- 16, "no room for sixteen bytes")
    // Safety: there is room for all sixteen bytes from `offset` on, which was checked above; any bits are bytes.
    var bytes = unsafe mutableBytes
    unsafe bytes.storeBytes(of: vector, toUncheckedByteOffset: offset, as: SIMD16<UInt8>.self)
  }
}

extension SIMD16<UInt8> {
  /// The same bits as two words; the first byte is the lowest of the first word where the processor is little-endian.
  @inlinable @inline(__always)
  public var words: SIMD2<UInt64> {
    // Safety: both types are sixteen bytes without padding, and any bits are a value of either.
    unsafe unsafeBitCast(self, to: SIMD2<UInt64>.self)
  }

  /// True if one of the bytes is not 0. Inlined: the standard library's `any` of a mask is a call for each vector.
  @inlinable @inline(__always)
  public var hasNonzero: Bool {
    let words = words
    return words[0] | words[1] != 0
  }
}
