/// A row a run: the prediction's signed error, and its interval, about what was measured.
struct ErrorsByRun {
  let quantity: PlottedQuantity
  /// Of which an error is known.
  let runs: [PlottedRun]
  /// The groups' values in their order; one empty one where runs are not grouped.
  let groups: [String]

  private static let nameWidth = 92.0
  private static let tallest = 1200.0

  var plot: Plot {
    let rows = Double(runs.count)
    let pitch = min(11, Self.tallest / max(1, rows))
    let isGrouped = groups != [""]
    let heads = isGrouped ? 20.0 * Double(groups.count) : 0
    let frame = PlotFrame(
      left: pitch >= 8 ? Self.nameWidth : 12, right: 352, top: 26,
      bottom: 26 + pitch * rows + heads + 8)
    let scale = scale(frame)
    let names = ShortNames(runs.map(\.run), letters: 16)
    var y = frame.top + 4
    var elements: [Element] = []
    for group in groups {
      let members = runs.filter { $0.group == group }
        .sorted { ($0.errorPercent ?? 0) < ($1.errorPercent ?? 0) }
      guard !members.isEmpty else { continue }
      if isGrouped {
        elements.append(SVG.text(group, 2, y + 13, "group"))
        y += 20
      }
      for run in members {
        elements += row(run, names.text(run.run), at: y + pitch / 2, pitch, scale, frame)
        y += pitch
      }
    }
    return Plot(
      name: "errors-\(quantity.word)",
      title: "\(quantity.title), errors of the predictions run by run",
      description: description, height: frame.bottom + 36,
      content: frame.columns(scale) { Readable.number($0) + " %" }
        + [SVG.line(scale.clamped(0), frame.top, scale.clamped(0), frame.bottom, "reference")]
        + elements
        + [
          SVG.text("too low", scale.clamped(0) - 6, frame.top - 8, "axis", anchor: .end),
          SVG.text("too high", scale.clamped(0) + 6, frame.top - 8, "axis"),
          SVG.text("error of the prediction", frame.right, frame.bottom + 30, "axis", anchor: .end),
        ])
  }

  private func row(
    _ run: PlottedRun, _ name: String, at y: Double, _ pitch: Double, _ scale: Scale,
    _ frame: PlotFrame
  ) -> [Element] {
    var elements: [Element] = []
    if frame.left == Self.nameWidth {
      elements.append(SVG.text(name, frame.left - 8, y + 3, "name", anchor: .end))
    }
    if let interval = run.intervalPercent {
      let kind =
        (run.isInside == false ? "interval out" : "interval in") + (pitch < 5 ? " thin" : "")
      elements.append(
        SVG.line(
          scale.clamped(interval.lowerBound), y, scale.clamped(interval.upperBound), y, kind))
      if interval.upperBound > scale.domain.upperBound {
        elements.append(
          SVG.polygon([(scale.to, y - 3), (scale.to + 5, y), (scale.to, y + 3)], "\(kind) further"))
      }
    }
    elements.append(
      SVG.mark(
        scale.position(run.errorPercent ?? 0), y, radius: min(3.2, max(1.2, pitch * 0.38)),
        isInside: run.isInside, words: run.words))
    return elements
  }

  /// Holds every error, and intervals up to three times as far as errors and most intervals reach:
  /// one that is open upwards must not press the others to a line.
  private func scale(_ frame: PlotFrame) -> Scale {
    let errors = runs.compactMap(\.errorPercent)
    let intervals = runs.compactMap(\.intervalPercent)
    let widths = intervals.map { ($0.upperBound - $0.lowerBound) / 2 }.sorted()
    let usual = widths.isEmpty ? 0 : ErrorSummary.quantile(0.5, of: widths)
    let most = 3 * max(usual, errors.map(\.magnitude).max() ?? 0)
    let ends = intervals.flatMap { [max($0.lowerBound, -most), min($0.upperBound, most)] }
    return .linear(errors + ends + [0], from: frame.left, to: frame.right)
  }

  private var description: String {
    let errors = runs.compactMap(\.errorPercent)
    guard let low = errors.min(), let high = errors.max() else { return "No run has an error." }
    let outside = runs.count { $0.isInside == false }
    return "\(Readable.count(runs.count, "run")), errors from \(Readable.signedPercent(low)) to "
      + "\(Readable.signedPercent(high)); \(outside) measured outside the interval."
  }
}
