/// The paper's method, once more: written from its section 4.1 with dictionaries, to compare the program with.
///
/// Nothing of the program is used here. It reads `Mmm dd hh:mm:ss host tag[pid]: message` and nothing else,
/// cleans by deleting digits, and keeps a sequence for each host.

/// n_i, n_ij and what follows from them, of messages or of tags.
struct PaperMatrix {
  /// How often i was observed in all sequences.
  private var occurrences: [[UInt8]: Int] = [:]
  /// n_i: how often i was observed, the last of each sequence excluded.
  private var predecessors: [[UInt8]: Int] = [:]
  /// n_ij: how often j came right after i.
  private var transitions: [[UInt8]: [[UInt8]: Int]] = [:]
  private var all = 0

  /// Adds the sequence X_1, …, X_n.
  mutating func add(_ sequence: [[UInt8]]) {
    for message in sequence { occurrences[message, default: 0] += 1 }
    for message in sequence.dropLast() { predecessors[message, default: 0] += 1 }
    for (i, j) in zip(sequence, sequence.dropFirst()) { transitions[i, default: [:]][j, default: 0] += 1 }
    all += sequence.count
  }

  /// P_ij = n_ij / n_i; for a message that is only the last of its sequence P_ii = 1; unseen: 0.
  func probability(of j: [UInt8], after i: [UInt8]) -> Double {
    guard let n = predecessors[i] else { return i == j && occurrences[i] != nil ? 1 : 0 }
    return Double(transitions[i]?[j] ?? 0) / Double(n)
  }

  /// What a record without predecessor gets: its share of all.
  func share(of message: [UInt8]) -> Double { Double(occurrences[message] ?? 0) / Double(all) }
}

/// A log line, read and cleaned.
struct PaperRecord {
  var host: [UInt8]
  var tag: [UInt8]
  /// Tag and message: two daemons that say the same say different things.
  var message: [UInt8]
  /// N of `last message repeated N times`: the line is no record, but stands for N like the host's last one.
  var repeats: Int?

  /// The record of a line; `nil` if the line has no header as above.
  init?(_ line: ArraySlice<UInt8>) {
    var rest = line
    if rest.last == 0x0D { rest.removeLast() }
    // `Jun  9 06:06:20 `, then the host.
    guard rest.count > 16, rest[rest.startIndex + 3] == 0x20, rest[rest.startIndex + 9] == 0x3A else {
      return nil
    }
    rest = rest.dropFirst(16)
    host = Array(rest.prefix { $0 != 0x20 })
    rest = rest.dropFirst(host.count + 1)
    var (rawTag, rawMessage): ([UInt8], [UInt8]) = ([], Array(rest))
    let word = rest.prefix { $0 != 0x20 && $0 != 0x3A && $0 != 0x5B }
    let behind = rest.dropFirst(word.count)
    if behind.first == 0x3A {
      (rawTag, rawMessage) = (Array(word), Array(behind.dropFirst()))
    } else if behind.first == 0x5B, let end = behind.firstIndex(of: 0x5D) {
      let text = behind[(end + 1)...]
      (rawTag, rawMessage) = (Array(word), Array(text.first == 0x3A ? text.dropFirst() : text))
    }
    let text = String(decoding: rawMessage, as: UTF8.self).split(separator: " ")
    if text.count == 5, text[0...2].elementsEqual(["last", "message", "repeated"]), text[4].hasPrefix("time")
    {
      repeats = Int(text[3])
    }
    tag = rawTag.filter { !Self.isDigit($0) }
    let words = rawMessage.filter { !Self.isDigit($0) }.split { $0 == 0x20 || $0 == 0x09 }
    message = tag + [0x0A] + Array(words.joined(separator: [0x20]))
  }

  private static func isDigit(_ byte: UInt8) -> Bool { 0x30...0x39 ~= byte }
}

/// Both matrices of a training log.
struct PaperModel {
  private var messages = PaperMatrix()
  private var tags = PaperMatrix()

  /// Learns from records in the order of their lines.
  init(learning records: [PaperRecord]) {
    for sequence in Self.sequences(records) {
      let spoken = Self.repeated(sequence.map { records[$0] })
      messages.add(spoken.map(\.message))
      tags.add(spoken.map(\.tag))
    }
  }

  /// P of the message transition and of the tag transition, for each line that is a record.
  func scores(of records: [PaperRecord]) -> [(message: Double, tag: Double)?] {
    var scores = [(message: Double, tag: Double)?](repeating: nil, count: records.count)
    for lines in Self.sequences(records) {
      let sequence = lines.filter { records[$0].repeats == nil }
      for (place, number) in sequence.enumerated() {
        let record = records[number]
        if place == 0 {
          scores[number] = (messages.share(of: record.message), tags.share(of: record.tag))
        } else {
          let last = records[sequence[place - 1]]
          scores[number] = (
            messages.probability(of: record.message, after: last.message),
            tags.probability(of: record.tag, after: last.tag)
          )
        }
      }
    }
    return scores
  }

  /// The sequence with every repeat line replaced by the records that it stands for.
  private static func repeated(_ sequence: [PaperRecord]) -> [PaperRecord] {
    var spoken: [PaperRecord] = []
    for record in sequence {
      if let repeats = record.repeats {
        if let last = spoken.last { spoken += Array(repeating: last, count: repeats) }
      } else {
        spoken.append(record)
      }
    }
    return spoken
  }

  /// The numbers of the lines of each host, in order.
  private static func sequences(_ records: [PaperRecord]) -> [[Int]] {
    var numbers: [[UInt8]: [Int]] = [:]
    for (number, record) in records.enumerated() { numbers[record.host, default: []].append(number) }
    return Array(numbers.values)
  }
}
