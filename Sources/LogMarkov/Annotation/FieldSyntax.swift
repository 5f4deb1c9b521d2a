internal import Unix

/// What is told of a line by name, in the order in which it is told.
enum LineField: Int, CaseIterable {
  case number, file, time, host, tag, pid, chain, type, previous
  case messageScore, tagScore, score, stray, missing, expected, flag, line

  /// The key.
  var name: String {
    switch self {
    case .number: "n"
    case .file: "file"
    case .time: "time"
    case .host: "host"
    case .tag: "tag"
    case .pid: "pid"
    case .chain: "chain"
    case .type: "type"
    case .previous: "previous"
    case .messageScore: "message_score"
    case .tagScore: "tag_score"
    case .score: "score"
    case .stray: "stray"
    case .missing: "missing"
    case .expected: "expected"
    case .flag: "flag"
    case .line: "line"
    }
  }
}

/// A way to write names and values on one line.
struct FieldSyntax: Sendable {
  /// What stands before a value, by field: the end of the value before it, and the key.
  private let keys: [ShortText]
  /// The same and a quotation mark.
  private let quotedKeys: [ShortText]
  /// Whether a field without a value is written, as `null`; else it is left out.
  let writesNull: Bool
  /// Whether a text that is a single word needs no quotation marks.
  let hasBareWords: Bool
  /// What ends a line's last value, and the line.
  let end: ShortText

  /// JSON, an object a line (RFC 8259).
  static let json = FieldSyntax(start: "{", first: .number, writesNull: true, end: "\"}\n")
  /// logfmt, as its readers in Go take it (github.com/kr/logfmt, go-logfmt/logfmt): between quotation marks the escapes
  /// are JSON's.
  static let logfmt = FieldSyntax(start: "", first: .number, hasBareWords: true, end: "\"\n")
  /// JSON in the frame that rsyslog's mmexternal wants.
  static let reply = FieldSyntax(start: "{\"$!\":{\"mcfilter\":{", first: .flag, end: "}}}\n")

  /// Fields behind `start`, of which one comes `first`, up to `end`; with bare words it is logfmt, else JSON.
  private init(
    start: String, first: LineField, writesNull: Bool = false, hasBareWords: Bool = false, end: String
  ) {
    let keys = LineField.allCases.map { field in
      let key = hasBareWords ? "\(field.name)=" : "\"\(field.name)\":"
      return Array(((field == first ? start : hasBareWords ? " " : ",") + key).utf8)
    }
    self.keys = keys.map(ShortText.init)
    quotedKeys = keys.map { ShortText($0 + [UInt8(ascii: "\"")]) }
    self.writesNull = writesNull
    self.hasBareWords = hasBareWords
    self.end = ShortText(Array(end.utf8))
  }

  /// What stands before the value of a field.
  func key(_ field: LineField) -> ShortText { keys[field.rawValue] }

  /// What stands before a value between quotation marks.
  func quotedKey(_ field: LineField) -> ShortText { quotedKeys[field.rawValue] }
}

extension Span<UInt8> {
  /// True if logfmt takes the bytes of `range` as a value without quotation marks: a word of harmless ASCII, which is not
  /// the one that means nothing.
  func isBareWord(_ range: Range<Int>) -> Bool {
    guard !range.isEmpty, range.count != 4 || !equals(range, Array("null".utf8)) else { return false }
    return firstPlace(in: range) { $0.nonBareMarks } == range.upperBound
  }
}

extension SixteenBytes {
  /// Marks the bytes that want quotes around a value: all but ASCII letters, digits and `. _ - : / @ + , ( ) %`.
  fileprivate var nonBareMarks: ByteMarks {
    let bare =
      letterMarks | marks(UInt8(ascii: "+")...UInt8(ascii: ":"))  // + , - . / 0…9 :
      | marks(UInt8(ascii: "(")...UInt8(ascii: ")")) | marks(UInt8(ascii: "@")) | marks(UInt8(ascii: "_"))
      | marks(UInt8(ascii: "%"))
    return ~bare
  }
}
