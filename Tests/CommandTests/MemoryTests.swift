/// What the filter keeps does not grow with what it reads.

import Support
import Testing
import Unix

@Suite("Memory")
struct MemoryTests {
  @Test(
    "24 MB take no more memory than 8 MB",
    .disabled(if: Environment.variable("MCFILTER_SANITIZER") != nil, "sanitizers keep freed memory"))
  func bounded() throws {
    let workplace = try Workplace()
    // In 8 MB there are as many processes as are remembered at once.
    let few = try peakKibibytes(workplace, megabytes: 8)
    let many = try peakKibibytes(workplace, megabytes: 24)
    #expect(many - few < 4 << 10, "\(few) KiB for 8 MB, \(many) KiB for 24 MB")
    // Of all its memory, shared libraries included; its own is to stay below 24 MiB (spec, section 9).
    #expect(many < 48 << 10)
  }

  /// The most memory that the filter had in use, in KiB, by the time that it had read so much.
  private func peakKibibytes(_ workplace: Workplace, megabytes: Int) throws -> Int {
    var command = try workplace.mcfilter("-m", "day.mcm")
    command.input = .steps
    command.output = .file("/dev/null")
    command.timeout = .seconds(600)
    let running = try command.start()
    // Two hosts, four kinds of line; no two lines are the same, and some types are not in the model.
    var number = 0
    for _ in 0..<megabytes {
      var chunk: [UInt8] = []
      chunk.reserveCapacity(1_000_100)
      while chunk.count < 1_000_000 {
        number += 1
        let host = number % 3 == 0 ? "node001" : "node002"
        let text = number % 7 == 0 ? "eth\(number): link is up, \(number % 1000) Mbps" : "open \(number)"
        chunk += Array("Nov 22 11:00:00 \(host) sshd[\(number)]: \(text) from 10.0.\(number % 256).1\n".utf8)
      }
      try #require(running.send(chunk))
    }
    let status = String(decoding: try readFile("/proc/\(running.id)/status"), as: UTF8.self)
    let peak = try #require(status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") })
    #expect(running.finish().ending == .exited(0))
    return try #require(Int(peak.split(whereSeparator: { $0 == " " || $0 == "\t" })[1]))
  }
}
