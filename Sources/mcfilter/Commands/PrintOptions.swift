import LogMarkov

extension PrintSettings {
  /// What the options of the filter say about it.
  init(_ command: ParsedCommand) {
    self.init()
    if command.has(.quiet) {
      kind = .nothing
    } else if command.has(.count) {
      kind = command.has(.withFilename) ? .countOfEachInput : .count
    }
    isInverted = command.has(.invertMatch)
    limit = command.integer(ifGiven: .maxCount)
    let context = command.integer(ifGiven: .context)
    let before = command.integer(ifGiven: .beforeContext) ?? context
    let after = command.integer(ifGiven: .afterContext) ?? context
    self.before = PrintSettings.lines(before)
    self.after = PrintSettings.lines(after)
    top = command.integer(ifGiven: .top)
    sorts = command.has(.sort)
    groupsIncidents = command.has(.incidents)
    // As grep does, even if no line is asked for.
    separates = before != nil || after != nil || groupsIncidents
    showsNames = command.has(.withFilename)
    showsNumbers = command.has(.lineNumber)
    heldLimit = command.integer(.maxHeld)
  }

  /// No log has more lines than this, and sums of two such numbers do not overflow.
  private static func lines(_ count: Int?) -> Int { min(count ?? 0, 1 << 60) }
}

extension PrintTally {
  /// What has to be said of lines that are missing in the output; nil if none are.
  var complaint: String? {
    if droppedRecords > 0 {
      return "too much to hold: \(droppedRecords) selected records are not shown: raise --max-held"
    }
    if droppedContext > 0 {
      return "too much to hold: \(droppedContext) lines around selected ones are not shown: raise --max-held"
    }
    return nil
  }
}
