import Foundation

/// Where an axis gets its marks: at round numbers, never outside what it shows.
enum AxisTicks {
  /// Multiples of 1, 2 or 5 × 10ⁿ, about so many.
  static func linear(_ domain: ClosedRange<Double>, about count: Int = 5) -> [Double] {
    let length = domain.upperBound - domain.lowerBound
    guard length > 0, length.isFinite, count > 0 else { return [domain.lowerBound] }
    let step = roundStep(length / Double(count))
    let first = (domain.lowerBound / step).rounded(.up)
    let last = (domain.upperBound / step).rounded(.down)
    guard first <= last else { return [] }
    // A product each, since sums of steps drift.
    return stride(from: first, through: last, by: 1).map { tidy($0 * step) }
  }

  /// Powers of ten; with their threes, or twos and fives and so on, where those are few; and
  /// multiples of one step where the axis shows less than that.
  static func logarithmic(_ domain: ClosedRange<Double>) -> [Double] {
    guard domain.lowerBound > 0, domain.upperBound.isFinite else { return [] }
    let first = Int(log10(domain.lowerBound).rounded(.down))
    let last = Int(log10(domain.upperBound).rounded(.up))
    for multiples in [[1.0], [1, 3], [1, 2, 5], [1, 2, 3, 5]] {
      let ticks = (first...max(first, last))
        .flatMap { power in multiples.map { tidy($0 * pow(10, Double(power))) } }
        .filter(domain.contains)
      // Many decades need not all be told.
      if ticks.count > 6 { return thinned(ticks) }
      if ticks.count >= 3 { return ticks }
    }
    return linear(domain)
  }

  private static func thinned(_ ticks: [Double]) -> [Double] {
    let step = (ticks.count + 5) / 6
    return ticks.enumerated().filter { $0.offset % step == 0 }.map(\.element)
  }

  /// The smallest of 1, 2, 5 × 10ⁿ that is no less.
  private static func roundStep(_ least: Double) -> Double {
    let power = pow(10, log10(least).rounded(.down))
    return ([1, 2, 5].first { $0 * power >= least * (1 - 1e-9) } ?? 10) * power
  }

  /// Without the last bits that a product leaves: 0.3, not 0.30000000000000004.
  private static func tidy(_ value: Double) -> Double {
    guard value != 0 else { return 0 }
    let scale = pow(10, 12 - log10(value.magnitude).rounded(.down))
    guard scale.isFinite, scale > 0 else { return value }
    return (value * scale).rounded() / scale
  }
}
