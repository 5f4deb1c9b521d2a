/// Where lines come from: inputs by name, and the numbers of lines within them, as grep prints them before a line.
///
/// Lines are numbered through all inputs; which input a line is from follows from its number.
struct LineOrigins {
  private struct Input {
    var name: [UInt8]
    /// How many lines came before its first.
    var linesBefore: UInt64
  }

  /// What grep puts between groups.
  static let separator = Array("--\n".utf8)

  /// Whether names are printed.
  var showsNames = false
  /// Whether numbers are printed.
  var showsNumbers = false
  /// Whether control characters of names are shown and not sent: who names a file must not command a terminal.
  var showsControls = false
  private var inputs: [Input] = []

  /// The inputs' names, in order.
  var names: [[UInt8]] { inputs.map(\.name) }

  /// An input begins behind so many lines.
  mutating func begin(_ name: [UInt8], linesBefore: UInt64) {
    inputs.append(Input(name: showsControls ? Self.visible(name) : name, linesBefore: linesBefore))
  }

  /// Which input, counted from 0, has the line of this number.
  ///
  /// - Complexity: O(log inputs).
  func input(ofLine number: UInt64) -> Int {
    var (lower, upper) = (0, inputs.count)
    while lower < upper {
      let middle = (lower + upper) / 2
      if inputs[middle].linesBefore < number { lower = middle + 1 } else { upper = middle }
    }
    return lower - 1
  }

  /// Whether anything stands before lines.
  var showsAnything: Bool { showsNames || showsNumbers }

  /// The input's name and the number within it, as far as they are shown.
  func shown(_ line: Line) -> (name: [UInt8]?, number: UInt64?) {
    guard showsNames || showsNumbers else { return (nil, nil) }
    let input = inputs[input(ofLine: line.number)]
    return (showsNames ? input.name : nil, showsNumbers ? line.number - input.linesBefore : nil)
  }

  /// Appends `FILE:N:`, as much of it as is shown; with `-` for the colons before context.
  func append(_ line: Line, _ role: LineRole, to output: inout OutputBuffer) {
    guard showsAnything else { return }
    let (name, number) = shown(line)
    let end = UInt8(ascii: role.contains(.context) ? "-" : ":")
    if let name {
      output.append(contentsOf: name)
      output.append(end)
    }
    if let number {
      output.append(decimal: number)
      output.append(end)
    }
  }
  private static func visible(_ name: [UInt8]) -> [UInt8] {
    var text = RewrittenText(VisibleText(isField: true))
    var output = OutputBuffer()
    text.append(Region(0..<name.count), of: name.span, to: &output)
    text.finish(to: &output)
    return output.contents
  }
}
