/// The share of measured values inside their intervals, beside the share that should be.
struct CoveragePlot {
  let quantity: PlottedQuantity
  let rows: [CoverageRow]
  /// What the intervals promise.
  let level: Double

  private static let pitch = 22.0

  var plot: Plot {
    let frame = PlotFrame(
      left: 96, right: 304, top: 26, bottom: 34 + Self.pitch * Double(rows.count))
    let scale = Scale(kind: .linear, domain: 0...1, from: frame.left, to: frame.right)
    let nominal = scale.position(level)
    return Plot(
      name: "coverage-\(quantity.word)",
      title: "\(quantity.title), share of measurements inside the intervals",
      description: rows.map { "\(name(of: $0)): \($0.inside) of \($0.runs)" }
        .joined(separator: "; ") + ".",
      height: frame.bottom + 36,
      content: [0, 0.25, 0.5, 0.75, 1].flatMap { share in
        [
          SVG.line(scale.position(share), frame.top, scale.position(share), frame.bottom, "grid"),
          SVG.text(
            Readable.number(share * 100) + " %", scale.position(share), frame.bottom + 14, "tick",
            anchor: .middle),
        ]
      }
        + [
          SVG.line(nominal, frame.top, nominal, frame.bottom, "reference"),
          SVG.text(
            "should be \(Readable.number(level * 100)) %", nominal, frame.top - 8, "axis",
            anchor: .end),
          SVG.text(
            "measured inside the interval", frame.right, frame.bottom + 30, "axis", anchor: .end),
        ]
        + rows.enumerated().flatMap { index, row in
          marks(row, at: frame.top + 4 + Self.pitch * (Double(index) + 0.5), scale, frame)
        })
  }

  private func marks(
    _ row: CoverageRow, at y: Double, _ scale: Scale, _ frame: PlotFrame
  ) -> [Element] {
    let isPlausible = row.plausible.contains(level)
    let range = row.plausible
    return [
      SVG.text(
        ShortNames.end(of: name(of: row), 16), frame.left - 8, y + 3.5, "label",
        anchor: .end),
      SVG.line(
        scale.position(range.lowerBound), y, scale.position(range.upperBound), y,
        isPlausible ? "interval in" : "interval out"),
      SVG.mark(
        scale.position(row.share), y, radius: 4, isInside: isPlausible,
        words: "\(name(of: row)): \(row.inside) of \(row.runs) inside, "
          + Readable.percent(row.share * 100)),
      SVG.text("\(row.inside) of \(row.runs)", frame.right + 11, y + 3.5, "label"),
    ]
  }

  private func name(of row: CoverageRow) -> String { row.group.isEmpty ? "all runs" : row.group }
}
