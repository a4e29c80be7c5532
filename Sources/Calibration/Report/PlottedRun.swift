import Quantities
import Records

/// One quantity of one run, with all that the plots show of it.
struct PlottedRun: Sendable {
  let run: String
  let group: String
  /// In milliseconds, as `predicted` and `interval` are.
  let measured: Int64
  let predicted: Int64
  let interval: ClosedRange<Int64>?
  let roundTripMilliseconds: Double?
  let bandwidthMegabits: Double?

  /// nil where the sides have nothing of the quantity in common.
  init?(_ run: Comparison.Run, _ quantity: PlottedQuantity) {
    guard let values = quantity.values(of: run) else { return nil }
    self.run = run.name
    group = run.group
    (measured, predicted) = values
    interval = quantity.interval(of: run)
    roundTripMilliseconds = run.effective("path.rtt", as: Span.self).map { Double($0.count) / 1e6 }
    bandwidthMegabits =
      run.effective("path.bandwidth", as: DataRate.self).map { Double($0.count) / 1e6 }
  }

  /// In per cent of the measured value; nil of a measured 0.
  var errorPercent: Double? { percent(of: predicted) }

  /// The interval's ends as errors.
  var intervalPercent: ClosedRange<Double>? {
    guard let interval, let low = percent(of: interval.lowerBound),
      let high = percent(of: interval.upperBound)
    else { return nil }
    return low...high
  }

  /// Whether the interval holds what was measured; nil without an interval.
  var isInside: Bool? { interval?.contains(measured) }

  private func percent(of value: Int64) -> Double? {
    measured == 0 ? nil : Double(value - measured) / Double(measured) * 100
  }

  /// What a pointer that rests on the run's mark is told.
  var words: String {
    let error = errorPercent.map { " (\(Readable.signedPercent($0)))" } ?? ""
    let bounds = interval.map {
      ", interval \(Readable.duration(milliseconds: $0.lowerBound)) to "
        + Readable.duration(milliseconds: $0.upperBound)
    }
    return "\(run): measured \(Readable.duration(milliseconds: measured)), predicted "
      + Readable.duration(milliseconds: predicted) + error + (bounds ?? "")
  }
}

extension Comparison.Run {
  /// A field's value that the prediction was made with.
  func effective<Amount: Quantity>(_ path: String, as kind: Amount.Type) -> Amount? {
    let text = predicted.prediction?.effective.first { $0.path == path }?.value
    return text.flatMap { try? Amount(parsing: $0) }
  }
}
