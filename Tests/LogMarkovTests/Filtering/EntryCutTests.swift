/// Objects and entries through the whole flow: where the reads cut the input never shows.

import Support
import Testing

@testable import LogMarkov

/// A stream of everything at once.
private let mixedLog: [UInt8] = {
  var bytes: [UInt8] = []
  for round in 0..<3 {
    bytes += Array(AutoFormatTests.mixed.utf8)
    bytes += Array("\n__CURSOR=1\n_HOSTNAME=h\n_BOOT_ID=\(round)\n".utf8)
    bytes += binary("MESSAGE", Array("several\nlines\n\n{\"MESSAGE\":\"no\"}\n".utf8)) + [0x0A]
    bytes += Array(#"{"MESSAGE":"\u00e9\nx","_HOSTNAME":"\u0068","_BOOT_ID":"\#(round)"}"#.utf8) + [0x0A]
    bytes += Array("\(VerboseTests.header)\n    _HOSTNAME=h\n    MESSAGE=verbose\n            m\n".utf8)
    bytes += Array("__CURSOR=1\n".utf8) + binary("MESSAGE", [1, 2, 3], claiming: UInt64(round)) + [0x0A]
    bytes +=
      Array("__CURSOR=2\nMESSAGE=m\n".utf8) + binary("LONG", [UInt8](repeating: 0x0A, count: 300)) + [0x0A]
  }
  return bytes
}()

struct EntryCutTests {
  private func filtered(
    _ format: FormatName, maximumLine: Int, lookAhead: Bool, sizes: [Int] = [.max],
    readSize: Int = LineBlock.readSize
  ) throws -> [UInt8] {
    var settings = FilterSettings()
    settings.format = format
    settings.maximumLine = maximumLine
    settings.readSize = readSize
    settings.lookAhead = lookAhead ? .seconds(1) : nil
    let sink = CollectingSink()
    try LearningFilter(OverlaidModel.empty(testSettings), settings).run(
      from: CutSource([mixedLog, mixedLog], sizes: sizes), to: sink)
    return sink.bytes
  }

  @Test(
    "small reads give the same output", arguments: [FormatName.auto, .json, .export, .verbose],
    [1, 7, 64, 65_536])
  func smallReads(_ format: FormatName, maximumLine: Int) throws {
    for lookAhead in [false, true] {
      let whole = try filtered(format, maximumLine: maximumLine, lookAhead: lookAhead)
      #expect(!whole.isEmpty)
      for size in [1, 2, 3, 11, 100] {
        for readSize in [size, 4096] {
          let cut = try filtered(
            format, maximumLine: maximumLine, lookAhead: lookAhead, sizes: [size], readSize: readSize)
          #expect(cut == whole, "\(format), reads of \(size) into \(readSize), look-ahead \(lookAhead)")
        }
      }
    }
  }

  @Test("learning sees the same whatever the reads", arguments: [FormatName.auto, .json, .export, .verbose])
  func learning(_ format: FormatName) throws {
    func rows(_ sizes: [Int]) throws -> [String] {
      var learner = Learner(
        Counts(settings: testSettings), format: format, maximumLine: 65_536, readSize: 4096)
      try learner.run(from: CutSource([mixedLog], sizes: sizes)) { _ in }
      return try dump(learner.finish())
    }
    let whole = try rows([.max])
    for size in [1, 5, 64] { #expect(try rows([size]) == whole) }
  }
}
