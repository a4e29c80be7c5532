/// The few shapes that plots are made of.
enum SVG {
  enum Anchor: String { case start, middle, end }

  static func line(
    _ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, _ kind: String
  ) -> Element {
    Element(
      "line",
      [
        "class": kind, "x1": Plot.text(x1), "y1": Plot.text(y1), "x2": Plot.text(x2),
        "y2": Plot.text(y2),
      ])
  }

  static func text(
    _ words: String, _ x: Double, _ y: Double, _ kind: String, anchor: Anchor = .start
  ) -> Element {
    Element(
      "text",
      [
        "class": kind, "x": Plot.text(x), "y": Plot.text(y), "text-anchor": anchor.rawValue,
      ], text: words)
  }

  static func polygon(_ points: [(x: Double, y: Double)], _ kind: String) -> Element {
    let corners = points.map { "\(Plot.text($0.x)),\(Plot.text($0.y))" }.joined(separator: " ")
    return Element("polygon", ["class": kind, "points": corners])
  }

  /// A measured value inside its interval is a disc, one outside a diamond, and one without an
  /// interval a ring: told by shape, for those who can't tell the colours.
  static func mark(
    _ x: Double, _ y: Double, radius: Double = 3.6, isInside: Bool?, words: String
  ) -> Element {
    // An outline would leave nothing of a small one.
    let size = radius < 2 ? " small" : ""
    var shape: Element
    if isInside == false {
      let reach = radius * 1.3
      shape = polygon(
        [(x, y - reach), (x + reach, y), (x, y + reach), (x - reach, y)], "mark out" + size)
    } else {
      shape = Element(
        "circle",
        [
          "class": (isInside == true ? "mark in" : "mark bare") + size, "cx": Plot.text(x),
          "cy": Plot.text(y), "r": Plot.text(radius),
        ])
    }
    if !words.isEmpty { shape.content.append(.element(Element("title", text: words))) }
    return shape
  }
}
