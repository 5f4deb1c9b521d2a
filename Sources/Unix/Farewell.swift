/// The end of a program whose mapped file has lost pages: a sentence, and not a bus error.

internal import Glibc
internal import Synchronization

/// What a program says, and returns, if bytes that it has mapped are gone.
///
/// The kernel sends SIGBUS to whoever looks at a page that the file no longer has (somebody cut it short in place) or
/// that its disk cannot give. There is nothing to go on with, since the look may be anywhere; but the user is to read
/// why.
public struct Farewell: Sendable {
  /// What is written to standard error, with its LF.
  let sentence: String
  /// The exit status.
  let status: Int32

  /// A sentence and an exit status.
  public init(sentence: String, status: Int32) {
    self.sentence = sentence
    self.status = status
  }
}

/// A mapping that the handler of SIGBUS knows, until it goes.
struct WatchedMapping: ~Copyable {
  private let slot: Int?

  /// Watches `count` bytes from the address `start` on.
  ///
  /// If as many are watched as can be, SIGBUS does here what it does by default.
  init(start: UInt, count: Int, _ farewell: Farewell) {
    slot = WatchedMappings.add(start..<start + UInt(count), farewell)
  }

  deinit { if let slot { WatchedMappings.remove(slot) } }
}

/// What the handler may touch: a few numbers that it reads without a lock, and text that stays where it is.
private enum WatchedMappings {
  /// A mapping. What the handler reads is complete once `end` is set.
  struct Slot: ~Copyable, Sendable {
    let isTaken = Atomic<Bool>(false)
    let start = Atomic<UInt>(0)
    let end = Atomic<UInt>(0)
    /// The address of a copy of the sentence.
    let sentence = Atomic<UInt>(0)
    let sentenceCount = Atomic<Int>(0)
    let status = Atomic<Int32>(0)
  }

  /// Programs have one model open, or two while they change from one to the other.
  static let slots: [8 of Slot] = .init { _ in Slot() }

  static func add(_ addresses: Range<UInt>, _ farewell: Farewell) -> Int? {
    install
    for index in slots.indices {
      let isMine = slots[index].isTaken.compareExchange(
        expected: false, desired: true, ordering: .acquiringAndReleasing
      ).exchanged
      guard isMine else { continue }
      let text = Array(farewell.sentence.utf8)
      let copy = UnsafeMutableRawPointer.allocate(byteCount: max(text.count, 1), alignment: 1)
      // Safety: the memory is new and has room for exactly these bytes.
      unsafe text.withUnsafeBytes {
        if let first = $0.baseAddress { unsafe copy.copyMemory(from: first, byteCount: $0.count) }
      }
      slots[index].start.store(addresses.lowerBound, ordering: .relaxed)
      slots[index].sentence.store(UInt(bitPattern: copy), ordering: .relaxed)
      slots[index].sentenceCount.store(text.count, ordering: .relaxed)
      slots[index].status.store(farewell.status, ordering: .relaxed)
      slots[index].end.store(addresses.upperBound, ordering: .releasing)
      return index
    }
    return nil
  }

  static func remove(_ index: Int) {
    slots[index].end.store(0, ordering: .releasing)
    let text = slots[index].sentence.load(ordering: .relaxed)
    // Safety: the text is this slot's own, and nobody looks at the mapping any more, so no handler runs for it.
    unsafe UnsafeMutableRawPointer(bitPattern: text)?.deallocate()
    slots[index].isTaken.store(false, ordering: .releasing)
  }

  /// Installs the handler, once.
  static let install: Void = {
    // A rehearsal with an address that no mapping has: what Swift makes at first use must be there before a signal
    // comes, for a handler may not wait for a lock.
    sayFarewell(at: 0)
    var action = sigaction()
    action.sa_flags = SA_SIGINFO
    // Safety: for SIGBUS the kernel gives a handler with SA_SIGINFO the address that was looked at. The handler reads
    // lock-free atomics and calls write, _exit, sigaction and raise, which are async-signal-safe.
    unsafe action.__sigaction_handler.sa_sigaction = { number, info, _ in
      // A signal that another process sent has no address; the kernel's own have codes above 0.
      if let info = unsafe info, unsafe info.pointee.si_code > 0 {
        WatchedMappings.sayFarewell(at: UInt(bitPattern: unsafe info.pointee._sifields._sigfault.si_addr))
      }
      // None of ours: it does what it does by default, as soon as this handler returns.
      var byDefault = sigaction()
      unsafe byDefault.__sigaction_handler.sa_handler = SIG_DFL
      unsafe sigaction(number, &byDefault, nil)
      raise(number)
    }
    // Safety: sigaction reads the structure that is borrowed for this call.
    unsafe sigaction(SIGBUS, &action, nil)
  }()

  /// Ends the program if `address` lies in a watched mapping.
  static func sayFarewell(at address: UInt) {
    for index in slots.indices {
      guard address < slots[index].end.load(ordering: .acquiring),
        address >= slots[index].start.load(ordering: .relaxed)
      else { continue }
      // Safety: the text stays as long as `end` is set.
      let text = unsafe UnsafeRawPointer(bitPattern: slots[index].sentence.load(ordering: .relaxed))
      _ = unsafe write(2, text, slots[index].sentenceCount.load(ordering: .relaxed))
      _exit(slots[index].status.load(ordering: .relaxed))
    }
  }
}
