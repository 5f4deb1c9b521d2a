/// How pictures look, by classes of their elements: on a light page, and on a dark one.
enum PlotStyle {
  /// How many colours tell things apart; `grey`, the class behind the last of them, is for all the rest.
  static let colours = 7

  /// Characters of 11 pixels of a fixed-width font take so many pixels each; those of fonts at hand 6.6 or a little less.
  static let fixedWidth = 6.7

  /// Characters of 11 pixels of the usual font take about so many pixels each.
  static let usualWidth = 5.8

  /// The class of a colour, by its number from 0 up.
  static func colour(_ number: Int) -> String { "k\(min(number, colours))" }

  /// The style sheet. Colours are those of Okabe and Ito ("Color universal design", 2008), which people of any colour
  /// vision tell apart; yellow, which white paper swallows, is on a dark page only, and black on a light one only.
  static let sheet = """
    text { font: 11px system-ui, "Helvetica Neue", Arial, "DejaVu Sans", sans-serif; fill: #33383d; } \
    .heading { font-size: 14px; font-weight: 600; fill: #16191c; } \
    .faint { fill: #6a7178; } \
    .fixed { font-family: ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace; white-space: pre; } \
    .end { text-anchor: end; } .middle { text-anchor: middle; } \
    .paper { fill: #ffffff; } \
    .panel { fill: #f6f7f8; } \
    .grid { stroke: #dfe2e5; fill: none; } \
    .axis { stroke: #9aa1a8; fill: none; } \
    .limit { stroke: #6a7178; stroke-dasharray: 4 3; fill: none; } \
    .marks { stroke: currentColor; fill: none; shape-rendering: crispEdges; } \
    .thin { stroke: currentColor; fill: none; stroke-opacity: 0.55; } \
    .mean { stroke: currentColor; fill: none; stroke-width: 2; } \
    .dot { fill: currentColor; } \
    .dots { stroke: currentColor; stroke-linecap: round; fill: none; } \
    .name { font-size: 12px; font-weight: 600; } \
    .s0 { stroke-opacity: 0.4; } .s1 { stroke-opacity: 0.7; } \
    .k0 { color: #0072b2; } .k1 { color: #d55e00; } .k2 { color: #009e73; } .k3 { color: #cc79a7; } \
    .k4 { color: #e69f00; } .k5 { color: #56b4e9; } .k6 { color: #222222; } .k7 { color: #9aa1a8; } \
    @media (prefers-color-scheme: dark) { \
    text { fill: #c9ced4; } .heading { fill: #f2f4f6; } .faint { fill: #949ba3; } \
    .paper { fill: #14171a; } .panel { fill: #1b1f23; } .grid { stroke: #2c3238; } \
    .axis { stroke: #6a7178; } .limit { stroke: #949ba3; } \
    .k0 { color: #3d94d9; } .k1 { color: #ee7a30; } .k2 { color: #1fb98d; } .k3 { color: #dd92bd; } \
    .k4 { color: #efb030; } .k5 { color: #8fd0f7; } .k6 { color: #f0e442; } .k7 { color: #79818a; } }
    """
}
