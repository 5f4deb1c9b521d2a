/// Files of states: refused with a sentence, or gone on from.

import Support
import Unix

@testable import LogMarkov

func checkState(_ input: [UInt8]) throws {
  let memory: StreamMemory
  do throws(StreamMemoryError) {
    memory = try StreamMemory(file: sealedState(input))
  } catch {
    return try require(!error.description.contains("\n"), "no sentence: \(error)")
  }
  try require(try StreamMemory(file: memory.fileBytes) == memory, "another state when it is written")
  var settings = FilterSettings()
  settings.explains = true
  settings.threshold = .budget(AlertBudget.Settings(rate: 0.1, combination: .evidence))
  settings.chainLimit = input.count % 2 == 0 ? 1 : 65_536
  let new = ModelSettings(key: memory.key, mask: .values, chainKey: .host)
  let learning = LearningFilter(try OverlaidModel.empty(new), settings, from: memory)
  try goOn(learning)
  guard let counts = try learning.learned() else { throw BrokenLaw(description: "nothing learned") }
  let file = ByteCollector()
  try counts.write { file.write($0) }
  settings.isFrozen = true
  try goOn(ModelFilter(Model.open(MappedRegion(copying: file.bytes)), settings, from: memory))
}

/// Filters a log from there on; what is left then is a state again.
private func goOn(_ filter: any LogFilter) throws {
  let sink = ByteCollector()
  try filter.run(from: PiecewiseSource([knownLog]), to: sink)
  let left = filter.remembered()
  try require(try StreamMemory(file: left.fileBytes) == left, "what is left cannot be read")
}

/// The lines with a right last line behind them, in place of the one that they have.
func sealedState(_ bytes: [UInt8]) -> [UInt8] {
  var lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
  while let last = lines.last, last.isEmpty || last.starts(with: Array("end\t".utf8)) { lines.removeLast() }
  let body = lines.flatMap { $0 + [0x0A] }
  return body + StateFormat.lastLine(behind: body)
}
