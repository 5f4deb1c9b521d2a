public import Unix

/// Where bytes come from and go to: the two ends of a pipeline, called once a block.
///
/// The module knows no paths and no descriptors; whoever runs a pipeline brings both ends. They are objects, so that a
/// pipeline is no generic of theirs: generic code is not specialised across modules.

/// What one read of a `ByteSource` gave.
public enum SourceRead: Equatable, Sendable {
  /// So many bytes were put at the start of the span.
  case bytes(Int)
  /// One input has ended and others may follow: a line without LF ends here too.
  case endOfInput
  /// Nothing came: whoever runs the pipeline has something to see to first, and then goes on.
  case interrupted
  /// Nothing more will come.
  case end
}

/// A stream of bytes, cut by its inputs' ends.
public protocol ByteSource: AnyObject {
  /// Puts what is there, at most `span.count` bytes and at least one, at the start of `span`.
  func read(into span: inout MutableSpan<UInt8>) throws -> SourceRead

  /// True if the next read would have to wait, so that everything that is ready should be out before it.
  func wouldBlock() -> Bool

  /// What the input of the last read is called: the name of a file, as bytes, since names need be no text.
  var inputName: [UInt8] { get }

  /// Waits until the next read would not have to, at most until `deadline`; false if the time is over first.
  func waitForInput(until deadline: Instant) -> Bool
}

extension ByteSource {
  /// Empty: the input has no name.
  public var inputName: [UInt8] { [] }

  /// True: reads of this source never have to wait.
  public func waitForInput(until deadline: Instant) -> Bool { true }
}

/// A place for finished bytes.
public protocol ByteSink: AnyObject {
  /// Takes all of `bytes`.
  func write(_ bytes: Span<UInt8>) throws
}
