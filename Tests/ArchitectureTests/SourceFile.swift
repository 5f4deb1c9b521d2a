/// Swift files as text, and what the architecture's rules ask of them.

import Support
import Testing
import Unix

/// A Swift file below Sources.
struct SourceFile: Sendable {
  /// Below Sources: `LogMarkov/Lines/Region.swift`.
  let path: String
  /// Its lines.
  let lines: [String]
  /// Its lines without comments and the texts of literals.
  let code: [String]

  init(path: String, text: String) {
    self.path = path
    lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    code = Self.code(of: lines)
  }

  /// All files, by path.
  static let all: [SourceFile] = {
    let root = packageRoot + "/Sources"
    let found = (try? Command("find", [root, "-name", "*.swift"]).run().outputText) ?? ""
    return found.split(separator: "\n").map(String.init).sorted().compactMap { path in
      guard let bytes = try? readFile(path) else { return nil }
      return SourceFile(
        path: String(path.dropFirst(root.count + 1)), text: String(decoding: bytes, as: UTF8.self))
    }
  }()

  /// The module, and for LogMarkov the room.
  var module: String { String(path.prefix { $0 != "/" }) }
  var room: String { path.split(separator: "/").dropFirst().dropLast().joined(separator: "/") }

  /// The modules that it imports.
  var imports: [String] {
    code.compactMap { line in
      let words = line.split(separator: " ")
      guard let place = words.firstIndex(of: "import"), place <= 2, place + 1 < words.count else {
        return nil
      }
      return String(words[place + 1])
    }
  }

  /// The words of its code.
  var words: Set<String> { Set(code.flatMap { Self.words(of: $0) }) }

  /// The words of a line of code, in order.
  static func words(of line: String) -> [String] {
    line.split { !($0.isLetter || $0.isNumber || $0 == "_") }.map(String.init)
  }

  /// The types, protocols and free functions that it declares: at column 0, and not private to it.
  var declarations: [String] {
    let kinds: Set = ["struct", "class", "enum", "actor", "protocol", "typealias", "func", "macro"]
    let modifiers: Set = [
      "public", "package", "internal", "open", "final", "indirect", "nonisolated", "unsafe",
    ]
    return code.compactMap { line in
      var words = Self.words(of: line)[...]
      if line.first == " " || line.first == "@" { return nil }
      words = words.drop { modifiers.contains($0) }
      guard let kind = words.popFirst(), kinds.contains(kind) else { return nil }
      return words.first
    }
  }

  /// Takes comments and literals out, line by line; what is interpolated stays.
  private static func code(of lines: [String]) -> [String] {
    var isInText = false
    return lines.map { line in
      let delimiters = line.split(separator: "\"\"\"", omittingEmptySubsequences: false).count - 1
      if isInText || delimiters > 0 {
        let wasInText = isInText
        if delimiters % 2 == 1 { isInText.toggle() }
        return wasInText ? "" : String(line.prefix { $0 != "\"" })
      }
      var code = ""
      var literal: (depth: Int, isEscaped: Bool)?
      var rest = line[...]
      while let character = rest.popFirst() {
        if let open = literal {
          literal?.isEscaped = !open.isEscaped && character == "\\"
          if character == "\"" && !open.isEscaped { literal = nil }
        } else if character == "\"" {
          literal = (0, false)
          code.append("\"\"")
        } else if character == "/" && rest.first == "/" {
          break
        } else {
          code.append(character)
        }
      }
      return code
    }
  }
}
