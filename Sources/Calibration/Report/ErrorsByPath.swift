/// Errors over a property of the path, to see where predictions are worse.
struct ErrorsByPath {
  enum Property: String, CaseIterable {
    case roundTrip = "round trip"
    case bandwidth

    var title: String { self == .roundTrip ? "round trip" : "bandwidth" }
    var unit: String { self == .roundTrip ? "ms" : "Mbit/s" }
    var word: String { self == .roundTrip ? "rtt" : "bandwidth" }

    func value(of run: PlottedRun) -> Double? {
      self == .roundTrip ? run.roundTripMilliseconds : run.bandwidthMegabits
    }
  }

  let quantity: PlottedQuantity
  let property: Property
  /// Of which an error and the property are known.
  let runs: [PlottedRun]

  /// Nothing can be seen where all runs had the same path.
  static func isVaried(_ property: Property, in runs: [PlottedRun]) -> Bool {
    Set(runs.compactMap { property.value(of: $0) }).count > 1
  }

  var plot: Plot {
    let frame = PlotFrame(left: 52, right: 352, top: 26, bottom: 206)
    let x = Scale.fitting(
      runs.compactMap { property.value(of: $0) }, from: frame.left + 6, to: frame.right - 6)
    let y = Scale.linear(
      runs.compactMap(\.errorPercent) + [0], from: frame.bottom, to: frame.top)
    return Plot(
      name: "errors-\(quantity.word)-by-\(property.word)",
      title: "\(quantity.title), errors over the path's \(property.title)",
      description: "\(Readable.count(runs.count, "run")); the same errors as in the table of runs.",
      height: 242,
      content: frame.rows(y) { Readable.number($0) + " %" }
        + frame.columns(x) { Readable.number($0) }
        + [SVG.line(frame.left, y.position(0), frame.right, y.position(0), "reference")]
        + runs.compactMap { run in
          guard let value = property.value(of: run), let error = run.errorPercent else {
            return nil
          }
          return SVG.mark(
            x.position(value), y.position(error), isInside: run.isInside, words: run.words)
        }
        + frame.titles(
          horizontal: "\(property.title) [\(property.unit)]", vertical: "error"))
  }
}
