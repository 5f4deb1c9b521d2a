/// The options by name; the raw value is what stands behind the two hyphens.
enum OptionName: String, CaseIterable, Sendable {
  case help
  case version
  case completions
  case model
  case output
  case update
  case weight
  case ordered
  case threshold
  case rate
  case floor
  case estimator
  case combine
  case scale
  case lookahead
  case paper
  case explain
  case freeze
  case save
  case state
  case maxTypes = "max-types"
  case maxOverlay = "max-overlay"
  case maxChains = "max-chains"
  case maxProcesses = "max-processes"
  case maxWindows = "max-windows"
  case mask
  case by
  case seed
  case inputFormat = "input-format"
  case skipFields = "skip-fields"
  case jsonKeys = "json-keys"
  case maxLine = "max-line"
  case format
  case color
  case invertMatch = "invert-match"
  case count
  case quiet
  case maxCount = "max-count"
  case top
  case sort
  case incidents
  case lineNumber = "line-number"
  case withFilename = "with-filename"
  case noFilename = "no-filename"
  case label
  case afterContext = "after-context"
  case beforeContext = "before-context"
  case context
  case maxHeld = "max-held"
  case stats
  case metrics
  case omprog
  case mmexternal
  case noProgress = "no-progress"
  case types
  case tags
  case clusters
  case transitions
  case counts
  case verify
  case number
  case from
  case start
  case time
  case host
  case anomalies
  case trials
  case kinds
  case insert
  case sets
  case figure
  case warning
  case critical

  /// The option as one types it in full.
  var long: String { "--\(rawValue)" }
}
