import Quantities

/// One drawing: a frame, what is in it, and the words that stand for it where it can't be seen.
///
/// As wide as a phone's screen, so that its letters can be read there; pages put plots side by
/// side where there is room.
struct Plot {
  /// Of all plots, in the SVG's units.
  static let width = 360.0

  /// Its name inside the page.
  let name: String
  let title: String
  let description: String
  let height: Double
  let content: [Element]

  var element: Element {
    Element(
      "svg",
      [
        "viewBox": "0 0 \(Plot.text(Plot.width)) \(Plot.text(height))", "role": "img",
        "aria-labelledby": "\(name)-title \(name)-description",
      ]
    ) {
      Element("title", ["id": "\(name)-title"], text: title)
      Element("desc", ["id": "\(name)-description"], text: description)
      content
    }
  }

  /// A coordinate, to a tenth.
  static func text(_ coordinate: Double) -> String {
    Decimals.text(Int64((coordinate * 10).rounded()), over: 10, places: 1)
  }
}

/// The rectangle that a plot's marks lie in, and the axes around it.
struct PlotFrame {
  let left: Double
  let right: Double
  let top: Double
  let bottom: Double

  /// Gridlines from top to bottom with their labels below.
  func columns(_ scale: Scale, label: (Double) -> String) -> [Element] {
    scale.ticks.flatMap { tick in
      let x = scale.position(tick)
      return [
        SVG.line(x, top, x, bottom, "grid"),
        SVG.text(label(tick), x, bottom + 14, "tick", anchor: .middle),
      ]
    } + zeroLane(of: scale, isHorizontal: true)
  }

  /// Gridlines from left to right with their labels before them.
  func rows(_ scale: Scale, label: (Double) -> String) -> [Element] {
    scale.ticks.flatMap { tick in
      let y = scale.position(tick)
      return [
        SVG.line(left, y, right, y, "grid"),
        SVG.text(label(tick), left - 6, y + 3.5, "tick", anchor: .end),
      ]
    } + zeroLane(of: scale, isHorizontal: false)
  }

  /// Where a logarithmic scale has a lane for zeros, its label.
  private func zeroLane(of scale: Scale, isHorizontal: Bool) -> [Element] {
    guard case .logarithmic(let zero?) = scale.kind else { return [] }
    return isHorizontal
      ? [
        SVG.line(zero, top, zero, bottom, "grid"),
        SVG.text("0", zero, bottom + 14, "tick", anchor: .middle),
      ]
      : [
        SVG.line(left, zero, right, zero, "grid"),
        SVG.text("0", left - 6, zero + 3.5, "tick", anchor: .end),
      ]
  }

  /// What the axes show: the vertical one's name above it, the horizontal one's below its end.
  func titles(horizontal: String, vertical: String) -> [Element] {
    [
      SVG.text(vertical, left, top - 10, "axis"),
      SVG.text(horizontal, right, bottom + 30, "axis", anchor: .end),
    ]
  }
}
