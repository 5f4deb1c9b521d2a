/// A line with its header taken apart: regions of the line's own bytes, nothing copied, unless the line spells its fields
/// in another way than they are (JSON does); then they are decoded behind the lines of their buffer.
struct LogRecord: Equatable, Sendable {
  /// What a line is to a chain.
  enum Kind: UInt8, Sendable {
    /// A record: it has a message type and advances its chain.
    case record
    /// `last message repeated N times`: not scored; counts `repeats` transitions x→x, x being the last
    /// record of its chain, or of the stream when it carries no host.
    case repeatedLast
    /// A line that starts with a blank after a syslog record: shares the fate of that record.
    case continuation
    /// A boot marker (`-- Boot … --`, `-- Reboot --`): no record, and it ends all chains.
    case bootMarker
    /// Any other line that is no record: empty, `-- No entries --`, `-- cursor: …`, and so on.
    case notARecord
    /// A middle or tail of a long line: shares the fate of its head.
    case linePiece
  }

  /// What the line is.
  var kind: Kind
  /// True for a record of a boot that no marker announced: its entry names another one than the entry before. Ends all
  /// chains before it.
  var followsBoot = false
  /// How often the record is to be counted again as its own successor: N for `last message repeated N times`,
  /// N − 1 for `message repeated N times: [ m ]`, else 0; at most 1,000,000.
  var repeats: UInt32 = 0
  /// The time stamp as printed; empty if there is none.
  var stamp: Region = .none
  /// The time in whole seconds since 1970-01-01 UTC; a stamp without a year counts as in 1972, a leap year,
  /// one without an offset as UTC. `nil` if there is no stamp, or none that a calendar knows.
  var time: Int64?
  /// The host (node) name; empty if there is none.
  var host: Region = .none
  /// The tag as it stands in the line; empty if there is none.
  var tag: Region = .none
  /// What stands in brackets behind the tag; empty if nothing does. No part of the tag.
  var pid: Region = .none
  /// The message, without the CR that may stand before LF.
  var message: Region = .none
}
