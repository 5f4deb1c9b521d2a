import Testing

@testable import LogMarkov

@Suite("Headers of dmesg")
struct KernelHeaderTests {
  static func kernel(_ message: String) -> ParsedLine { ParsedLine(tag: "kernel", message: message) }

  @Test(
    "each form is read, and has no host and the tag kernel",
    arguments: [
      StampCase("[    0.000000] usb 1-1: m", "0.000000", 0),
      StampCase("[   12.345678] usb 1-1: m", "12.345678", 12),
      StampCase("[123456.789012] usb 1-1: m", "123456.789012", 123_456),
      StampCase("<6>[   12.345678] usb 1-1: m", "12.345678", 12),
      StampCase("[   12.345678][    T0] usb 1-1: m", "12.345678", 12),
      StampCase("[   12.345678][  C102] usb 1-1: m", "12.345678", 12),
      StampCase("kern  :info  : [   12.345678] usb 1-1: m", "12.345678", 12),
      StampCase("daemon:warn  : [   12.345678] usb 1-1: m", "12.345678", 12),
      StampCase("authpriv:notice: [   12.345678] usb 1-1: m", "12.345678", 12),
      StampCase("[Sun Nov 22 11:00:01 2026] usb 1-1: m", "Sun Nov 22 11:00:01 2026", 1_795_345_201),
      StampCase("[Mon Nov  2 11:00:01 2026] usb 1-1: m", "Mon Nov  2 11:00:01 2026", 1_793_617_201),
      StampCase(
        "kern  :err   : [Sun Nov 22 11:00:01 2026] usb 1-1: m", "Sun Nov 22 11:00:01 2026", 1_795_345_201),
      StampCase(
        "2026-11-22T11:00:01,000000+00:00 usb 1-1: m", "2026-11-22T11:00:01,000000+00:00", 1_795_345_201),
      StampCase(
        "kern  :info  : 2026-11-22T12:00:01,000000+01:00 usb 1-1: m", "2026-11-22T12:00:01,000000+01:00",
        1_795_345_201),
      StampCase("[   12.345678 <    0.000120>] usb 1-1: m", "12.345678", 12),
      StampCase("[<    1.500000>] usb 1-1: m", "1.500000", 1),
      StampCase("[  +2.500000] usb 1-1: m", "+2.500000", 2),
      StampCase("[Nov22 11:00] usb 1-1: m", "Nov22 11:00", 91_278_000),
      StampCase("[Nov 2 11:00] usb 1-1: m", "Nov 2 11:00", 89_550_000),
      StampCase("12,346,803444406,-;usb 1-1: m", "803444406", 803),
      StampCase("6,1,12345678,-,caller=T1;usb 1-1: m", "12345678", 12),
    ])
  func forms(_ expected: StampCase) throws {
    var wanted = Self.kernel("usb 1-1: m")
    (wanted.stamp, wanted.time) = (expected.stamp, expected.time)
    #expect(try #require(parse(expected.line)) == wanted)
    #expect(try #require(parse(expected.line + "\r")) == wanted)
  }

  @Test("dmesg -x -t has no time")
  func noTime() {
    #expect(parse("kern  :info  : ACPI: m") == Self.kernel("ACPI: m"))
    #expect(parse("user  :notice: systemd[1]: m") == ParsedLine(tag: "systemd", pid: "1", message: "m"))
  }

  @Test("a message may be empty, or indented")
  func messages() {
    for stamp in ["[    0.000000]", "[<    0.000000>]", "kern  :info  : [    0.000000]"] {
      #expect(parse(stamp)?.behindTime == Self.kernel(""))
      #expect(parse("\(stamp) ")?.behindTime == Self.kernel(""))
      #expect(parse("\(stamp)   DMA zone: 4 pages")?.behindTime == Self.kernel("  DMA zone: 4 pages"))
    }
  }

  @Test(
    "what only resembles one of them is all message",
    arguments: [
      "[12.345] m", "[   12.3456789] m", "[   12.345678]m", "[   12.345678", "[   12,345678] m",
      "[ x12.345678] m",
      "[   12.345678 <    0.000120>]", "[   12.345678  ] m", "[   12.345678 <    0.000120  >] m", "[] m", "[",
      "[ ",
      "[<    0.000120 >] m", "[  +0.0001] m", "[  +0.000120 m", "[Sun Nov 22 11:00:01.5 2026] m",
      "[Sun Nov 31 11:00:01 2026] m", "[Sun Nov 22 11:00:01] m", "[Nov31 11:00] m", "[Nov22 24:00] m",
      "[Nov22 11:00:01] m", "[-- MARK -- Mon Jan 25 14:46:56 1999]", "[INFO] m", "[   12.345678][    X0] m",
      "12,346,803444406,-", "12,346,803444406;m", "12,346,,-;m", "12,,1,-;m", "12345,346,1,-;m", "1,2,3 ;m",
      "kern  :info : [    0.000000] m", "kern :info  : [    0.000000] m", "kern  :info  :m",
      "kernel:info  : m",
    ])
  func lookalikes(_ line: String) throws {
    if line == "[   12.345678 <    0.000120>]" {
      #expect(parse(line)?.behindTime == Self.kernel(""))
    } else {
      #expect(parse(line) == ParsedLine(message: line))
    }
  }

  @Test("an ISO stamp with a comma is the kernel's only as dmesg writes it")
  func commas() {
    for stamp in [
      "2026-11-22T11:00:01,500000+0000", "2026-11-22 11:00:01,500", "2026-11-22T11:00:01.500000+00:00",
    ] {
      #expect(parse("\(stamp) usb 1-1: m")?.behindTime == ParsedLine(host: "usb", tag: "1-1", message: "m"))
    }
  }

  @Test("times since the line before are added up")
  func deltas() {
    let lines = [
      "[Nov22 10:51] a", "[  +0.600000] b", "[  +0.600000] c", "[  +9.000000] d", "[ -10.000000] e",
      "[Nov22 10:52] f",
      "[  +1.000000] g",
    ]
    let start: Int64 = 91_277_460
    #expect(LogText(lines).parsed().map(\.time) == [0, 0, 1, 10, 0, 60, 61].map { start + $0 })
    #expect(
      LogText(["[<    0.000000>] a", "[<    0.700000>] b", "[<    0.700000>] c"]).parsed().map(\.time) == [
        0, 0, 1,
      ])
  }

  @Test("records of /dev/kmsg are decoded up to the first line feed, and continued by their keys")
  func device() {
    let lines = LogText([
      #"6,1,12345678,-;tab\x09 back\x5cslash \xc3\xa4 \x"#, " SUBSYSTEM=usb", " DEVICE=+usb:1-1",
      #"12,2,12345678,-;one\x0atwo"#, #"30,3,12345678,-;systemd[1]: a\x5cb"#, #"6,4,1,c;\x0a"#,
      #"6,4,1,-;\xzz\x4"#,
    ])
    #expect(
      lines.parsed().map(\.behindTime) == [
        Self.kernel("tab\t back\\slash ä \\x"), ParsedLine(.continuation), ParsedLine(.continuation),
        Self.kernel("one"), ParsedLine(tag: "systemd", pid: "1", message: "a\\b"), Self.kernel(""),
        Self.kernel(#"\xzz\x4"#),
      ])
    #expect(lines.parsedLines().parsed.lines == lines.lines)
  }

  @Test("the kernel repeats, is continued, and ends with its boot")
  func otherLines() {
    let lines = LogText([
      "[    1.000000] m", "               more", "[    2.000000] message repeated 3 times: [ m ]",
      "[    3.000000] last message repeated 2 times", "-- Reboot --", " alone",
    ]).parsed()
    #expect(lines.map(\.kind) == [.record, .continuation, .record, .repeatedLast, .bootMarker, .record])
    #expect(lines[2].behindTime == ParsedLine(tag: "kernel", message: "m", repeats: 2))
  }
}

@Suite("The journal's lines and the kernel's")
struct JournalHostTests {
  func reading(_ lines: [String]) -> [ParsedLine] {
    LogText(lines.map { "[    2.500000] \($0)" }).parsed().map(\.behindTime)
  }

  @Test("a host is known from the first line with a pid or the kernel's tag on")
  func known() {
    for first in ["node001 sshd[1]: m", "node001 kernel: m"] {
      let lines = reading([
        "node001 cron: m", first, "node001 cron: m", "node001 with space[12]: m", "usb 1-1: m",
      ])
      #expect(lines[0] == KernelHeaderTests.kernel("node001 cron: m"))
      #expect(lines[1].host == "node001")
      #expect(lines[2] == ParsedLine(host: "node001", tag: "cron", message: "m"))
      #expect(lines[3] == ParsedLine(host: "node001", message: "with space[12]: m"))
      #expect(lines[4] == KernelHeaderTests.kernel("usb 1-1: m"))
    }
  }

  @Test("many hosts are known at once")
  func manyHosts() {
    let hosts = (0..<64).map { "node\($0)" }
    let lines = reading(hosts.map { "\($0) sshd[1]: m" } + hosts.map { "\($0) cron: m" })
    #expect(lines.suffix(64).count { $0.tag == "cron" } >= 60)
  }

  @Test(
    "the kernel's words are never a host's",
    arguments: [
      "Command line: BOOT_IMAGE=/vmlinuz", "usb 1-1: new device", "pci 0000:00:00.0: [8086:1237] type 00",
      "sd 2:0:0:0: [sda] Attached", "EDAC MC0: Giving out device", "EXT4-fs (sda1): mounted",
      "traps: sshd[4242] general protection", "sshd[4242]: segfault at 0 ip 0 sp 0 error 4 in libc",
      "usb x[4242]: segfault at 0 ip 0", "IOAPIC[0]: apic_id 1, version 17", "a IOAPIC[1]: apic_id 1",
      "sshd[1]: segfault (11) at 0 nip 0", "x y[1]: unhandled signal 11", "usb kernelx: m", "usb kernel",
      "a b[x]: m",
      "a b[]: m", "a b[1] m", "a b[1]:m", "a: b[1]: m", "a  b[1]: m", " a b[1]: m", "[drm] b[1]: m",
    ])
  func kernels(_ message: String) {
    #expect(
      reading([message, "usb 1-1: m", "a c: m"])
        == [message, "usb 1-1: m", "a c: m"].map(KernelHeaderTests.kernel))
  }

  @Test("a program that writes into the kernel's log keeps its tag")
  func programs() {
    #expect(
      reading(["systemd[1]: Detected virtualization kvm.", "kernel: m"])
        == [
          ParsedLine(tag: "systemd", pid: "1", message: "Detected virtualization kvm."),
          ParsedLine(tag: "kernel", message: "m"),
        ])
  }
}
