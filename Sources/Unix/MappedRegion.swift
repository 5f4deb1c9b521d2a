/// A file as memory: the pages are the kernel's, shared by all who map it.

internal import Glibc

/// The bytes of a whole file, read-only, loaded when they are looked at; or a private copy of bytes that have
/// no file.
///
/// The mapping shows the file that was opened, also after another was renamed over it. If somebody changes
/// the file in place the bytes change too, so whoever trusts them after a check relies on bounds-checked
/// access; if somebody cuts it short, looking beyond its new end ends the program, with a `Farewell` if it has
/// one, else by SIGBUS. mcfilter itself only ever replaces its files.
@safe public struct MappedRegion: ~Copyable {
  /// Where the bytes are; `nil` if there are none.
  @usableFromInline
  internal let start: UnsafeMutableRawPointer?
  /// The bytes are a file's, and no copy of our own.
  private let isMapped: Bool
  /// The number of bytes.
  public let count: Int
  /// What is said if the file's pages vanish.
  private let watch: WatchedMapping?

  /// Maps a whole regular file at its present size; an empty one is no mapping at all. The descriptor may be
  /// closed afterwards.
  ///
  /// - Parameters:
  ///   - file: the file.
  ///   - farewell: how the program ends if the file is cut short, or its disk fails, while it is mapped.
  /// - Throws: `.isADirectory`; `.noSuchDevice` for pipes and devices, which have to be read; else what
  ///   `fstat` or `mmap` says.
  public init(mapping file: borrowing FileDescriptor, _ farewell: Farewell? = nil) throws(SystemError) {
    let info = try FileInfo(descriptor: file)
    guard info.kind == .regular else {
      throw SystemError(code: info.kind == .directory ? .isADirectory : .noSuchDevice, call: "mmap")
    }
    // Safety: a mapping is ours until deinit takes it away; the pointer gets nowhere else.
    let start = unsafe try Self.map(file, count: info.size)
    if let farewell, let start = unsafe start {
      watch = .some(WatchedMapping(start: UInt(bitPattern: start), count: info.size, farewell))
    } else {
      watch = nil
    }
    unsafe self.start = start
    count = info.size
    isMapped = true
  }

  /// Owns a copy of `bytes`, for a model that came through a pipe.
  public init(copying bytes: [UInt8]) {
    count = bytes.count
    isMapped = false
    watch = nil
    // A cache line, like the sections of a model: what is aligned in the file is aligned in memory.
    let alignment = 64
    let copy = UnsafeMutableRawPointer.allocate(byteCount: bytes.count, alignment: alignment)
    // Safety: the memory is new and has room for exactly these bytes.
    unsafe bytes.withUnsafeBytes {
      if let first = $0.baseAddress { unsafe copy.copyMemory(from: first, byteCount: $0.count) }
    }
    unsafe start = copy
  }

  /// Files up to this size are mapped with all their pages at once: they are read whole as soon as they are opened, and
  /// a page fault for every 64 KiB took a third of the time that this took. Larger ones load what is looked at.
  private static let populatedBytes = 16 << 20

  private static func map(
    _ file: borrowing FileDescriptor, count: Int
  ) throws(SystemError) -> UnsafeMutableRawPointer? {
    // A mapping of no bytes is an error to mmap.
    guard count > 0 else { return nil }
    // Safety: the kernel chooses an address that nothing else uses.
    let populated = count <= populatedBytes ? MAP_POPULATE : 0
    let start = unsafe mmap(nil, count, PROT_READ, MAP_SHARED | populated, file.number, 0)
    guard unsafe start != MAP_FAILED else { throw .last("mmap") }
    return unsafe start
  }

  deinit {
    // Safety: whoever borrowed the bytes is gone, as the compiler checks (`bytes` depends on `self`).
    guard let start = unsafe start else { return }
    if isMapped { unsafe munmap(start, count) } else { unsafe start.deallocate() }
  }

  /// The 32-bit number at byte 4 × `index`, in the machine's order; traps outside the region.
  ///
  /// For look-ups that come one by one, where making a span of all bytes would cost more than the look-up; inlined, since
  /// a call would too.
  @inlinable @inline(__always)
  public borrowing func word(_ index: Int) -> UInt32 {
    // One comparison: a negative index is a large one here.
    precondition(UInt(bitPattern: index) < UInt(bitPattern: count) &>> 2, "a word outside the region")
    // Safety: the word lies within the `count` bytes that are ours, as was just checked, and is aligned, because the
    // region begins at a page or a multiple of 64 bytes.
    return unsafe start.unsafelyUnwrapped.load(fromByteOffset: 4 &* index, as: UInt32.self)
  }

  /// The 16 numbers from byte 4 × `index` on, in the machine's order; traps outside the region.
  ///
  /// A cache line for two comparisons of bounds, where `word` takes one for each number.
  @inlinable @inline(__always)
  public borrowing func vector(_ index: Int) -> SIMD16<UInt32> {
    // Two comparisons: a negative index is a large one here.
    precondition(
      count >= 64 && UInt(bitPattern: index) <= (UInt(bitPattern: count) &- 64) &>> 2,
      "words outside the region")
    // Safety: 64 bytes from there on lie within the `count` bytes that are ours, as was just checked; any bits are
    // numbers.
    return unsafe start.unsafelyUnwrapped.loadUnaligned(fromByteOffset: 4 &* index, as: SIMD16<UInt32>.self)
  }

  /// All bytes; a mapping begins at a page, a copy at a multiple of 64 bytes.
  public var bytes: RawSpan {
    @_lifetime(borrow self)
    borrowing get {
      // Safety: `count` bytes from `start` on are ours until `deinit`, and the span cannot outlive `self`.
      let span = unsafe RawSpan(_unsafeBytes: UnsafeRawBufferPointer(start: start, count: count))
      return unsafe _overrideLifetime(span, borrowing: self)
    }
  }
}
