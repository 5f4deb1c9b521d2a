/// The fuzz targets by name: what parses bytes that strangers wrote.
///
/// A target takes any bytes and holds the program to laws. libFuzzer drives them (`Tests/Fuzz/run`), and `swift test`
/// replays their corpora, through the same function.

/// An entrance for bytes that strangers wrote.
enum FuzzTarget: String, CaseIterable, Sendable {
  /// Where lines end, and what becomes of long ones.
  case lines
  /// What every input format makes of them.
  case formats
  /// The whole way from a log to the output, with any settings.
  case filter
  /// How messages become types.
  case masks
  /// A model file under right checksums: opened, verified, shown, merged, scored by.
  case model
  /// A model as text: `learn --counts`.
  case dump
  /// What a run of the filter left for the next one, under a right checksum.
  case state
  /// The command line.
  case options

  /// Runs the target on an input.
  ///
  /// - Throws: `BrokenLaw`; whatever traps, hangs or eats memory is seen by who calls this.
  func run(_ input: [UInt8]) throws {
    switch self {
    case .lines: try checkLines(input)
    case .formats: try checkFormats(input)
    case .filter: try checkFilter(input)
    case .masks: try checkMasks(input)
    case .model: try checkModel(input)
    case .dump: try checkDump(input)
    case .state: try checkState(input)
    case .options: try checkOptions(input)
    }
  }
}

/// A law that did not hold.
struct BrokenLaw: Error, CustomStringConvertible {
  let description: String
}

/// Throws `BrokenLaw` unless `condition` holds.
func require(_ condition: Bool, _ law: @autoclosure () -> String) throws {
  if !condition { throw BrokenLaw(description: law()) }
}
