/// A pipe whose ends are the descriptors under test.

import Support

@testable import Unix

/// Both ends of a new pipe.
struct Pipe: ~Copyable {
  let readEnd: FileDescriptor
  let writeEnd: FileDescriptor

  init() throws {
    let (readNumber, writeNumber) = try pipeEnds()
    readEnd = FileDescriptor(owning: readNumber)
    writeEnd = FileDescriptor(owning: writeNumber)
  }

  consuming func closingWriteEnd() throws -> FileDescriptor {
    try writeEnd.close()
    return readEnd
  }

  consuming func closingReadEnd() throws -> FileDescriptor {
    try readEnd.close()
    return writeEnd
  }
}

extension FileDescriptor {
  /// The next bytes, at most `count` of them; none at the end, or if a signal waits.
  borrowing func bytes(atMost count: Int = 100) throws -> [UInt8] {
    var buffer = [UInt8](repeating: 0, count: count)
    var span = buffer.mutableSpan
    guard case .bytes(let count) = try read(into: &span) else { return [] }
    return Array(buffer[..<count])
  }
}

/// What `body` throws; `nil`: nothing.
func systemError(_ body: () throws -> Void) -> SystemError? {
  do {
    try body()
    return nil
  } catch {
    return error as? SystemError
  }
}
