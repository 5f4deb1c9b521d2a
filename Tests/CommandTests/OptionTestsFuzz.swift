// Arguments at random: the parser must answer each of them, with a command or with a sentence.
import LogMarkov
import Testing

@testable import mcfilter

/// SplitMix64 (Steele, Lea, Flood 2014): the same numbers for the same seed.
private struct SplitMix64: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var bits = state
    bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
    bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
    return bits ^ (bits >> 31)
  }
}

@Suite("Arguments at random")
struct OptionFuzzTests {
  /// What arguments are put together from: much that means something, and something that does not.
  private static let pieces =
    OptionName.allCases.map(\.rawValue) + OptionTable.standard.rows.compactMap(\.letter).map { "\($0)" }
    + Verb.allCases.map(\.rawValue) + ChainKey.allCases.map(\.rawValue)
    + [
      "-", "-", "-", "--", "--", "--", "=", "=", ",", ".", "8", "-3", "64K", "1e9", "99999999999999999999",
      "",
      "\u{0}", "\n", "\u{301}", "é", "👩‍👩‍👧", "\u{212A}", "x",
    ]

  @Test("never trap, and what is accepted has values of the right type", arguments: [1, 2, 3, 4] as [UInt64])
  func neverTraps(seed: UInt64) throws {
    var generator = SplitMix64(state: seed)
    var accepted = 0
    for _ in 0..<5_000 {
      let arguments = (0..<Int.random(in: 0...4, using: &generator)).map { _ in
        (0..<Int.random(in: 0...4, using: &generator))
          .compactMap { _ in Self.pieces.randomElement(using: &generator) }.joined()
      }
      do {
        let command = try OptionParser().parse(arguments)
        accepted += 1
        readAll(of: command)
      } catch {
        #expect(!error.sentence.isEmpty && !error.sentence.contains("\n"), "\(arguments)")
      }
    }
    // Else the arguments were too wild to test anything but refusal.
    #expect(accepted > 500)
  }

  /// Asks for every value by its type: a wrong type would trap.
  private func readAll(of command: ParsedCommand) {
    for option in OptionTable.standard.options(of: command.verb) {
      switch option.valueKind {
      case .words?, .model?, .file?, .text?: _ = command.text(ifGiven: option.name)
      case .wholeNumber?, .byteSize?, .time?: _ = command.integer(ifGiven: option.name)
      case .decimal?, .share?, .seconds?: _ = command.decimal(ifGiven: option.name)
      case .alertLimit?: _ = command.alertLimit(option.name)
      case .jsonKeys?: _ = command.jsonKeys(ifGiven: option.name)
      case .wordList?: if command.has(option.name) { let _: [AnomalyKind] = command.choices(option.name) }
      case .weights?: _ = command.weights(ifGiven: option.name)
      case nil: _ = command.has(option.name)
      }
    }
  }
}
