/// Where on an axis marks stand, and what is written there.
struct AxisMark: Equatable {
  /// From 0, the axis's start, to 1.
  var place: Double
  var text: String
}

/// Round numbers to mark an axis by.
enum RoundNumbers {
  /// The multiples of the smallest step that is 1, 2 or 5 times a power of ten of which `count`, at least 1, are enough to
  /// reach `end`: from one step on, and 0 not among them.
  static func upTo(_ end: Int, count: Int) -> [Int] {
    guard end > 0 else { return [] }
    var (step, power) = (1, 1)
    while end / step > count {
      if step == 5 * power { power *= 10 }
      step = step < power ? power : step == power ? 2 * power : 5 * power
    }
    return Array(stride(from: step, through: end, by: step))
  }
}

extension BinaryInteger {
  /// The digits in groups of three: `1,234,567`.
  var grouped: String {
    var text = ""
    let digits = String(self)
    for (place, digit) in digits.enumerated() {
      if place > 0, (digits.count - place) % 3 == 0, text != "-" { text += "," }
      text.append(digit)
    }
    return text
  }

  /// So many of something: `1 record`, `2,000 records`.
  func counted(_ one: String, _ many: String? = nil) -> String {
    "\(grouped) \(self == 1 ? one : many ?? one + "s")"
  }
}

/// The rectangle of a plot, in pixels, with its axes.
struct PlotFrame {
  var left: Double
  var top: Double
  var width: Double
  var height: Double

  var bottom: Double { top + height }
  var right: Double { left + width }

  /// Where a share of the width is.
  func x(_ share: Double) -> Double { left + share * width }

  /// Where a share of the height is, from the bottom up.
  func y(_ share: Double) -> Double { bottom - share * height }

  /// The ground, before anything is drawn upon it.
  func drawGround(into svg: inout SVGWriter) {
    svg.element(
      "rect",
      ["class": "panel", "x": left.svg, "y": top.svg, "width": width.svg, "height": height.svg])
  }

  /// A line across at each mark, and its text at the left.
  func drawRows(_ marks: [AxisMark], hasText: Bool = true, into svg: inout SVGWriter) {
    for mark in marks {
      let y = y(mark.place)
      svg.line(from: (left, y), to: (right, y), "grid")
      // Digits are some 8 of 11 pixels high.
      if hasText { svg.label(mark.text, x: left - 6, y: y + 4, "end") }
    }
  }

  /// The line below, with a tick and a text at each mark.
  func drawFoot(_ marks: [AxisMark], into svg: inout SVGWriter) {
    svg.line(from: (left, bottom), to: (right, bottom), "axis")
    for mark in marks {
      let x = x(mark.place)
      svg.line(from: (x, bottom), to: (x, bottom + 4), "axis")
      svg.label(mark.text, x: x, y: bottom + 16, "middle")
    }
  }
}
