/// How far predictions are off: per cent of the measured values.
public struct ErrorSummary: Sendable, Equatable {
  /// Of the absolute errors.
  public let median: Double
  public let p90: Double
  /// Mean of the signed errors; positive where predictions are too high.
  public let bias: Double
  public let runs: Int

  /// nil without any error.
  public init?(errorsPercent: [Double]) {
    guard !errorsPercent.isEmpty else { return nil }
    let absolute = errorsPercent.map(\.magnitude).sorted()
    median = ErrorSummary.quantile(0.5, of: absolute)
    p90 = ErrorSummary.quantile(0.9, of: absolute)
    bias = errorsPercent.reduce(0, +) / Double(errorsPercent.count)
    runs = errorsPercent.count
  }

  /// Linear between order statistics, as numpy's default is.
  static func quantile(_ share: Double, of sorted: [Double]) -> Double {
    let position = share * Double(sorted.count - 1)
    let low = Int(position)
    let high = min(low + 1, sorted.count - 1)
    return sorted[low] + (sorted[high] - sorted[low]) * (position - Double(low))
  }
}
