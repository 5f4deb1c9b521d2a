/// A strict reader of flat JSON objects, to hold what is written against RFC 8259 and nothing laxer.

/// Why a text is no flat object.
struct NotAnObject: Error {
  var reason: String
  var offset: Int
}

/// A JSON object whose values are texts, numbers and null, with its keys in order.
struct FlatObject: Equatable {
  enum Value: Equatable {
    case text(String)
    /// As it is written.
    case number(String)
    case null
  }

  private(set) var keys: [String] = []
  private(set) var values: [String: Value] = [:]

  subscript(key: String) -> Value? { values[key] }

  /// The object that `bytes` are, without any byte before or behind it.
  init(_ bytes: some Sequence<UInt8>) throws {
    let bytes = Array(bytes)
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw NotAnObject(reason: "not UTF-8", offset: 0)
    }
    var rest = Array(text.unicodeScalars)[...]
    func fail(_ reason: String) -> NotAnObject { NotAnObject(reason: reason, offset: rest.startIndex) }
    func take(_ scalar: Unicode.Scalar) throws {
      guard rest.popFirst() == scalar else { throw fail("no \(scalar)") }
    }
    func takeString() throws -> String {
      try take("\"")
      var string = ""
      while let scalar = rest.popFirst() {
        switch scalar {
        case "\"": return string
        case "\\": string.unicodeScalars.append(try takeEscaped())
        case "\u{0}"..."\u{1F}": throw fail("a control character")
        default: string.unicodeScalars.append(scalar)
        }
      }
      throw fail("no end of a string")
    }
    func takeEscaped() throws -> Unicode.Scalar {
      let plain: [Unicode.Scalar: Unicode.Scalar] = [
        "\"": "\"", "\\": "\\", "/": "/", "b": "\u{8}", "f": "\u{C}", "n": "\n", "r": "\r", "t": "\t",
      ]
      guard let letter = rest.popFirst() else { throw fail("an escape without a letter") }
      if let scalar = plain[letter] { return scalar }
      let digits = String(String.UnicodeScalarView(rest.prefix(4)))
      guard letter == "u", digits.allSatisfy(\.isHexDigit), let number = UInt32(digits, radix: 16),
        let scalar = Unicode.Scalar(number)
      else { throw fail("an unknown escape, or half a surrogate pair") }
      rest = rest.dropFirst(4)
      return scalar
    }
    func takeNumber() throws -> Value {
      let ends: [Unicode.Scalar] = [",", "}"]
      let number = String(String.UnicodeScalarView(rest.prefix { !ends.contains($0) }))
      guard number.wholeMatch(of: /-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?/) != nil else {
        throw fail("no number")
      }
      rest = rest.dropFirst(number.unicodeScalars.count)
      return .number(number)
    }

    try take("{")
    repeat {
      let key = try takeString()
      guard values[key] == nil else { throw fail("a key twice") }
      try take(":")
      keys.append(key)
      if rest.first == "\"" {
        values[key] = .text(try takeString())
      } else if rest.starts(with: Array("null".unicodeScalars)) {
        rest = rest.dropFirst(4)
        values[key] = .null
      } else {
        values[key] = try takeNumber()
      }
      guard rest.first == "," else { break }
      rest = rest.dropFirst()
    } while true
    try take("}")
    guard rest.isEmpty else { throw fail("something behind the object") }
  }
}
