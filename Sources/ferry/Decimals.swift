/// Numbers with so many decimals, for columns that are compared line by line.
enum Decimals {
  /// `value / scale`, rounded half up, with a fixed number of places; neither may be negative.
  static func text(_ value: Int64, over scale: Int64, places: Int) -> String {
    precondition(value >= 0 && scale > 0)
    var power: Int64 = 1
    for _ in 0..<places { power *= 10 }
    var whole = value / scale
    var fraction = (value % scale * power + scale / 2) / scale
    if fraction == power {
      whole += 1
      fraction = 0
    }
    let digits = String(fraction)
    return "\(whole)." + String(repeating: "0", count: places - digits.count) + digits
  }

  /// "1.9 %".
  static func percent(_ value: Double) -> String { "\(tenths(value.magnitude)) %" }

  /// "+1.9 %", "-0.3 %", "0.0 %".
  static func signedPercent(_ value: Double) -> String {
    let text = percent(value)
    if text == "0.0 %" { return text }
    return (value < 0 ? "-" : "+") + text
  }

  private static func tenths(_ value: Double) -> String {
    let tenths = Int64((value * 10).rounded())
    return "\(tenths / 10).\(tenths % 10)"
  }
}
