/// Scores: bits of a probability, within what is printed.

import Glibc
import Testing

@testable import LogMarkov

struct CentibitsTests {
  @Test(
    "bits are rounded to hundredths and kept within what is printed",
    arguments: [
      (0, 0), (1, 100), (0.004, 0), (-0.004, 0), (0.006, 1), (1.005, 100), (999.99, 99_999),
      (999.994, 99_999),
      (1000, 99_999), (1e300, 99_999), (.infinity, 99_999), (-99.99, -9999), (-100, -9999),
      (-.infinity, -9999),
    ] as [(Double, Int32)])
  func rounding(bits: Double, hundredths: Int32) {
    #expect(Centibits(bits: bits).rawValue == hundredths)
  }

  @Test("the surprisal of a probability is its negative binary logarithm, and 999.99 where there is none")
  func surprisal() {
    #expect(Centibits(surprisalOf: 1) == .zero)
    #expect(Centibits(surprisalOf: 0.5).rawValue == 100)
    #expect(Centibits(surprisalOf: 0) == .greatest)
    #expect(Centibits(surprisalOf: .leastNonzeroMagnitude) == .greatest)
    #expect(Centibits(surprisalOf: .leastNormalMagnitude) == .greatest)
    #expect(Centibits(surprisalOf: -1) == .greatest)
    #expect(Centibits(surprisalOf: .nan) == .greatest)
    #expect(Centibits(surprisalOf: 1e300).rawValue == -9999)
    for number in 1...1000 {
      let probability = Double(number) / 1000
      #expect(
        Centibits(surprisalOf: probability).rawValue
          == Int32((-log2(probability) * 100).rounded(.toNearestOrEven)))
    }
  }

  @Test("combined scores rank as the sum of both probabilities does")
  func combined() {
    let probabilities = [0, 1e-9, 0.001, 0.1, 0.25, 0.3, 0.5, 1.0]
    for a in probabilities {
      for b in probabilities {
        let score = Score(message: a, tag: b, flag: .seen)
        #expect(score.combined == Centibits(surprisalOf: (a + b) / 2))
        for c in probabilities {
          let other = Score(message: b, tag: c, flag: .seen)
          if a + b < b + c { #expect(score.combined >= other.combined) }
        }
      }
    }
    #expect(Score(message: 0, tag: 0, flag: .new).combined == .greatest)
    #expect(Score(message: 1, tag: 1, flag: .seen).combined == .zero)
  }

  @Test("a line that is no record has no score")
  func skipped() {
    #expect(Score.skipped.flag == .skip && Score.skipped.combined == .zero)
  }
}
