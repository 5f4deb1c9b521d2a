/// Chains: which record follows which.

import Testing

@testable import LogMarkov

/// Writes down each transition, as the last letters of the two messages.
private struct WritingVisitor: RecordVisitor, ~Copyable {
  var seen: [String] = []
  private var names: [MessageTypeID: String] = [:]

  mutating func visit(
    _ visit: Visit, _ record: LogRecord, _ type: RecordType, of bytes: Span<UInt8>,
    chain: inout ChainContext, process: inout ProcessContext
  ) {
    var name = ""
    for index in record.message.range { name.unicodeScalars.append(Unicode.Scalar(bytes[index])) }
    names[type.type] = name
    seen.append((chain.isEmpty ? "" : names[chain.last] ?? "?") + name)
    chain.advance(to: type.type, tag: type.tag, transition: nil, time: nil)
  }

  mutating func visitRepeats(
    _ visit: Visit, _ times: UInt32, chain: inout ChainContext, process: inout ProcessContext
  ) {
    seen.append((chain.isEmpty ? "nothing" : names[chain.last] ?? "?") + "*\(times)")
  }
}

/// The transitions of a log whose lines are written short: `a x m` is a record of host a, tag x, message m.
private func transitions(_ short: [String], by chainKey: ChainKey, limit: Int = Chains.usualLimit) -> [String]
{
  let log = Array(
    short.map { line -> String in
      let words = line.split(separator: " ")
      if words[0] == "boot" { return "-- Reboot --\n" }
      if words[0] == "repeat" {
        return words.count == 2
          ? "last message repeated \(words[1]) times\n"
          : "Nov 22 11:00:00 \(words[1]) last message repeated \(words[2]) times\n"
      }
      if words.count == 1 { return "\(words[0])\n" }
      return "Nov 22 11:00:00 \(words[0]) \(words[1]): \(words[2])\n"
    }.joined().utf8)
  let settings = settings(mask: .digits, by: chainKey)
  var format = SyslogFormat()
  var start = 0
  let regions = lines(of: log).map { line in
    defer { start += line.count }
    return Line(text: Region(start..<start + line.count - 1))
  }
  var types: [RecordType] = []
  var counts = Counts(settings: settings)
  var typing = TypeIdentification(mask: settings.mask, key: settings.key)
  let records = format.records(of: regions, in: log)
  typing.identify(records, of: log.span, with: &counts, into: &types)
  var chains = Chains(by: chainKey, hashKey: settings.key, limit: limit)
  var visitor = WritingVisitor()
  chains.walk(records, types, of: log.span, &visitor)
  return visitor.seen
}

struct ChainTests {
  private static let mixed = ["a x k", "b x l", "a y m", "b y n", "a x o", "p", "b x q", "r"]

  @Test(
    "the chain key says which records are neighbours",
    arguments: [
      (.host, ["k", "l", "km", "ln", "mo", "p", "nq", "pr"]),
      (.wholeStream, ["k", "kl", "lm", "mn", "no", "op", "pq", "qr"]),
      (.tag, ["k", "kl", "m", "mn", "lo", "p", "oq", "pr"]),
      (.hostAndTag, ["k", "l", "m", "n", "ko", "p", "lq", "pr"]),
    ] as [(ChainKey, [String])])
  func chainKeys(chainKey: ChainKey, expected: [String]) {
    #expect(transitions(Self.mixed, by: chainKey) == expected)
  }

  @Test("a boot marker ends all chains", arguments: ChainKey.allCases)
  func boots(chainKey: ChainKey) {
    let seen = transitions(
      ["boot", "a x k", "b x l", "boot", "boot", "a x m", "b x n", "a x o", "boot"], by: chainKey)
    #expect(seen[2] == "m", "nothing before it")
    #expect(!seen.contains { $0.hasPrefix("k") && $0 != "k" && $0 != "kl" })
  }

  @Test("a repeat line repeats its host's last record, or the stream's if it tells no host")
  func repeats() {
    #expect(
      transitions(
        ["repeat 2", "a x k", "b x l", "repeat a 3", "repeat 4", "repeat c 5", "repeat b 6"], by: .host)
        == ["k", "l", "k*3", "l*4", "l*6"])
    #expect(transitions(["a x k", "b x l", "repeat a 3"], by: .wholeStream) == ["k", "kl", "l*3"])
    #expect(transitions(["a x k", "b y l", "repeat a 3"], by: .tag) == ["k", "l", "l*3"])
  }

  @Test("behind a boot marker there is nothing to repeat")
  func repeatsAfterBoot() {
    #expect(
      transitions(["a x k", "boot", "repeat a 3", "repeat 2"], by: .host) == ["k", "nothing*3", "nothing*2"])
  }

  @Test("the chain that was used least recently is forgotten when there are too many")
  func bound() {
    var short = ["first x k"]
    for number in 0..<255 { short.append("h\(number) x l") }
    #expect(transitions(short + ["first x m"], by: .host, limit: 256).last == "km", "256 chains are held")
    #expect(transitions(short + ["more x l", "first x m"], by: .host, limit: 256).last == "m")
    #expect(transitions(short + ["first x n", "more x l", "first x m"], by: .host, limit: 256).last == "nm")
  }

  @Test(
    "hosts and tags of all names have chains of their own", arguments: [ChainKey.hostAndTag, .tag, .host])
  func distinct(chainKey: ChainKey) {
    var short: [String] = []
    // Tags lose their digits, so they are told apart by letters.
    for host in 0..<40 { for tag in ["a", "b", "ab", "ba", "aa"] { short.append("h\(host) \(tag) m") } }
    let firsts = transitions(short, by: chainKey).count { $0 == "m" }
    #expect(firsts == [.host: 40, .tag: 5, .hostAndTag: 200][chainKey])
  }
}
