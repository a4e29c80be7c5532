import MigrationModel
import Quantities

/// What a fit left unexplained, as standard deviations relative to the figures.
struct ResidualNoise {
  let time: Double
  let downtime: Double
}

extension Scenario {
  /// The workload's residuals where it has them, else the profile's; grown beyond what the
  /// constants were fitted on:
  ///
  ///     noise · (1 + sum of the distances in memory, round trip and bandwidth)
  ///
  /// each the larger of the hosts' and the workload's (``FittedRange/distances(of:)``).
  var residualNoise: ResidualNoise {
    let found = profiledPart?.found
    let workload = found?.workload
    var residuals = workload?.residuals ?? profile.residuals
    // Of hosts that nobody has measured with it, a workload's figures make no one surer.
    if found?.isOfHosts == false {
      residuals.timeElapsed = max(residuals.timeElapsed, profile.residuals.timeElapsed)
      residuals.downtime = max(residuals.downtime, profile.residuals.downtime)
    }
    let ofHosts = profile.range.distances(of: input)
    let ofWorkload = (workload?.fittedFrom?.range ?? FittedRange()).distances(of: input)
    let factor = zip(ofHosts, ofWorkload).reduce(1) { $0 + max($1.0, $1.1) }
    return ResidualNoise(
      time: residuals.timeElapsed.fraction * factor,
      downtime: residuals.downtime.fraction * factor)
  }
}
