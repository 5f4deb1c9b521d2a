/// The corpora of the fuzz targets, replayed: what a fuzzer found once is never found again.

import Support
import Testing
import Unix

@Suite("Fuzz corpora")
struct ReplayTests {
  /// Where the corpora are.
  static let corpora = packageRoot + "/Tests/Fuzz/Corpus"

  /// The files of a target's corpus, by name.
  static func corpus(of target: FuzzTarget) throws -> [(name: String, bytes: [UInt8])] {
    let found = try Command("find", ["\(corpora)/\(target.rawValue)", "-type", "f"]).run().outputText
    return try found.split(separator: "\n").sorted().map { (String($0), try readFile(String($0))) }
  }

  @Test("hold every law", arguments: FuzzTarget.allCases)
  func replay(_ target: FuzzTarget) throws {
    let corpus = try Self.corpus(of: target)
    #expect(!corpus.isEmpty)
    for file in corpus {
      do {
        try target.run(file.bytes)
      } catch {
        Issue.record("\(file.name): \(error)")
      }
    }
  }

  @Test("are kept for every target, and for no other")
  func everyTarget() throws {
    let found = try Command("ls", [Self.corpora]).run().outputText
    #expect(Set(found.split(separator: "\n").map(String.init)) == Set(FuzzTarget.allCases.map(\.rawValue)))
  }

  @Test("are small", arguments: FuzzTarget.allCases)
  func small(_ target: FuzzTarget) throws {
    let corpus = try Self.corpus(of: target)
    #expect(corpus.allSatisfy { $0.bytes.count <= 8192 })
    #expect(corpus.reduce(0) { $0 + $1.bytes.count } <= 256 << 10)
  }

  @Test("make the program itself do no worse: a model is refused in one sentence, or it serves")
  func commands() throws {
    let directory = try TemporaryDirectory()
    try writeFile(knownLog, to: directory.path(of: "day.log"))
    for file in try Self.corpus(of: .model) {
      try writeFile(sealedModel(file.bytes), to: directory.path(of: "bad.mcm"))
      for script in [
        "mcfilter -m bad.mcm --explain day.log", "mcfilter -m bad.mcm --freeze -r 0.1 --lookahead=0 day.log",
        "mcfilter show bad.mcm", "mcfilter show --verify --types --tags --transitions bad.mcm",
        "mcfilter merge --ordered -o sum.mcm bad.mcm bad.mcm",
      ] {
        var command = try Command.shell(script)
        command.workingDirectory = directory.path
        let outcome = try command.run()
        switch outcome.ending {
        case .exited(0), .exited(1):
          #expect(outcome.errorText.isEmpty, "\(script): \(file.name)")
        case .exited(2):
          let sentence = outcome.errorText
          #expect(
            sentence.hasPrefix("mcfilter: bad.mcm: ") && sentence.split(separator: "\n").count == 1,
            "\(script): \(file.name): \(sentence)")
        default: Issue.record("\(script): \(file.name): \(outcome.ending)")
        }
      }
    }
  }

  @Test("drawn at random hold every law, too", arguments: FuzzTarget.allCases)
  func random(_ target: FuzzTarget) throws {
    var random = SplitMix64(seed: 5)
    let corpus = try Self.corpus(of: target)
    for _ in 0..<200 {
      var bytes = random.pick(corpus).bytes
      for _ in 0..<Int.random(in: 1...4, using: &random) where !bytes.isEmpty {
        let place = Int.random(in: bytes.indices, using: &random)
        bytes[place] = random.oneOf(2) ? UInt8.random(in: 0...255, using: &random) : random.pick(bytes)
      }
      do {
        try target.run(bytes)
      } catch {
        Issue.record("\(bytes): \(error)")
      }
    }
  }
}
