/// What a person at a terminal sees, and what a terminal is spared.

import Support
import Testing
import Unix

@Suite("Terminals")
struct TerminalTests {
  private let workplace: Workplace

  /// ESC, CR, BEL, C1 as a character and as a byte, DEL: all that terminals obey.
  private static let hostile: [UInt8] =
    Array("Nov 22 11:01:00 node001 sshd[1]: open \u{1B}]0;owned\u{7} \u{9B}31m ".utf8) + [0x9B]
    + Array("31m\u{7F}\u{8} line 1\rline 2 \u{1B}[2J\r\n".utf8)

  init() throws {
    workplace = try Workplace()
    try writeFile(Self.hostile, to: workplace.path(of: "hostile.log"))
  }

  /// What comes out at a terminal, or at a pipe.
  private func output(
    _ arguments: [String], to destination: Command.Output = .terminal,
    environment: [String: String] = ["TERM": "xterm"], log: String = "hostile.log"
  ) throws -> [UInt8] {
    var command = try workplace.mcfilter()
    command.arguments = ["-m", "day.mcm"] + arguments + [log]
    command.output = destination
    for (name, value) in environment { command.environment[name] = value }
    let outcome = try command.run()
    #expect(outcome.ending == .exited(0), "\(outcome.errorText)")
    return outcome.output
  }

  /// True if the prefix, and nothing else, has colours.
  private func isColored(_ output: [UInt8]) -> Bool { output.starts(with: [0x1B, 0x5B]) }

  @Test(
    "no control character of a line gets to a terminal", arguments: ["text", "tsv", "json", "logfmt", "line"])
  func hostileLines(format: String) throws {
    for color in ["auto", "always", "never"] {
      for maximum in ["64K", "3", "48", "49"] {
        for more in [[], ["--lookahead"], format == "text" ? ["--explain"] : []] {
          let arguments = ["--format=\(format)", "--color=\(color)", "--max-line=\(maximum)"] + more
          let output = try output(arguments)
          var rest = String(decoding: output, as: UTF8.self)
          // Ours.
          rest = rest.replacing(/\u{1B}\[[0-9;]*m/, with: "")
          #expect(rest.count { $0 == "\u{1B}" } == 0)
          let controls = rest.unicodeScalars.filter { $0.properties.generalCategory == .control }
          #expect(Set(controls.map(\.value)).isSubset(of: [0x09, 0x0A, 0x0D]), "\(arguments)")
          #expect(rest.replacing("\r\n", with: "\n").contains("\r") == false)
          #expect(!output.contains(0x9B))
          // Every control sequence of the line is there, to be read.
          #expect(!rest.contains("\u{1B}[2J") && rest.contains("[2J") && rest.contains("]0;owned"))
        }
      }
    }
  }

  @Test("into a pipe, or a file, bytes are what they are, unless colours are asked for")
  func pipes() throws {
    #expect(try output(["--format=line"], to: .captured) == Self.hostile)
    #expect(Array(try output([], to: .captured).dropFirst(23)) == Self.hostile)
    #expect(try output(["--format=line", "--color=never"], to: .captured) == Self.hostile)
    let path = workplace.path(of: "out")
    _ = try output(["--format=line"], to: .file(path))
    #expect(try readFile(path) == Self.hostile)
    let shown = String(
      decoding: try output(["--format=line", "--color=always"], to: .captured), as: UTF8.self)
    let expected =
      #"Nov 22 11:01:00 node001 sshd[1]: open ^[]0;owned^G \u009b31m \x9b31m^?^H line 1^Mline 2 ^[[2J"#
      + "\r\n"
    #expect(shown == expected)
    #expect(try output(["--format=line"]) == Array(expected.utf8))
  }

  @Test(
    "colours are for terminals that have some, and for those who have not said no",
    arguments: [
      (["TERM": "xterm"], true), (["TERM": "dumb"], false), ([:], false),
      (["TERM": "xterm", "NO_COLOR": "1"], false), (["TERM": "xterm", "NO_COLOR": ""], true),
    ] as [([String: String], Bool)])
  func auto(environment: [String: String], expected: Bool) throws {
    for arguments in [[], ["--color=auto"]] {
      #expect(isColored(try output(arguments, environment: environment)) == expected)
      #expect(!isColored(try output(arguments, to: .captured, environment: environment)))
    }
    // Who asks gets what he asks for.
    #expect(isColored(try output(["--color=always"], to: .captured, environment: environment)))
    #expect(!isColored(try output(["--color=never"], environment: environment)))
  }

  @Test("without colours and controls a terminal gets what a pipe gets")
  func plain() throws {
    let piped = try output([], to: .captured, log: "day.log")
    let colored = String(decoding: try output([], log: "day.log"), as: UTF8.self)
    #expect(colored.replacing(/\u{1B}\[[0-9;]*m/, with: "") == String(decoding: piped, as: UTF8.self))
    for line in colored.split(separator: "\n") {
      // Everything is reset before the line begins.
      #expect(line.contains("\u{1B}[0m Nov 22"))
    }
    #expect(try output(["--color=never"], log: "day.log") == piped)
  }
}
