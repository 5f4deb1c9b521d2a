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
}

extension SIMD16<UInt8> {
  /// The same bits as two words; the first byte is the lowest of the first word where the processor is little-endian.
  @inlinable @inline(__always)
  public var words: SIMD2<UInt64> {
    // Safety: both types are sixteen bytes without padding, and any bits are a value of either.
    unsafe unsafeBitCast(self, to: SIMD2<UInt64>.self)
  }
}
