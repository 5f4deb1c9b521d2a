import LogMarkov

extension RecordedLog {
  /// Reads a file, `-` for standard input, as the options say; nil if it could not be read, which has been reported.
  ///
  /// - Throws: `Failure`.
  convenience init?(_ path: String, _ command: ParsedCommand) throws {
    let input = InputFiles([path], compressed: .refused(reader: "> FILE"))
    do {
      try self.init(
        reading: input, format: command.choice(.inputFormat), skippedFields: command.integer(.skipFields),
        jsonKeys: command.jsonKeys(ifGiven: .jsonKeys) ?? .usual,
        maximumLine: command.integer(.maxLine))
    } catch let problem as EvaluationProblem {
      throw Failure("\(path == "-" ? "standard input" : path): \(problem)")
    }
    if input.failed { return nil }
  }
}
