/// A picture in SVG, element by element: well-formed XML by construction, as an element ends where its closure does.
///
/// Source: Scalable Vector Graphics (SVG) 1.1; Extensible Markup Language (XML) 1.0, section 2.2 (characters).
struct SVGWriter {
  private(set) var bytes: [UInt8] = []

  /// A whole picture.
  ///
  /// - Parameters:
  ///   - width: in pixels, if nobody scales it.
  ///   - height: in pixels.
  ///   - title: what it is, for those who hear it, and for a tab's name.
  ///   - description: what is to be seen in it, for those who hear it.
  ///   - content: draws it.
  /// - Returns: the bytes of the file.
  static func document(
    width: Double, height: Double, title: String, description: String,
    _ content: (inout SVGWriter) -> Void
  ) -> [UInt8] {
    var svg = SVGWriter()
    svg.element(
      "svg",
      [
        "xmlns": "http://www.w3.org/2000/svg", "viewBox": "0 0 \(width.svg) \(height.svg)",
        "width": width.svg, "height": height.svg, "role": "img", "aria-labelledby": "title desc",
      ]
    ) { svg in
      svg.element("title", ["id": "title"], text: title)
      svg.element("desc", ["id": "desc"], text: description)
      svg.element("style", text: PlotStyle.sheet)
      svg.element("rect", ["class": "paper", "width": width.svg, "height": height.svg])
      content(&svg)
    }
    return svg.bytes
  }

  /// An element with nothing in it.
  mutating func element(_ name: String, _ attributes: KeyValuePairs<String, String>) {
    begin(name, attributes)
    append("/>\n")
  }

  /// An element with others in it.
  mutating func element(
    _ name: String, _ attributes: KeyValuePairs<String, String>, _ content: (inout SVGWriter) -> Void
  ) {
    begin(name, attributes)
    append(">\n")
    content(&self)
    append("</\(name)>\n")
  }

  /// An element with text in it.
  mutating func element(_ name: String, _ attributes: KeyValuePairs<String, String> = [:], text: String) {
    begin(name, attributes)
    append(">")
    append(escaping: text)
    append("</\(name)>\n")
  }

  /// Text with its base line at a place, in the style of a class; `end` and `middle` are classes too.
  mutating func label(_ text: String, x: Double, y: Double, _ style: String) {
    element("text", ["x": x.svg, "y": y.svg, "class": style], text: text)
  }

  /// A straight line in the style of a class.
  mutating func line(from: (x: Double, y: Double), to: (x: Double, y: Double), _ style: String) {
    element(
      "path",
      ["class": style, "d": "M\(from.x.svg) \(from.y.svg)L\(to.x.svg) \(to.y.svg)"])
  }

  private mutating func begin(_ name: String, _ attributes: KeyValuePairs<String, String>) {
    append("<\(name)")
    for (name, value) in attributes {
      append(" \(name)=\"")
      append(escaping: value)
      append("\"")
    }
  }

  private mutating func append(_ text: String) { bytes += Array(text.utf8) }

  /// Text of anybody: what XML would take for its own is escaped, what it does not allow becomes U+FFFD.
  private mutating func append(escaping text: String) {
    for scalar in text.unicodeScalars {
      switch scalar {
      case "<": append("&lt;")
      case ">": append("&gt;")
      case "&": append("&amp;")
      case "\"": append("&quot;")
      case " "..."~": bytes.append(UInt8(truncatingIfNeeded: scalar.value))
      case "\u{A0}"..."\u{D7FF}", "\u{E000}"..."\u{FFFD}", "\u{10000}"..."\u{10FFFF}":
        bytes += Array(UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
      default: bytes += Array(UTF8.encodedReplacementCharacter)
      }
    }
  }
}

extension Double {
  /// A number with at most two decimals: a hundredth of a pixel is seen by nobody.
  var svg: String {
    let hundredths = Int((self * 100).rounded())
    let (whole, rest) = hundredths.magnitude.quotientAndRemainder(dividingBy: 100)
    let sign = hundredths < 0 ? "-" : ""
    if rest == 0 { return "\(sign)\(whole)" }
    return "\(sign)\(whole)." + (rest % 10 == 0 ? "\(rest / 10)" : rest < 10 ? "0\(rest)" : "\(rest)")
  }
}
