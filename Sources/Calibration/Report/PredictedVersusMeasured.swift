/// Each run's prediction over its measurement, on logarithms: on the diagonal they are equal.
struct PredictedVersusMeasured {
  let quantity: PlottedQuantity
  let runs: [PlottedRun]

  /// Drawn beside the diagonal, in per cent.
  static let bandPercent = 10.0

  var plot: Plot {
    let frame = PlotFrame(left: 52, right: 352, top: 26, bottom: 326)
    let values = runs.flatMap { [Double($0.measured), Double($0.predicted)] }
    let x = Scale.logarithmic(values, from: frame.left, to: frame.right)
    let y = Scale.logarithmic(values, from: frame.bottom, to: frame.top)
    return Plot(
      name: "predicted-\(quantity.word)",
      title: "\(quantity.title), predicted over measured",
      description: description, height: 362,
      content: band(x, y)
        + frame.columns(x, label: Readable.tick) + frame.rows(y, label: Readable.tick)
        + [
          SVG.line(
            x.position(x.domain.lowerBound), y.position(y.domain.lowerBound), frame.right,
            frame.top, "reference")
        ]
        + marks(x, y) + frame.titles(horizontal: "measured", vertical: "predicted"))
  }

  private func marks(_ x: Scale, _ y: Scale) -> [Element] {
    runs.map {
      SVG.mark(
        x.position(Double($0.measured)), y.position(Double($0.predicted)),
        isInside: $0.isInside, words: $0.words)
    }
  }

  /// Between 10 % too low and 10 % too high, cut at the frame.
  private func band(_ x: Scale, _ y: Scale) -> [Element] {
    let (low, high) = (x.domain.lowerBound, x.domain.upperBound)
    let (up, down) = (1 + Self.bandPercent / 100, 1 - Self.bandPercent / 100)
    // Where the frame is narrower than the band, all of it lies inside.
    let corners = [
      (low, low), (low, min(low * up, high)), (max(high / up, low), high), (high, high),
      (high, max(high * down, low)), (min(low / down, high), low),
    ]
    var elements = [
      SVG.polygon(corners.map { (x.position($0.0), y.position($0.1)) }, "band")
    ]
    // Beside a narrow band there is no room for words.
    if x.position(high) - x.position(high / up) > 24 {
      elements += [
        SVG.text(
          "+10 %", x.position(high / up) - 5, y.position(high) + 11, "label", anchor: .end),
        SVG.text(
          "\u{2212}10 %", x.position(high) - 3, y.position(high * down) + 14, "label",
          anchor: .end),
      ]
    }
    return elements
  }

  private var description: String {
    let errors = runs.compactMap(\.errorPercent)
    let near = errors.count { $0.magnitude <= Self.bandPercent }
    return "\(Readable.count(runs.count, "run")); "
      + "\(near) within 10 per cent of the measurement."
  }
}
