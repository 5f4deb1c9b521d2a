/// Counting once more, with dictionaries and as the manuals say it: what the counts and scores of the program are
/// held against. Headers and masks are taken from the rooms that are tested elsewhere.

import Glibc
import Support

@testable import LogMarkov

/// A record with its texts.
struct PlainRecord {
  var kind: LogRecord.Kind
  var repeats: UInt32
  var host: [UInt8]
  /// Cleaned.
  var tag: [UInt8]
  var pid: [UInt8]
  /// Cleaned tag, LF, cleaned message.
  var type: [UInt8]
  var time: Int64?
  var hasStamp: Bool
}

/// The records of a log, one for each line.
func plainRecords(_ log: [UInt8], _ settings: ModelSettings) -> [PlainRecord] {
  var format = SyslogFormat()
  var tokenizer = TypeTokenizer(mask: settings.mask, key: settings.key)
  var start = 0
  let regions = lines(of: log).map { line in
    defer { start += line.count }
    return Line(text: Region(start..<start + line.count - (line.last == 0x0A ? 1 : 0)))
  }
  return format.records(of: regions, in: log).map { record in
    _ = tokenizer.type(of: record, in: log.span)
    let text = tokenizer.text
    let type = text.indices.map { text[$0] }
    return PlainRecord(
      kind: record.kind, repeats: record.repeats, host: Array(log[record.host.range]),
      tag: Array(type.prefix { $0 != 0x0A }), pid: Array(log[record.pid.range]), type: type,
      time: record.time, hasStamp: !record.stamp.isEmpty)
  }
}

/// What a chain remembers.
struct PlainChain {
  var last: [UInt8]?
  var beforeLast: [UInt8]?
  var lastTag: [UInt8] = []
  var time: Int64?
  var process: [[UInt8]] = []
  var ends = PlainEnds()
}

/// First and last records of a chain.
struct PlainEnds {
  var records: UInt64 = 0
  var startsAfterBoot = false
  var endsWithBoot = false
  var first: ([UInt8], Int64?)?
  var second: ([UInt8], Int64?)?
  var beforeLast: ([UInt8], Int64?)?
  var last: ([UInt8], Int64?)?
}

/// The counts, by the texts of what they are counts of; the first element of a key is the kind of row in a dump.
struct PlainCounts {
  let settings: ModelSettings
  var rows: [[[UInt8]]: UInt64] = [:]
  var chains: [[[UInt8]]: PlainChain] = [:]
  /// Last and last but one type of each process since the last boot.
  private var processes: [[[UInt8]]: (last: [UInt8], before: [UInt8]?)] = [:]
  private var latest: [[UInt8]]?
  private var lines: UInt64 = 0
  private var withoutHeader: UInt64 = 0
  private var boots: UInt64 = 0
  private var firstTime: Int64?
  private var lastTime: Int64?
  /// N.
  private(set) var records: UInt64 = 0

  init(_ settings: ModelSettings) { self.settings = settings }

  /// The name of a record's chain, as a list of what it is made of.
  func chainName(_ record: PlainRecord) -> [[UInt8]] {
    switch settings.chainKey {
    case .host: [record.host]
    case .wholeStream: []
    case .tag: [record.tag]
    case .hostAndTag: [record.host, record.tag]
    }
  }

  /// The chain that a repeat line repeats.
  func repeatedChain(_ record: PlainRecord) -> [[UInt8]]? {
    settings.chainKey == .host && !record.host.isEmpty ? [record.host] : latest
  }

  mutating func learn(_ records: [PlainRecord]) {
    for record in records { learn(record) }
  }

  mutating func learn(_ record: PlainRecord) {
    lines += 1
    switch record.kind {
    case .record:
      if !record.hasStamp { withoutHeader += 1 }
      if let time = record.time {
        firstTime = firstTime ?? time
        lastTime = time
      }
      let name = chainName(record)
      let process = [record.host, record.tag, record.pid]
      count(record.type, record.tag, time: record.time, gapIsKnown: true, chain: name, process: process)
      latest = name
      countRepeats(record.repeats, chain: name)
    case .repeatedLast:
      if let name = repeatedChain(record) { countRepeats(record.repeats, chain: name) }
    case .bootMarker:
      boots += 1
      processes = [:]
      for name in chains.keys {
        chains[name]?.last = nil
        chains[name]?.ends.endsWithBoot = true
      }
    case .continuation, .notARecord, .linePiece: break
    }
  }

  private mutating func countRepeats(_ times: UInt32, chain name: [[UInt8]]) {
    guard let chain = chains[name], let last = chain.last else { return }
    for _ in 0..<times {
      count(last, chain.lastTag, time: chain.time, gapIsKnown: false, chain: name, process: chain.process)
    }
  }

  private mutating func count(
    _ x: [UInt8], _ tag: [UInt8], time: Int64?, gapIsKnown: Bool, chain name: [[UInt8]], process: [[UInt8]]
  ) {
    records += 1
    add("type", x)
    var chain = chains[name] ?? PlainChain()
    if let a = chain.last {
      add("transition", a, x)
      add("tag-transition", chain.lastTag, tag)
      let bucket = gapIsKnown ? plainGapBucket(from: chain.time, to: time) : 0
      add("gap", a, x, Array(String(bucket).utf8))
      if let z = chain.beforeLast {
        add("skip", z, x)
        add("second-order", z, a, x)
      }
    }
    let last = processes[process]
    add("process", last?.last, x)
    add("process-second-order", last?.before, last?.last, x)
    processes[process] = (x, last?.last)

    let startsAnew = chain.last == nil
    if chain.ends.records == 0 {
      chain.ends.first = (x, time)
      chain.ends.startsAfterBoot = boots > 0
    }
    if chain.ends.records == 1, !startsAnew { chain.ends.second = (x, time) }
    chain.ends.beforeLast = startsAnew ? nil : chain.ends.last
    chain.ends.last = (x, time)
    chain.ends.records += 1
    chain.ends.endsWithBoot = false
    chain.beforeLast = chain.last
    chain.last = x
    chain.lastTag = tag
    chain.time = time
    chain.process = process
    chains[name] = chain
  }

  private mutating func add(_ kind: String, _ columns: [UInt8]?...) {
    rows[[Array(kind.utf8)] + columns.map { $0.map(escaped) ?? [0x2D] }, default: 0] += 1
  }

  /// What `show --counts` prints of all this.
  func dump() -> [String] {
    var lines: [[UInt8]] = rows.map { Array($0.key.joined(separator: [0x09])) + Array("\t\($0.value)".utf8) }
    func time(_ time: Int64?) -> String { time.map { String($0) } ?? "-" }
    for (name, value) in [
      ("boot-markers", String(boots)), ("by", settings.chainKey.rawValue), ("first-time", time(firstTime)),
      ("key", settings.key.hexadecimal), ("last-time", time(lastTime)), ("lines", String(self.lines)),
      ("mask", settings.mask.rawValue), ("records-without-header", String(withoutHeader)),
    ] { lines.append(Array("meta\t\(name)\t\(value)".utf8)) }
    for (name, chain) in chains {
      let ends = chain.ends
      var columns = [Array("chain".utf8), escaped(Array(name.joined(separator: [0x0A])))]
      for word in [
        String(ends.records), ends.startsAfterBoot ? "boot" : "-", ends.endsWithBoot ? "boot" : "-",
      ] { columns.append(Array(word.utf8)) }
      for end in [ends.first, ends.second, ends.beforeLast, ends.last] {
        columns += [end.map { escaped($0.0) } ?? [0x2D], Array(time(end?.1).utf8)]
      }
      lines.append(Array(columns.joined(separator: [0x09])))
    }
    return lines.sorted { $0.lexicographicallyPrecedes($1) }.map { String(decoding: $0, as: UTF8.self) }
  }
}

/// The manual's formula: 0, or the lesser of 40 and 1 + ⌊2 log2 gap⌋.
func plainGapBucket(from earlier: Int64?, to later: Int64?) -> UInt32 {
  guard let earlier, let later, later > earlier else { return 0 }
  return UInt32(min(40, 1 + (2 * log2(Double(later) - Double(earlier))).rounded(.down)))
}

private func escaped(_ text: [UInt8]) -> [UInt8] {
  text.flatMap { byte -> [UInt8] in
    switch byte {
    case 0x09: Array(#"\t"#.utf8)
    case 0x0A: Array(#"\n"#.utf8)
    case 0x0D: Array(#"\r"#.utf8)
    case 0x5C: Array(#"\\"#.utf8)
    default: [byte]
    }
  }
}
