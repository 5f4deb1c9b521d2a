internal import Glibc

/// Elements in a row that have one owner: what `Array` would be if nobody could share it.
///
/// Each write to an array that outlives a call asks whether somebody shares it, which no compiler can leave out; ten such
/// questions of a record were 150 of 850 instructions of its way through the scorer, with what had to be put away for
/// the calls. Indices are checked as an array's are. And it grows without a copy: the C library gives a large one other
/// addresses for the same pages.
///
/// An element's type must not be `private` or `fileprivate`: a module that drops an owner names it, and Swift 6.3.1 then
/// makes a broken module of its debug build.
@safe public struct OwnedArray<Element: BitwiseCopyable>: ~Copyable {
  @usableFromInline var base: UnsafeMutablePointer<Element>
  @usableFromInline var held: Int
  @usableFromInline var capacity: Int

  /// How many elements there are.
  @inlinable public var count: Int { held }

  /// No elements.
  public init() {
    // Safety: the room, which is never nil, is asked for and given back by this owner; no element is there.
    unsafe base = Self.room(for: 0, movedFrom: nil)
    held = 0
    capacity = 0
  }

  /// So many times the same element. Inlinable as `append(repeating:times:)`.
  @inlinable public init(repeating element: Element, count: Int) {
    precondition(count >= 0, "a negative count")
    // Safety: what is allocated is made all of elements before anybody sees it.
    unsafe base = Self.room(for: count, movedFrom: nil)
    unsafe base.initialize(repeating: element, count: count)
    held = count
    capacity = count
  }

  deinit {
    // Safety: nobody but the owner, who is gone, had the address; elements are bits, which need no goodbye.
    unsafe free(base)
  }

  /// The indices, from 0 on.
  @inlinable public var indices: Range<Int> { 0..<count }

  /// An element; the index must be one of `indices`.
  ///
  /// By address, so that a field of an element is read or written without the rest of it.
  @inlinable public subscript(index: Int) -> Element {
    // Inlined across the module's wall: a check and a load are less than a call.
    @inline(__always)
    unsafeAddress {
      precondition(UInt(bitPattern: index) < UInt(bitPattern: count), "an element that is not there")
      // Safety: the index was just checked, and the address lives no longer than the borrow of the owner.
      return unsafe UnsafePointer(base + index)
    }
    // As above.
    @inline(__always)
    unsafeMutableAddress {
      precondition(UInt(bitPattern: index) < UInt(bitPattern: count), "an element that is not there")
      // Safety: the index was just checked, and the address lives no longer than the exclusive access to the owner.
      return unsafe base + index
    }
  }

  /// The elements.
  public var span: Span<Element> {
    // As `mutableSpan`.
    @inlinable @inline(__always) @_lifetime(borrow self)
    borrowing get {
      // Safety: all `count` elements are there, and the span is bound to the borrow of their owner.
      let span = unsafe Span(_unsafeStart: base, count: count)
      return unsafe _overrideLifetime(span, borrowing: self)
    }
  }

  /// The elements, to be changed.
  public var mutableSpan: MutableSpan<Element> {
    // Inlined across the module's wall: two loads are less than a call.
    @inlinable @inline(__always) @_lifetime(&self)
    mutating get {
      // Safety: all `count` elements are there, and the span is bound to the exclusive access to their owner.
      let span = unsafe MutableSpan(_unsafeStart: base, count: count)
      return unsafe _overrideLifetime(span, mutating: &self)
    }
  }

  /// Appends an element.
  ///
  /// - Complexity: O(1) on average.
  @inlinable public mutating func append(_ element: Element) {
    if count == capacity { makeRoom(for: 1) }
    // Safety: there is room behind the last element, as was just seen to.
    unsafe (base + count).initialize(to: element)
    held += 1
  }

  /// Appends an element so many times. Inlinable, since outside its clients it would store each byte of a buffer by a call
  /// of its own.
  ///
  /// - Complexity: O(times) on average.
  @inlinable public mutating func append(repeating element: Element, times: Int) {
    precondition(times >= 0, "a negative count")
    if times > capacity - count { makeRoom(for: times) }
    // Safety: there is room for all of them, as was just seen to.
    unsafe (base + count).initialize(repeating: element, count: times)
    held += times
  }

  /// Appends all elements to an array.
  ///
  /// - Complexity: O(count) on average.
  public func append(to array: inout [Element]) {
    // Not for none: that would write a length of 0 to the storage which all empty arrays share.
    guard count > 0 else { return }
    // Safety: all `count` elements are there, and the buffer is looked at in this call only.
    unsafe array.append(contentsOf: UnsafeBufferPointer(start: base, count: count))
  }

  /// Makes room for so many elements in all, if there is less.
  ///
  /// - Complexity: O(count).
  public mutating func reserveCapacity(_ least: Int) {
    if least > capacity { makeRoom(for: least - count) }
  }

  /// Takes all elements away; their room stays. Inlinable: it is a store.
  @inlinable public mutating func removeAll() { held = 0 }

  /// At least twice the room, so that appending is cheap on average.
  @usableFromInline mutating func makeRoom(for more: Int) {
    let larger = max(2 * capacity, count + more, 16)
    // Safety: elements are bits, which may be moved, and nobody but the owner has the old address.
    unsafe base = Self.room(for: larger, movedFrom: base)
    capacity = larger
  }

  /// Room for so many elements, of which the first are those that stood in the old room, if there is one; that is void
  /// then.
  @usableFromInline static func room(
    for capacity: Int, movedFrom old: UnsafeMutablePointer<Element>?
  ) -> UnsafeMutablePointer<Element> {
    // What the C library gives is aligned to 16 bytes.
    precondition(MemoryLayout<Element>.alignment <= 16, "elements with more alignment than memory has")
    // Safety: the C library moves as many bytes as fit from the old room to the new one; who asked takes the new one.
    guard let room = unsafe realloc(old, max(capacity, 1) * MemoryLayout<Element>.stride) else {
      fatalError("out of memory")
    }
    return unsafe room.bindMemory(to: Element.self, capacity: capacity)
  }
}
