/// Bytes read as numbers, whatever their alignment; every access is checked.
extension Span<UInt8> {
  /// The eight bytes from `offset` on as a number, little-endian.
  ///
  /// Always inlined: the compiler makes one load and one check of it where it can see that the span is eight long,
  /// which `&+` tells it; called out of line it took 25 instructions.
  @inline(__always)
  func littleEndianWord(at offset: Int) -> UInt64 {
    let eight = extracting(offset..<offset &+ 8)
    return UInt64(eight[0]) | UInt64(eight[1]) << 8 | UInt64(eight[2]) << 16 | UInt64(eight[3]) << 24
      | UInt64(eight[4]) << 32 | UInt64(eight[5]) << 40 | UInt64(eight[6]) << 48 | UInt64(eight[7]) << 56
  }

  /// The number that `bytes` bytes, at most eight, from `offset` on make, little-endian.
  func littleEndian(_ offset: Int, bytes: Int) -> UInt64 {
    var value: UInt64 = 0
    for index in 0..<bytes { value |= UInt64(self[offset + index]) &<< UInt64(8 * index) }
    return value
  }
}
