import LogMarkov
import Unix

/// `mcfilter plot [OPTION]... LOG [LOG|MODEL]`: the paper's figures 1 and 2.
struct PlotCommand {
  private let command: ParsedCommand

  init(_ command: ParsedCommand) { self.command = command }

  /// Draws one log, or two sequences below each other.
  ///
  /// - Throws: `Failure`; then no picture is written.
  func run() throws -> ExitStatus {
    let (log, second) = (command.operands[0], command.operands.dropFirst().first)
    if log == "-", second == "-" {
      throw Failure("standard input: it can be only one of the logs: name a file for the other")
    }
    if ModelFile.isModel(at: log) {
      throw Failure("\(log): a model: name a log, and the model whose walk is drawn below it behind that")
    }
    try PictureFile.requirePlace(command.text(.output))
    if let second, ModelFile.isModel(at: second) { return try draw(log, aboveWalkOver: second) }
    var types = SequencedTypes(mask: command.choice(.mask))
    var panels: [SequencePlot.Panel] = []
    for path in command.operands {
      // What cannot be read has been reported.
      guard let panel = try read(path, &types) else { return .failure }
      panels.append(panel)
    }
    return try write(types, panels)
  }

  /// Draws a log and a walk as long as it.
  private func draw(_ log: String, aboveWalkOver path: String) throws -> ExitStatus {
    let model = try ModelFile.open(path)
    let mask = model.settings.mask
    if let given: Mask = command.choice(ifGiven: .mask), given != mask {
      throw Failure("\(path): its mask is \(mask.rawValue): leave --mask out or name another model")
    }
    var types = SequencedTypes(mask: mask)
    guard let panel = try read(log, &types) else { return .failure }
    let seed = command.integer(.seed)
    let walk: TypeSequence
    do {
      walk = try types.walk(over: model, seed: UInt64(seed), count: panel.count)
    } catch let error as ModelError {
      throw Failure(path, error)
    }
    guard walk.count > 0 else {
      throw Failure("\(path): a model of no records: there is nothing to walk: learn one from a log")
    }
    return try write(types, [panel, .init(name: "Walk over \(shown(path)), seed \(seed)", walk)])
  }

  /// Nil if the log could not be read, which has been reported.
  private func read(_ path: String, _ types: inout SequencedTypes) throws -> SequencePlot.Panel? {
    let input = InputFiles([path], compressed: .refused(reader: "> FILE"))
    let sequence = try types.read(
      input, format: command.choice(.inputFormat), skippedFields: command.integer(.skipFields),
      jsonKeys: command.jsonKeys(ifGiven: .jsonKeys) ?? .usual, maximumLine: command.integer(.maxLine))
    if input.failed { return nil }
    guard sequence.count > 0 else {
      let name = path == "-" ? "standard input" : path
      throw Failure(
        "\(name): no records: nothing to draw: is it a log, and its --input-format the right one?")
    }
    return .init(name: shown(path), sequence)
  }

  private func write(_ types: SequencedTypes, _ panels: [SequencePlot.Panel]) throws -> ExitStatus {
    try PictureFile.write(SequencePlot(of: types, panels).svg(), to: command.text(.output))
    return .success
  }

  /// What a file is called above what is drawn of it: the end of its name, if that is long.
  private func shown(_ path: String) -> String {
    if path == "-" { return "standard input" }
    let name = String(decoding: path.nameBytes, as: UTF8.self)
    return name.count <= PlotCommand.longestName ? name : "…" + name.suffix(PlotCommand.longestName - 1)
  }

  /// What leaves room on the line for what is said of the file.
  private static let longestName = 48
}
