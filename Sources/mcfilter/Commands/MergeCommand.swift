import LogMarkov
import Unix

/// `mcfilter merge [OPTION]... MODEL...`: adds models together.
struct MergeCommand {
  private let command: ParsedCommand

  init(_ command: ParsedCommand) { self.command = command }

  /// Adds all models and writes the sum.
  ///
  /// - Throws: `Failure`; then no model is touched.
  func run() throws -> ExitStatus {
    let target = command.text(ifGiven: .output) ?? "-"
    try TerminationRequest.deferring { try ModelFile.requirePlace(target) }
    var weights = (command.weights(ifGiven: .weight) ?? [])[...]
    var progress = Progress(
      totalBytes: InputFiles.totalBytes(of: command.operands), isWanted: !command.has(.noProgress))
    defer { progress.clear() }
    var sum: Counts?
    var bytes: UInt64 = 0
    func add(_ model: borrowing Model, named name: String) throws {
      do throws(ModelError) {
        try model.verify()
        var counts = sum.take() ?? Counts(settings: model.settings)
        let weight = weights.popFirst().map { MergeWeight($0) } ?? .one
        try counts.merge(model, weight: weight, ordered: command.has(.ordered))
        sum = consume counts
      } catch {
        throw Failure(name, error)
      }
      bytes += UInt64(model.byteCount)
      progress.show(bytes: bytes)
    }
    for operand in command.operands {
      if operand == "-" {
        try ModelFile.forEachOnStandardInput { try add($0, named: "standard input") }
      } else {
        try add(try ModelFile.open(operand), named: operand)
      }
    }
    guard weights.isEmpty else { throw Failure("--weight: more weights than models: give one for each") }
    guard let counts = sum.take() else { throw Failure("no model to merge") }
    try TerminationRequest.deferring { try ModelFile.write(counts, to: target, stopsWhenTold: true) }
    return .success
  }
}
