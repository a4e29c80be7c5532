import MigrationModel

/// One constant to be fitted: where it lies, what values it may have, and what is thought of it
/// before any run was seen.
struct Parameter: Sendable {
  /// "host.stop", "workloads.Memcached.exponent".
  let path: String
  let bounds: Bounds
  /// Where the fit begins, and the middle of what is likely beforehand.
  let start: Double
  /// How far from it the constant may be beforehand: a standard deviation of `Bounds.free`.
  let spread: Double

  /// The values that a constant may have. A fit moves freely over all numbers; the bounds bend
  /// those into values that make sense.
  enum Bounds: Sendable {
    /// Above 0: the free number is the logarithm.
    case positive
    /// Between two values: the free number is the logit.
    case between(Double, Double)

    func free(_ value: Double) -> Double {
      switch self {
      case .positive: return Elementary.log(value)
      case .between(let low, let high):
        let share = min(max((value - low) / (high - low), 1e-6), 1 - 1e-6)
        return Elementary.log(share / (1 - share))
      }
    }

    func value(_ free: Double) -> Double {
      switch self {
      case .positive: return Elementary.exp(min(max(free, -60), 60))
      case .between(let low, let high):
        return low + (high - low) / (1 + Elementary.exp(min(max(-free, -60), 60)))
      }
    }

    /// How fast the value changes with the free number.
    func slope(_ free: Double) -> Double {
      let value = value(free)
      switch self {
      case .positive: return value
      case .between(let low, let high): return (value - low) * (high - value) / (high - low)
      }
    }
  }
}
