/// The real logs on which this room's laws are tried.

import Support

@testable import LogMarkov

/// Logs of `../shared/data`; tests that use them are skipped where that directory is absent.
enum RealLogs {
  /// True if the logs are there.
  static var areThere: Bool { sharedData != nil }

  /// Logs of every kind there is, one line a record.
  static let paths = [
    "linux/Linux.log.gz", "openssh/OpenSSH_2k.log", "thunderbird/an566.txt.gz",
    "juju/rabbitmq.boot0.log.gz", "juju/rabbitmq.boot1.log.gz", "juju/vault.boot0.log.gz",
    "juju/vault.boot1.log.gz", "journal/ceph-mon.system.short-full.gz",
  ]

  /// The lines of a log, without CR and LF, header and all: to a mask a header is as good a message as any.
  static func lines(of path: String) throws -> [[UInt8]] {
    let path = (sharedData ?? "") + "/" + path
    let bytes = path.hasSuffix(".gz") ? try gunzip(path) : try readFile(path)
    return bytes.split { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }.map(Array.init)
  }
}
