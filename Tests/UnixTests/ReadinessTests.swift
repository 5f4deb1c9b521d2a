import Glibc
import Support
import Testing

@testable import Unix

@Suite("A read")
struct ReadinessTests {
  @Test("would block on an open pipe without bytes, and only there")
  func pipes() throws {
    let pipe = try Pipe()
    #expect(pipe.readEnd.wouldBlock() == true)
    try pipe.writeEnd.writeAll([1, 2].span)
    #expect(pipe.readEnd.wouldBlock() == false)
    #expect(try pipe.readEnd.bytes(atMost: 1) == [1])
    #expect(pipe.readEnd.wouldBlock() == false)
    #expect(try pipe.readEnd.bytes() == [2])
    #expect(pipe.readEnd.wouldBlock() == true)
    let readEnd = try pipe.closingWriteEnd()
    #expect(readEnd.wouldBlock() == false)
    #expect(readEnd.waitUntilReadable(timeout: nil) == .ready)
  }

  @Test("of a file would never block, not even at its end", arguments: ["", "abc"])
  func files(text: String) throws {
    let directory = try TemporaryDirectory()
    try writeFile(text, to: directory.path(of: "f"))
    let file = try FileDescriptor(openingForReading: directory.path(of: "f"))
    #expect(file.wouldBlock() == false)
    #expect(try file.bytes() == Array(text.utf8))
    #expect(file.wouldBlock() == false)
    #expect(file.waitUntilReadable(timeout: .zero) == .ready)
  }

  @Test(
    "is waited for as long as allowed, and no shorter",
    arguments: [.seconds(-1), .zero, .microseconds(1), .milliseconds(20)] as [Duration])
  func timeout(time: Duration) throws {
    let pipe = try Pipe()
    let clock = ContinuousClock()
    let start = clock.now
    #expect(pipe.readEnd.waitUntilReadable(timeout: time) == .timedOut)
    #expect(clock.now - start >= time)
  }

  @Test("is possible as soon as bytes come")
  func bytesComeDuringTheWait() throws {
    let pipe = try Pipe()
    let writeEnd = pipe.writeEnd.number
    let thread = try Thread {
      var byte: UInt8 = 1
      // Safety: write reads one byte of a local variable.
      _ = unsafe write(writeEnd, &byte, 1)
    }
    #expect(pipe.readEnd.waitUntilReadable(timeout: nil) == .ready)
    thread.join()
  }
}
