/// One journal, printed by journalctl in every mode that it has: the same records, the same types, the same counts.

import Testing
import Unix

@testable import LogMarkov

/// A mode of `journalctl -o`, and what it leaves out of an entry. 2,974 entries of one machine, two boots, all with a
/// message, an identifier or command, and a pid; two messages hold CRs.
///
/// | mode | host | tag | pid | message | time | boots | lines |
/// |---|---|---|---|---|---|---|---|
/// | short-iso-precise, short-iso, short-full | + | + | + | blobs | + | marker | one each, and the marker |
/// | short-unix | + | + | + | blobs | + | marker | one each, and the marker |
/// | short, short-precise | + | + | + | blobs | no year | marker | one each, and the marker |
/// | short-monotonic | + | + | + | blobs | since the boot | marker | one each, and the marker |
/// | with-unit | + | the unit | + | blobs | + | marker | one each, and the marker |
/// | cat | − | − | − | + | − | − | one each |
/// | json, json-seq, json-sse | + | + | + | + | + | boot ID | one each; json-sse another, empty one |
/// | export | + | + | + | + | + | boot ID | one a field |
/// | json-pretty | + | + | + | + | + | boot ID | one a field |
/// | verbose | + | + | + | blobs | + | marker | one a field, and the marker |
///
/// *blobs*: `[614B blob data]` in place of a message with control bytes. *cat* prints the CRs, so its messages are whole;
/// it is to be read as `plain`, since some messages of this journal begin as a header or a continuation does.
///
/// What no entry here has, and what would differ: a message of several lines is continued behind a header, is several
/// records in cat, and is its first line elsewhere; an escape sequence is left out in the modes for people and stands
/// in json and export; null stands in json for more than 4,096 bytes (without `--all`); an entry without message is no
/// line in the modes for people and no record in json and export; an identifier with a blank or `[` in it is cut where
/// a header's tag ends; of an entry without identifier and command the modes for people say that its tag is `unknown`.
struct JournalMode: CustomTestStringConvertible {
  /// What the reader of a mode cannot know.
  enum Loss { case blobs, year, time, boots, tag, everythingButMessages }

  var name: String
  var losses: Set<Loss>

  var testDescription: String { name }

  /// How it is read.
  var format: FormatName { losses.contains(.everythingButMessages) ? .plain : .auto }

  /// The mode that all others are held to.
  static let plain = JournalMode(name: "short-iso-precise", losses: [.blobs])

  static let read = [
    plain, JournalMode(name: "short-iso", losses: [.blobs]),
    JournalMode(name: "short", losses: [.blobs, .year]),
    JournalMode(name: "short-precise", losses: [.blobs, .year]),
    JournalMode(name: "short-full", losses: [.blobs]), JournalMode(name: "short-unix", losses: [.blobs]),
    JournalMode(name: "short-monotonic", losses: [.blobs, .time]),
    JournalMode(name: "with-unit", losses: [.blobs, .tag]),
    JournalMode(name: "json", losses: []), JournalMode(name: "json-seq", losses: []),
    JournalMode(name: "json-sse", losses: []), JournalMode(name: "json-pretty", losses: []),
    JournalMode(name: "export", losses: []), JournalMode(name: "verbose", losses: [.blobs]),
    JournalMode(name: "cat", losses: [.everythingButMessages]),
  ]
}

@Suite(
  "One journal in many modes", .enabled(if: SharedData.isPresent, "../shared/data is not here"),
  .disabled(
    if: Environment.variable("MCFILTER_SANITIZER") != nil, "minutes of what only computes"))
struct JournalModesTests {
  static let blob = "[614B blob data]"
  /// From 1972, which stands for an unknown year, to 2022.
  static let lostYears: Int64 = 1_577_923_200

  func bytes(_ mode: JournalMode) throws -> [UInt8] {
    try SharedData.bytes("journal/ceph-mon.system.\(mode.name).gz")
  }

  /// The records of a mode, as much of them as another mode could have too.
  func records(_ mode: JournalMode, losing losses: Set<JournalMode.Loss>) throws -> [ParsedLine] {
    try LogText(bytes(mode)).parsed(as: mode.format).filter { $0.kind == .record }.map { record in
      var record = record
      if record.message.contains("\r") { record.message = Self.blob }
      // How a stamp is printed is the mode's own.
      record.stamp = ""
      if losses.contains(.year), let time = record.time, time > Self.lostYears {
        record.time = time - Self.lostYears
      }
      if losses.contains(.time) { record.time = nil }
      if losses.contains(.tag) { record.tag = "" }
      return losses.contains(.everythingButMessages) ? ParsedLine(message: record.message) : record
    }
  }

  @Test("every mode gives the same records", arguments: JournalMode.read)
  func records(_ mode: JournalMode) throws {
    let records = try records(mode, losing: mode.losses)
    #expect(records.count == 2_974)
    let plain = try self.records(.plain, losing: mode.losses)
    let firstDifference = zip(records, plain).first { $0 != $1 }
    #expect(firstDifference == nil, "\(mode.name)")
  }

  /// All counts of what is learned from a mode.
  static func rows(_ mode: JournalMode) throws -> [String] {
    let bytes = try SharedData.bytes("journal/ceph-mon.system.\(mode.name).gz")
    var learner = Learner(Counts(settings: testSettings), format: mode.format, maximumLine: 65_536)
    try learner.run(from: CutSource([bytes], sizes: [100_000])) { _ in }
    return try dump(learner.finish())
  }

  static let plainRows = Result { try rows(.plain) }

  /// Counts, sorted, as if they had been learned without what is lost; the type of the messages that are blobs is that
  /// of the blob.
  func counts(_ rows: [String], losing losses: Set<JournalMode.Loss>) -> [String] {
    rows.filter { !$0.hasPrefix("meta\tlines\t") }.map { row in
      let columns = row.split(separator: "\t", omittingEmptySubsequences: false).map { column -> String in
        if column.contains(#"\r"#) { return #"cloud-init\n[ * blob data ]"# }
        // No count of 2,974 entries is as large as a time.
        if losses.contains(.year), let number = Int64(column), number > Self.lostYears {
          return "\(number - Self.lostYears)"
        }
        return String(column)
      }
      return columns.joined(separator: "\t")
    }.sorted()
  }

  @Test(
    "every mode that carries all of an entry gives the same model",
    arguments: JournalMode.read.filter { $0.losses.isSubset(of: [.blobs, .year]) })
  func counts(_ mode: JournalMode) throws {
    let counts = try counts(Self.rows(mode), losing: mode.losses)
    let plain = try self.counts(Self.plainRows.get(), losing: mode.losses)
    #expect(counts.count == 12_212)
    #expect(Set(counts).symmetricDifference(plain).sorted().prefix(5) == [], "\(mode.name)")
    #expect(counts == plain)
    #expect(counts.contains("meta\tboot-markers\t1"))
  }

  /// The lines that are printed of a mode.
  func printed(_ mode: JournalMode) throws -> [String] {
    let (parsed, text) = try LogText(bytes(mode)).parsedLines(as: .auto)
    return parsed.lines.map { String(decoding: text[$0.text.range], as: UTF8.self) }
  }

  @Test("the lines that stand for entries are those of short-iso-precise")
  func printed() throws {
    #expect(try printed(JournalMode(name: "verbose", losses: [.blobs])) == printed(.plain))
    let plain = try printed(.plain).filter { !$0.hasPrefix("-- Boot") }
    let printed = try printed(JournalMode(name: "export", losses: []))
    #expect(printed.count == 2_974)
    let differing = zip(printed, plain).filter { $0 != $1 }
    #expect(differing.map(\.1.count).count == 2)
    #expect(differing.allSatisfy { $0.contains("#015(Reading database") && $1.hasSuffix(Self.blob) })
  }
}
