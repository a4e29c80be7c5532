import MigrationModel
import Quantities

extension Checker {
  /// The workloads that a profile gives itself, by name.
  mutating func workloads(_ root: Settled?, of profile: String) -> [WorkloadProfile] {
    guard case .mapping(let members) = root?["workloads"]?.value else { return [] }
    return members.keys.sorted().compactMap { name in
      members[name].flatMap { workload($0, named: name, of: profile) }
    }
  }

  private mutating func workload(
    _ written: Settled, named name: String, of profile: String
  ) -> WorkloadProfile? {
    checkCurve(written)
    let fittedFrom = fittedFrom(written["fitted-from"])
    guard let curve = curve(written) else { return nil }
    var workload = WorkloadProfile(
      name: name, touched: touched(written["touched"]), curve: curve, fittedFrom: fittedFrom,
      residuals: residuals(written["residuals"]))
    workload.profile = profile
    return workload
  }

  private func curve(_ written: Settled) -> WorkloadProfile.Curve? {
    if let points = written.curvePoints { return .points(points) }
    guard let pages = estimate(written["pages"], \.number),
      let exponent = estimate(written["exponent"], \.number)
    else { return nil }
    return .power(pages: pages, exponent: exponent)
  }

  private func touched(_ written: Settled?) -> WorkloadProfile.Touched? {
    guard let base = estimate(written?["base"], \.size),
      let share = estimate(written?["share"], \.share), let spread = written?["spread"]?.share
    else { return nil }
    return WorkloadProfile.Touched(base: base, share: share, spread: spread)
  }

  private func residuals(_ written: Settled?) -> HostProfile.Residuals? {
    guard let time = written?["time_elapsed"]?.share, let downtime = written?["downtime"]?.share
    else { return nil }
    return HostProfile.Residuals(timeElapsed: time, downtime: downtime)
  }

  private func estimate<Value>(
    _ written: Settled?, _ read: (Settled) -> Value?
  ) -> Estimate<Value>? {
    guard let written, let value = read(written["value"] ?? written) else { return nil }
    return Estimate(value, written.provenance)
  }
}

extension Settled {
  /// What is known of a constant that is written as a mapping.
  var provenance: Provenance {
    Provenance(
      error: self["error"]?.inSI, origin: self["origin"]?.word.flatMap(Provenance.Origin.init),
      meaning: self["meaning"]?.word, reference: self["reference"]?.word)
  }

  /// The value in its SI unit: seconds, bytes, shares; counts and numbers as they are.
  var inSI: Double? {
    switch value {
    case .time(let time): return time.seconds
    case .size(let size): return Double(size.count)
    case .share(let share): return share.fraction
    case .count(let count): return Double(count)
    case .number(let number): return number
    default: return nil
    }
  }
}
