import Testing

@testable import LogMarkov

/// What stands behind the time, and what is expected of it.
struct FieldsCase: CustomTestStringConvertible {
  var rest: String
  var fields: ParsedLine

  init(_ rest: String, host: String = "", tag: String = "", pid: String = "", message: String = "") {
    self.rest = rest
    fields = ParsedLine(host: host, tag: tag, pid: pid, message: message)
  }

  var testDescription: String { rest }
}

@Suite("Host and tag")
struct HostAndTagTests {
  static let cases = [
    FieldsCase("centostest1 acpid: starting up", host: "centostest1", tag: "acpid", message: "starting up"),
    FieldsCase("n1 sshd[4242]: Accepted", host: "n1", tag: "sshd", pid: "4242", message: "Accepted"),
    FieldsCase("n1 sshd[4242] Accepted", host: "n1", tag: "sshd", pid: "4242", message: "Accepted"),
    FieldsCase("n1 sshd[]: Accepted", host: "n1", tag: "sshd", message: "Accepted"),
    FieldsCase("n1 a[b c]: m", host: "n1", tag: "a", pid: "b c", message: "m"),
    FieldsCase("n1 nid[bracket][778]: m", host: "n1", tag: "nid", pid: "bracket", message: "[778]: m"),
    FieldsCase("n1 open[4242: m", host: "n1", message: "open[4242: m"),
    FieldsCase(
      "n1 sshd(pam_unix)[19939]: check pass", host: "n1", tag: "sshd(pam_unix)", pid: "19939",
      message: "check pass"),
    FieldsCase("n1 postfix/smtpd[7]: m", host: "n1", tag: "postfix/smtpd", pid: "7", message: "m"),
    FieldsCase("n1 %PIX-7-710005: UDP", host: "n1", tag: "%PIX-7-710005", message: "UDP"),
    FieldsCase("n1 caf\u{e9}: m", host: "n1", tag: "caf\u{e9}", message: "m"),
    FieldsCase("n1 -- MARK --", host: "n1", message: "-- MARK --"),
    FieldsCase("n1 syslogd 1.4.1: restart.", host: "n1", message: "syslogd 1.4.1: restart."),
    FieldsCase("n1 exiting on signal 15", host: "n1", message: "exiting on signal 15"),
    FieldsCase("n1 [INFO] m: x", host: "n1", message: "[INFO] m: x"),
    FieldsCase("n1 : m", host: "n1", message: ": m"),
    FieldsCase("n1 tag:m", host: "n1", tag: "tag", message: "m"),
    FieldsCase("n1 tag:", host: "n1", tag: "tag"),
    FieldsCase("n1 tag: ", host: "n1", tag: "tag"),
    FieldsCase("n1 tag[1]", host: "n1", tag: "tag", pid: "1"),
    FieldsCase("n1 tag", host: "n1", message: "tag"),
    FieldsCase("n1", host: "n1"),
    FieldsCase("n1 ", host: "n1"),
    // Hosts
    FieldsCase("10.321.1.123 t: m", host: "10.321.1.123", tag: "t", message: "m"),
    FieldsCase("fe80::1%eth0 t: m", host: "fe80::1%eth0", tag: "t", message: "m"),
    FieldsCase("local@an566/an566 t: m", host: "local@an566/an566", tag: "t", message: "m"),
    FieldsCase("source_server-2:514 t: m", host: "source_server-2:514", tag: "t", message: "m"),
    // No host
    FieldsCase("logd[29]: m", tag: "logd", pid: "29", message: "m"),
    FieldsCase("sshd: m", tag: "sshd", message: "m"),
    FieldsCase("sshd(pam_unix)[1]: m", tag: "sshd(pam_unix)", pid: "1", message: "m"),
    FieldsCase("a:b: m", tag: "a", message: "b: m"),
    FieldsCase("[INFO] m: x", message: "[INFO] m: x"),
    FieldsCase("#001 MSWinEventLog: x", message: "#001 MSWinEventLog: x"),
    FieldsCase(":(x) y", message: ":(x) y"),
    FieldsCase("::1 t: m", host: "::1", tag: "t", message: "m"),
    FieldsCase("b\u{e4}r t: m", message: "b\u{e4}r t: m"),
    // Blanks
    FieldsCase("  n1   t:   m  ", host: "n1", tag: "t", message: "  m  "),
    FieldsCase("n1\tt:\tm", host: "n1", tag: "t", message: "m"),
    FieldsCase("n1  -- root[2421]: m", host: "n1", message: "-- root[2421]: m"),
    FieldsCase("n1 a\tb: m", host: "n1", message: "a\tb: m"),
  ]

  @Test("host, tag and pid are taken apart", arguments: cases)
  func takesApart(_ expected: FieldsCase) throws {
    for stamp in ["Jul 31 11:20:19", "2026-11-22T11:00:01.5+00:00"] {
      for end in ["", "\r"] {
        let line = try #require(parse("\(stamp) \(expected.rest)\(end)"))
        #expect(line.behindTime == expected.fields, "\(stamp)")
      }
    }
  }

  @Test("what the buffer holds behind a line is not read as part of it", arguments: cases)
  func endsWithLine(_ expected: FieldsCase) {
    // A piece's region ends where it ends, whatever byte is next: no LF need stand there.
    let text = Array("Jul 31 11:20:19 \(expected.rest)".utf8)
    for next in ["", "a", "a: b", "]", "]: b", " 2008 x", "times", ":"] {
      let buffer = text + Array(next.utf8)
      var format = SyslogFormat()
      let records = format.records(of: [Line(text: Region(0..<text.count), part: .head)], in: buffer)
      #expect(records.map { ParsedLine($0, of: buffer).behindTime } == [expected.fields], "\(next)")
    }
  }
}
