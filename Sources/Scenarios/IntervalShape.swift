/// How a prediction's interval lies around its value, wherever one is made or judged.
///
/// Upwards it reaches by a share of the value. Downwards it reaches by the same share as far as
/// half of the value, then by a reciprocal that joins it smoothly, so that a value of which little
/// is known may be a tenth, but not nothing.
public enum IntervalShape {
  /// The share of runs that an interval should hold.
  public static let level = 0.9
  /// Standard normal quantile of (1 + level)/2.
  public static let quantile = 1.645
  private static let half = 0.5

  public static func low(_ value: Double, away: Double) -> Double {
    value * (away <= half ? 1 - away : half * half / away)
  }

  public static func high(_ value: Double, away: Double) -> Double { value * (1 + away) }

  /// How far an interval around a value reaches that just holds another one above 0.
  public static func away(of other: Double, from value: Double) -> Double {
    let ratio = other / value
    if ratio >= 1 { return ratio - 1 }
    return ratio >= half ? 1 - ratio : half * half / ratio
  }
}
