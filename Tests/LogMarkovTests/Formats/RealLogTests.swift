import Testing

@testable import LogMarkov

@Suite("Real logs", .enabled(if: SharedData.isPresent, "../shared/data is not here"))
struct RealLogTests {
  func lines(of name: String, as format: FormatName = .auto) throws -> [ParsedLine] {
    try LogText(SharedData.bytes(name)).parsed(as: format)
  }

  @Test("all lines of the Linux log have a host and a time, and 13 of them repeat the last one")
  func linux() throws {
    let lines = try lines(of: "linux/Linux.log.gz")
    #expect(lines.count == 25_567)
    #expect(lines.allSatisfy { $0.host == "combo" && $0.time != nil })
    let repeats = lines.filter { $0.kind != .record }
    #expect(repeats.allSatisfy { $0.kind == .repeatedLast })
    #expect(
      repeats.map(\.repeats).sorted() == Array(repeating: 2, count: 6) + Array(repeating: 3, count: 6) + [14])
    // As counted with grep: restarts of syslogd, "exiting on signal 15", and tag-less logins.
    #expect(lines.filter { $0.kind == .record && $0.tag.isEmpty }.count == 42 + 5 + 7)
    #expect(lines.allSatisfy { !$0.message.hasSuffix("\r") })
  }

  @Test(
    "all lines of the juju logs are records with host, tag and time",
    arguments: zip(
      ["rabbitmq.boot0", "rabbitmq.boot1", "vault.boot0", "vault.boot1"], [2_993, 10_363, 2_171, 4_922]))
  func juju(_ name: String, _ count: Int) throws {
    let lines = try lines(of: "juju/\(name).log.gz")
    #expect(lines.count == count)
    #expect(lines.allSatisfy { $0.kind == .record && $0.host.hasPrefix("juju-04f1e3-") && $0.time != nil })
    #expect(lines.allSatisfy { !$0.tag.isEmpty })
  }

  @Test("the OpenSSH log has two records that count four more of themselves")
  func openSSH() throws {
    let lines = try lines(of: "openssh/OpenSSH_2k.log")
    #expect(lines.count == 2_000)
    #expect(
      lines.allSatisfy { $0.kind == .record && $0.host == "LabSZ" && $0.tag == "sshd" && !$0.pid.isEmpty })
    #expect(
      lines.filter { $0.repeats > 0 }.map(\.message) == [
        "Failed password for root from 5.36.59.76 port 42393 ssh2",
        "Failed password for root from 106.5.5.195 port 50719 ssh2",
      ])
    #expect(lines.map(\.repeats).reduce(0, +) == 8)
    #expect(lines.allSatisfy { !$0.message.hasSuffix("\r") })
  }

  @Test("one journal is the same records in all forms with host, tag and message")
  func journal() throws {
    let short = try lines(of: "journal/ceph-mon.system.short.gz")
    #expect(short.filter { $0.kind == .record }.count == 2_974)
    #expect(short.filter { $0.kind == .bootMarker }.count == 1)
    #expect(
      short.allSatisfy { $0.kind == .bootMarker || $0.host == "juju-04f1e3-1-lxd-0" && !$0.tag.isEmpty })
    for form in [
      "short-precise", "short-iso", "short-iso-precise", "short-full", "short-unix", "short-monotonic",
    ] {
      let lines = try lines(of: "journal/ceph-mon.system.\(form).gz")
      #expect(lines.map(\.behindTime) == short.map(\.behindTime), "\(form)")
    }
    // Units stand in place of identifiers.
    let units = try lines(of: "journal/ceph-mon.system.with-unit.gz").map(\.behindTime)
    #expect(units.map { $0.withTag("") } == short.map { $0.behindTime.withTag("") })
    #expect(units.contains { $0.tag == "systemd-journald.service" })
    let precise = try lines(of: "journal/ceph-mon.system.short-precise.gz")
    #expect(precise.map(\.time) == short.map(\.time))
    let iso = try lines(of: "journal/ceph-mon.system.short-iso-precise.gz")
    // 1643967772 is the first entry's __REALTIME_TIMESTAMP.
    #expect(iso.first?.time == 1_643_967_772)
    for form in ["short-iso", "short-full", "short-unix", "with-unit"] {
      #expect(try lines(of: "journal/ceph-mon.system.\(form).gz").map(\.time) == iso.map(\.time), "\(form)")
    }
  }

  @Test("the times since boot are as far apart as the times of day, but for their rounding")
  func monotonic() throws {
    func boots(_ form: String) throws -> [[Int64]] {
      try lines(of: "journal/ceph-mon.system.\(form).gz").split { $0.kind == .bootMarker }
        .map { $0.compactMap(\.time) }
    }
    for (monotonic, iso) in zip(try boots("short-monotonic"), try boots("short-iso")) {
      #expect(monotonic.count == iso.count)
      let differences = zip(monotonic, iso).map { $1 - $0 }
      let gaps = zip(differences, differences.dropFirst()).map { $1 - $0 }
      // A clock that is set moves one of them; the times of 2,974 entries are cut to seconds at another place.
      #expect(gaps.count { abs($0) > 1 } <= 1)
    }
  }

  @Test("lines without headers are read alike as plain and as syslog")
  func templates() throws {
    let plain = try lines(of: "thunderbird/an566.txt.gz", as: .plain)
    #expect(plain.count == 16_135)
    #expect(plain == (try lines(of: "thunderbird/an566.txt.gz", as: .syslog)))
    #expect(plain.allSatisfy { $0.host.isEmpty && $0.tag.isEmpty })
  }
}
