/// The whole flow: the laws that hold wherever the reads cut the input.

import Support
import Testing

@testable import LogMarkov

/// Filters inputs by what is learned from them.
private func filtered(
  _ inputs: [[UInt8]], sizes: [Int] = [.max], readSize: Int = LineBlock.readSize, maximumLine: Int = 65_536,
  annotation: AnnotationName = .text, threshold: Selection.Threshold = .none
) throws -> [UInt8] {
  var settings = FilterSettings()
  settings.readSize = readSize
  settings.maximumLine = maximumLine
  settings.annotation = annotation
  settings.threshold = threshold
  let sink = CollectingSink()
  try LearningFilter(OverlaidModel.empty(testSettings), settings).run(
    from: CutSource(inputs, sizes: sizes), to: sink)
  return sink.bytes
}

/// The lines without their first 23 bytes.
private func withoutPrefixes(_ output: [UInt8]) -> [UInt8] { lines(of: output).flatMap { $0.dropFirst(23) } }

struct FilterPipelineTests {
  @Test("a small input read in two parts, cut anywhere, gives the same output")
  func everyCut() throws {
    for annotation in AnnotationName.allCases {
      let whole = try filtered([smallLog], annotation: annotation)
      // Every cut of the two that differ most; the others share what they do with a line with one of these.
      let step = [.text, .json].contains(annotation) ? 1 : 19
      for cut in stride(from: 1, to: smallLog.count, by: step) {
        let output = try filtered([smallLog], sizes: [cut, .max], annotation: annotation)
        if output != whole { Issue.record("cut at \(cut)") }
      }
    }
  }

  @Test(
    "small reads give the same output, with long lines and with a threshold",
    arguments: [1, 2, 3, 5, 16, 100])
  func smallReads(size: Int) throws {
    for maximumLine in [1, 30, 65_536] {
      for threshold in [Selection.Threshold.none, .bits(2.5)] {
        let whole = try filtered([smallLog], maximumLine: maximumLine, threshold: threshold)
        #expect(!whole.isEmpty)
        for readSize in [size, 4096] {
          let output = try filtered(
            [smallLog], sizes: [size], readSize: readSize, maximumLine: maximumLine, threshold: threshold)
          #expect(
            output == whole, "at most \(maximumLine) bytes of a line, reads of \(size) into \(readSize)")
        }
      }
    }
  }

  @Test(
    "a real log in random reads gives the same output", .enabled(if: sharedData != nil),
    arguments: UInt64(1)...4)
  func randomReads(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let log = try realLog(seed % 2 == 0 ? "linux/Linux.log.gz" : "juju/rabbitmq.boot1.log.gz", lines: 1000)
    let whole = try filtered([log])
    for largest in [20, 300, 5000] {
      let sizes = (0..<1000).map { _ in Int.random(in: 1...largest, using: &random) }
      let readSize = Int.random(in: 1...10_000, using: &random)
      #expect(try filtered([log], sizes: sizes, readSize: readSize) == whole)
      let long = try filtered([log], maximumLine: 50)
      #expect(try filtered([log], sizes: sizes, readSize: readSize, maximumLine: 50) == long)
    }
  }

  @Test("the output without its prefixes is the input, byte for byte", arguments: UInt64(1)...20)
  func bytesAreBytes(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let alphabet = Array("Nov 22 11:00:00 a b[1]: \r\n\n\t\u{0}{}-".utf8) + [0xFF, 0xC3, 0x1B]
    let input = (0..<Int.random(in: 1...3000, using: &random)).map { _ in
      Bool.random(using: &random)
        ? alphabet.randomElement(using: &random) ?? 0 : UInt8.random(in: 0...255, using: &random)
    }
    let expected = input + (input.last == 0x0A ? [] : [0x0A])
    for maximumLine in [1, 7, 65_536] {
      #expect(withoutPrefixes(try filtered([input], maximumLine: maximumLine)) == expected)
    }
  }

  @Test("a missing last LF is added at each input's end, and empty inputs add nothing")
  func inputEnds() throws {
    let output = try filtered([Array("a".utf8), [], Array("b\n".utf8), Array("c".utf8), []])
    #expect(withoutPrefixes(output) == Array("a\nb\nc\n".utf8))
    #expect(try filtered([]) == [] && filtered([[], []]) == [])
  }

  @Test("lines and bytes are counted as they come in, pieces of a line not")
  func traffic() throws {
    var settings = FilterSettings()
    settings.maximumLine = 20
    settings.readSize = 16
    settings.threshold = .bits(-99)
    let filter = try LearningFilter(OverlaidModel.empty(testSettings), settings)
    let log = Array(
      "short\n\na line of more than twenty bytes\nshort\nthe last one has no end, and is long".utf8)
    let sink = CollectingSink()
    try filter.run(from: CutSource([log], sizes: [10]), to: sink)
    #expect(filter.tally.traffic == Traffic(lines: 5, bytes: UInt64(log.count)))
    #expect(filter.tally.scoring == ScoringTally(records: 4, unknownTypes: 3, newTransitions: 1))
    #expect(filter.tally.selected == 3, "all but the first")
  }
}
