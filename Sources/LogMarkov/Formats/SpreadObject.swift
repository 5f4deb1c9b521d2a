/// Formats: a JSON object over several lines, as `journalctl -o json-pretty` prints one.
///
///     {
///             "MESSAGE" : "Accepted publickey for …",
///             "_HOSTNAME" : "node001"
///     }
///
/// It is put together into one line, which is read, and printed, like any other object. Lines that turn out to be none
/// are given back as they were, so that a `{` in a log costs nothing: what is held is at most `longest` bytes.
struct SpreadObject {
  private let longest: Int
  /// The lines so far, each with an LF behind it.
  private var held: [UInt8] = []
  /// Where each of them ends there, and its number.
  private var ends: [(end: Int, number: UInt64)] = []

  /// Nothing is held; an object takes at most so many bytes.
  init(longest: Int) { self.longest = longest }

  /// What became of a line.
  enum Finding {
    /// It is held.
    case held
    /// It is the last of an object.
    case last
    /// It belongs to no object: what is held is to be given back first.
    case foreign
  }

  /// True between an object's first line and its last.
  var isOpen: Bool { !ends.isEmpty }

  /// True if an object that is spread over lines may begin with this one.
  static func begins(with line: Line, _ bytes: Span<UInt8>) -> Bool {
    guard line.part == .whole else { return false }
    let range = line.readable(in: bytes)
    return range.count == 1 && bytes[range.lowerBound] == UInt8(ascii: "{")
  }

  /// Takes a line that begins an object, or any line while one is open.
  mutating func take(_ line: Line, _ bytes: Span<UInt8>) -> Finding {
    guard line.part == .whole else { return .foreign }
    let range = line.readable(in: bytes)
    guard let first = range.first, held.count + line.text.range.count < longest else {
      return .foreign
    }
    let isLast = isOpen && range.count == 1 && bytes[first] == UInt8(ascii: "}")
    guard !isOpen || isLast || bytes[first].isBlank else { return .foreign }
    for index in line.text.range { held.append(bytes[index]) }
    held.append(0x0A)
    ends.append((held.count - 1, line.number))
    return isLast ? .last : .held
  }

  /// Appends the object to `text` as one line, whose members are parted by a blank; the lines stay held.
  func joined(into text: inout [UInt8]) -> Line {
    let start = text.count
    var isIndentation = false
    for byte in held.dropLast() {
      if byte == 0x0A {
        text.append(UInt8(ascii: " "))
        isIndentation = true
      } else if !isIndentation || !byte.isBlank {
        if byte != .carriageReturn { text.append(byte) }
        isIndentation = false
      }
    }
    return Line(text: Region(start..<text.count), number: ends.first?.number ?? 0)
  }

  /// Appends the lines that are held to `text`, as they came, and holds none any more.
  mutating func giveBack(into text: inout [UInt8]) -> [Line] {
    let start = text.count
    text += held
    var lines: [Line] = []
    var offset = start
    for (end, number) in ends {
      lines.append(Line(text: Region(offset..<start + end), number: number))
      offset = start + end + 1
    }
    forget()
    return lines
  }

  /// Holds nothing any more.
  mutating func forget() {
    held.removeAll(keepingCapacity: true)
    ends.removeAll(keepingCapacity: true)
  }
}
