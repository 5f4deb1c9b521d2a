/// Generating: the walk takes what the counts say, as often as they say.

import Support
import Testing
import Unix

@testable import LogMarkov

@Suite(
  "Random walk",
  .disabled(
    if: Environment.variable("MCFILTER_SANITIZER") != nil, "minutes of what only computes"))
struct RandomWalkTests {
  private func log(_ messages: [String]) -> [UInt8] {
    Array(messages.map { "Nov 22 11:00:00 h t: \($0)\n" }.joined().utf8)
  }

  private func walk(_ model: borrowing Model, _ steps: Int, atEnd: RandomWalk.AtEnd, start: String? = nil)
    throws
    -> [String]
  {
    var first: MessageTypeID?
    for type in try model.typesInOrderOfText() {
      if let start, try model.text(of: type) == Array("t\n\(start)".utf8) { first = type }
    }
    guard var walk = try RandomWalk(over: model, seed: 3, start: first, atEnd: atEnd) else { return [] }
    return try (0..<steps).map { _ in
      String(decoding: try model.text(of: walk.next()).dropFirst(2), as: UTF8.self)
    }
  }

  @Test("behind the last type a new chain starts, or with the paper's rule the walk stays")
  func ends() throws {
    let model = try model(of: log(["one", "two", "three"]))
    #expect(try walk(model, 7, atEnd: .startsAnew) == ["one", "two", "three", "one", "two", "three", "one"])
    #expect(try walk(model, 5, atEnd: .stays) == ["one", "two", "three", "three", "three"])
    #expect(try walk(model, 3, atEnd: .startsAnew, start: "two") == ["two", "three", "one"])
  }

  @Test("what comes first is what came without predecessor: behind each boot, and in each chain")
  func starts() throws {
    let boots = Array("-- Reboot --\n".utf8)
    let other = Array("Nov 22 11:00:00 i t: c\nNov 22 11:00:00 i t: z\n".utf8)
    let model = try model(
      of: log(["a", "z"]) + boots + log(["a", "z"]) + boots + log(["b", "z"]) + other)
    let walk = try walk(model, 8_000, atEnd: .startsAnew)
    for (name, expected) in [("a", 2_000.0), ("b", 1_000.0), ("c", 1_000.0), ("z", 4_000.0)] {
      let count = Double(walk.count { $0 == name })
      // Five standard deviations of 4,000 draws at most.
      #expect(abs(count - expected) < 160, "\(name): \(count)")
    }
  }

  /// How far the rows learned of a walk of so many steps are from those walked: the total variation between each two,
  /// weighted by how often the walk left the type.
  private func distance(_ model: borrowing Model, steps: Int, seed: UInt64) throws -> Double {
    var settings = LogGenerator.Settings(records: UInt64(steps))
    settings.seed = seed
    settings.host = Array("h".utf8)
    let twin = try learn(generated(model, settings).log, model.settings)
    let learned = try open(modelBytes(twin))
    var differences: [MessageTypeID: Double] = [:]
    var left: [MessageTypeID: Double] = [:]
    try learned.forEachTransition { from, to, count in
      let original = try number(of: from, in: learned, model)
      let sum = Double(model.row(of: original).sum)
      // Behind a type without successors the walk starts anew.
      guard sum > 0 else { return }
      let row = Double(learned.row(of: from).sum)
      left[original] = row
      let expected =
        Double(model.transition(from: original, to: try number(of: to, in: learned, model)).count) / sum
      // Of the total variation what the twin has too much: the other half is what it has too little.
      differences[original, default: 0] += max(0, Double(count) / row - expected)
    }
    return differences.reduce(0) { $0 + $1.value * (left[$1.key] ?? 0) } / left.values.reduce(0, +)
  }

  private func number(
    of type: MessageTypeID, in learned: borrowing Model, _ model: borrowing Model
  ) throws -> MessageTypeID {
    let number = model.type(of: learned.hash(of: type))
    return try #require(number)
  }

  private func expectConvergence(_ model: borrowing Model) throws {
    func mean(_ steps: Int) throws -> Double {
      try (UInt64(1)...4).map { try distance(model, steps: steps, seed: $0) }.reduce(0, +) / 4
    }
    let (few, many) = (try mean(4_000), try mean(64_000))
    // Sixteen times as many steps, a quarter of the distance. While rare types still appear it falls more slowly.
    #expect(few / many > 2.8 && few / many < 5.5, "\(few) \(many)")
    #expect(many < 0.06)
  }

  @Test("what is learned of a walk comes near the model as 1/√N does")
  func convergence() throws {
    let log = try readFile(packageRoot + "/examples/cluster.log")
    try expectConvergence(model(of: log, settings(by: .wholeStream)))
  }

  @Test(
    "the same for a real log", .enabled(if: sharedData != nil), arguments: ["openssh/OpenSSH_2k.log"])
  func realConvergence(name: String) throws { try expectConvergence(model(of: realLog(name))) }
}
