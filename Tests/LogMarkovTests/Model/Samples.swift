/// Logs, counts and models for tests.

import Support
import Unix

@testable import LogMarkov

/// Settings of tests: the key of seed 1.
let testSettings = ModelSettings(key: TypeKey(seed: 1), mask: .values, chainKey: .host)

/// The same with another mask, chain key or seed.
func settings(mask: Mask = .values, by chainKey: ChainKey = .host, seed: UInt64 = 1) -> ModelSettings {
  ModelSettings(key: TypeKey(seed: seed), mask: mask, chainKey: chainKey)
}

/// What is learned from inputs, one behind the other, on top of `counts`.
func learn(_ inputs: [[UInt8]], onto counts: consuming Counts, sizes: [Int] = [.max]) throws -> Counts {
  var learner = Learner(counts, format: .syslog, maximumLine: 65_536)
  let source = CutSource(inputs, sizes: sizes)
  try learner.run(from: source) { _ in }
  return learner.finish()
}

/// What is learned from a log.
func learn(_ log: [UInt8], _ settings: ModelSettings = testSettings) throws -> Counts {
  try learn([log], onto: Counts(settings: settings))
}

/// A model file of counts.
func modelBytes(_ counts: borrowing Counts) throws -> [UInt8] {
  let sink = CollectingSink()
  try counts.write { try sink.write($0) }
  return sink.bytes
}

/// Opens a model file that lies in memory.
func open(_ bytes: [UInt8]) throws(ModelError) -> Model { try Model.open(MappedRegion(copying: bytes)) }

/// A model of a log.
func model(of log: [UInt8], _ settings: ModelSettings = testSettings) throws -> Model {
  try open(modelBytes(learn(log, settings)))
}

/// All lines of a dump, in its order.
func dump(_ model: borrowing Model) throws -> [String] {
  var lines: [String] = []
  try model.dump { lines.append(String(decoding: $0.dropLast(), as: UTF8.self)) }
  return lines
}

/// The dump of counts.
func dump(_ counts: borrowing Counts) throws -> [String] { try dump(open(modelBytes(counts))) }

/// The dump as a file.
func dumpBytes(_ model: borrowing Model) throws -> [UInt8] {
  var bytes: [UInt8] = []
  try model.dump { bytes += $0 }
  return bytes
}

/// What `merge` makes of parts of logs, each learned by itself.
func merge(
  _ parts: [[UInt8]], ordered: Bool, _ settings: ModelSettings = testSettings
) throws -> Counts {
  var sum = Counts(settings: settings)
  for part in parts { try sum.merge(model(of: part, settings), ordered: ordered) }
  return sum
}

/// The lines of a log, LF included.
func lines(of log: [UInt8]) -> [ArraySlice<UInt8>] {
  var lines: [ArraySlice<UInt8>] = []
  var start = 0
  for index in log.indices where log[index] == 0x0A {
    lines.append(log[start...index])
    start = index + 1
  }
  if start < log.count { lines.append(log[start...]) }
  return lines
}

/// A small log with everything in it: two hosts, processes, a boot, all kinds of repeats, a year's end, lines without
/// time, a continuation, values, and bytes that dumps escape.
let smallLog = Array(
  """
  Nov 22 11:00:00 node001 kernel: link up on eth0
  Nov 22 11:00:01 node001 sshd[41]: Accepted publickey for user alice from 10.0.0.1 port 4242
  Nov 22 11:00:01 node002 sshd[42]: Accepted publickey for user bob from 10.0.0.2 port 4243
  Nov 22 11:00:05 node001 sshd[41]: session opened
  Nov 22 11:00:05 node001 sshd[41]: session closed
  Nov 22 11:00:09 node002 last message repeated 3 times
  Nov 22 11:01:00 node001 message repeated 5 times: [ disk is slow ]
    indented continuation of it
  last message repeated 2 times
  no header here
  Nov 22 11:01:07 node002 sshd[42]: session opened
  Nov 22 11:02:07 node002 cron: run\tparts \\ of it
  Nov 22 12:02:07 node001 kernel: link up on eth0
  Nov 22 12:02:08 node001 sshd[77]: session opened
  Nov 22 12:02:09 node001 sshd[77]: session closed
  -- Boot 35d0e3bc --
  Nov 22 12:59:59 node002 last message repeated 2 times
  Nov 22 13:00:00 node001 kernel: link up on eth1
  Nov 22 13:00:02 node001 kernel: link is down
  Nov 22 13:00:02 node001 kernel: link up on eth1
  Nov 22 13:00:03 node001 sshd[1]: session opened

  Dec 31 23:59:59 node003 -- MARK --
  Jan  1 00:00:01 node003 syslogd 1.4.1: restart.

  """.utf8)

/// A real log below `../shared/data`; the first so many lines of it.
func realLog(_ name: String, lines count: Int = .max) throws -> [UInt8] {
  let path = (sharedData ?? "") + "/" + name
  let log = try name.hasSuffix(".gz") ? gunzip(path) : readFile(path)
  return Array(lines(of: log).prefix(count).joined())
}

/// The lines of two logs in turn, in runs of random length, each log in its own order.
func interleaved(_ first: [UInt8], _ second: [UInt8], seed: UInt64) -> [UInt8] {
  var random = SplitMix64(seed: seed)
  var rest = [lines(of: first)[...], lines(of: second)[...]]
  var log: [UInt8] = []
  while !rest[0].isEmpty || !rest[1].isEmpty {
    let which = Int.random(in: 0...1, using: &random)
    for _ in 0..<Int.random(in: 1...5, using: &random) { log += rest[which].popFirst() ?? [] }
  }
  return log
}
