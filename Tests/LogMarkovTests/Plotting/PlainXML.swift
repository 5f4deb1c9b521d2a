/// A reader of XML as pictures write it, for tests: says what is not well formed.
///
/// Source: Extensible Markup Language (XML) 1.0, without what no picture has: declarations, comments, CDATA.
struct PlainXML {
  /// An element that was read.
  struct Element: Equatable {
    var name: String
    var attributes: [String: String]
    /// Of the element itself, without that of those in it.
    var text = ""
  }

  /// Why a text is no XML.
  struct Problem: Error, CustomStringConvertible {
    var description: String
  }

  /// All elements in the order of their beginnings.
  private(set) var elements: [Element] = []
  private var rest: Substring.UnicodeScalarView

  /// Reads a picture.
  ///
  /// - Throws: `Problem`.
  init(_ bytes: [UInt8]) throws {
    guard let text = String(validating: bytes, as: UTF8.self) else { throw Problem(description: "not UTF-8") }
    rest = Substring(text).unicodeScalars
    for scalar in rest where !PlainXML.isAllowed(scalar) {
      throw Problem(description: "U+\(String(scalar.value, radix: 16)) stands in it")
    }
    var open: [Int] = []
    while !rest.isEmpty {
      if take("</") {
        let name = name()
        guard let last = open.popLast(), elements[last].name == name, take(">") else {
          throw Problem(description: "</\(name)> ends nothing")
        }
      } else if take("<") {
        guard !open.isEmpty || elements.isEmpty else { throw Problem(description: "two roots") }
        try readElement(&open)
      } else if let last = open.last {
        elements[last].text += try readText(until: "<")
      } else {
        guard take("\n") else { throw Problem(description: "text outside of the root") }
      }
    }
    guard open.isEmpty, !elements.isEmpty else { throw Problem(description: "something is not closed") }
  }

  private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x09, 0x0A, 0x0D, 0x20...0xD7FF, 0xE000...0xFFFD, 0x10000...0x10FFFF: true
    default: false
    }
  }

  private mutating func readElement(_ open: inout [Int]) throws {
    var element = Element(name: name(), attributes: [:])
    while take(" ") {
      let attribute = name()
      guard take("=\""), element.attributes[attribute] == nil else {
        throw Problem(description: "the attribute '\(attribute)' of <\(element.name)>")
      }
      element.attributes[attribute] = try readText(until: "\"")
      guard take("\"") else { throw Problem(description: "a value without an end") }
    }
    elements.append(element)
    if take("/>") { return }
    guard take(">") else { throw Problem(description: "<\(element.name) has no end") }
    open.append(elements.count - 1)
  }

  private mutating func name() -> String {
    let name = rest.prefix { $0.properties.isAlphabetic || $0 == "-" || $0.properties.numericType != nil }
    rest = rest.dropFirst(name.count)
    return String(name)
  }

  private mutating func readText(until end: Unicode.Scalar) throws -> String {
    var text = ""
    while let next = rest.first, next != end {
      if next == "<" { throw Problem(description: "< in a value") }
      if next == "&" {
        let entities = ["&lt;": "<", "&gt;": ">", "&amp;": "&", "&quot;": "\""]
        guard let entity = entities.first(where: { take($0.key) }) else {
          throw Problem(description: "an & that is no entity")
        }
        text += entity.value
      } else {
        text.unicodeScalars.append(next)
        rest.removeFirst()
      }
    }
    return text
  }

  private mutating func take(_ text: String) -> Bool {
    guard rest.starts(with: text.unicodeScalars) else { return false }
    rest = rest.dropFirst(text.unicodeScalars.count)
    return true
  }
}
