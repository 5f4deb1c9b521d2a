/// The examples of the manual, as Tests/README.md says that they are written.

import Support
import Unix

/// A command of a document, and what it is to print.
struct ManualExample: Equatable, Sendable {
  /// What is to be seen of a command.
  enum Check: Equatable, Sendable {
    /// It prints these lines; `...` stands for any lines.
    case prints([String])
    /// It ends well, whatever it prints.
    case runs
    /// It is correct `sh`, and its options are the program's: it cannot run in a test.
    case reads
  }

  /// Where it begins in the document.
  var line: Int
  var command: String
  var check: Check
}

/// A document with examples.
struct ManualDocument: Sendable {
  /// Below the package's root.
  let path: String

  /// The README files and man pages that are there.
  static let all: [ManualDocument] = {
    let find = ["man", "examples", "-name", "*.[1-8]", "-o", "-name", "README.md"]
    let found = (try? Command("find", find, in: packageRoot).run().outputText) ?? ""
    let paths = ["README.md"] + found.split(separator: "\n").map(String.init).sorted()
    return paths.filter { (try? FileInfo(path: "\(packageRoot)/\($0)")) != nil }.map {
      ManualDocument(path: $0)
    }
  }()

  /// The pages that describe options: mcfilter(1), and those of verbs that have their own.
  static var commandPages: [String] { all.map(\.path).filter { $0.hasPrefix("man/") && $0.hasSuffix(".1") } }

  /// Its examples, in order.
  func examples() throws -> [ManualExample] {
    let text = String(decoding: try readFile("\(packageRoot)/\(path)"), as: UTF8.self)
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    return path.hasSuffix(".md") ? Self.ofMarkdown(lines) : Self.ofManPage(lines)
  }

  static func ofMarkdown(_ lines: [String]) -> [ManualExample] {
    var examples: [ManualExample] = []
    var block: (kind: String, start: Int, lines: [String])?
    for (index, line) in lines.enumerated() {
      if let open = block {
        if line == "```" {
          switch open.kind {
          case "console": examples += session(open.lines, from: open.start)
          case "sh":
            examples.append(
              ManualExample(line: open.start, command: open.lines.joined(separator: "\n"), check: .reads))
          default: break
          }
          block = nil
        } else {
          block?.lines.append(line)
        }
      } else if line.hasPrefix("```") {
        block = (String(line.dropFirst(3)), index + 2, [])
      }
    }
    return examples
  }

  static func ofManPage(_ lines: [String]) -> [ManualExample] {
    var examples: [ManualExample] = []
    var display: (start: Int, lines: [String])?
    for (index, line) in lines.enumerated() {
      if let open = display {
        if line == ".Ed" {
          if open.lines.contains(where: { $0.hasPrefix("$ ") }) {
            examples += session(open.lines, from: open.start)
          }
          display = nil
        } else {
          display?.lines.append(withoutEscapes(line))
        }
      } else if line.hasPrefix(".Bd -literal") {
        display = (index + 2, [])
      } else if line.hasPrefix(".Dl ") {
        let text = withoutEscapes(String(line.dropFirst(4)))
        let command = text.hasPrefix("$ ") ? String(text.dropFirst(2)) : text
        let runs = command == "mcfilter" || command.hasPrefix("mcfilter ")
        examples.append(ManualExample(line: index + 1, command: command, check: runs ? .runs : .reads))
      }
    }
    return examples
  }

  /// The commands of a session and what they print.
  private static func session(_ lines: [String], from start: Int) -> [ManualExample] {
    var examples: [ManualExample] = []
    var output: [String] = []
    func close() {
      if !examples.isEmpty { examples[examples.count - 1].check = .prints(output) }
      output = []
    }
    for (index, line) in lines.enumerated() {
      if line.hasPrefix("$ ") {
        close()
        examples.append(
          ManualExample(line: start + index, command: String(line.dropFirst(2)), check: .prints([])))
      } else if line.hasPrefix("> "), output.isEmpty, !examples.isEmpty {
        examples[examples.count - 1].command += "\n" + line.dropFirst(2)
      } else {
        output.append(line)
      }
    }
    close()
    return examples
  }

  /// What mdoc prints for a line of text.
  private static func withoutEscapes(_ line: String) -> String {
    var text = line
    for (escape, character) in [("\\&", ""), ("\\-", "-"), ("\\(aq", "'"), ("\\(dq", "\""), ("\\e", "\\")] {
      text = text.split(separator: escape, omittingEmptySubsequences: false).joined(separator: character)
    }
    return text
  }
}

extension Command {
  fileprivate init(_ program: String, _ arguments: [String], in directory: String) {
    self.init(program, arguments)
    workingDirectory = directory
  }
}

/// True if `lines` are what `pattern` says, in which `...` stands for any lines.
func linesMatch(_ lines: ArraySlice<String>, _ pattern: ArraySlice<String>) -> Bool {
  guard let first = pattern.first else { return lines.isEmpty }
  if first == "..." {
    return (lines.startIndex...lines.endIndex).contains { linesMatch(lines[$0...], pattern.dropFirst()) }
  }
  return lines.first == first && linesMatch(lines.dropFirst(), pattern.dropFirst())
}
