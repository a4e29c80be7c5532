import Quantities

/// Numbers as a page shows them: few digits, a unit, and a real minus sign.
enum Readable {
  /// At most three decimals, and none that are 0: "0.638", "37.3", "100".
  static func number(_ value: Double) -> String {
    guard value.magnitude < 9e15 else { return "\(value)" }
    var text = Decimals.text(Int64((value * 1000).rounded()), over: 1000, places: 3)
    while text.hasSuffix("0") { text.removeLast() }
    if text.hasSuffix(".") { text.removeLast() }
    return withMinus(text == "-0" ? "0" : text)
  }

  /// Milliseconds in the unit that people would use: "206 ms", "25.25 s", "5 min 20 s".
  static func duration(milliseconds: Int64) -> String {
    milliseconds == 0 ? "0 ms" : Span.milliseconds(milliseconds).description
  }

  /// A round number of milliseconds on an axis: "0.5 ms", "20 s", "10 min".
  static func tick(milliseconds: Double) -> String {
    if milliseconds.magnitude < 1000 { return number(milliseconds) + " ms" }
    if milliseconds.magnitude >= 600_000, milliseconds.remainder(dividingBy: 60_000) == 0 {
      return number(milliseconds / 60_000) + " min"
    }
    return number(milliseconds / 1000) + " s"
  }

  /// "1.9 %".
  static func percent(_ value: Double) -> String { Decimals.percent(value) }

  /// "+1.9 %", "−0.3 %".
  static func signedPercent(_ value: Double) -> String { withMinus(Decimals.signedPercent(value)) }

  /// "1 run", "3 runs".
  static func count(_ count: Int, _ thing: String) -> String {
    "\(count) \(thing)\(count == 1 ? "" : "s")"
  }

  private static func withMinus(_ text: String) -> String {
    text.hasPrefix("-") ? "\u{2212}" + text.dropFirst() : text
  }
}
