import LogMarkov
import Unix

/// The logs of an experiment, and which pairs of them are looked at.
struct EvaluationSets {
  /// A log.
  struct Member {
    let name: String
    let path: String
    /// Nil for a pair from the command line, of which nobody says how alike its logs are.
    let origin: LogOrigin?
  }

  /// A training log and a test log, by their places among the members.
  struct Pair {
    let train: Int
    let test: Int
    let similarity: SimilarityClass?
  }

  let members: [Member]
  let pairs: [Pair]

  /// What the command line asks for.
  ///
  /// - Throws: `Failure`.
  init(_ command: ParsedCommand) throws {
    if let path = command.text(ifGiven: .sets) {
      guard command.operands.isEmpty else {
        throw Failure("--sets names all logs: leave '\(command.operands[0])' out")
      }
      members = try EvaluationSets.members(in: path)
      pairs = EvaluationSets.allPairs(of: members)
    } else {
      guard command.operands.count == 2 else {
        throw Failure("evaluate needs two logs, TRAIN and TEST, or --sets=FILE")
      }
      members = command.operands.map { Member(name: $0, path: $0, origin: nil) }
      pairs = [Pair(train: 0, test: 1, similarity: nil)]
    }
    let inserted = InsertedName(command.text(.insert)).path
    if (members.map(\.path) + [inserted]).count(where: { $0 == "-" }) > 1 {
      throw Failure("standard input: it can be only one of the logs: name a file for the others")
    }
  }

  /// Every ordered pair of the logs of a table, each with itself too.
  private static func allPairs(of members: [Member]) -> [Pair] {
    var pairs: [Pair] = []
    for (train, one) in members.enumerated() {
      for (test, other) in members.enumerated() {
        let similarity = one.origin.flatMap { origin in other.origin.map(origin.similarity(to:)) }
        pairs.append(Pair(train: train, test: test, similarity: similarity))
      }
    }
    return pairs
  }

  /// The rows of a table: name, cluster, node, period and path between tabs. Empty lines and those that begin with `#` do
  /// not count.
  private static func members(in path: String) throws -> [Member] {
    var members: [Member] = []
    // As bytes: to Swift, CR and LF together are one character.
    let bytes = try readAll(path)
    for (number, line) in bytes.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated() {
      let line = line.last == 0x0D ? line.dropLast() : line
      if line.isEmpty || line.first == UInt8(ascii: "#") { continue }
      let columns = line.split(separator: 0x09, omittingEmptySubsequences: false)
        .map { String(decoding: $0, as: UTF8.self) }
      let place = "\(path):\(number + 1)"
      guard columns.count == 5, !columns.contains("") else {
        throw Failure("\(place): not a row of a set: give name, cluster, node, period and path between tabs")
      }
      guard !members.contains(where: { $0.name == columns[0] }) else {
        throw Failure("\(place): the name stands above: give every log its own")
      }
      let origin = LogOrigin(cluster: columns[1], node: columns[2], period: columns[3])
      members.append(Member(name: columns[0], path: columns[4], origin: origin))
    }
    guard !members.isEmpty else {
      throw Failure("\(path): no sets in it: give name, cluster, node, period and path between tabs")
    }
    return members
  }

  private static func readAll(_ path: String) throws -> [UInt8] {
    do {
      return try ModelFile.readAll(FileDescriptor(openingForReading: path), path)
    } catch let error as SystemError {
      throw Failure(path, error)
    }
  }
}

/// What `--insert` names.
enum InsertedName: Equatable {
  case unusual
  case known
  case novel
  case file(String)

  init(_ text: String) {
    self =
      switch text {
      case "unusual": .unusual
      case "known": .known
      case "novel": .novel
      default: .file(text)
      }
  }

  /// The log that the lines are taken from, if it is another one.
  var path: String? {
    if case .file(let path) = self { path } else { nil }
  }
}
