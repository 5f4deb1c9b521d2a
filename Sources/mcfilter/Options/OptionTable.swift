import LogMarkov

/// Every option of the program, defined once; parsing, `--help`, completions and the check of the manual pages
/// come from here.
struct OptionTable: Sendable {
  /// The rows, in the order in which help shows them. An option may have one row for several verbs, or a row
  /// for each; never two for one verb.
  let rows: [OptionDefinition]

  /// The options that `verb` takes.
  func options(of verb: Verb) -> [OptionDefinition] {
    rows.filter { $0.verbs.contains(verb) }
  }

  /// The row of an option for a verb; `nil` if the verb does not take it.
  func row(_ name: OptionName, of verb: Verb) -> OptionDefinition? {
    rows.first { $0.name == name && $0.verbs.contains(verb) }
  }

  /// The verbs that take the option which `matches`, in the order of the verbs.
  func verbs(where matches: (OptionDefinition) -> Bool) -> [Verb] {
    let verbs = rows.filter(matches).flatMap(\.verbs)
    return Verb.allCases.filter(verbs.contains)
  }
}

extension OptionTable {
  /// What cannot be had where each line is answered before the next one comes: what lets lines wait for others, and what
  /// ends before the input does or prints no lines.
  private static let oneByOne: [OptionName] = [
    .lookahead, .top, .sort, .incidents, .beforeContext, .context, .count, .quiet, .maxCount,
  ]

  /// The table of the program.
  static let standard = OptionTable(rows: [
    // The model.
    .init(
      .model, "m", .value("FILE", .model), of: [.filter, .check], in: .model,
      "Score by this model, not by the one in its usual place."),
    .init(
      .save, nil, .value("FILE", .model), of: [.filter], in: .model,
      "At the end, and on SIGUSR2, write the model with what was learned beside it to FILE.",
      excludes: [.freeze]),
    .init(
      .state, nil, .value("FILE", .file), of: [.filter, .check], in: .model,
      "Go on with the chains that the last run has left in FILE, and leave them there at the end."),
    .init(
      .output, "o", .value("FILE", .model), of: [.learn, .merge], in: .model,
      "Write the model to FILE; - is standard output."),
    .init(
      .update, nil, .value("MODEL", .model), of: [.learn], in: .model,
      "Go on from MODEL, and write back to it unless -o is given."),
    .init(
      .weight, nil, .value("W[,W]...", .weights), of: [.merge], in: .model,
      "Multiply the counts of the models by these weights, in the order given; 1 for the rest."),
    .init(
      .ordered, of: [.merge], in: .model,
      "Take the models as parts of one log in time order, and join their chains."),

    // A model yet to be learned. A model on disk brings all this with it.
    .init(
      .mask, nil, .word(of: Mask.self), standard: "values",
      of: [.filter, .learn, .compare, .evaluate, .plot],
      in: .newModel,
      "Clean messages of their digits, or of all that looks like a value.", excludes: [.model]),
    .init(
      .by, nil, .word(of: ChainKey.self), standard: "host", of: [.filter, .learn, .compare], in: .newModel,
      "Keep a chain of records for each host, one for all, or one for each tag or pair of these.",
      excludes: [.model]),
    .init(
      .seed, nil, .value("N", .wholeNumber(0...Int.max)), of: [.filter, .learn], in: .newModel,
      "Draw the key of the model from N, so that the same input gives the same model.", excludes: [.model]),

    .init(
      .clusters, of: [.learn], in: .newModel,
      "Sort the message types into clusters of similar text, and keep them in the model."),

    // What show shows.
    .init(.types, of: [.show], in: .contents, "List the message types and their counts."),
    .init(.tags, of: [.show], in: .contents, "List the tags and their counts."),
    .init(
      .clusters, of: [.show], in: .contents,
      "List the message types by their clusters: cluster, count and type."),
    .init(
      .transitions, of: [.show], in: .contents, "List the transitions, their counts and probabilities."),
    .init(
      .counts, of: [.show], in: .contents, "Dump every count as sorted lines that learn --counts takes back."),
    .init(.verify, of: [.show], in: .contents, "Check every byte of the model."),
    .init(
      .number, "n", .value("N", .wholeNumber(0...Int.max)), of: [.show], in: .contents,
      "Print at most N rows of a list."),
    .init(
      .from, nil, .value("TEXT", .text), of: [.show], in: .contents,
      "Print only the transitions out of the message type TEXT."),

    // A synthetic log.
    .init(
      .number, "n", .value("N", .wholeNumber(0...Int.max)), of: [.generate], in: .synthesis,
      "Walk N records; as many as the model counted unless given."),
    .init(
      .seed, nil, .value("N", .wholeNumber(0...Int.max)), standard: "1", of: [.generate], in: .synthesis,
      "Draw all random numbers from N, so that the same model gives the same log."),
    .init(
      .seed, nil, .value("N", .wholeNumber(0...Int.max)), standard: "1", of: [.compare], in: .synthesis,
      "Draw the walk that stands for a model from N."),
    .init(
      .start, nil, .value("TEXT", .text), of: [.generate], in: .synthesis,
      "Start with the message type TEXT."),
    .init(
      .time, nil, .value("START", .time), of: [.generate], in: .synthesis,
      "Give the first line this time; each line is a second later than the one before."),
    .init(
      .host, nil, .value("NAME", .text), of: [.generate], in: .synthesis, "Give all lines this host."),
    .init(
      .paper, of: [.generate], in: .synthesis,
      "Stay for ever at a message type that nothing ever followed: P(i|i) = 1."),

    // A picture of a model's walk.
    .init(
      .seed, nil, .value("N", .wholeNumber(0...Int.max)), standard: "1", of: [.plot], in: .synthesis,
      "Draw the steps of MODEL's walk from N."),

    // The experiment.
    .init(
      .anomalies, nil, .value("N", .wholeNumber(1...10_000)), standard: "10", of: [.evaluate],
      in: .experiment,
      "Make N anomalies in each trial."),
    .init(
      .trials, nil, .value("N", .wholeNumber(1...1_000_000)), standard: "30", of: [.evaluate],
      in: .experiment,
      "Make N trials of each kind."),
    .init(
      .kinds, nil, .words("KIND[,KIND]...", of: AnomalyKind.self), standard: "insertion,deletion,both",
      of: [.evaluate], in: .experiment,
      "Insert lines, delete lines, or do half of each."),
    .init(
      .insert, nil, .value("unusual|known|novel|FILE", .file), standard: "unusual", of: [.evaluate],
      in: .experiment, "Insert rare lines of TRAIN, any lines of TRAIN, lines never seen, or lines of FILE."),
    .init(
      .sets, nil, .value("FILE", .file), of: [.evaluate], in: .experiment,
      "Take every pair of the logs in FILE: name, cluster, node, period and path, between tabs."),
    .init(
      .seed, nil, .value("N", .wholeNumber(0...Int.max)), standard: "1", of: [.evaluate], in: .experiment,
      "Draw all random numbers from N."),

    // Scores.
    .init(
      .estimator, nil, .word(of: EstimatorName.self), standard: "backoff", of: [.filter, .evaluate],
      in: .scoring,
      "Take relative frequencies as they are, or smooth them so that the unseen counts too."),
    .init(
      // The standard value depends on the estimator and the scale.
      .combine, nil, .word(of: Combination.self), of: [.filter], in: .scoring,
      "Rank by the evidence of strays and missing lines, or by the paper's sum of message and tag.",
      contradictions: [
        .init(value: "evidence", other: .estimator, otherValue: "mle"),
        .init(value: "evidence", other: .scale, otherValue: "probability"),
      ]),
    .init(
      .scale, nil, .word(of: ScoreScale.self), standard: "bits", of: [.filter], in: .scoring,
      "Print scores in bits, or as probabilities."),
    .init(
      .lookahead, nil, .optional(.seconds, placeholder: "SECONDS"), standard: "1", of: [.filter],
      in: .scoring,
      "Let a line wait for the next one of its chain, up to SECONDS on a quiet input; it scores better then."),
    .init(
      .freeze, of: [.filter], in: .scoring, "Learn nothing from the lines that are scored."),
    .init(
      .paper, of: [.filter], in: .scoring,
      "Score by the method as published: --estimator=mle --combine=sum --freeze.",
      standsFor: [
        .init(name: .estimator, value: "mle"), .init(name: .combine, value: "sum"), .init(name: .freeze),
      ]),
    .init(
      .paper, of: [.learn], in: .newModel, "Learn by the method as published: --mask=digits.",
      standsFor: [.init(name: .mask, value: "digits")]),
    .init(
      .maxTypes, nil, .value("N", .wholeNumber(OverlayLimits.typesAllowed)), standard: "100000",
      of: [.filter], in: .scoring,
      "Learn at most N new message types; those idle longest go first."),
    .init(
      .maxOverlay, nil, .value("BYTES", .byteSize(OverlayLimits.bytesAllowed)), standard: "64M",
      of: [.filter],
      in: .scoring, "Learn at most BYTES of counts; those idle longest go first."),
    .init(
      // A chain takes up to 120 bytes; nobody means to exceed the 2 GiB of 16,777,216.
      .maxChains, nil, .value("N", .wholeNumber(1...1 << 24)), standard: "65536", of: [.filter], in: .scoring,
      "Remember at most N chains; the one idle longest goes first."),
    .init(
      .maxProcesses, nil, .value("N", .wholeNumber(1...1 << 24)), standard: "65536", of: [.filter],
      in: .scoring, "Remember what at most N processes said last; the one idle longest goes first."),
    .init(
      // 12 KB each.
      .maxWindows, nil, .value("N", .wholeNumber(1...1 << 20)), standard: "1024", of: [.filter], in: .scoring,
      "Let at most N chains have habits of their own; those of the one idle longest go first."),

    // Selection.
    .init(
      .threshold, "t", .value("BITS", .decimal), of: [.filter], in: .selection,
      "Print only records with a combined score of at least BITS (with --scale=probability: of at most)."),
    .init(
      .rate, "r", .value("RATE", .share), of: [.filter], in: .selection,
      "Print what exceeds thresholds that let this share of the records open an alert: 0.001, 1/1000, 0.1%.",
      excludes: [.threshold]),
    .init(
      .floor, nil, .value("BITS", .decimal), standard: "3", of: [.filter], in: .selection,
      "With -r, print nothing below BITS, however quiet the log."),
    .init(
      .top, nil, .value("N", .wholeNumber(1...Int.max)), of: [.filter], in: .selection,
      "At the end of input, print the N records with the highest combined scores, in the order of input."),
    .init(
      .sort, of: [.filter], in: .selection,
      "At the end of input, print the highest of what is selected first.",
      needs: [.threshold, .rate, .top]),
    .init(
      .incidents, of: [.filter], in: .selection,
      "Print together what belongs to one alert; -c and --top count incidents.", needs: [.threshold, .rate]),
    .init(
      .invertMatch, "v", of: [.filter], in: .selection, "Print what is not selected, and nothing else.",
      excludes: [.top, .sort, .incidents], needs: [.threshold, .rate]),
    .init(
      .maxCount, nil, .value("N", .wholeNumber(0...Int.max)), of: [.filter], in: .selection,
      "Stop after N selected records.", excludes: [.top, .sort, .incidents]),

    // What a monitor is told.
    .init(
      .threshold, "t", .value("BITS", .decimal), of: [.check], in: .selection,
      "Count records with a combined score of at least BITS."),
    .init(
      .rate, "r", .value("RATE", .share), standard: "0.001", of: [.check], in: .selection,
      "Count what exceeds thresholds that let this share of the model's own log open an alert.",
      excludes: [.threshold]),
    .init(
      .warning, "w", .value("N|P%", .alertLimit), standard: "0", of: [.check], in: .selection,
      "Warn of more than N alerts, or of more than P percent of the records."),
    .init(
      .critical, "c", .value("N|P%", .alertLimit), of: [.check], in: .selection,
      "Call more than N alerts, or more than P percent of the records, critical."),

    // Input.
    .init(
      .inputFormat, nil, .word(of: FormatName.self), standard: "auto",
      of: [.filter, .learn, .compare, .evaluate, .plot, .check],
      in: .input,
      "Read lines as syslog, JSON objects, entries of a journal, bare messages, or as each one looks.",
      // An entry has many lines.
      contradictions: [
        .init(value: "export", other: .omprog), .init(value: "export", other: .mmexternal),
        .init(value: "verbose", other: .omprog), .init(value: "verbose", other: .mmexternal),
      ]),
    .init(
      .jsonKeys, nil, .value("FIELD=KEY[,FIELD=KEY]...", .jsonKeys),
      of: [.filter, .learn, .compare, .evaluate, .plot, .check],
      in: .input,
      "Take message, tag, host, time or pid of JSON objects from these keys and not from the usual ones."),
    .init(
      // No line of 64 KiB has more fields.
      .skipFields, nil, .value("N", .wholeNumber(0...1 << 15)), standard: "0",
      of: [.filter, .learn, .compare, .evaluate, .plot, .check],
      in: .input,
      "Leave out the first N fields of a line, between blanks, before its header is read."),
    .init(
      // A block holds at least one such line, and offsets within a block have 32 bits.
      .maxLine, nil, .value("BYTES", .byteSize(1...1 << 30)), standard: "64K",
      of: [.filter, .learn, .compare, .evaluate, .plot, .check],
      in: .input, "Let only the first BYTES of a line decide its type."),
    .init(
      .counts, of: [.learn], in: .input, "Read a dump made by show --counts instead of logs.",
      excludes: [.update]),

    // Output.
    .init(
      .format, nil, .word(of: AnnotationName.self), standard: "text", of: [.filter], in: .output,
      "Write scores before the line in columns, fields between tabs or by name, or the bare line.",
      // Explanations are for people, between the lines.
      contradictions: AnnotationName.allCases.filter { $0 != .text }
        .map { .init(value: $0.rawValue, other: .explain) }),
    .init(
      .format, nil, .word(of: Choice.ReportFormat.self), standard: "text", of: [.compare, .evaluate],
      in: .output,
      "Write figures as tables for people, as fields between tabs, or as one object."),
    .init(
      .figure, nil, .value("FILE", .file), of: [.evaluate], in: .output,
      "Draw the paper's figures 3 to 8 of it, too, as SVG in FILE."),
    .init(
      .output, "o", .value("FILE", .file), standard: "-", of: [.plot], in: .output,
      "Write the picture to FILE; - is standard output."),
    .init(
      .color, nil, .word(of: Choice.Coloring.self), standard: "auto", of: [.filter], in: .output,
      "Dim what stands before the line, and colour rare scores: on a terminal, always or never."),
    .init(
      .explain, of: [.filter], in: .output,
      "Say below each record that is printed what stood before it and what was expected."),
    .init(
      .count, "c", of: [.filter], in: .output,
      "Print only the number of selected records; with -H, that of each FILE.", excludes: [.top]),
    .init(
      .quiet, "q", of: [.filter], in: .output,
      "Print nothing, and exit with status 0 at the first selected line."),
    .init(
      .lineNumber, "n", of: [.filter], in: .output, "Print the number of each line within its FILE before it."
    ),
    .init(
      .withFilename, "H", of: [.filter], in: .output, "Print the name of its FILE before each line.",
      overrules: [.noFilename]),
    .init(
      .noFilename, of: [.filter], in: .output, "Print no name of a FILE (the default).",
      overrules: [.withFilename]),
    .init(
      .label, nil, .value("NAME", .text), of: [.filter], in: .output,
      "With -H, call standard input NAME and not (standard input)."),
    .init(
      .afterContext, "A", .value("N", .wholeNumber(0...Int.max)), of: [.filter], in: .output,
      "Print N lines behind each selected one, too."),
    .init(
      .beforeContext, "B", .value("N", .wholeNumber(0...Int.max)), of: [.filter], in: .output,
      "Print N lines before each selected one, too."),
    .init(
      .context, "C", .value("N", .wholeNumber(0...Int.max)), of: [.filter], in: .output,
      "Print N lines before and behind each selected one, unless -A or -B says otherwise."),
    .init(
      .maxHeld, nil, .value("BYTES", .byteSize(PrintSettings.heldLimitsAllowed)), standard: "64M",
      of: [.filter], in: .output,
      "Hold at most BYTES of lines for -B, --top, --sort and --incidents."),
    .init(
      .output, "o", .value("FILE", .file), of: [.filter], in: .output,
      "Append what is printed to FILE, which SIGHUP opens again."),
    .init(
      .omprog, of: [.filter], in: .output,
      "Confirm each line on standard output as rsyslog's omprog wants it, once it is handled.",
      excludes: oneByOne, needs: [.output]),
    .init(
      .mmexternal, of: [.filter], in: .output,
      "Answer each line with one object as rsyslog's mmexternal wants it.",
      excludes: oneByOne + [
        .format, .invertMatch, .explain, .lineNumber, .withFilename, .afterContext, .color, .output,
        .omprog, .stats,
      ]),
    .init(.stats, of: [.filter], in: .output, "Print statistics on standard error at the end."),
    .init(
      .metrics, nil, .value("FILE", .file), of: [.filter], in: .output,
      "Keep statistics in FILE, as Prometheus reads them."),
    .init(.noProgress, of: [.learn, .merge, .evaluate], in: .output, "Show no progress on a terminal."),

    // For every verb.
    .init(
      .completions, nil, .word(of: Choice.Shell.self), of: [.filter], in: .general,
      "Print a completion script for a shell, and exit."),
    .init(.help, "h", of: Verb.allCases, in: .general, "Print this help, and exit."),
    .init(.version, of: Verb.allCases, in: .general, "Print the version, and exit."),
  ])
}
