// A file must give back the very amount that was written: these texts are never rounded.

extension Quantity {
  /// All decimals, in the largest of these units that makes the amount at least one. The units
  /// come in descending order, and their scales are powers of ten.
  fileprivate func exactText(in units: [Unit]) -> String {
    let unit = units.first { $0.scale.magnitude <= count.magnitude } ?? units[units.count - 1]
    let scale = unit.scale.magnitude
    // The one in front keeps leading zeros.
    var decimals = String(scale + count.magnitude % scale).dropFirst()
    while decimals.hasSuffix("0") { decimals.removeLast() }
    let sign = count < 0 ? "-" : ""
    let point = decimals.isEmpty ? "" : "."
    return "\(sign)\(count.magnitude / scale)\(point)\(decimals) \(unit.symbol)"
  }
}

extension Span {
  /// "1.2345 s"; never rounded, so for files.
  public var exactText: String {
    exactText(in: [
      Unit("s", 1_000_000_000), Unit("ms", 1_000_000), Unit("us", 1_000), Unit("ns", 1),
    ])
  }
}

extension DataRate {
  /// "941.5 Mbit/s"; never rounded, so for files.
  public var exactText: String {
    exactText(in: [
      Unit("Gbit/s", 1_000_000_000), Unit("Mbit/s", 1_000_000), Unit("kbit/s", 1_000),
      Unit("bit/s", 1),
    ])
  }
}

extension Share {
  /// "2.125 %"; never rounded, so for files.
  public var exactText: String { exactText(in: Share.units) }
}
