/// One line of a block, or a piece of a line that is too long to be held.
///
/// Only the first `--max-line` bytes of a line decide its type. A longer line comes as a
/// head of exactly that many bytes, then as any number of middles, then as a tail; what the head earned
/// (its score, its fate) its pieces share, so that memory does not grow with the length of a line.
struct Line: Equatable, Sendable {
  /// Which part of a line this is.
  enum Part: UInt8, Sendable {
    /// The whole line, its end included.
    case whole
    /// The first `--max-line` bytes; the line goes on.
    case head
    /// Bytes inside a long line.
    case middle
    /// The last bytes of a long line (perhaps none), its end included.
    case tail
  }

  /// The line's bytes without LF (a CR before LF is still there).
  var text: Region
  /// Which part of the line this is.
  var part: Part = .whole
  /// Which line of the whole input it is, counted from 1; pieces have the number of their line.
  var number: UInt64 = 0

  /// True if an LF stands, or is to be added, behind these bytes.
  var endsLine: Bool { part == .whole || part == .tail }

  /// True for what gets a prefix: whole lines and heads.
  var startsLine: Bool { part == .whole || part == .head }
}
