/// Numbers with so many decimals, for columns that are compared line by line.
public enum Decimals {
  /// `value / scale`, rounded half up in magnitude, with a fixed number of places.
  public static func text(_ value: Int64, over scale: UInt64, places: Int) -> String {
    var power: UInt64 = 1
    for _ in 0..<places { power *= 10 }
    var whole = value.magnitude / scale
    var fraction = (value.magnitude % scale * power + scale / 2) / scale
    if fraction == power {
      whole += 1
      fraction = 0
    }
    let digits = String(fraction)
    let padding = String(repeating: "0", count: places - digits.count)
    return "\(value < 0 ? "-" : "")\(whole).\(padding)\(digits)"
  }

  /// The same of a number, halves away from zero.
  public static func text(_ value: Double, places: Int) -> String {
    var scale = 1.0
    for _ in 0..<places { scale *= 10 }
    let scaled = Int64(max(-9e18, min(9e18, (value * scale).rounded())))
    guard places > 0 else { return String(scaled) }
    return text(scaled, over: UInt64(scale), places: places)
  }

  /// "1.9 %".
  public static func percent(_ value: Double) -> String { "\(tenths(value.magnitude)) %" }

  /// "+1.9 %", "-0.3 %", "0.0 %".
  public static func signedPercent(_ value: Double) -> String {
    let text = percent(value)
    if text == "0.0 %" { return text }
    return (value < 0 ? "-" : "+") + text
  }

  private static func tenths(_ value: Double) -> String {
    let tenths = Int64((value * 10).rounded())
    return "\(tenths / 10).\(tenths % 10)"
  }
}
