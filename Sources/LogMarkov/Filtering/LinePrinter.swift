/// A way to choose, behind the selection, what is printed and when.
///
/// Everything is decided line by line, so that batches do not show.
protocol LinePrinter {
  /// Gives each line of the batch its role. A printer that prints a line later holds a copy of it.
  ///
  /// - Parameters:
  ///   - batch: has all columns but the roles.
  ///   - bytes: the buffer that its lines point into.
  mutating func place(_ batch: inout Batch, of bytes: Span<UInt8>)

  /// Hands on lines of earlier batches to be printed before those of the last one, at most `LineBlock.linesPerBatch` of
  /// them, as columns that point into `text`; false if there were none.
  mutating func handOn(into batch: inout Batch) -> Bool

  /// The stream has ended, and what is held may be handed on.
  mutating func finish()

  /// What is written behind all lines.
  func closingText(for origins: LineOrigins) -> [UInt8]

  /// The bytes of lines that are handed on.
  var text: HeldText { get }
  /// True as soon as no further line can change what is printed.
  var isDone: Bool { get }
  /// How many lines may come in a batch, so that no line is scored behind the one that ends the run.
  var batchLimit: Int { get }
  /// What came of it.
  var tally: PrintTally { get }
}

/// What was printed.
public struct PrintTally: Equatable, Sendable {
  /// A selected line was printed, or would have been if lines were printed; of a count: it is not 0.
  public var hasResult = false
  /// Records, or incidents, that were among the highest; nil unless there is a choice.
  public var chosen: UInt64?
  /// Records, or incidents, that were not printed since too much would have been held.
  public var droppedRecords: UInt64 = 0
  /// Lines around selected ones that were not printed for that reason.
  public var droppedContext: UInt64 = 0
}

extension LinePrinter {
  var text: HeldText { HeldText() }
  var isDone: Bool { false }
  var batchLimit: Int { LineBlock.linesPerBatch }
  mutating func handOn(into batch: inout Batch) -> Bool { false }
  mutating func finish() {}
  func closingText(for origins: LineOrigins) -> [UInt8] { [] }
}

/// Every selected line, as it comes: the default.
struct SelectedLines: LinePrinter {
  private(set) var tally = PrintTally()

  mutating func place(_ batch: inout Batch, of bytes: Span<UInt8>) {
    let passes = batch.passes
    batch.roles.append(contentsOf: repeatElement([], count: passes.count))
    var roles = batch.roles.mutableSpan
    var isAny = false
    for row in passes.indices where passes[row] {
      roles[row] = .printed
      isAny = true
    }
    if isAny { tally.hasResult = true }
  }
}
