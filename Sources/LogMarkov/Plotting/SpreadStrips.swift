/// Means with their standard deviations side by side, a colour for each group; those of a group from the highest to the
/// lowest.
struct SpreadStrips {
  /// Free places between two groups.
  private static let gap = 2
  private static let radii = 1.0...4.0

  private let groups: [[Spread]]

  /// The groups in the order of their colours.
  init(_ groups: [[Spread]]) {
    self.groups = groups.map { $0.sorted { $0.mean > $1.mean } }
  }

  /// Draws them on a ground whose height stands for 0 to 1.
  func draw(in frame: PlotFrame, into svg: inout SVGWriter) {
    let places = groups.reduce(0) { $0 + $1.count + SpreadStrips.gap }
    guard places > 0 else { return }
    let step = frame.width / Double(places)
    var x = frame.left + step * Double(SpreadStrips.gap) / 2
    for (colour, spreads) in groups.enumerated() where !spreads.isEmpty {
      let width = step * Double(spreads.count)
      svg.element("g", ["class": PlotStyle.colour(colour)]) { svg in
        drawBars(spreads, from: x + step / 2, step, frame, into: &svg)
        drawDots(spreads, from: x + step / 2, step, frame, into: &svg)
        if spreads.count > 1 {
          let mean = spreads.reduce(0) { $0 + $1.mean } / Double(spreads.count)
          let y = frame.y(mean)
          svg.line(from: (x - step / 2, y), to: (x + width + step / 2, y), "mean")
        }
      }
      x += width + step * Double(SpreadStrips.gap)
    }
  }

  private func drawBars(
    _ spreads: [Spread], from start: Double, _ step: Double, _ frame: PlotFrame, into svg: inout SVGWriter
  ) {
    var path = ""
    for (place, spread) in spreads.enumerated() where spread.deviation > 0 {
      let (low, high) = (max(0, spread.mean - spread.deviation), min(1, spread.mean + spread.deviation))
      path += "M\((start + Double(place) * step).svg) \(frame.y(low).svg)V\(frame.y(high).svg)"
    }
    if !path.isEmpty { svg.element("path", ["class": "thin", "d": path]) }
  }

  /// Lines of no length with round ends.
  private func drawDots(
    _ spreads: [Spread], from start: Double, _ step: Double, _ frame: PlotFrame, into svg: inout SVGWriter
  ) {
    let radius = min(max(step * 0.45, SpreadStrips.radii.lowerBound), SpreadStrips.radii.upperBound)
    var path = ""
    for (place, spread) in spreads.enumerated() {
      path += "M\((start + Double(place) * step).svg) \(frame.y(spread.mean).svg)h0"
    }
    svg.element("path", ["class": "dots", "stroke-width": (2 * radius).svg, "d": path])
  }
}
