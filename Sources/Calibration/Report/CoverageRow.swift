/// How many measured values of a group lie in their predictions' intervals.
struct CoverageRow: Sendable {
  let group: String
  let inside: Int
  let runs: Int

  /// nil where no run has an interval.
  init?(_ group: String, _ runs: [PlottedRun]) {
    let held = runs.compactMap(\.isInside)
    guard !held.isEmpty else { return nil }
    self.group = group
    inside = held.count { $0 }
    self.runs = held.count
  }

  var share: Double { Double(inside) / Double(runs) }

  /// Shares that would give such a count in all but 5 % of cases (Wilson's score interval,
  /// doi:10.1080/01621459.1927.10502953): few runs can't tell 80 % from 95 %.
  var plausible: ClosedRange<Double> {
    let z = 1.96
    let count = Double(runs)
    let center = (share + z * z / (2 * count)) / (1 + z * z / count)
    let reach =
      z * (share * (1 - share) / count + z * z / (4 * count * count)).squareRoot()
      / (1 + z * z / count)
    return max(0, center - reach)...min(1, center + reach)
  }
}
