import LogMarkov
import Unix

/// `mcfilter [OPTION]... [FILE]...`: the filter.
struct FilterCommand {
  private let command: ParsedCommand

  init(_ command: ParsedCommand) { self.command = command }

  /// Scores the input until it ends.
  ///
  /// - Throws: `Failure`.
  func run() throws -> ExitStatus {
    // rsyslog takes every word that comes where its answers do for one.
    if command.has(.mmexternal) { StandardError.isSilent = StandardError.isStandardOutput }
    try requireStandardInput()
    try TerminationRequest.install()
    try SignalRequest.install(.user1)
    let reload = try ReloadedModel(command)
    let save = try SavedModel(command)
    let metrics = try MetricsFile(command)
    let state = try StateFile(command)
    let output = try makeOutput()
    let filter = try makeFilter(state)
    try metrics?.write(filter.tally, reload)
    let input = InputFiles(
      command.operands, compressed: .passed(reader: "| mcfilter"), output: output.identity,
      standardInputName: command.text(ifGiven: .label))
    if metrics != nil { input.interval = MetricsFile.interval }
    let source: any ByteSource = command.has(.omprog) ? ConfirmedInput(input) : input
    let start = Instant.now
    do {
      while try filter.run(from: source, to: output) == .interrupted {
        switch input.takeRequest() {
        case .hangUp:
          output.reopen()
          reload?.reload(filter)
        case .user1:
          report(filter.tally, seconds: start.duration(to: .now).inSeconds)
          metrics?.writeReporting(filter.tally, reload)
        case .user2: save?.writeReporting(filter)
        case .interrupt, .terminate, nil: metrics?.writeReporting(filter.tally, reload)
        }
      }
      try output.finish()
    } catch is OutputAbandoned {
      // It is over; what was learned is still to be written.
    }
    try save?.write(filter)
    try state?.write(filter)
    if let complaint = filter.tally.printing.complaint { Diagnostics.report(complaint) }
    metrics?.writeReporting(filter.tally, reload)
    if command.has(.stats) { report(filter.tally, seconds: start.duration(to: .now).inSeconds) }
    if let signal = TerminationRequest.pending { TerminationRequest.dieOf(signal) }
    if save?.failed == true || metrics?.failed == true { return .failure }
    return status(filter.tally.printing, inputFailed: input.failed)
  }

  /// As grep does: errors outrank selected lines, but with `-q` selected lines outrank errors.
  private func status(_ printing: PrintTally, inputFailed: Bool) -> ExitStatus {
    if command.has(.quiet), printing.hasResult { return .success }
    if inputFailed { return .failure }
    let selects = [.threshold, .rate, .top, .maxCount].contains(where: command.has)
    return !selects || printing.hasResult ? .success : .noneSelected
  }

  /// Whoever waits for an answer to each line waits at the other end of standard input.
  private func requireStandardInput() throws {
    guard let option = [OptionName.omprog, .mmexternal].first(where: command.has) else { return }
    guard command.operands.isEmpty || command.operands == ["-"] else {
      throw Failure("\(option.long) answers to standard input: give no FILE")
    }
  }

  private func makeOutput() throws -> any LineOutput {
    guard let path = command.text(ifGiven: .output), path != "-" else {
      if command.has(.omprog) {
        throw Failure("standard output: it carries the confirmations: give -o the name of a file")
      }
      return StandardOutput()
    }
    // A terminal that goes away takes with it what it started.
    if !FileDescriptor.standardInput.isTerminal { try SignalRequest.install(.hangUp) }
    return try AppendedFile(path)
  }

  private func makeFilter(_ state: StateFile?) throws -> any LogFilter {
    let memory = state?.memory
    // Who says how a new model is to be made does not mean one that is there.
    let wantsNewModel = [.mask, .by, .seed].contains(where: command.has)
    if !wantsNewModel, let path = ModelPlaces.find(named: command.text(ifGiven: .model)) {
      let model = try ModelFile.open(path)
      try state?.requireFit(model.settings)
      if command.has(.freeze) { return ModelFilter(model, settings, from: memory) }
      return LearningFilter(OverlaidModel(model, limits, streamKey: memory?.key), settings, from: memory)
    }
    if command.has(.freeze) {
      throw Failure("no model: --freeze and --paper score by one: learn it with 'mcfilter learn'")
    }
    Diagnostics.report("no model: learning from the stream as it goes (see 'mcfilter learn --help')")
    var new = ModelSettings(newModelBy: command)
    try state?.requireFit(new)
    if let memory { new.key = memory.key }
    return LearningFilter(try OverlaidModel.empty(new, limits), settings, from: memory)
  }

  private var limits: OverlayLimits {
    var limits = OverlayLimits()
    limits.types = command.integer(.maxTypes)
    limits.bytes = command.integer(.maxOverlay)
    return limits
  }

  private var settings: FilterSettings {
    var settings = FilterSettings(inputOf: command)
    settings.joinsLines = ![.omprog, .mmexternal].contains(where: command.has)
    settings.repliesToLines = command.has(.mmexternal)
    // What rsyslog calls `programname` ends at a slash: postfix/smtpd would be postfix.
    if settings.repliesToLines, !command.has(.jsonKeys) {
      settings.jsonKeys.replace(.tag, by: ["syslogtag", "programname"])
    }
    settings.estimator = command.choice(.estimator)
    settings.annotation = command.choice(.format)
    settings.printing = PrintSettings(command)
    settings.explains = command.has(.explain)
    settings.display = display
    settings.scale = command.choice(.scale)
    settings.chainLimit = command.integer(.maxChains)
    settings.processLimit = command.integer(.maxProcesses)
    settings.isRemembered = command.has(.state)
    settings.windowLimit = command.integer(.maxWindows)
    settings.combination = combination
    settings.isFrozen = command.has(.freeze)
    settings.lookAhead = command.decimal(ifGiven: .lookahead).map { .seconds($0) }
    if let rate = command.decimal(ifGiven: .rate) {
      var budget = AlertBudget.Settings(rate: rate, combination: combination)
      budget.floor = command.decimal(.floor)
      budget.adapts = !settings.isFrozen
      settings.threshold = .budget(budget)
    } else if let limit = command.decimal(ifGiven: .threshold) {
      settings.threshold = settings.scale == .bits ? .bits(limit) : .probability(limit)
    }
    return settings
  }

  /// Colours if they are asked for, else where a person sees them who has not said no (https://no-color.org). What a
  /// terminal would obey never gets to one raw, and stands in no output that looks as on a terminal.
  private var display: Display {
    var display = Display()
    display.isColored =
      switch command.choice(.color) as Choice.Coloring {
      case .always: true
      case .never: false
      case .auto:
        showsOnTerminal && (Environment.variable("NO_COLOR") ?? "").isEmpty
          && !["", "dumb"].contains(Environment.variable("TERM") ?? "")
      }
    display.showsControls = display.isColored || showsOnTerminal
    return display
  }

  private var showsOnTerminal: Bool { !command.has(.output) && StandardOutput.isTerminal }

  /// What is asked for, else what goes with the estimator and the scale: only the paper's sum is made of probabilities.
  private var combination: Combination {
    if let combination: Combination = command.choice(ifGiven: .combine) { return combination }
    let isPapers = command.says("mle", .estimator) || command.says("probability", .scale)
    return isPapers ? .sum : .usual
  }

  private func report(_ tally: FilterTally, seconds: Double) {
    let records = tally.scoring.records
    let rate = records == 0 ? 0 : Double(tally.alerts) / Double(records)
    Diagnostics.write(
      """
      lines            \(tally.traffic.lines)
      records          \(records)
      selected         \(tally.selected)
      alerts           \(tally.alerts)
      unknown types    \(tally.scoring.unknownTypes)
      new transitions  \(tally.scoring.newTransitions)
      observed rate    \(rate.inMillionths)
      self-test        \(tally.scoring.selfTestShare.map(ModelSummary.selfTest) ?? "-")
      bytes            \(tally.traffic.bytes)
      seconds          \(seconds.rounded(decimals: 3))

      """)
  }
}

extension FilterSettings {
  /// What the options say about how lines are read.
  init(inputOf command: ParsedCommand) {
    self.init()
    format = command.choice(.inputFormat)
    skippedFields = command.integer(.skipFields)
    if let keys = command.jsonKeys(ifGiven: .jsonKeys) { jsonKeys = keys }
    maximumLine = command.integer(.maxLine)
  }
}

extension ModelSettings {
  /// The settings that the options for a new model ask for; without `--seed` the key is drawn at random.
  init(newModelBy command: ParsedCommand) {
    let key = command.integer(ifGiven: .seed).map { TypeKey(seed: UInt64($0)) } ?? TypeKey.random()
    self.init(key: key, mask: command.choice(.mask), chainKey: command.choice(.by))
  }
}

extension Duration {
  /// The same in seconds.
  var inSeconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
}

extension Double {
  /// A share, at least 0, with six decimals: `0.000010` and never `1e-05`, which awk and people would stumble over.
  var inMillionths: String {
    let (whole, rest) = Int((self * 1e6).rounded()).quotientAndRemainder(dividingBy: 1_000_000)
    let digits = String(rest)
    return "\(whole).\(String(repeating: "0", count: 6 - digits.count))\(digits)"
  }

  /// The number with at most so many decimals.
  func rounded(decimals: Int) -> Double {
    var scale = 1.0
    for _ in 0..<decimals { scale *= 10 }
    return (self * scale).rounded() / scale
  }
}
