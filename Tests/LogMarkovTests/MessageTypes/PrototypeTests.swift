/// Agreement with the Python prototype of `../shared/reference`, which was written by somebody else.
///
/// Under `values` they differ where the prototype is silent or slips; each of these reasons has a name here,
/// and a difference without one fails.

import Support
import Testing
import Unix

@testable import LogMarkov

@Suite("Beside the prototype", .enabled(if: Prototype.isThere))
struct PrototypeTests {
  @Test(
    "digits agree on every line, values but for known reasons",
    arguments: [
      "linux/Linux.log.gz", "openssh/OpenSSH_2k.log", "juju/rabbitmq.boot0.log.gz",
      "juju/rabbitmq.boot1.log.gz", "juju/vault.boot0.log.gz", "juju/vault.boot1.log.gz",
    ])
  func agreement(path: String) throws {
    let records = try Prototype.records(of: path)
    #expect(records.count > 1_000)
    var digits = TypeTokenizer(.digits)
    var values = TypeTokenizer(.values)
    for record in records {
      #expect(digits.clean(record.message) == record.digits)
      let cleaned = values.clean(record.message)
      if cleaned != record.values && record.reason.isEmpty {
        Issue.record("\(record.message) → \(cleaned), but \(record.values)")
      }
    }
  }
}

private enum Prototype {
  struct Record {
    var message: String
    var digits: String
    var values: String
    /// Why the texts of `values` may differ; empty if they may not.
    var reason: String
  }

  static var isThere: Bool {
    guard let data = sharedData, (try? FileInfo(path: data + "/../reference/logs.py")) != nil else {
      return false
    }
    return (try? Command("python3", ["-c", ""]).run())?.ending == .exited(0)
  }

  static func records(of path: String) throws -> [Record] {
    let data = sharedData ?? ""
    let outcome = try Command("python3", ["-c", script, data + "/../reference", data + "/" + path]).run()
    #expect(outcome.ending == .exited(0), "\(outcome.errorText)")
    let lines = outcome.output.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
      .map { String(decoding: $0, as: UTF8.self) }
    return stride(from: 0, to: lines.count - 4, by: 4).map { line in
      Record(
        message: lines[line], digits: lines[line + 1], values: lines[line + 2], reason: lines[line + 3])
    }
  }

  /// Prints four lines for each record. The prototype writes neighbouring separators in one and leaves blanks
  /// around `=`; that much is put right here.
  private static let script = #"""
    import re, sys
    sys.dont_write_bytecode = True
    sys.path.insert(0, sys.argv[1])
    import logs

    def canonical(text):
        text = re.sub(r'([()\[\]{}<>"\',;|])', r' \1 ', text)
        text = re.sub(r'\s*=\s*', '=', ' '.join(text.split()))
        return re.sub(r'\*(?:[ .:,+\-#]*\*)+', '*', text)

    REASONS = [
        ('the prototype takes User for user', r'\bUser\b'),
        ('the prototype glues an empty value to what follows', r'=(\s|$|[,;)}\]])'),
        ('the prototype loses separators that touch an equals sign', r'=[=>\-|\'"(\[{<]'),
        ('the prototype loses the punctuation behind a value of =', r'=[^\s=]*[:.!?]'),
        ('the prototype lets a piece with a star inside be', r'[^\s|]\*|\*[^\s|]'),
    ]
    sys.stdout.reconfigure(encoding='utf-8', newline='\n')
    for time, host, tag, message, pid in logs.raw(sys.argv[2]):
        print(message)
        print(logs.digits(tag, message))
        print(canonical(logs.pieces(tag, message)))
        print(next((reason for reason, pattern in REASONS if re.search(pattern, message)), ''))
    """#
}
