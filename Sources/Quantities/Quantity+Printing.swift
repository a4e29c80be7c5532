extension Quantity {
  /// The number in the largest unit that keeps it exact in at most three decimals, else rounded
  /// to four significant digits in the largest unit that makes it at least one.
  func text(in units: [Unit], smallest: String) -> String {
    guard count != 0 else { return "0 \(smallest)" }
    let magnitude = count.magnitude
    let sign = count < 0 ? "-" : ""
    let descending = units.sorted { $0.scale > $1.scale }
    let unit = descending.first { $0.scale.magnitude <= magnitude } ?? Unit(smallest, 1)
    return sign + decimal(magnitude, over: unit.scale.magnitude, significant: 4) + " " + unit.symbol
  }
}

/// `value / scale` with so many significant digits, never fewer than the whole part has, and no
/// trailing zeros. Integer arithmetic, so the text is the same everywhere.
func decimal(_ value: UInt64, over scale: UInt64, significant: Int) -> String {
  let whole = value / scale
  var places = max(0, significant - String(whole).count)
  if whole == 0 {
    // Leading zeros behind the point are not significant.
    var probe = value
    while probe > 0, probe < scale, places < 12 {
      let (next, overflow) = probe.multipliedReportingOverflow(by: 10)
      if overflow { break }
      probe = next
      if probe < scale { places += 1 }
    }
  }
  var power: UInt64 = 1
  for _ in 0..<places { power *= 10 }
  let (high, low) = (value % scale).multipliedFullWidth(by: power)
  let (quotient, remainder) = scale.dividingFullWidth((high, low))
  var fraction = quotient + (remainder >= scale - remainder ? 1 : 0)
  var integer = whole
  if fraction >= power {
    integer += 1
    fraction = 0
  }
  if fraction == 0 { return String(integer) }
  var digits = String(fraction)
  digits = String(repeating: "0", count: places - digits.count) + digits
  while digits.hasSuffix("0") { digits.removeLast() }
  return "\(integer).\(digits)"
}
