/// The plots, each with what it shows in words.
extension ComparisonPage {
  @MarkupBuilder var plots: [Element.Content] {
    if !quantities.isEmpty {
      key
      section(
        "Prediction over measurement", "predicted",
        quantities.map { PredictedVersusMeasured(quantity: $0, runs: runs($0)).plot },
        "On the line both are equal; in the band they differ by 10 % at most."
          + missing(from: "on both sides") { _ in true })
      if quantities.contains(where: { !errors($0).isEmpty }) {
        section(
          "Run by run", "errors",
          quantities.filter { !errors($0).isEmpty }.map {
            ErrorsByRun(quantity: $0, runs: errors($0), groups: comparison.groupValues).plot
          },
          "A mark is a prediction's error, the line through it its \(levelText) interval: where "
            + "that reaches 0, it holds what was measured. Intervals that reach much further than "
            + "the others' are cut at the edge."
            + missing(from: "above 0") { $0.errorPercent != nil })
        pathSection
      }
      coverageSection
    }
  }

  func errors(_ quantity: PlottedQuantity) -> [PlottedRun] {
    runs(quantity).filter { $0.errorPercent != nil }
  }

  private var pathPlots: [Plot] {
    ErrorsByPath.Property.allCases.flatMap { property in
      quantities.compactMap { quantity in
        let known = errors(quantity).filter { property.value(of: $0) != nil }
        guard ErrorsByPath.isVaried(property, in: known) else { return nil }
        return ErrorsByPath(quantity: quantity, property: property, runs: known).plot
      }
    }
  }

  private var pathSection: Element? {
    let plots = pathPlots
    guard !plots.isEmpty else { return nil }
    return section(
      "Over the path", "path", plots,
      "The same errors over what the path was. A property that all runs share is left out.")
  }

  private var coverageSection: Element? {
    let plots = quantities.compactMap { quantity -> Plot? in
      let rows = coverage(quantity)
      return rows.isEmpty
        ? nil : CoveragePlot(quantity: quantity, rows: rows, level: level).plot
    }
    guard !plots.isEmpty else { return nil }
    return section(
      "Do the intervals hold what they promise?", "coverage", plots,
      "A mark is the share of runs measured inside; the line through it tells what shares so few "
        + "runs would not surprise with (95 % of cases). A diamond's line misses \(levelText).")
  }

  private func section(
    _ title: String, _ name: String, _ plots: [Plot], _ words: String
  ) -> Element {
    Element("section", ["aria-labelledby": name]) {
      Element("h2", ["id": name], text: title)
      Element("p", text: words)
      Element("div", ["class": "plots"]) {
        plots.map { plot in
          Element("figure") {
            Element("figcaption", text: plot.title)
            plot.element
          }
        }
      }
    }
  }

  /// " Without 2 runs that have no downtime above 0.": nothing is left out in silence.
  private func missing(
    from place: String, unless holds: (PlottedRun) -> Bool
  ) -> String {
    quantities.compactMap { quantity in
      let count = comparison.runs.count - runs(quantity).count(where: holds)
      return count == 0
        ? nil : " Without \(Readable.count(count, "run")) with no \(quantity.rawValue) \(place)."
    }.joined()
  }

  private var key: Element {
    Element("p", ["class": "key"]) {
      sample(true)
      " measured inside the prediction\u{2019}s \(levelText) interval "
      sample(false)
      " outside"
      if quantities.contains(where: { runs($0).contains { $0.isInside == nil } }) {
        " "
        sample(nil)
        " no interval"
      }
    }
  }

  private func sample(_ isInside: Bool?) -> Element {
    Element("svg", ["viewBox": "0 0 12 12", "class": "sample", "aria-hidden": "true"]) {
      SVG.mark(6, 6, isInside: isInside, words: "")
    }
  }
}
