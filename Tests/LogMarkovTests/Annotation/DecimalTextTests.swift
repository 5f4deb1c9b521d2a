/// Numbers as text: what printf prints.

import Glibc
import Testing

@testable import LogMarkov

/// What the C library makes of a number by `format`, which takes one double.
private func printed(_ value: Double, _ format: String) -> String {
  var text = [CChar](repeating: 0, count: 64)
  // Safety: vsnprintf writes at most `count` bytes into `text` and reads the one double that the format names.
  _ = unsafe withVaList([value]) { unsafe vsnprintf(&text, text.count, format, $0) }
  return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
}

private func written(_ append: (inout OutputBuffer) -> Void) throws -> String {
  var output = OutputBuffer()
  append(&output)
  let sink = CollectingSink()
  try output.drain(into: sink)
  return String(decoding: sink.bytes, as: UTF8.self)
}

struct DecimalTextTests {
  @Test("every number of bits that is ever printed is what %6.2f and %.2f print")
  func allBits() throws {
    var expected = ""
    var columns = BitsColumns()
    columns.prepare(for: .max)
    let text = try written { output in
      for hundredths in Centibits.least.rawValue...Centibits.greatest.rawValue {
        let bits = Centibits(rawValue: hundredths)
        let aligned = BitsText(bits).bytes
        output.append(contentsOf: aligned.indices.map { aligned[$0] })
        output.append(0x0A)
        output.append(column: columns[bits])
        output.append(0x0A)
        let value = Double(hundredths) / 100
        expected += printed(value, "%6.2f") + "\n" + printed(value, "%.2f") + "\n"
      }
    }
    #expect(text == expected)
  }

  @Test(
    "probabilities have six significant digits",
    arguments: [
      0, 1, 0.5, 2, 1.0 / 3, 2.0 / 3, 0.1, 1e-4, 9.99999e-5, 1e-5, 1.234567e-7, 1e-300,
      .leastNonzeroMagnitude, 0.999999, 0.9999999,
      1.9999996, 123_456, 1_234_567,
    ])
  func probabilities(probability: Double) throws {
    #expect(try written { $0.append(probability: probability, width: 11) } == printed(probability, "%11.6g"))
    #expect(try written { $0.append(probability: probability, width: 0) } == printed(probability, "%.6g"))
  }

  @Test("an output buffer takes pieces of any length and gives all of them back, once")
  func buffer() throws {
    var output = OutputBuffer()
    let sink = CollectingSink()
    var expected: [UInt8] = []
    let isEmptyAtFirst = output.isEmpty && !output.isFull
    #expect(isEmptyAtFirst)
    for length in [0, 1, 5, 300_000, 2, 700_000] {
      let bytes = (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 7) }
      output.append(contentsOf: bytes)
      output.append(0x2A)
      expected += bytes + [0x2A]
    }
    let isFull = output.isFull
    #expect(isFull)
    try output.drain(into: sink)
    let isEmpty = output.isEmpty
    #expect(isEmpty && sink.bytes == expected)
    try output.drain(into: sink)
    #expect(sink.bytes.count == expected.count)
  }
}
