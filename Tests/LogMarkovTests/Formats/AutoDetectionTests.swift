import Testing

@testable import LogMarkov

/// How a line was read: which parts its header was found to have.
///
/// A log *flips* if two of its records are read differently. The tag does not count: any program may log without one, and
/// in the kernel's log a program's line has its own.
struct LineReading: Hashable {
  var hasStamp: Bool
  var hasHost: Bool

  static let all = LineReading(hasStamp: true, hasHost: true)
  static let noHost = LineReading(hasStamp: true, hasHost: false)
  static let none = LineReading(hasStamp: false, hasHost: false)
}

@Suite("Auto-detection", .enabled(if: SharedData.isPresent, "../shared/data is not here"))
struct AutoDetectionTests {
  /// The logs of ../shared/data that are lines, with the format that one would name and how all their lines read.
  static let logs: [(name: String, format: FormatName, reading: LineReading)] =
    [
      ("linux/Linux.log.gz", .syslog, .all), ("openssh/OpenSSH_2k.log", .syslog, .all),
      ("message-types/Linux_full.log.gz", .syslog, .all), ("thunderbird/an566.txt.gz", .plain, .none),
    ]
    + ["juju/rabbitmq.boot0", "juju/rabbitmq.boot1", "juju/vault.boot0", "juju/vault.boot1"]
    .map { ("\($0).log.gz", .syslog, .all) }
    + [
      "short", "short-precise", "short-iso", "short-iso-precise", "short-full", "short-unix",
      "short-monotonic",
      "with-unit",
    ].map { ("journal/ceph-mon.system.\($0).gz", .syslog, .all) }

  /// The ways in which the records of a log are read.
  func readings(_ text: LogText, as name: FormatName = .auto) -> Set<LineReading> {
    Set(
      text.records(as: name).filter { $0.kind == .record }.map {
        LineReading(hasStamp: !$0.stamp.isEmpty, hasHost: !$0.host.isEmpty)
      })
  }

  @Test("auto reads a log as the format does that one would name, and never flips", arguments: logs)
  func namedLog(_ log: (name: String, format: FormatName, reading: LineReading)) throws {
    let text = LogText(try SharedData.bytes(log.name))
    #expect(text.parsed(as: .auto) == text.parsed(as: log.format))
    #expect(readings(text) == [log.reading])
  }

  @Test("bare messages are plain, but for those that begin with a time of their own")
  func bareMessages() throws {
    let text = LogText(try SharedData.bytes("journal/ceph-mon.system.cat.gz"))
    let others = zip(text.parsed(as: .auto), text.parsed(as: .plain)).filter { $0 != $1 }
    // Lines of cloud-init and ceph; only --input-format=plain can say that their times are text.
    let records = others.filter { $0.0.kind == .record }.map(\.1.message)
    #expect(!records.isEmpty && records.count < 500)
    #expect(records.filter { !$0.hasPrefix("2022-02-") } == [])
    #expect(others.allSatisfy { $0.0.kind == .record || $0.0.kind == .continuation })
  }

  @Test("a log between lines of others is read as it is alone")
  func mixture() throws {
    let files = ["short-monotonic", "short-unix", "short-full"].map { "journal/ceph-mon.system.\($0).gz" }
    let texts = try files.map { LogText(try SharedData.bytes($0)) }
    let kernel = "[    1.000000] usb 1-1: new high-speed USB device number 2"
    var mixed: [[UInt8]] = []
    for row in 0..<1_000 {
      mixed += texts.map { Array($0.bytes[$0.lines[row].text.range]) } + [Array(kernel.utf8)]
    }
    let parsed = LogText(Array(mixed.joined(separator: [UInt8(ascii: "\n")]))).parsed(as: .auto)
    for (place, text) in texts.enumerated() {
      let alone = text.parsed(as: .auto).prefix(1_000)
      #expect(stride(from: place, to: parsed.count, by: 4).map { parsed[$0] } == Array(alone))
    }
    #expect(
      stride(from: 3, to: parsed.count, by: 4).allSatisfy {
        parsed[$0].tag == "kernel" && parsed[$0].host == ""
      })
  }

  @Test("every way of dmesg is the kernel's, whatever it prints")
  func dmesg() throws {
    let text = String(decoding: try SharedData.bytes("../samples/formats/dmesg-variants.txt"), as: UTF8.self)
    for part in text.split(separator: "== dmesg").map({ $0.split(separator: "\n").map(String.init) }) {
      let (options, lines) = (part[0], LogText(part.dropFirst().map { "\($0)" }))
      switch options {
      // JSON; and without a time nothing tells a header.
      case " -J": break
      case " -t", " --time-format=notime":
        #expect(readings(lines) == [LineReading.none], "\(options)")
      default:
        let isEmpty = lines.lines.isEmpty
        #expect(readings(lines) == (isEmpty ? [] : [.noHost]), "\(options)")
        #expect(
          lines.parsed().allSatisfy { $0.tag == "kernel" && $0.message.hasPrefix("BIOS-e820: [mem 0x0") },
          "\(options)")
      }
    }
  }

  @Test("one made journal reads alike in every mode, odd identifiers and all")
  func oddJournal() throws {
    func lines(_ mode: String) throws -> [ParsedLine] {
      LogText(try SharedData.bytes("../samples/journal/out.\(mode)")).parsed(as: .auto).map(\.behindTime)
    }
    let short = try lines("short")
    #expect(short.count { $0.kind == .continuation } > 0 && short.count { $0.kind == .record } > 12)
    for mode in [
      "short-precise", "short-iso", "short-iso-precise", "short-full", "short-unix", "short-monotonic",
      "short-delta",
    ] {
      #expect(try lines(mode) == short, "\(mode)")
    }
    #expect(try lines("with-unit").map { $0.withTag("") } == short.map { $0.withTag("") })
  }
}
