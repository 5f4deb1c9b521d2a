/// The command line: every one is a command or a sentence.

import LogMarkov

@testable import mcfilter

/// The input is arguments, one a line.
func checkOptions(_ input: [UInt8]) throws {
  let arguments = input.split(separator: 0x0A).map { String(decoding: $0, as: UTF8.self) }
  let command: ParsedCommand
  do {
    command = try OptionParser().parse(arguments)
  } catch {
    try require(!error.sentence.isEmpty && !error.sentence.contains("\n"), "no sentence: \(error.sentence)")
    return try require(!error.pointer.isEmpty, "no pointer")
  }
  // A value of another type than its option's would trap.
  for option in OptionTable.standard.options(of: command.verb) {
    switch option.valueKind {
    case .words?, .model?, .file?, .text?: _ = command.text(ifGiven: option.name)
    case .wholeNumber?, .byteSize?, .time?: _ = command.integer(ifGiven: option.name)
    case .decimal?, .share?, .seconds?: _ = command.decimal(ifGiven: option.name)
    case .alertLimit?: _ = command.alertLimit(option.name)
    case .jsonKeys?: _ = command.jsonKeys(ifGiven: option.name)
    case .weights?: _ = command.weights(ifGiven: option.name)
    case .wordList?: if command.has(option.name) { let _: [AnomalyKind] = command.choices(option.name) }
    case nil: _ = command.has(option.name)
    }
  }
}
