/// Dumps that cannot be read: each is refused with its line, none traps.

import Support
import Testing

@testable import LogMarkov

struct DumpReadingTests {
  private func read(_ dump: [UInt8]) throws(DumpError) -> Counts {
    try Counts.read(dump: dump, settings: testSettings)
  }

  private func refusal(of dump: String) -> DumpError? {
    do throws(DumpError) {
      _ = try read(Array(dump.utf8))
      return nil
    } catch { return error }
  }

  private static let type = #"type"# + "\tt\\nm\t3\n"

  @Test(
    "a row that cannot be read is named by its line",
    arguments: [
      ("nonsense\t1\n", 2), ("type\tt\\nn\n", 2), ("type\tno tag\t1\n", 2), ("type\t-\t1\n", 2),
      ("type\tt\\nn\tx\n", 2), ("type\tt\\nn\t-1\n", 2), ("type\tt\\nn\t1\t1\n", 2), ("type\tt\\qn\t1\n", 2),
      ("type\tt\\nn\\\t1\n", 2), ("transition\tt\\nm\tt\\nm\t0\n", 2),
      ("transition\tt\\nm\tt\\nm\t4294967296\n", 2), ("transition\tt\\nm\tt\\nm\n", 2),
      ("transition\t-\tt\\nm\t1\n", 2), ("skip\tt\\nm\t1\n", 2), ("gap\tt\\nm\tt\\nm\t0\t1\n", 2),
      ("transition\tt\\nm\tt\\nm\t1\ngap\tt\\nm\tt\\nm\t41\t1\n", 3),
      ("second-order\tt\\nm\tt\\nm\tt\\nm\t1\n", 2), ("process-second-order\t-\tt\\nm\tt\\nm\t1\n", 2),
      ("tag-transition\tunknown\tt\t1\n", 2), ("chain\tname\t1\n", 2), ("meta\tmask\tnone\n", 2),
      ("meta\tby\tmoon\n", 2), ("meta\tkey\t123\n", 2), ("meta\tkey\t+0000000000000000000000000000001\n", 2),
      ("meta\tlines\tmany\n", 2), ("meta\n", 2), ("\n\nwhat\n", 4),
    ])
  func refused(rows: String, line: Int) throws {
    let refusal = refusal(of: Self.type + rows)
    let error = try #require(refusal)
    #expect(error.line == line)
    #expect(!error.problem.isEmpty && error.description.hasPrefix("line \(line): "))
  }

  @Test("a dump that was cut short between lines is refused wherever it was cut")
  func cutShort() throws {
    let rows = lines(of: try dumpBytes(model(of: smallLog)))
    let firstType = try #require(rows.firstIndex { $0.starts(with: "type\t".utf8) })
    #expect(rows.count - firstType > 5)
    for count in firstType..<rows.count {
      #expect(throws: DumpError.self, "\(count) rows") { _ = try read(Array(rows[..<count].joined())) }
    }
    _ = try read(Array(rows.joined()))
  }

  /// A dump whose every number is `number`, as far as its column holds that.
  private func dump(ofNumbers number: UInt64) -> [UInt8] {
    var rows = ""
    for name in ["lines", "boot-markers", "records-without-header"] { rows += "meta\t\(name)\t\(number)\n" }
    for message in ["a", "b", "a"] { rows += "type\tt\\n\(message)\t\(number)\n" }
    for _ in 0..<2 { rows += "transition\tt\\na\tt\\nb\t\(UInt32.max)\n" }
    rows += "chain\th\t\(number)\t-\t-\t-\t-\t-\t-\t-\t-\t-\t-\n"
    return Array(rows.utf8)
  }

  @Test("numbers that add up to more than 64 bits hold do not trap, and make no model file")
  func hugeNumbers() throws {
    let counts = try read(dump(ofNumbers: .max))
    // A log may still be learned on top of it.
    let more = try learn([smallLog], onto: counts)
    #expect(throws: ModelError.self) { _ = try modelBytes(more) }
  }

  @Test("numbers that a model file just holds can be merged until they do not")
  func largeNumbers() throws {
    let bytes = try modelBytes(read(dump(ofNumbers: 1 << 60)))
    var sum = Counts(settings: testSettings)
    for ordered in [false, true, false, true] {
      do throws(ModelError) { try sum.merge(open(bytes), ordered: ordered) } catch {}
    }
    #expect(sum.transitionCount > 0)
  }

  @Test("dumps with random damage are read or refused, never trapped on", arguments: UInt64(1)...20)
  func damage(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let dump = try dumpBytes(model(of: smallLog))
    var refusals = 0
    for _ in 0..<20 {
      var damaged = dump
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        let index = Int.random(in: 0..<damaged.count, using: &random)
        switch Int.random(in: 0..<4, using: &random) {
        case 0: damaged[index] = UInt8.random(in: 0...255, using: &random)
        case 1: damaged.remove(at: index)
        case 2: damaged.insert([0x09, 0x0A, 0x2D, 0x39][Int.random(in: 0..<4, using: &random)], at: index)
        default: damaged.removeSubrange(index..<min(damaged.count, index + 30))
        }
      }
      do {
        let counts = try read(damaged)
        let model = try open(modelBytes(counts))
        #expect(model.lines == counts.lines)
      } catch is DumpError { refusals += 1 }
    }
    #expect(refusals > 0)
  }
}
