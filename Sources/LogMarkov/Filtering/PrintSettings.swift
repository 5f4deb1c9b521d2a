/// What is printed of what was selected, and how much around it: grep's options.
public struct PrintSettings: Equatable, Sendable {
  /// What is written at all.
  public enum Kind: Equatable, Sendable {
    /// Lines.
    case lines
    /// The number of selected records, or of incidents, of all inputs; at the end.
    case count
    /// The same for each input.
    case countOfEachInput
    /// Nothing, and the first selected line ends the run.
    case nothing
  }

  /// How many bytes held lines take at most unless an option says otherwise.
  public static let usualHeldLimit = 64 << 20
  /// What may be asked for. Half of it must be less than 2 GiB, since offsets have 32 bits.
  public static let heldLimitsAllowed = 1 << 20...1 << 30

  /// What is written.
  public var kind = Kind.lines
  /// Lines that are not selected are, and the others are not.
  public var isInverted = false
  /// After so many selected records the run ends; nil: at the end of input.
  public var limit: Int?
  /// How many lines before each selected one are printed.
  public var before = 0
  /// How many lines behind each selected one are printed.
  public var after = 0
  /// `--` stands between groups of lines that do not follow each other.
  public var separates = false
  /// Only so many of the selected records, or incidents, are printed, the highest, at the end.
  public var top: Int?
  /// The highest record, or incident, is printed first, at the end.
  public var sorts = false
  /// The selected records that belong to one alert are printed together, when it is over.
  public var groupsIncidents = false
  /// The names of inputs are printed.
  public var showsNames = false
  /// The numbers of lines within their input are printed.
  public var showsNumbers = false
  /// How many bytes held lines take at most.
  public var heldLimit = PrintSettings.usualHeldLimit

  /// Selected lines as they come.
  public init() {}

  /// True if no line of a batch can be printed before another batch was seen.
  private var waits: Bool { top != nil || sorts || groupsIncidents }

  /// The stage that does this; if it `selectsAll`, nothing but `top` says which records are selected, and ranks are
  /// in the unit of `scale`.
  func makePrinter(selectsAll: Bool, scale: ScoreScale) -> any LinePrinter {
    precondition(!groupsIncidents || !selectsAll, "incidents are made of what a threshold selects")
    precondition(top != 0, "the highest are at least one")
    return switch kind {
    case .count, .countOfEachInput, .nothing: CountedLines(self)
    case .lines where waits: RankedLines(self, selectsAll: selectsAll, scale: scale)
    case .lines where isInverted || limit != nil || before > 0 || after > 0 || separates: PassingLines(self)
    case .lines: SelectedLines()
    }
  }
}
