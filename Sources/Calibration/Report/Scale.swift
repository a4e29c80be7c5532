import Foundation

/// Places values along one axis of a plot.
struct Scale {
  enum Kind: Equatable {
    case linear
    /// A logarithm has no place for 0: where one occurs it goes here, beside the axis.
    case logarithmic(zeroAt: Double?)
  }

  let kind: Kind
  /// Of values; never empty, and above 0 where it is logarithmic.
  let domain: ClosedRange<Double>
  /// Of the SVG's units; `to` may be less than `from`, as heights grow downwards.
  let from: Double
  let to: Double

  func position(_ value: Double) -> Double {
    let share: Double
    switch kind {
    case .linear:
      share = (value - domain.lowerBound) / (domain.upperBound - domain.lowerBound)
    case .logarithmic(let zero):
      guard value > 0 else { return zero ?? from }
      share = log(value / domain.lowerBound) / log(domain.upperBound / domain.lowerBound)
    }
    return from + share * (to - from)
  }

  /// The same for what may lie outside, which goes to the edge.
  func clamped(_ value: Double) -> Double {
    position(min(max(value, domain.lowerBound), domain.upperBound))
  }

  var ticks: [Double] {
    kind == .linear ? AxisTicks.linear(domain) : AxisTicks.logarithmic(domain)
  }
}

extension Scale {
  /// From the least value to the greatest, with some air around.
  static func linear(_ values: [Double], from: Double, to: Double) -> Scale {
    let low = values.min() ?? 0
    let high = values.max() ?? 0
    let air = low == high ? max(1, low.magnitude / 10) : (high - low) * 0.05
    return Scale(kind: .linear, domain: (low - air)...(high + air), from: from, to: to)
  }

  /// The same in ratios; where there is a 0, a lane for it is left before `from`.
  static func logarithmic(_ values: [Double], from: Double, to: Double) -> Scale {
    let positive = values.filter { $0 > 0 }
    let low = positive.min() ?? 1
    let high = positive.max() ?? 1
    let air = max(1.1, pow(high / low, 0.05))
    let hasZero = values.contains { $0 <= 0 }
    // Wide enough that the 0 and the first tick's label stand apart.
    let lane = to > from ? 36.0 : -36.0
    return Scale(
      kind: .logarithmic(zeroAt: hasZero ? from + lane / 4 : nil),
      domain: (low / air)...(high * air),
      from: hasZero ? from + lane : from, to: to)
  }

  /// A logarithmic scale where values differ by more than ten times, else a linear one.
  static func fitting(_ values: [Double], from: Double, to: Double) -> Scale {
    let positive = values.filter { $0 > 0 }
    guard let low = positive.min(), let high = positive.max(), high > low * 10 else {
      return .linear(values, from: from, to: to)
    }
    return .logarithmic(values, from: from, to: to)
  }
}
