internal import Unix

/// A text of up to 32 bytes that stays the same, in vectors, so that to write it is two stores.
struct ShortText: Sendable {
  /// How long it may be.
  static let longest = 32

  let first: SIMD16<UInt8>
  let second: SIMD16<UInt8>
  /// How long it is.
  let count: Int

  /// Of these bytes, at most `longest`.
  init(_ text: [UInt8]) {
    precondition(text.count <= Self.longest, "no short text")
    let bytes = text + [UInt8](repeating: 0, count: Self.longest - text.count)
    first = bytes.span.vector(at: 0)
    second = bytes.span.vector(at: 16)
    count = text.count
  }
}

/// Finished bytes on their way out.
///
/// Stages append; whoever runs the pipeline drains it when it is full or when the next read would have to wait.
struct OutputBuffer: ~Copyable {
  /// From how many bytes on the buffer should be drained: as much as one read brings.
  static let drainSize = LineBlock.readSize

  /// What is appended between two drains, unless lines are longer than 64 KiB.
  private static let usualSize = drainSize + (64 << 10)

  private var storage = OwnedArray<UInt8>()
  private var end = 0

  /// An empty buffer. It becomes as large as it needs to be, as `LineBlock` does, and for the same 80 page faults.
  init() {
    // What is not written to costs nothing, and nothing is copied.
    storage.reserveCapacity(OutputBuffer.usualSize)
  }

  /// True if there is nothing to drain.
  var isEmpty: Bool { end == 0 }
  /// True if the buffer should be drained before more is appended.
  var isFull: Bool { end >= OutputBuffer.drainSize }

  /// A copy of all bytes.
  var contents: [UInt8] { (0..<end).map { storage[$0] } }

  /// Hands all bytes to `sink` and forgets them.
  ///
  /// - Throws: what the sink throws.
  mutating func drain(into sink: any ByteSink) throws {
    guard end > 0 else { return }
    let bytes = end
    end = 0
    try sink.write(storage.span.extracting(0..<bytes))
  }

  /// Appends bytes of another buffer.
  mutating func append(_ region: Region, of bytes: Span<UInt8>) {
    reserve(Int(region.count))
    let offset = end
    var target = storage.mutableSpan
    copyBytes(region.range, of: bytes, to: &target, at: offset)
    end += Int(region.count)
  }

  /// Appends three columns of seven bytes, a byte that the last column has behind it, a blank, and a whole line with its
  /// LF.
  ///
  /// A column is a word of eight bytes whose last one the next column writes over. Inlined, since it is
  /// called for nearly every line that is printed.
  @inline(__always)
  mutating func append(
    _ first: UInt64, _ second: UInt64, _ third: UInt64, _ line: Region, of bytes: Span<UInt8>
  ) {
    let count = Int(line.count)
    reserve(count + 24)
    let (start, text) = (end, end + 23)
    var target = storage.mutableSpan
    storeLittleEndian(first, to: &target, at: start)
    storeLittleEndian(second, to: &target, at: start + 7)
    storeLittleEndian(third, to: &target, at: start + 14)
    target[start + 22] = 0x20
    copyBytes(line.range, of: bytes, to: &target, at: text)
    target[text + count] = 0x0A
    end = text + count + 1
  }

  /// Appends a number from its column of `BitsColumns`, without the blanks before and behind it.
  ///
  /// Inlined, since up to five are called for by a line of tsv or json.
  @inline(__always)
  mutating func append(column: UInt64) {
    // Blanks become zeros; the point, at the latest, is none.
    let blanks = (column ^ 0x2020_2020_2020_2020).trailingZeroBitCount &>> 3
    reserve(8)
    let start = end
    var target = storage.mutableSpan
    storeLittleEndian(column &>> UInt64(8 &* blanks), to: &target, at: start)
    end = start + 6 &- blanks
  }

  /// Appends a short text that stays the same. Inlined, since a line of json has twenty.
  @inline(__always)
  mutating func append(_ text: ShortText) {
    reserve(ShortText.longest)
    let start = end
    var target = storage.mutableSpan
    target.store(text.first, at: start)
    target.store(text.second, at: start + 16)
    end = start + text.count
  }

  /// Appends the bytes of `range` up to the first one that is marked; returns where that is, or the end of `range`.
  ///
  /// Each sixteen bytes are looked at and written together. Inlined, so that marks are comparisons.
  @inline(__always)
  mutating func append(
    _ range: Range<Int>, of bytes: Span<UInt8>, before marks: (SixteenBytes) -> ByteMarks
  ) -> Int {
    precondition(range.lowerBound >= 0 && range.upperBound <= bytes.count, "bytes outside their buffer")
    reserve(range.count + 16)
    let start = end &- range.lowerBound
    var at = range.lowerBound
    var target = storage.mutableSpan
    while at < range.upperBound {
      let piece = SixteenBytes(bytes, at: at)
      target.store(piece.bytes, at: start &+ at)
      let plain = marks(piece).first
      at &+= plain
      if plain < 16 { break }
    }
    // What was written behind the last byte that counts is written over.
    at = min(at, range.upperBound)
    end = start &+ at
    return at
  }

  /// Appends one byte. Inlined, since marks of punctuation are.
  @inline(__always)
  mutating func append(_ byte: UInt8) {
    reserve(1)
    storage[end] = byte
    end += 1
  }

  /// Appends bytes of an array.
  mutating func append(contentsOf bytes: [UInt8]) { append(Region(0..<bytes.count), of: bytes.span) }

  // Inlined, since it is asked before everything that is appended, and nearly always there is room.
  @inline(__always)
  private mutating func reserve(_ count: Int) {
    if end + count > storage.count { grow(by: count) }
  }

  /// Out of the way: six times, from 16 KiB on, and then only lines longer than the room that is left by a full buffer
  /// want it.
  @inline(never)
  private mutating func grow(by count: Int) {
    let needed = end + count
    var size = max(needed, 2 * storage.count, 16 << 10)
    if needed <= OutputBuffer.usualSize { size = min(size, OutputBuffer.usualSize) }
    storage.append(repeating: 0, times: size - storage.count)
  }
}
